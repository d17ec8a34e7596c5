"""What came in, until it is handled."""
