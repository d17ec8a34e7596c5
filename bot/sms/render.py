"""Rendering of a content as one SMS: options numbered in the line, the quote as long as the segments
allow.
"""

import unicodedata
from bisect import bisect_right

from bot.sms.segments import count, fold, folds_whole
from sek_core.messages.channel import Rendered
from sek_core.messages.screens import LONGEST, QUOTE, UNASKED, Content

_ELLIPSIS = "..."
_REPEAT = "(repeat) "
_SINGLE_QUOTES = str.maketrans(
    dict.fromkeys('"\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u301d\u301e\u301f\uff02', "'")
)
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Unicode categories that show nothing: control, format (zero-width, text direction), private use."""

_MOST_CHARACTERS = 160
"""Maximum number of characters in a segment."""


def render(content: Content, *, repeat: bool = False) -> Rendered:
    """Render `content` for SMS, as a `sek_core.messages.channel.Renderer`.

    The text is folded to GSM-7, and the quote is cut to fit. Without `max_segments`, or with the highest, a
    quote in another script keeps it, at the price of UCS-2 segments. A body that is too long without its
    quote stays so, up to the length that no message exceeds.
    """
    body, marker, rest = content.body.partition(QUOTE)
    before = fold(_REPEAT + body if repeat else body)
    after = fold(" ".join([rest, *_choices(content), *_link(content)]))
    quote = _quote(content, before, after) if marker else ""
    text = before + quote + after
    if count(text) > LONGEST:
        text = _shortened(text, "", "", LONGEST)
    return Rendered(text, count(text))


def _choices(content: Content) -> list[str]:
    choices = [f"{number} {label}" for number, (_, label) in enumerate(content.options, 1)]
    return [*choices, f"(0 {content.skip})"] if content.skip else choices


def _link(content: Content) -> list[str]:
    return [content.attachment.link] if content.attachment and content.attachment.link else []


def _quote(content: Content, before: str, after: str) -> str:
    # The body puts the quote between double quotes, so it may hold none of its own.
    if content.max_segments is None or content.max_segments >= LONGEST:
        # More than this fits into no message, and a forged text may be very long.
        most = content.quote[: LONGEST * _MOST_CHARACTERS * 2]
        limit = content.max_segments or UNASKED
        return _shortened(_own_words(most).translate(_SINGLE_QUOTES), before, after, limit)
    words = _one_line(fold(content.quote)).translate(_SINGLE_QUOTES)
    if not words and content.quote.strip():
        words = _ELLIPSIS  # there are words, but GSM-7 can show none of them
    return _shortened(words, before, after, content.max_segments)


def _own_words(quote: str) -> str:
    """Return `quote` in GSM-7 if that keeps every letter, else in its own script."""
    folded = _one_line(fold(quote))
    if folded and folds_whole(quote):
        return folded
    return _one_line("".join(filter(_is_visible, quote)))


def _is_visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in _INVISIBLE


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened(words: str, before: str, after: str, limit: int) -> str:
    """Return the longest beginning of `words` with which the whole text fits into `limit` segments."""

    def segments(quote: str) -> int:
        return count(before + quote + after)

    if segments(words) <= limit:
        return words
    longest = min(len(words), limit * _MOST_CHARACTERS)
    # A longer beginning never takes fewer segments, so bisection works on the lengths.
    fitting = bisect_right(
        range(1, longest + 1), limit, key=lambda length: segments(words[:length] + _ELLIPSIS)
    )
    if fitting:
        return _whole_words(words, fitting) + _ELLIPSIS
    only_empty_fits = segments("") <= limit < segments(_ELLIPSIS)
    return "" if only_empty_fits else _ELLIPSIS


def _whole_words(words: str, length: int) -> str:
    """Return `words` up to `length` characters, without a broken last word unless it is the only one."""
    cut = words[:length]
    if words[length] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" .,;:")
