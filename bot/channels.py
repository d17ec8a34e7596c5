"""The registry of channels."""

from collections.abc import Iterable

from bot.adapter import Adapter
from bot.email.channel import EMAIL
from bot.sms.channel import SMS
from bot.telegram.channel import TELEGRAM
from config.settings import Settings
from console.channel import WEB
from sek_core.messages.channel import Channels

ADAPTERS = (SMS, TELEGRAM, EMAIL)

APART = (WEB,)
"""Channels over which nothing is sent: they need no adapter."""

CHANNELS = Channels([*(adapter.channel for adapter in ADAPTERS), *APART])


def turned_on(settings: Settings, adapters: Iterable[Adapter] = ADAPTERS) -> frozenset[str]:
    """Return the names of the channels that are on: those with credentials; in the demonstration those
    that are simulated.
    """
    demonstration = settings.demonstration
    on = (each for each in adapters if (each.simulated if demonstration else each.is_on(settings)))
    return frozenset(each.channel.name for each in on)
