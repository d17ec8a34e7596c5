"""The scheduler: work that is due by time. The database decides what is due; this only checks often."""
