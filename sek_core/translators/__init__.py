"""The texts as a table for a native reader, who corrects them, and the corrections back into the file."""
