"""Understanding: from a field text to its meaning."""
