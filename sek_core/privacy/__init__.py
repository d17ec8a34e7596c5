"""What is known of a person, and erasing it."""
