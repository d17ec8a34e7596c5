"""The questions that the program asks people by itself, within one budget."""
