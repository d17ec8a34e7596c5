"""Time: the clock, quiet hours, and backoff between retries."""
