"""Dialogues about messages to many recipients."""
