"""Dialogues about meetings."""
