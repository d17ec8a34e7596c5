"""One-time setup of the bot at Telegram: its commands, and how updates reach it."""

from collections.abc import Awaitable, Mapping, Sequence

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.answer import failure_outcome
from bot.telegram.poller import ALLOWED

DEFAULT_LANGUAGE = "en"
"""Language whose commands Telegram shows to users without commands in their own."""

Commands = Mapping[str, Sequence[tuple[str, str]]]
"""For each language its (command, description) pairs, in the order of the menu."""


async def set_commands(bot: Bot, commands: Commands) -> str | None:
    """Show `commands` in the menu of the chat. Return `None`, or a sentence about what went wrong."""
    for language, pairs in commands.items():
        code = None if language == DEFAULT_LANGUAGE else language
        failed = await _told(bot.set_my_commands(list(pairs), language_code=code))
        if failed:
            return f"The {language} commands could not be shown in Telegram's menu: {failed}"
    return None


async def use_webhook(bot: Bot, url: str, secret: str) -> str | None:
    """Have Telegram send updates to `url` with `secret` in their header. Return `None`, or what went
    wrong.
    """
    failed = await _told(bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED)))
    return f"Telegram's webhook could not be set: {failed}" if failed else None


async def use_polling(bot: Bot) -> str | None:
    """Have updates wait for polling; none is lost. Return `None`, or what went wrong."""
    failed = await _told(bot.delete_webhook(drop_pending_updates=False))
    return f"Telegram's webhook could not be taken away: {failed}" if failed else None


async def _told(call: Awaitable[bool]) -> str | None:
    try:
        await call
    except TelegramError as error:
        return failure_outcome(error).reason
    return None
