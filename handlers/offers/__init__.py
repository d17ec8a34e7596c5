"""Dialogues about offers of help: making them, taking them back, and what became of them."""
