"""E-mail out, over SMTP. E-mail in, and what comes back as undeliverable, is not read yet."""

NAME = "email"
"""E-mail as a channel."""
