"""Sender through the Bot API: one message a request, and the answer to a tap beside it."""

import asyncio
import re
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.telegram.answer import failure_outcome, outcome
from bot.telegram.client import HttpRequest, Request, TooLargeError, client
from bot.telegram.message import Outgoing
from sek_core.messages.channel import Accepted, NoAnswer, Outcome, Refused, Wire

log = structlog.get_logger(__name__)

_CHAT = re.compile(r"-?[1-9][0-9]{0,15}")
_DOWNLOAD_SECONDS = 60.0


class TelegramSender:
    """A `sek_core.messages.channel.Sender` for Telegram. An address is the id of a chat.

    It logs no text, no id and no token. Beside what `render` gives, `wire` may hold "callback" (the id of a
    tap to answer), "toast" (the text of that answer), "alert" (show it as a dialog), "only_toast" (send
    nothing else), "edit" (a message to be replaced by this one), "strip" (a message that loses its buttons).
    """

    bulk = 1

    def __init__(
        self,
        token: str,
        api_url: str | None = None,
        request: Request | None = None,
        *,
        connect_timeout: float = 3.05,
        read_timeout: float = 9.0,
    ) -> None:
        """Make a sender; nothing is connected yet.

        `api_url` replaces https://api.telegram.org, for methods and for files. Timeouts are in
        seconds, and are those of the sender's own `request`.
        """
        self._request = request or HttpRequest(connect_timeout=connect_timeout, read_timeout=read_timeout)
        self.bot = client(token, self._request, api_url)
        self.username: str | None = None

    def upload(self, kind: str, content: bytes) -> str:
        """Put a file into the simulated Telegram, as a person's phone does; return its id. Raises
        LookupError if this is the real one.
        """
        fake = getattr(self._request, "fake", None)
        if fake is None:
            raise LookupError("people's own phones bring files to Telegram")
        return str(fake.keep(kind, content, ""))

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        """Send `text`, or the "html" of `wire`, to each of `addresses` once. Never raises."""
        return {address: await self._send(text, address, wire or {}) for address in dict.fromkeys(addresses)}

    async def reachable(self) -> str | None:
        """Ask Telegram for the bot and set `username`. Return `None` if that works, else a sentence that says
        why.
        """
        try:
            self.username = (await self.bot.get_me()).username
        except InvalidToken:
            return "Telegram does not know the token: copy it again from @BotFather"
        except TelegramError as error:
            return f"Telegram could not be reached: {failure_outcome(error).reason}"
        return None

    async def fetch(self, source: str, most_bytes: int) -> bytes | Refused:
        """Return the file that Telegram knows as `source`. Never raises.

        Telegram gives out 20 MB at most. The size is checked before the download, and enforced during it.
        """
        too_large = Refused(f"the file is larger than {most_bytes} bytes", permanent=True)
        try:
            async with asyncio.timeout(_DOWNLOAD_SECONDS):
                file = await self.bot.get_file(source)
                if file.file_size and file.file_size > most_bytes:
                    return too_large
                return await self._request.download(file.file_path or "", most_bytes)
        except TooLargeError:
            return too_large
        except TelegramError as error:
            found = failure_outcome(error)
            return found if isinstance(found, Refused) else Refused(found.reason)
        except Exception as error:
            log.error("telegram_fetch_failed", error=type(error).__name__)
            return Refused(f"unexpected {type(error).__name__}")

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()

    async def _send(self, text: str, address: str, wire: Wire) -> Outcome:
        if not _CHAT.fullmatch(address):
            return Refused("not a Telegram chat", permanent=True)
        chat = int(address)
        try:
            if chat < 0 and await self._is_public(chat):
                return Refused("strangers would read it: the group is public", permanent=True, public=True)
            message = Outgoing(self.bot, chat, text, wire)
            if wire.get("only_toast") and wire.get("callback"):
                await _courtesy(self._strip(chat, wire))
                try:
                    await self._answer_tap(wire)
                except BadRequest:  # the tap is too old to be answered
                    return await message.deliver()
                return Accepted(None)
            # At the same time: the person who tapped sees at once that the tap arrived, and neither waits for
            # the other. A failure of the answer or the strip does not change the outcome of the message.
            *_, delivered = await asyncio.gather(
                _courtesy(self._answer_tap(wire)),
                _courtesy(self._strip(chat, wire)),
                message.deliver(),
                return_exceptions=True,
            )
            if isinstance(delivered, BaseException):
                raise delivered
        except TelegramError as error:
            return outcome(error)
        except Exception as error:
            # Its message may hold words or the token. Whether the request left is unknown.
            log.error("telegram_send_failed", error=type(error).__name__)
            return NoAnswer(f"unexpected {type(error).__name__}")
        return delivered

    async def _is_public(self, chat: int) -> bool:
        """Return True if strangers read what is written in a group. Telegram does not tell of the change, so
        each message asks: a county's alerts name people and places.
        """
        found = await self.bot.get_chat(chat)
        return found.type == "channel" or bool(found.username or found.active_usernames)

    async def _answer_tap(self, wire: Wire) -> None:
        if callback := wire.get("callback"):
            await self.bot.answer_callback_query(callback, wire.get("toast") or None, wire.get("alert"))

    async def _strip(self, chat: int, wire: Wire) -> None:
        if strip := wire.get("strip"):
            await self.bot.edit_message_reply_markup(chat, strip)


async def _courtesy(call: Awaitable[None]) -> None:
    with suppress(Exception):
        await call
