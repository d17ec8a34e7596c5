"""Telegram through the Bot API: updates in, messages with buttons out."""

NAME = "telegram"
