"""Reading of an error of the Bot API, or of the connection to it: the outcome for the message."""

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
"""Maximum wait in seconds, whatever Telegram asks for."""

_LONGEST_REASON = 80
_PREFIX = re.compile(r"(?:Forbidden|Bad Request): ", re.IGNORECASE)
_DETAIL = re.compile(r": | ['\"<(].*", re.DOTALL)
_OF_CHAT = re.compile(
    r"(chat|user)\b.*not found|peer_id_invalid|(enough|no) rights|write_forbidden|deactivated|not a member"
    r"|topic_closed",
    re.IGNORECASE,
)
"""Errors of a bad request that any message would get: the bot cannot write to the chat."""
_ID = re.compile(r"-?\d{5,}")


def outcome(error: TelegramError) -> Refused | NoAnswer | Moved:
    """Return the outcome of a message whose request raised `error`."""
    return Moved(str(error.new_chat_id)) if isinstance(error, ChatMigrated) else failure_outcome(error)


def failure_outcome(error: TelegramError) -> Refused | NoAnswer:
    """Return why a request failed. No reason holds a text, an id or the token."""
    match error:
        case RetryAfter():
            return Refused("too many messages", retry_after=_seconds(error))
        case InvalidToken():
            return Refused("Telegram does not know the token", ours=True)
        # The page of a proxy, not Telegram's answer: it says nothing about the chat.
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
    """Return Telegram's message without the details behind it, which may quote the message."""
    said = _DETAIL.split(_PREFIX.sub("", message, count=1), maxsplit=1)[0]
    return _ID.sub("***", said)[:_LONGEST_REASON].lower() or "refused"


def _failure(cause: BaseException | None) -> Refused | NoAnswer:
    """Tell from the cause that PTB found whether the request can have arrived.

    A server's error (5xx) is an answer: not taken. PTB gives no cause for it, or its own for an answer that
    is not JSON.
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
        case RuntimeError():  # PTB makes no request after its shutdown
            return Refused("the sender is closed")
        case httpx.TimeoutException():
            return NoAnswer("no answer in time")
        case _:
            return NoAnswer("the connection broke")
