"""One transaction's worth of work."""
