"""Contents of a message: texts, captions, keyboards and files, with Telegram's limits."""

import json
from collections.abc import Mapping
from typing import Any

from bot.telegram.fake.chats import Chat
from bot.telegram.fake.faults import BadCallError
from bot.telegram.fake.markup import read, units

Parameters = Mapping[str, str]
"""Parameters of a method, as they come over HTTP."""

_MOST_TEXT, _MOST_CAPTION, _MOST_DATA = 4096, 1024, 64


def described(kind: str, file_id: str, **fields: Any) -> dict[str, Any]:
    """Return a file as it stands in a message."""
    file = {"file_id": file_id, "file_unique_id": f"u-{file_id}", **fields}
    match kind:
        case "photo":
            small = file | {"file_id": f"{file_id}-small", "width": 90, "height": 60}
            return {"photo": [small, file | {"width": 900, "height": 600}]}
        case "document":
            return {kind: file}
        case "video":
            return {kind: file | {"duration": 3, "width": 640, "height": 480}}
        case _:
            return {kind: file | {"duration": 3}}


def _written(parameters: Parameters, name: str) -> tuple[str, list[dict[str, Any]]]:
    raw = parameters.get(name, "")
    plain, entities = read(raw) if parameters.get("parse_mode") == "HTML" else (raw, [])
    return plain.strip(), entities


def text(parameters: Parameters) -> dict[str, Any]:
    """Return the fields of a message with that text. Raises BadCallError."""
    written, entities = _written(parameters, "text")
    if not written:
        raise BadCallError(400, "Bad Request: message text is empty")
    if units(written) > _MOST_TEXT:
        raise BadCallError(400, "Bad Request: message is too long")
    return {"text": written} | ({"entities": entities} if entities else {})


def caption(parameters: Parameters) -> dict[str, Any]:
    """Return the fields of a message with that caption, if any. Raises BadCallError."""
    written, _ = _written(parameters, "caption")
    if units(written) > _MOST_CAPTION:
        raise BadCallError(400, "Bad Request: message caption is too long")
    return {"caption": written} if written else {}


def keyboard(parameters: Parameters, chat: Chat, *, edit: bool = False) -> dict[str, Any]:
    """Return the fields of a message with that reply_markup, if any. Raises BadCallError."""
    if not parameters.get("reply_markup"):
        return {}
    markup = json.loads(parameters["reply_markup"])
    if "inline_keyboard" not in markup:
        if edit:
            raise BadCallError(400, "Bad Request: inline keyboard expected")
        if not chat.private:
            raise BadCallError(400, "Bad Request: phone number can be requested in private chats only")
        chat.reply_keyboard = markup  # it belongs to the chat, not to a message
        return {}
    for row in markup["inline_keyboard"]:
        for button in row:
            if not 0 < len(button.get("callback_data", "").encode()) <= _MOST_DATA or not button["text"]:
                raise BadCallError(400, "Bad Request: BUTTON_DATA_INVALID")
    return {"reply_markup": markup} if markup["inline_keyboard"] else {}
