"""Wording of people, days and times in texts."""
