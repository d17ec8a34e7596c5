"""Traces of one person in the words of others: names, numbers, and quotations. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import Any

from sek_core.store.erasure import WORDS
from sek_core.understanding.tokens import fold

SHORTEST_PART = 3
"""Minimum length of one part of a name that is looked for alone, in letters."""

SHORTEST_CHAT = 6
"""Minimum length of a chat's id that is looked for in texts. Fewer digits may be any number."""

LOCAL_DIGITS = 9
"""Digits of a Kenyan number after its 0 or 254."""

QUOTED = 3
"""Number of words in a row that make a quotation."""

ALSO_WORDS = frozenset(
    {
        "amani", "ana", "august", "baraka", "blessing", "charity", "faith", "furaha", "gift",
        "grace", "happy", "hope", "imani", "joy", "juma", "june", "mark", "may", "mercy", "neema",
        "patience", "peace", "purity", "rehema", "rose", "simba", "tumaini", "will",
    }
)  # fmt: skip
"""Names that are words of English or Swahili too: alone they are names only if they begin with a capital."""

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\s,.'’_-]+"
_IN_NUMBERS = r"[\s.()/-]*"

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Traces:
    """What shows that a text speaks of a person.

    `names`: whole names and e-mails. `parts`: parts of the name that no other person has. `numbers`: E.164.
    `chats`: other addresses. `phrases`: words in a row that the person wrote.
    """

    names: Collection[str] = ()
    parts: Collection[str] = ()
    numbers: Collection[str] = ()
    chats: Collection[str] = ()
    phrases: Collection[Phrase] = field(default=(), repr=False)

    def redact(self, text: str, *, is_place: bool = False) -> str:
        """Return the text with a mark in place of each name and number. A place may have a part of the
        person's name: people live at "Kwa Mburu".
        """
        *_, text = (text, *self.steps(text, is_place=is_place))
        return text

    def steps(self, text: str, *, is_place: bool = False) -> Iterator[str]:
        """Yield the text after each mark, put in from the end: so the newest mark is the first one."""
        for begin, end in reversed(self._spans(text, is_place)):
            text = text[:begin] + WORDS + text[end:]
            yield text

    def _spans(self, text: str, is_place: bool) -> list[tuple[int, int]]:
        """Return where names and numbers stand; of those that overlap, one stretch."""
        patterns = self._whole if is_place else (*self._whole, *self._alone)
        spans: list[tuple[int, int]] = []
        for begin, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(text)):
            if spans and begin < spans[-1][1]:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((begin, end))
        return spans

    @property
    def is_nameless(self) -> bool:
        """True if there is no name and no number to look for."""
        return not (self._whole or self._alone)

    def quotes(self, text: str) -> bool:
        """Return True if the text has words in a row that the person wrote."""
        if not self.phrases:
            return False
        words = words_in(text)
        return any(
            tuple(words[at : at + length]) in self.phrases
            for length in range(1, QUOTED + 1)
            for at in range(len(words) - length + 1)
        )

    def without(self, value: Any, *, quoted: bool = True, whole: bool = False) -> Any:
        """Return a JSON value with marks: in place of names; of texts that quote, if `quoted`; of each text
        that does either, if `whole`.
        """

        def change(text: str) -> str:
            redacted = self.redact(text)
            if (whole and redacted != text) or ((quoted or whole) and self.quotes(text)):
                return WORDS
            return redacted

        return in_texts(value, change)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Short strings, one of which stands in any text with a name or a number, in any case. Empty if
        there is none for a name: then every text must be read.
        """
        found = [max(_WORD.findall(name) or [""], key=len).lower() for name in self.names]
        found += [part.lower() for part in self.parts]
        if not all(hint.isascii() and hint for hint in found):
            return ()
        return (*found, *(number[-2:] for number in self.numbers), *self.chats)

    @cached_property
    def _whole(self) -> tuple[re.Pattern[str], ...]:
        return (
            *(re.compile(each, re.IGNORECASE) for name in self.names for each in _orders(name)),
            *(re.compile(_number(number)) for number in self.numbers),
            *(re.compile(rf"(?<!\w){re.escape(chat)}(?!\w)") for chat in self.chats if _is_looked_for(chat)),
        )

    @cached_property
    def _alone(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_alone(part) for part in self.parts)


def _is_looked_for(chat: str) -> bool:
    return len(chat.lstrip("-")) >= SHORTEST_CHAT or not chat.isdigit()


def _orders(name: str) -> Iterator[str]:
    """Yield patterns of a name in each order of its words, with and without accents."""
    if "@" in name:
        yield rf"(?<![\w.+-]){re.escape(name)}(?![\w-])"
        return
    for written in dict.fromkeys((name, fold(name))):
        words = _WORD.findall(written)
        for order in permutations(words) if len(words) <= QUOTED else (words,):
            yield rf"(?<!\w){_BETWEEN.join(map(re.escape, order))}(?!\w)"


def _number(number: str) -> str:
    """Return the pattern of a number as people write it: +254 722 000 001, 0722-000001, 722000001."""
    digits = number.lstrip("+")
    prefix, local = digits[:-LOCAL_DIGITS], digits[-LOCAL_DIGITS:]
    if not prefix:
        return rf"(?<!\d)\+?{digits}(?!\d)"
    begin = rf"(?:(?:(?:\+|00){_IN_NUMBERS})?{_IN_NUMBERS.join(prefix)}{_IN_NUMBERS}|0{_IN_NUMBERS})?"
    return rf"(?<!\d){begin}{_IN_NUMBERS.join(local)}(?!\d)"


def _alone(part: str) -> re.Pattern[str]:
    """Return the pattern of one part of a name. Behind "Kwa" it is a place."""
    forms = {part, fold(part)}
    if fold(part) in ALSO_WORDS:
        forms = {part.capitalize(), part.upper()}
        return re.compile(rf"(?<!\w)(?<!(?i:kwa) )(?:{'|'.join(map(re.escape, sorted(forms)))})(?!\w)")
    return re.compile(rf"(?<!\w)(?<!kwa )(?:{'|'.join(map(re.escape, sorted(forms)))})(?!\w)", re.IGNORECASE)


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [fold(word) for word in _WORD.findall(text)]


@dataclass(frozen=True, slots=True)
class Common:
    """Words that show nothing of a person, folded. `facts`: hazards, places, commands; `said`: what the
    program itself says.
    """

    facts: frozenset[str]
    said: frozenset[str]


def phrases_of(texts: Iterable[str], common: Common) -> frozenset[Phrase]:
    """Return what of these texts would be a quotation: words in a row that are not all facts; of a short text
    all of it, unless everybody says such words.
    """
    return frozenset(phrase for text in texts for phrase in _phrases(words_in(text), common))


def _phrases(words: list[str], common: Common) -> Iterator[Phrase]:
    if len(words) < QUOTED:
        said = [word for word in words if word not in common.facts and word not in common.said]
        if any(len(word) > SHORTEST_PART and not word.isdigit() for word in said):
            yield tuple(words)
        return
    for at in range(len(words) - QUOTED + 1):
        phrase = tuple(words[at : at + QUOTED])
        if not all(word in common.facts or word.isdigit() for word in phrase):
            yield phrase


def in_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return a JSON value with each text in it changed, and each key as it is."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: in_texts(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [in_texts(each, change) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        changed = change(str(value))
        return value if changed == str(value) else 0
    return value
