"""The store: tables by aggregate, the database behind them, and its migrations."""
