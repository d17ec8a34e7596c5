"""Dialogues about the sender."""
