"""Tasks: action items and their owners."""
