"""Outcomes of PTB's exceptions, by their cause."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.telegram.answer import failure_outcome, outcome
from sek_core.messages.channel import NoAnswer, Refused

NO_JSON = TelegramError("unreadable answer")


def caused(error: TelegramError, cause: BaseException | None) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (caused(TimedOut(), httpx.ConnectTimeout("")), Refused("connecting took too long")),
        (caused(TimedOut(), httpx.PoolTimeout("")), Refused("no connection was free in time")),
        (caused(TimedOut(), httpx.ReadTimeout("")), NoAnswer("no answer in time")),
        (caused(TimedOut(), httpx.WriteTimeout("")), NoAnswer("no answer in time")),
        (caused(NetworkError(""), httpx.ConnectError("")), Refused("could not connect")),
        (caused(NetworkError(""), httpx.ProxyError("")), Refused("could not connect")),
        (caused(NetworkError(""), httpx.ReadError("")), NoAnswer("the connection broke")),
        (caused(NetworkError(""), httpx.WriteError("")), NoAnswer("the connection broke")),
        (caused(NetworkError(""), httpx.RemoteProtocolError("")), NoAnswer("the connection broke")),
        (caused(NetworkError(""), OSError()), NoAnswer("the connection broke")),
        (caused(NetworkError(""), RuntimeError()), Refused("the sender is closed")),
        (
            caused(NetworkError(""), httpx.UnsupportedProtocol("")),
            Refused("the request cannot be made (UnsupportedProtocol)", ours=True),
        ),
        (
            caused(NetworkError(""), httpx.InvalidURL("")),
            Refused("the request cannot be made (InvalidURL)", ours=True),
        ),
        (NetworkError("Internal Server Error (500)"), Refused("Telegram has trouble")),
        (caused(NetworkError("Bad Gateway (502)"), NO_JSON), Refused("Telegram has trouble")),
        (NO_JSON, NoAnswer("unreadable answer")),
        (InvalidToken(), Refused("Telegram does not know the token", ours=True)),
        (Forbidden("Forbidden: user is deactivated"), Refused("user is deactivated", permanent=True)),
    ],
)
def test_trouble(error: TelegramError, expected: Refused | NoAnswer) -> None:
    assert failure_outcome(error) == outcome(error) == expected


@pytest.mark.parametrize("error", [Forbidden("Forbidden (403)"), BadRequest("Bad Request (400)")])
def test_a_page_of_a_proxy_says_nothing_about_the_chat(error: TelegramError) -> None:
    refused = Refused("something between us and Telegram refused the request")
    assert failure_outcome(caused(error, NO_JSON)) == refused


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Bad Request: chat not found", "chat not found"),
        (
            "Forbidden: bot can't initiate conversation with a user",
            "bot can't initiate conversation with a user",
        ),
        ('Bad Request: can\'t parse entities: Unsupported start tag "maji"', "can't parse entities"),
        ('Bad Request: wrong "maji" there', "wrong"),
        ("Bad Request: user 9990000000011 not found", "user *** not found"),
        ("Bad Request: " + "x" * 300, "x" * 80),
        ("", "refused"),
    ],
)
def test_a_reason_holds_no_words_and_no_id(message: str, reason: str) -> None:
    found = failure_outcome(BadRequest(message))
    assert isinstance(found, Refused)
    assert (found.reason, found.permanent) == (reason, True)


@pytest.mark.parametrize(
    ("message", "content"),
    [
        ("Bad Request: chat not found", False),
        ("Bad Request: user not found", False),
        ("PEER_ID_INVALID", False),
        ("Bad Request: not enough rights to send text messages to the chat", False),
        ("CHAT_WRITE_FORBIDDEN", False),
        ("Bad Request: group chat was deactivated", False),
        ("Bad Request: message is too long", True),
        ("Bad Request: can't parse entities", True),
        ("BUTTON_DATA_INVALID", True),
    ],
)
def test_whether_the_chat_or_the_message_is_at_fault(message: str, content: bool) -> None:
    found = failure_outcome(BadRequest(message))
    assert isinstance(found, Refused)
    assert found.content == content
