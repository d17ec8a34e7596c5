"""Rendering of a content as one Telegram message: HTML with the quote in full, and buttons."""

import re
from dataclasses import asdict
from html import escape
from typing import Any

from bot.telegram import NAME
from bot.telegram.keyboard import keyboard
from sek_core.messages.channel import Rendered
from sek_core.messages.screens import QUOTE, Attachment, Content

MOST_TEXT, MOST_CAPTION, MOST_TOAST = 4096, 1024, 200
"""Limits of the Bot API, in UTF-16 code units after it has read the markup."""

FILE_KINDS = frozenset({"photo", "voice", "video", "audio", "document"})

_REPEAT = "(repeat) "
_ELLIPSIS = "..."
_REFERENCE = re.compile(r"[A-Z][0-9]+(?= )")

Run = tuple[str, str]
"""A tag, or an empty string, and the text inside it."""


def render(content: Content, *, repeat: bool = False) -> Rendered:
    """Render `content` for Telegram, as a `sek_core.messages.channel.Renderer`.

    The text is what the person reads. `wire` has "html", "keyboard" (reply_markup, or None) and, for an
    attachment that Telegram itself keeps, "file" with its kind and source; the text is then its caption. Any
    other attachment is a link in the text. With a "chart" or a "document" the text is the caption too; but if
    it is too long for a document's caption, "apart" says that the document comes behind it, by itself.
    """
    file = _file(content.attachment)
    most = MOST_CAPTION if file or content.chart else MOST_TEXT
    runs = _fitted(_runs(content, repeat=repeat, has_file=bool(file)), most)
    html = "".join(f"<{tag}>{_escaped(text)}</{tag}>" if tag else _escaped(text) for tag, text in runs)
    wire: dict[str, Any] = {"html": html, "keyboard": keyboard(content)} | ({"file": file} if file else {})
    if content.chart:
        wire["chart"] = asdict(content.chart)
    text = "".join(text for _, text in runs)
    if content.document:
        wire |= {"document": asdict(content.document), "apart": _units(text) > MOST_CAPTION}
    return Rendered(text, segments=0, wire=wire)


def toast(text: str) -> str:
    """Return `text` shortened to the note over the chat that answers a tap."""
    return _shortened(" ".join(text.split()), MOST_TOAST)


def _file(attachment: Attachment | None) -> dict[str, str] | None:
    if attachment is None or attachment.channel != NAME or not attachment.source:
        return None
    return {"kind": attachment.kind, "source": attachment.source} if attachment.kind in FILE_KINDS else None


def _runs(content: Content, *, repeat: bool, has_file: bool) -> list[Run]:
    before, marker, after = content.body.partition(QUOTE)
    reference = _REFERENCE.match(before)
    start = reference.end() if reference else 0
    link = "" if has_file or content.attachment is None else content.attachment.link
    runs = [
        ("", _REPEAT if repeat else ""),
        ("b", before[:start]),
        ("", before[start:]),
        ("i", content.quote.replace(QUOTE, "") if marker else ""),
        ("", after.replace(QUOTE, "")),
        ("", f"\n{link}" if link else ""),
        ("", f"\n{content.hint}" if content.hint else ""),
    ]
    return [run for run in runs if run[1]]


def _fitted(runs: list[Run], limit: int) -> list[Run]:
    """Cut `runs` to `limit` code units: the quote first, then the end."""
    over = sum(_units(text) for _, text in runs) - limit
    if over <= 0:
        return runs
    quoted = [
        (tag, _shortened(text, max(_units(text) - over, len(_ELLIPSIS))) if tag == "i" else text)
        for tag, text in runs
    ]
    fitted: list[Run] = []
    for tag, text in quoted:
        room = limit - sum(_units(kept) for _, kept in fitted)
        fitted.append((tag, _shortened(text, room)))
        if fitted[-1][1] != text:
            break
    return [run for run in fitted if run[1]]


def _shortened(text: str, limit: int) -> str:
    """Return `text` within `limit` code units, cut at a word unless it is the only one."""
    if _units(text) <= limit:
        return text
    room = limit - len(_ELLIPSIS)
    if room < 0:
        return ""
    cut = text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")
    if not text[len(cut)].isspace():
        whole_words = re.match(r"(.*\S)\s", cut, re.DOTALL)
        cut = whole_words[1] if whole_words else cut
    return cut.rstrip(" \n\t.,;:") + _ELLIPSIS


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _escaped(text: str) -> str:
    return escape(text, quote=False)
