"""Reminders of meetings and tasks, each sent once."""
