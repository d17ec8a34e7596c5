"""What stands open, each morning and each week."""
