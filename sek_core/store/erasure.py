"""Replacements for erased data. A trigger (migration 0009) lets a row of history change to these values and
to no others. So a reader knows that words were here, and that they were not replaced with other words.
"""

WORDS = "(erased)"
"""Replacement for a name or a person's words."""

ADDRESS = ""
"""Replacement for a number or chat in the history."""
