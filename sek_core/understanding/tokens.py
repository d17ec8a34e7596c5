"""Tokens: the words of a text, and the search for known phrases in it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")

_WORD = re.compile(r"\d+(?:,\d{3})+(?!\d)|[^\W_]+(?:'[^\W_]+)*")
_CURLY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")


READ = 4_096
"""Maximum length, in letters, of a text that is read: the longest message of Telegram. What stands behind is
kept and shown with the rest, but no reader looks at it, so that no text costs more than this one.
"""


READ_WORDS = 1_000
"""Maximum number of words that are read. So many letters of running text have 700; "1 1 1 1" has 2,000."""


def readable(text: str) -> str:
    """Return the part of a text that is read: all of it, or its beginning, up to the last whole word."""
    if len(text) <= READ:
        return text
    return (text[: READ + 1].rsplit(maxsplit=1) or [""])[0][:READ]


class Word(NamedTuple):
    """One word: its compared form, and its place in the plain text."""

    form: str
    start: int
    end: int


def plain(text: str) -> str:
    """Return `text` without invisible characters and with straight apostrophes."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", text).translate(_CURLY)


def fold(word: str) -> str:
    """Return a word's compared form: no case, no accents ("Ng’ombe" and "ng'ombe" are one)."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", plain(word))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> Sequence[Word]:
    """Return the words of a text that went through `plain`, as far as it is read. A number with thousands is
    one word.
    """
    text = readable(text)
    return _remembered(text) if len(text) <= REMEMBERED else _long_remembered(text)


REMEMBERED = 1000
"""Maximum length, in characters, of a text whose words are cached for some time: the grammar and the reader
ask for the same one in turn. Longer texts are rare, and would fill the memory: only the last few are cached.
"""


def _words_of(text: str) -> Sequence[Word]:
    found = islice(_WORD.finditer(text), READ_WORDS)
    return tuple(Word(fold(match[0]), match.start(), match.end()) for match in found)


def forms_of(phrase: str) -> tuple[str, ...]:
    """Return the compared forms of the words of a phrase."""
    return tuple(word.form for word in words_of(plain(phrase)))


_remembered = lru_cache(maxsize=128)(_words_of)
_long_remembered = lru_cache(maxsize=4)(_words_of)


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A known phrase in a text: words `start` to `end` (exclusive), and all its meanings."""

    start: int
    end: int
    values: tuple[Value, ...]


class Phrases(Generic[Value]):
    """Known phrases of whole words. One pass over a text finds the longest at each place."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        by_forms: dict[tuple[str, ...], list[Value]] = {}
        for phrase, value in entries:
            forms = forms_of(phrase)
            if forms:
                by_forms.setdefault(forms, []).append(value)
        self._by_forms = {forms: tuple(values) for forms, values in by_forms.items()}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for forms in sorted(self._by_forms, key=len, reverse=True):
            known = self._lengths.get(forms[0], ())
            if len(forms) not in known:
                self._lengths[forms[0]] = (*known, len(forms))

    def get(self, forms: Sequence[str]) -> tuple[Value, ...]:
        """Return the meanings of exactly these words, or nothing."""
        return self._by_forms.get(tuple(forms), ())

    def find(self, forms: Sequence[str]) -> list[Found[Value]]:
        """Return every known phrase from left to right, the longest first, none inside another."""
        found: list[Found[Value]] = []
        position = 0
        while position < len(forms):
            for length in self._lengths.get(forms[position], ()):
                phrase = tuple(forms[position : position + length])
                values = self._by_forms.get(phrase) if len(phrase) == length else None
                if values:
                    found.append(Found(position, position + length, values))
                    position += length
                    break
            else:
                position += 1
        return found
