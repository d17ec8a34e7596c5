"""Telegram through the Bot API: updates in, messages with buttons out."""

NAME = "telegram"


def own_id(token: str) -> int | None:
    """Return the id of the bot that a token belongs to; None if the token does not begin with one."""
    number = token.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() else None
