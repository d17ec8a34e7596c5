"""Telegram as a channel."""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.adapter import Adapter
from bot.findings import Finding
from bot.telegram import NAME, own_id
from bot.telegram.receive import READERS
from bot.telegram.render import render
from config.mechanism import Configuration, Mechanism
from config.settings import Settings
from sek_core.messages.channel import Channel, Column, Sender
from sek_core.messages.limits import Limits, Rate
from sek_core.spreadsheets.cells import whole_number
from sek_core.timing.clock import Clock

if TYPE_CHECKING:  # slow to import, needed only by processes that serve the web
    from starlette.routing import BaseRoute

    from bot.intake import Intake
    from bot.metrics import Metrics

_CHAT = Rate(timedelta(seconds=1), urgent_burst=3)
_GROUP = Rate(timedelta(seconds=3.2), urgent_burst=2)
"""At most 20 in any minute: 19 at this interval, and one urgent message more."""


def _rate_of(address: str) -> Rate:
    """Return the rate of one chat. The ids of groups are negative."""
    return _GROUP if address.startswith("-") else _CHAT


LIMITS = Limits(
    # 28.8 equal steps are at most 29 in any second; with one that starts late they are 30.
    altogether=Rate(timedelta(seconds=1 / 28.8)),
    of=_rate_of,
    ahead=3,
    urgent_ahead=10,
)
"""30 messages a second, 20 a minute to a group, one a second to a private chat, where Telegram lets short
bursts pass. Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""


def _id(written: str, _mechanism: Mechanism) -> str:
    """Return the id of a chat from a cell of the roster file; raise ValueError if it is none."""
    digits = whole_number(written)
    if digits.startswith("-"):
        raise ValueError(f"{written!r} is the id of a group: write that of the person, such as 123456789")
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError(f"{written!r} should be the numeric id, such as 123456789")
    return digits


def _sender(settings: Settings, _configuration: Configuration) -> Sender:
    """Return the sender of the Bot API, or one over a simulated Telegram without a token."""
    from bot.telegram.sender import TelegramSender  # slow to import, needed only with a bot

    if settings.telegram_on:
        return TelegramSender(settings.telegram_token.get_secret_value(), settings.telegram_api_url or None)
    from bot.telegram.fake import FakeRequest, FakeTelegram

    fake = FakeTelegram(open_to_all=True)
    return TelegramSender(fake.token, request=FakeRequest(fake))


def _routes(settings: Settings, intake: "Intake", clock: Clock, metrics: "Metrics") -> "list[BaseRoute]":
    from bot.telegram import webhook

    token = settings.telegram_token.get_secret_value()
    return webhook.routes(settings.telegram_secrets, intake, clock, metrics, own_id(token))


def _check(settings: Settings) -> list[Finding]:
    from bot.telegram import check

    return list(check.findings(settings))


TELEGRAM = Adapter(
    channel=Channel(
        name=NAME,
        preference=10,
        render=render,
        is_person=bool,
        has_files=True,
        has_groups=True,
        is_roomy=True,
        reads_codes=True,
        proves_sender=True,
        column=Column("telegram", _id, also=("telegram_id",)),
        limits=LIMITS,
    ),
    is_on=lambda settings: settings.telegram_on,
    sender=_sender,
    routes=_routes,
    check=_check,
    readers=READERS,
)
