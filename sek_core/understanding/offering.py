"""What a text offers: a thing, its number, a day, a place. Pure.

"FAO can send 2 bowsers to Kyatune from Monday" offers 2 bowsers, at Kyatune, from Monday.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from config.hazards import Words
from config.words import WordFile
from sek_core.understanding import dates
from sek_core.understanding.tokens import Phrases, fold, forms_of, plain, words_of

FURTHEST = timedelta(days=200)
"""Maximum time ahead of a day without a year: in late November, "1 November" is three weeks ago."""

SHORT = 12
"""Maximum number of words of an offer that has no offering phrase; a longer text tells more."""

LONGEST = 200
"""Maximum length in characters of what is offered."""

NUMBERS: Mapping[str, int] = dates.NUMBERS | {
    "an": 1, "mmoja": 1, "kimoja": 1, "wawili": 2, "mawili": 2, "viwili": 2, "watatu": 3, "matatu": 3,
    "vitatu": 3, "manne": 4, "vinne": 4, "wanne": 4, "matano": 5, "vitano": 5, "watano": 5,
}  # fmt: skip
"""Number words beside a thing; Swahili ones agree with it."""

_DEADLINE = frozenset({"by", "before", "latest", "kabla", "ifikapo", "kufikia", "hadi"})
_BEFORE_DAY = _DEADLINE | {
    "from", "starting", "on", "this", "coming", "next", "the", "of", "kuanzia", "tangu", "mnamo", "siku",
    "ya", "tarehe", "and", "na", "in", "within", "baada",
}  # fmt: skip
_BEHIND_DAY = frozenset({"onwards", "onward", "kuendelea", "morning", "afternoon", "evening", "asubuhi"})
_GONE = frozenset({"yesterday", "jana", "juzi"})
_NO_DAY = re.compile(
    r"\b(?:for|kwa)\s+(?:(?:\w+)\s+(?:days?|weeks?)|(?:siku|wiki)\s+\w+)\b"  # "water for 3 days"
    r"|\b\d+\s*(?:-|to)\s*\d+(?=\s+[^\W\d])"  # "2-3 bowsers"
    r"|\b\d+\.\d+(?=\s*[^\W\d])"  # "1.5 tonnes"
    r"|\b[13]/[24](?=\s+[^\W\d])",  # "1/2 bag"
    re.IGNORECASE,
)
_PARTIAL = re.compile(r"\d+(?:\s*-\s*|\s+to\s+|[./])\d+")
"""A range or a fraction, which no sum can hold."""

_COUNTED = re.compile(r"(?:[\d,]+|[^\W\d]+) +[^\W\d]")
_YEAR = re.compile(r"\b20\d\d\b")
_REFERENCE = re.compile(r"(?:\b(?:for|to|kwa|ya)\s+)?\b[sc]\d+\b", re.IGNORECASE)
"""The incident that help is for: "20 tents for S1"."""

_EDGES = " \t\n,.;:!-"
_BESIDE = frozenset({
    "some", "few", "a", "the", "of", "and", "about", "around", "in", "our", "here", "store", "stock",
    "ready", "for", "to", "you", "them", "people", "more", "also", "still", "extra", "spare", "enough",
    "with", "at", "full", "new", "can", "be", "up", "i", "we", "kiasi", "chache", "machache", "vichache",
    "na", "ya", "za", "la", "kwa", "kwetu", "hapa", "ghala", "ghalani", "pia", "zaidi", "mengi", "nyingi",
    "vingi", "tayari", "kama", "karibu", "bado", "available",
})  # fmt: skip
"""Little words beside a thing that its sender has."""

_LITTLE = frozenset(
    {
        "of",
        "to",
        "for",
        "a",
        "the",
        "with",
        "at",
        "in",
        "some",
        "and",
        "za",
        "ya",
        "kwa",
        "na",
        "we",
        "i",
        "have",
    }
)


@dataclass(frozen=True, slots=True)
class Offering:
    """What a text offers. `what` is empty if it names nothing; `amount` (a whole number) and `unit` are of
    what it names first. `day`: the day it names; `is_deadline`: by that day, not from it. `past`: the day it
    names is over, and `day` is None.
    """

    what: str = ""
    amount: int | None = None
    unit: str = ""
    day: date | None = None
    is_deadline: bool = False
    past: bool = False


class Offers:
    """The words of offers, built once. Threads may share it."""

    def __init__(self, words: WordFile) -> None:
        self._offering = _phrases(words.offering)
        self._not_offering = _phrases(words.not_offering)
        self._having = _phrases(words.having)
        self._not_yet = _phrases(words.not_yet)
        self._given_up = _phrases(words.given_up)
        self._supplies: Phrases[str] = Phrases(
            (phrase, supply)
            for supply, named in words.supplies.items()
            for phrases in named.values()
            for phrase in phrases
        )

    def names_thing(self, text: str) -> bool:
        """Return True if a text names a thing that people bring: bowsers, hay, chakula."""
        return bool(self._supplies.find(forms_of(text)))

    def is_offer(self, text: str) -> bool:
        """Return True if a text offers such a thing in words of its own: "we will bring 50 bales of hay"."""
        forms = forms_of(text)
        if text.rstrip().endswith("?") or not self._offering.find(forms) or self._not_offering.find(forms):
            return False
        return self.names_thing(text)

    def is_plain_offer(self, text: str, today: date) -> bool:
        """Return True if a short text names just a thing, with its number or a day: "2 bowsers Monday". With
        words of need, or of what came already, it is none: "2 bowsers needed".
        """
        forms = forms_of(text)
        if len(forms) > SHORT or text.rstrip().endswith("?") or self._not_offering.find(forms):
            return False
        named = bool(self.quantities(text)) or self._dated(plain(text), today)[1].day is not None
        return named and self.names_thing(text)

    def is_not_yet(self, text: str) -> bool:
        """Return True if a text says that help did not come yet: "not yet, truck broke down". Only for a
        person who was asked whether it came.
        """
        return bool(self._not_yet.find(forms_of(text)))

    def is_given_up(self, text: str) -> bool:
        """Return True if words behind a no take an offer back: "no, we cannot"."""
        return bool(self._given_up.find(forms_of(text)))

    def has_thing(self, text: str, today: date, place: str = "", names: Collection[str] = ()) -> bool:
        """Return True if a short text tells of nothing but a thing that its sender has or brings: "we have
        some tents", "5 tents tomorrow", "tunazo mahema". `names`: words for the sender's own side.
        """
        if len(forms_of(text)) > SHORT or text.rstrip().endswith("?"):
            return False
        words, offering = self._dated(plain(text), today)
        forms = forms_of(_without_place(words, place))
        having = self._having.find(forms) or self._offering.find(forms)
        if not having and (self._not_offering.find(forms) or not (self.quantities(text) or offering.day)):
            return False
        things = self._supplies.find(forms)
        told = {at for each in (*things, *having) for at in range(each.start, each.end)}
        starts = {each.start for each in things}
        for at, form in enumerate(forms):
            counted = at and _number(forms[at - 1 : at]) and at + 1 in starts  # "5 family tents"
            if form in _BESIDE or form in names or _number([form]) or counted:
                told.add(at)
        return bool(things) and len(told) == len(forms)

    def read(self, text: str, today: date, place: str = "") -> Offering:
        """Return what a text offers. `place`: the name of a place in it, which is no part of the thing."""
        text = plain(text)
        words, offering = self._dated(text, today)
        found = self._offering.find(forms_of(words)) or self._having.find(forms_of(words))
        tokens = words_of(words)
        parts = [words]
        if found:
            parts = [words[tokens[found[0].end - 1].end :], words[: tokens[found[0].start].start]]
        what = next((thing for part in parts if (thing := _thing(part, place))), "")
        number = next(iter(self.quantities(what).items()), None) or _counted(what)
        unit, amount = number or ("", None)
        return replace(offering, what=what[:LONGEST], unit=unit[:32], amount=amount)

    def quantities(self, text: str) -> dict[str, int]:
        """Return how many of each known supply a text names: {"bowsers": 2}, in the order of the text."""
        forms = forms_of(_PARTIAL.sub(" ", plain(text)))
        counts: dict[str, int] = {}
        for found in self._supplies.find(forms):
            before, behind = forms[: found.start], forms[found.end :]
            if before and before[-1] in ("of", "ya", "za"):
                continue  # "50 bales of hay": bales are counted
            number = _number(before[-1:]) or _number(behind[:1])
            if number:
                counts[found.values[0]] = counts.get(found.values[0], 0) + number
        return counts

    def _dated(self, text: str, today: date) -> tuple[str, Offering]:
        """Return the text without the day that it names, and an offering with that day alone."""
        kept = [match[0] for match in _NO_DAY.finditer(text)]
        masked = _NO_DAY.sub("\ue001", text)
        gone = any(fold(word.strip(_EDGES)) in _GONE for word in text.split())
        dated = dates.find(masked, today)
        if dated is None:
            return text, Offering(past=gone)
        before = masked.split()
        rest = dated.rest.split()
        cut = next((i for i, (a, b) in enumerate(zip(before, rest, strict=False)) if a != b), len(rest))
        head, tail = rest[:cut], rest[cut:]
        is_deadline = False
        while head and fold(head[-1].strip(_EDGES)) in _BEFORE_DAY:
            is_deadline |= fold(head.pop().strip(_EDGES)) in _DEADLINE
        while tail and fold(tail[0].strip(_EDGES)) in _BEHIND_DAY:
            tail.pop(0)
        words = " ".join([*head, *tail])
        for each in kept:
            words = words.replace("\ue001", each, 1)
        past = gone or dated.day < today
        past |= dated.day > today + FURTHEST and not _YEAR.search(text)
        return words, Offering(day=None if past else dated.day, is_deadline=is_deadline, past=past)


def _thing(words: str, place: str) -> str:
    """Return the words without a place and the little words around them; empty if nothing is left."""
    words = _without_place(words, place)
    kept = [word for word in words.split() if word.strip(_EDGES)]
    while kept and fold(kept[0].strip(_EDGES)) in _LITTLE - {"a"}:
        kept.pop(0)
    while kept and fold(kept[-1].strip(_EDGES)) in _LITTLE:
        kept.pop()
    said = " ".join(kept).strip(_EDGES)
    return said if any(map(str.isalpha, said)) else ""


def _without_place(words: str, place: str) -> str:
    """Return the words without the reference and the place that help is for."""
    words = _REFERENCE.sub(" ", words)
    if not place:
        return words
    named = rf"(?:\b(?:to|in|at|for|kwa|huko|katika|hadi)\s+)?\b{re.escape(place)}\b"
    return re.sub(named, " ", words, flags=re.IGNORECASE)


def _number(forms: Sequence[str]) -> int | None:
    if not forms:
        return None
    digits = forms[0].replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= 7:
        return int(digits)
    return NUMBERS.get(forms[0])


def _counted(what: str) -> tuple[str, int] | None:
    """Return the unit and the number with which the words begin: "3 cranes" counts cranes."""
    forms = forms_of(what)
    number = _number(forms[:1])
    return (forms[1], number) if number and _COUNTED.match(what) else None


def _phrases(words: Words) -> Phrases[str]:
    return Phrases((phrase, language) for language, some in words.items() for phrase in some)
