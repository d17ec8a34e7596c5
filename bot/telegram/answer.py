"""What an error of the Bot API, or of the way to it, says about the message."""

import re
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from sek_core.messages.channel import Moved, NoAnswer, Refused

_LONGEST_WAIT = 3600.0
"""Seconds; who is asked for more patience asks again after an hour."""

_LONGEST_REASON = 80
_PREFIX = re.compile(r"(?:Forbidden|Bad Request): ", re.IGNORECASE)
_DETAIL = re.compile(r": | ['\"<(].*", re.DOTALL)
_OF_CHAT = re.compile(
    r"(chat|user)\b.*not found|peer_id_invalid|(enough|no) rights|write_forbidden|deactivated|not a member",
    re.IGNORECASE,
)
"""A bad request that would be one with any message: it is the chat that cannot be written to."""
_ID = re.compile(r"-?\d{5,}")


def outcome(error: TelegramError) -> Refused | NoAnswer | Moved:
    """What became of a message whose request raised `error`."""
    return Moved(str(error.new_chat_id)) if isinstance(error, ChatMigrated) else trouble(error)


def trouble(error: TelegramError) -> Refused | NoAnswer:
    """Why a request came to nothing. No reason holds a text, an id or the token."""
    match error:
        case RetryAfter():
            return Refused("too many messages", retry_after=_seconds(error))
        case InvalidToken():
            return Refused("Telegram does not know the token", ours=True)
        # A proxy's page, not Telegram's answer: it says nothing about the chat.
        case Forbidden() | BadRequest() if error.__cause__:
            return Refused("something between us and Telegram refused the request")
        case Forbidden():
            return Refused(_reason(error.message), permanent=True)
        case BadRequest():  # which is a NetworkError: it must come first
            return Refused(_reason(error.message), permanent=True, content=not _OF_CHAT.search(error.message))
        case NetworkError():
            return _failure(error.__cause__)
        case _:
            return NoAnswer("unreadable answer")


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    return min(seconds, _LONGEST_WAIT)


def _reason(message: str) -> str:
    """What Telegram says, without the details behind it: they may quote the message."""
    said = _DETAIL.split(_PREFIX.sub("", message, count=1), maxsplit=1)[0]
    return _ID.sub("***", said)[:_LONGEST_REASON].lower() or "refused"


def _failure(cause: BaseException | None) -> Refused | NoAnswer:
    """Whether the request can have arrived, by what PTB found underneath.

    A server's error (5xx) is an answer: not taken. PTB gives no cause for it, or its own for an
    answer that is no JSON.
    """
    match cause:
        case None | TelegramError():
            return Refused("Telegram has trouble")
        case httpx.ConnectTimeout():
            return Refused("connecting took too long")
        case httpx.PoolTimeout():
            return Refused("no connection was free in time")
        case httpx.ConnectError() | httpx.ProxyError():
            return Refused("could not connect")
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError() | httpx.InvalidURL():
            return Refused(f"the request cannot be made ({type(cause).__name__})", ours=True)
        case RuntimeError():  # PTB makes no request any more after its shutdown
            return Refused("the sender is closed")
        case httpx.TimeoutException():
            return NoAnswer("no answer in time")
        case _:
            return NoAnswer("the connection broke")
