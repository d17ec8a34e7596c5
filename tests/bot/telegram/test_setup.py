import json
from typing import Any

import pytest
from telegram import Bot

from bot.telegram.client import client
from bot.telegram.fake import FakeRequest, FakeTelegram, Phone
from bot.telegram.setup import set_commands, use_polling, use_webhook

COMMANDS = {"en": [("help", "What you can do here")], "sw": [("help", "Unachoweza kufanya hapa")]}


@pytest.fixture
def bot(fake: FakeTelegram) -> Bot:
    return client(fake.token, FakeRequest(fake))


async def test_commands_in_each_language(bot: Bot, fake: FakeTelegram) -> None:
    assert await set_commands(bot, COMMANDS) is None
    assert fake.commands == {
        "": [{"command": "help", "description": "What you can do here"}],
        "sw": [{"command": "help", "description": "Unachoweza kufanya hapa"}],
    }


async def test_the_webhook_and_back(bot: Bot, fake: FakeTelegram, amina: Phone) -> None:
    assert await use_webhook(bot, "https://sek.example/webhooks/telegram", "secret") is None
    assert fake.webhook["url"] == "https://sek.example/webhooks/telegram"
    assert fake.webhook["secret_token"] == "secret"
    asked_for: list[Any] = json.loads(fake.webhook["allowed_updates"])
    assert asked_for == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert await use_polling(bot) is None
    assert not fake.webhook
    assert len(fake.updates.waiting) == 1


async def test_what_went_wrong_is_said(bot: Bot, fake: FakeTelegram) -> None:
    fake.fail(description="Bad Request: BOT_COMMAND_INVALID")
    failed = await set_commands(bot, COMMANDS)
    assert failed == "The en commands could not be shown in Telegram's menu: bot_command_invalid"
    fake.be_silent("unreachable", times=2)
    failed = await use_webhook(bot, "https://sek.example", "secret")
    assert failed == "Telegram's webhook could not be set: could not connect"
    failed = await use_polling(bot)
    assert failed == "Telegram's webhook could not be taken away: could not connect"
