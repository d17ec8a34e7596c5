"""From a field text to what it says."""
