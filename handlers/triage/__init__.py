"""Dialogues about texts that were not understood."""
