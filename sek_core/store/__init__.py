"""What is kept: tables by aggregate, the database behind them, and its migrations."""
