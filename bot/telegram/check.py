"""The findings of `sek check` about Telegram."""

import asyncio
import re
from collections.abc import Iterator

from bot.findings import SHORTEST_SECRET, Finding
from config.settings import Settings

SECRET_CHARACTERS = re.compile(r"[A-Za-z0-9_-]{0,256}")
"""Form of a webhook's secret_token that the Bot API accepts."""


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield the faults of the Telegram settings, and whether the Bot API answers."""
    if not settings.telegram_on:
        yield Finding("Telegram is off: no token", wrong=False)
        return
    if settings.telegram_mode == "webhook":
        secret = settings.webhook_secret
        if len(secret) < SHORTEST_SECRET:
            yield Finding(f"SEK_TELEGRAM_WEBHOOK_SECRET is short: use {SHORTEST_SECRET} characters or more")
        if not SECRET_CHARACTERS.fullmatch(secret):
            yield Finding("SEK_TELEGRAM_WEBHOOK_SECRET may hold only letters, digits, _ and -")
        if not settings.public_url.startswith("https://"):
            yield Finding("SEK_PUBLIC_URL should begin with https://: Telegram calls no other address")
    yield asyncio.run(_bot(settings))


async def _bot(settings: Settings) -> Finding:
    from bot.telegram.sender import TelegramSender

    sender = TelegramSender(settings.telegram_token.get_secret_value(), settings.telegram_api_url or None)
    try:
        trouble = await sender.reachable()
    finally:
        await sender.close()
    return Finding(trouble) if trouble else Finding(f"Telegram answers as @{sender.username}", wrong=False)
