"""Triage: texts that the program could not place, and their readers."""
