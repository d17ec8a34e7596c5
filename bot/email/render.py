"""Rendering of a content as one e-mail: a subject, and plain text with the options numbered."""

import re
import unicodedata
from dataclasses import asdict
from typing import Any

from sek_core.messages.channel import Rendered
from sek_core.messages.screens import QUOTE, Content

MOST_SUBJECT = 76
"""Maximum length of a subject, in characters. Lists of mail show about as many."""

MOST_QUOTE = 50_000
"""Maximum length of quoted words: more than any message that a channel brings."""

REPEAT = "(repeat) "
_ELLIPSIS = "..."
_SENTENCE = re.compile(rf".{{12,{MOST_SUBJECT - 1}}}?[.?!](?= |$)")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories that show nothing: control, text direction, halves of characters, private use."""


def render(content: Content, *, repeat: bool = False) -> Rendered:
    """Render `content` as an e-mail, as a `sek_core.messages.channel.Renderer`.

    The text has no more than plain words: no HTML, no buttons, no chart. `wire` has the "subject", the
    "language" of the text, and the "document" if there is one.
    """
    quote = content.quote[:MOST_QUOTE].replace(QUOTE, "")
    said = visible(content.body.replace(QUOTE, quote))
    choices = [f"{number} {label}" for number, (_, label) in enumerate(content.options, 1)]
    choices += [f"0 {content.skip}"] if content.skip else []
    link = content.attachment.link if content.attachment else ""
    parts = [f"{REPEAT if repeat else ''}{said}", visible("\n".join(choices)), visible(link)]
    wire: dict[str, Any] = {"subject": subject(said), "language": content.language}
    if content.document:
        wire["document"] = asdict(content.document)
    return Rendered("\n\n".join(filter(None, parts)), segments=0, wire=wire)


def subject(said: str) -> str:
    """Return the beginning of a text as the subject: its first sentence, or as many words as fit."""
    line = one_line(said)
    if sentence := _SENTENCE.match(line):
        return sentence[0].rstrip(".")
    if len(line) <= MOST_SUBJECT:
        return line
    cut = line[: MOST_SUBJECT - len(_ELLIPSIS) + 1]
    whole = cut.rpartition(" ")[0] or cut[:-1]
    return whole.rstrip(" .,;:") + _ELLIPSIS


def one_line(text: str) -> str:
    """Return a text in one line, without characters that show nothing: fit for a header."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """Return a text with its lines, without characters that show nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(each for each in lines if each == "\n" or unicodedata.category(each) not in _UNSEEN)
