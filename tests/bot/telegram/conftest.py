"""Fixtures of a fake Telegram, one person who pressed start, and a sender to it."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram.fake import FakeRequest, FakeTelegram, Phone
from bot.telegram.sender import TelegramSender

AMINA = 9990000000011


@pytest.fixture
def fake() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def amina(fake: FakeTelegram) -> Phone:
    phone = Phone(fake, AMINA, "Amina")
    phone.starts()
    return phone


@pytest.fixture
async def sender(fake: FakeTelegram) -> AsyncIterator[TelegramSender]:
    made = TelegramSender(fake.token, request=FakeRequest(fake))
    yield made
    await made.close()
