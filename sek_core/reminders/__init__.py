"""What is due of meetings and tasks, each thing told once."""
