"""Time: the clock, quiet hours, and how long to wait between tries."""
