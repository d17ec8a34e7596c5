"""Dialogues: a text is understood, the core is asked, an answer is given. No vendor, no SQL."""
