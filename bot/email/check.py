"""The findings of `sek check` about e-mail."""

import asyncio
from collections.abc import Iterator

from bot.email.sender import MailSender
from bot.findings import Finding
from config.mail import read_sender, read_server
from config.settings import Settings


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield whether e-mail is on, and whether its server lets us in."""
    if not settings.mail_on:
        yield Finding("e-mail is off: SEK_SMTP_URL is empty", wrong=False)
        return
    if not settings.sms_number:
        yield Finding(
            "e-mails name no number to answer to: SEK_AFRICASTALKING_SENDER_ID is no number", wrong=False
        )
    yield asyncio.run(_server(settings))


async def _server(settings: Settings) -> Finding:
    server = read_server(settings.smtp_url.get_secret_value())
    sender = MailSender(server, read_sender(settings.mail_from), {})
    trouble = await sender.reachable()
    return Finding(f"e-mail: {trouble}") if trouble else Finding("the mail server answers", wrong=False)
