"""Read models that show several nouns together, for pages and exports: what one person may see, by filter."""
