"""What is told to many."""
