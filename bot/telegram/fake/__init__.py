"""A fake Bot API in memory, for the tests and the demonstration: as strict as Telegram's."""

from bot.telegram.fake.api import FakeTelegram
from bot.telegram.fake.phone import Phone
from bot.telegram.fake.request import FakeRequest
from bot.telegram.fake.server import app

__all__ = ["FakeRequest", "FakeTelegram", "Phone", "app"]
