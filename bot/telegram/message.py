"""Delivery of one message to one chat: as text, in place of another message, with a file, a chart or a
document.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from telegram import (
    Audio,
    Bot,
    Document,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    PhotoSize,
    ReplyKeyboardMarkup,
    Video,
    Voice,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot import documents
from bot.telegram import chart
from sek_core.messages.channel import Accepted, Wire
from sek_core.messages.content import bars_from_json
from sek_core.messages.screens import Enclosure

log = structlog.get_logger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NOT_MODIFIED = "message is not modified"
_NO_TEXT = "no text in the message to edit"
_NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
"""Refusals of a topic: the group itself may still take the message."""


class Outgoing:
    """A message for `chat`; `wire` is what the renderer and the outbox gave beside its text."""

    def __init__(self, bot: Bot, chat: int, text: str, wire: Wire) -> None:
        self._bot = bot
        self._chat = chat
        self._wire = wire
        html = wire.get("html")
        self._text = text if html is None else html
        self._parse_mode = None if html is None else ParseMode.HTML
        self._topic: int | None = wire.get("topic")

    async def deliver(self) -> Accepted:
        """Send the message. Raises `TelegramError`. If its topic is closed or gone, it goes to the general
        topic of the group.
        """
        try:
            return await self._deliver_to_topic()
        except BadRequest as error:
            if self._topic is None or not any(words in error.message.lower() for words in _NO_TOPIC):
                raise
        log.warning("topic_refused")
        self._topic = None
        return await self._deliver_to_topic()

    async def _deliver_to_topic(self) -> Accepted:
        """Send the message to its topic.

        If Telegram cannot edit the message, give the file out again, or take the document, or if the chart
        cannot be drawn, the words still go, as a message of their own.

        A document has the words as its caption. If they are too long for that, or take the place of another
        message, the document follows them by itself.
        """
        document = await _made(self._wire.get("document"))
        if document and (self._wire.get("apart") or self._wire.get("edit") is not None):
            accepted = await self._deliver(None)
            await self._send_behind(document)
            return accepted
        return await self._deliver(document)

    async def _deliver(self, document: InputFile | None) -> Accepted:
        file, edit, bars = self._wire.get("file"), self._wire.get("edit"), self._wire.get("chart")
        picture = await _drawn(bars) if bars else None
        try:
            if picture:
                return self._accepted(await self._send_picture(picture))
            if document:
                return self._accepted(await self._send_document(document))
            if file:
                return self._accepted(await self._send_file(file))
            if edit is not None:
                await self._edit(edit)
                return self._accepted(edit)
        except BadRequest as error:
            if self._topic is not None and any(words in error.message.lower() for words in _NO_TOPIC):
                raise
            if picture or document:
                log.error("chart_refused" if picture else "document_refused", error=error.message)
            if edit is not None and _NOT_MODIFIED in error.message.lower():
                return self._accepted(edit)
        return self._accepted(await self._send_text())

    def _accepted(self, message: Message | int) -> Accepted:
        message_id = message if isinstance(message, int) else message.message_id
        return Accepted(f"{self._chat}:{message_id}")

    async def _send_text(self) -> Message:
        return await self._bot.send_message(
            self._chat,
            self._text,
            parse_mode=self._parse_mode,
            reply_markup=_markup(self._wire.get("keyboard")),
            link_preview_options=_NO_PREVIEW,
            message_thread_id=self._topic,
        )

    async def _edit(self, message_id: int) -> None:
        markup = _markup(self._wire.get("keyboard"))
        if isinstance(markup, ReplyKeyboardMarkup):
            raise BadRequest("an edited message cannot have a reply keyboard")
        try:
            await self._bot.edit_message_text(
                self._text,
                self._chat,
                message_id,
                parse_mode=self._parse_mode,
                reply_markup=markup,
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            if _NO_TEXT not in error.message.lower():
                raise
            # Its words are the caption of a file, a chart or a document.
            await self._bot.edit_message_caption(
                self._chat, message_id, caption=self._text, parse_mode=self._parse_mode, reply_markup=markup
            )

    async def _send_picture(self, picture: bytes) -> Message:
        return await self._bot.send_photo(
            self._chat,
            InputFile(picture, filename="chart.png"),
            caption=self._text,
            parse_mode=self._parse_mode,
            reply_markup=_markup(self._wire.get("keyboard")),
            message_thread_id=self._topic,
        )

    async def _send_document(self, document: InputFile) -> Message:
        return await self._bot.send_document(
            self._chat,
            document,
            caption=self._text,
            parse_mode=self._parse_mode,
            reply_markup=_markup(self._wire.get("keyboard")),
            message_thread_id=self._topic,
        )

    async def _send_behind(self, document: InputFile) -> None:
        """Send the document behind its words, which have arrived: if it fails, do not repeat them."""
        try:
            await self._bot.send_document(self._chat, document, message_thread_id=self._topic)
        except Exception as error:
            log.error("document_refused", error=type(error).__name__)

    async def _send_file(self, file: Wire) -> Message:
        send = _sending(self._bot, file["kind"], file["source"])
        return await send(
            chat_id=self._chat,
            caption=self._text,
            parse_mode=self._parse_mode,
            reply_markup=_markup(self._wire.get("keyboard")),
            message_thread_id=self._topic,
        )


async def _drawn(written: Wire) -> bytes | None:
    """Return the picture of a chart, or None. Drawing is slow, and the first chart loads its library."""
    try:
        return await asyncio.to_thread(chart.draw, bars_from_json(written))
    except Exception as error:
        log.error("chart_failed", error=type(error).__name__)
        return None


async def _made(written: Wire | None) -> InputFile | None:
    """Return a document ready to be sent; None if there is none, or it cannot be made."""
    if not written:
        return None
    try:
        data = await asyncio.to_thread(documents.document_bytes, Enclosure(**written))
        return InputFile(data, filename=written["name"])
    except Exception as error:
        log.error("document_failed", error=type(error).__name__)
        return None


def _sending(bot: Bot, kind: str, source: str) -> Callable[..., Awaitable[Message]]:
    """Return the method for a file of that kind.

    The id goes in an object of PTB's: given a bare string, PTB first looks for a file of that name in the
    working directory, and would send that.
    """
    match kind:
        case "photo":
            return partial(bot.send_photo, photo=PhotoSize(source, source, 0, 0))
        case "voice":
            return partial(bot.send_voice, voice=Voice(source, source, 0))
        case "video":
            return partial(bot.send_video, video=Video(source, source, 0, 0, 0))
        case "audio":
            return partial(bot.send_audio, audio=Audio(source, source, 0))
        case _:
            return partial(bot.send_document, document=Document(source, source))


def _markup(keyboard: dict[str, Any] | None) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if not keyboard:
        return None
    if "inline_keyboard" in keyboard:
        return InlineKeyboardMarkup.de_json(keyboard)
    return ReplyKeyboardMarkup.de_json(keyboard)
