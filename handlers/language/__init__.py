"""Reading of a text: from its words to its intent."""
