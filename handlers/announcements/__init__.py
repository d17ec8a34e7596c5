"""Dialogues about what is told to many."""
