"""Dialogues about people themselves."""
