"""HTML as the Bot API reads it. Source: https://core.telegram.org/bots/api#html-style"""

import re
from html import unescape
from typing import Any

from bot.telegram.fake.faults import BadCallError

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_PIECE = re.compile(r"<(?P<closes>/?)(?P<tag>[a-z][a-z0-9-]*)>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);", re.I)


def units(text: str) -> int:
    """Return the length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def read(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text of `html` and its entities. Raises BadCallError for what Telegram does not parse."""
    text, position = "", 0
    opened: list[tuple[str, int]] = []
    entities: list[dict[str, Any]] = []
    for piece in _PIECE.finditer(html):
        text += html[position : piece.start()]
        position = piece.end()
        tag = (piece["tag"] or "").lower()
        at = len(html[: piece.start()].encode())
        if piece[0].startswith("&"):
            text += unescape(piece[0])
        elif piece["closes"]:
            if not opened or opened[-1][0] != tag:
                raise _unreadable(f"Unexpected end tag at byte offset {at}")
            start = opened.pop()[1]
            if units(text) > start:
                entities.append({"type": _TAGS[tag], "offset": start, "length": units(text) - start})
        elif tag in _TAGS:
            opened.append((tag, units(text)))
        else:
            raise _unreadable(f'Unsupported start tag "{tag}" at byte offset {at}')
    if opened:
        raise _unreadable(f"Can't find end tag corresponding to start tag {opened[-1][0]}")
    return text + html[position:], entities


def _unreadable(detail: str) -> BadCallError:
    return BadCallError(400, f"Bad Request: can't parse entities: {detail}")
