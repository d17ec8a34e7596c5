"""Seats of a county: who owes them, who is nominated, and who confirms it."""
