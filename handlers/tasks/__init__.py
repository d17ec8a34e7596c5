"""Dialogues about action items."""
