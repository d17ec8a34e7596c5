"""Dialogues about incidents."""
