"""The findings of `sek check` about SMS."""

import asyncio
from collections.abc import Iterator

from bot.findings import Finding
from bot.sms.sender import AfricasTalkingSender
from config.settings import Settings


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield the faults of the SMS settings, and whether the gateway answers."""
    if not settings.sms_on:
        why = "no credentials; this is the demonstration" if settings.demonstration else "no credentials"
        yield Finding(f"SMS is off: {why}", wrong=False)
        return
    if not settings.sms_secrets:
        yield Finding("SEK_AFRICASTALKING_WEBHOOK_SECRET is empty: no SMS can come in")
    elif len(settings.sms_secrets) > 1:
        yield Finding(
            "SEK_AFRICASTALKING_WEBHOOK_SECRET holds two secrets: take the old one out soon", wrong=False
        )
    sender_id = settings.africastalking_sender_id
    if any(character.isalpha() for character in sender_id):
        yield Finding(
            f"SEK_AFRICASTALKING_SENDER_ID {sender_id!r} is a name, and phones cannot reply to a name: "
            "use a short code or a number that receives"
        )
    yield asyncio.run(_gateway(settings))


async def _gateway(settings: Settings) -> Finding:
    sender = AfricasTalkingSender(
        settings.africastalking_username,
        settings.africastalking_api_key.get_secret_value(),
        api_url=settings.africastalking_api_url or None,
    )
    try:
        trouble = await sender.reachable()
    finally:
        await sender.close()
    return Finding(trouble) if trouble else Finding("Africa's Talking answers", wrong=False)
