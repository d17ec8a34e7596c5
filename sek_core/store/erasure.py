"""What stands in the place of what was erased. The database lets a row of history change to this, and to
nothing else (see migration 0009): who reads a story knows that words were here, and that nobody put
other words in their place.
"""

WORDS = "(erased)"
"""For a name, and for what somebody wrote."""

ADDRESS = ""
"""For a number or chat in the history."""
