"""What happens because time passes. The database decides what is due; this only looks, often."""
