"""The registry of channels."""

from collections.abc import Iterable

from bot.adapter import Adapter
from bot.sms.channel import SMS
from bot.telegram.channel import TELEGRAM
from config.settings import Settings
from sek_core.messages.channel import Channels

ADAPTERS = (SMS, TELEGRAM)

CHANNELS = Channels(adapter.channel for adapter in ADAPTERS)


def turned_on(settings: Settings, adapters: Iterable[Adapter] = ADAPTERS) -> frozenset[str]:
    """Return the names of the channels that are on: those with credentials, or all in the demonstration."""
    return frozenset(each.channel.name for each in adapters if settings.demonstration or each.is_on(settings))
