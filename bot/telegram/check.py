"""The findings of `sek check` about Telegram."""

import asyncio
from collections.abc import Iterator

from bot.findings import Finding
from config.settings import Settings


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield the faults of the Telegram settings, and whether the Bot API answers."""
    if not settings.telegram_on:
        yield Finding("Telegram is off: no token", wrong=False)
        return
    if settings.telegram_mode == "webhook":
        if len(settings.telegram_secrets) > 1:
            yield Finding(
                "SEK_TELEGRAM_WEBHOOK_SECRET holds two secrets: take the old one out soon", wrong=False
            )
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
