"""The registry of channels."""

from collections.abc import Iterable

from bot.adapter import Adapter
from bot.sms.channel import SMS
from bot.telegram.channel import TELEGRAM
from config.settings import Settings
from console.channel import WEB
from sek_core.messages.channel import Channels

ADAPTERS = (SMS, TELEGRAM)

APART = (WEB,)
"""Channels over which nothing is sent: they need no adapter."""

CHANNELS = Channels([*(adapter.channel for adapter in ADAPTERS), *APART])


def turned_on(settings: Settings, adapters: Iterable[Adapter] = ADAPTERS) -> frozenset[str]:
    """Return the names of the channels that are on: those with credentials, or all in the demonstration."""
    return frozenset(each.channel.name for each in adapters if settings.demonstration or each.is_on(settings))
