"""Reads a free text: which hazard, where, how bad, how many. Pure: it does nothing and asks nobody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from config.gazetteer import Place
from config.mechanism import SEVERITIES, Configuration, Severity
from sek_core.places import choose, names_of
from sek_core.words import Found, Phrases, Word, fold, plain, words_of

MarkKind = Literal["hazard", "place", "severity", "urgent", "affected", "negation", "common"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a phrase of the vocabulary may mean. `language` is None for names."""

    kind: MarkKind
    value: str | Place
    language: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was read as.

    `hazard` is what it affirms; `denied` are hazards that it names only to say no ("no flood").
    `counties` has the county that it is about, or several where that is not clear. `affected` are
    the numbers, by what they count. `language` is None where the words do not tell. `beyond` are
    the words behind those that only say what is in here: "DROUGHT MUTOMO severe, boreholes dry".
    """

    hazard: str | None = None
    denied: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    place: Place | None = None
    severity: Severity | None = None
    affected: dict[str, int] = field(default_factory=dict)
    urgent: bool = False
    language: str | None = None
    beyond: str = ""


Finds = list[Found[Mark]]

ByKind = dict[MarkKind, list[tuple[Found[Mark], Mark]]]


class Reader:
    """The vocabulary of the mechanism, built once; `read` may be called from any thread."""

    def __init__(self, configuration: Configuration) -> None:
        self._hazards = configuration.hazards
        self._counties = configuration.mechanism.counties
        self._common_places = frozenset(fold(name) for name in configuration.words.common_places)
        self._phrases: Phrases[Mark] = Phrases(_vocabulary(configuration))

    def read(self, text: str, counties: Sequence[str]) -> Reading:
        """Read a text of somebody whose counties are `counties`."""
        text = plain(text)
        words = words_of(text)
        forms = [word.form for word in words]
        finds = self._phrases.find(forms)
        marks = _by_kind(finds)
        hazard, denied = self._hazard(marks)
        where, place = self._where(finds, words, text, counties)
        affected, dead = _affected(marks, forms)
        return Reading(
            hazard=hazard,
            denied=denied,
            counties=where,
            place=place,
            severity=_severity(marks) or _old_form(marks, forms),
            affected=affected,
            urgent=dead or "urgent" in marks,
            language=_language(finds),
            beyond=_beyond(finds, words, text),
        )

    def explain(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Every known phrase of a text: its words, what kind of thing it is, what it stands for."""
        text = plain(text)
        words = words_of(text)
        for find in self._phrases.find([word.form for word in words]):
            typed = text[words[find.start].start : words[find.end - 1].end]
            for mark in find.values:
                value = mark.value
                meaning = f"{value.kind} {value.name}, {value.county}" if isinstance(value, Place) else value
                yield typed, mark.kind, meaning

    def _hazard(self, marks: ByKind) -> tuple[str | None, tuple[str, ...]]:
        """The hazard affirmed by the longest phrase; a sudden one before a slow one, then the first."""
        denials = [find.end for find, _ in marks.get("negation", ())]
        affirmed: list[tuple[int, bool, int, str]] = []
        denied: list[str] = []
        for find, mark in marks.get("hazard", ()):
            hazard = str(mark.value)
            # "no flood", and with one word between them "not a flood"
            if any(0 <= find.start - end <= 1 for end in denials):
                denied.append(hazard)
            else:
                sudden = self._hazards[hazard].onset == "sudden"
                affirmed.append((find.end - find.start, sudden, -find.start, hazard))
        return (max(affirmed)[3] if affirmed else None), tuple(denied)

    def _where(
        self, finds: Finds, words: Sequence[Word], text: str, counties: Sequence[str]
    ) -> tuple[tuple[str, ...], Place | None]:
        """The counties and the place: a county that is named counts more than the sender's own.

        A name that only another county knows leaves both open: (that county, the sender's own).
        """
        named: list[str] = []
        candidates: list[list[Place]] = []
        for find in finds:
            places = [mark.value for mark in find.values if isinstance(mark.value, Place)]
            named += [place.county for place in places if place.kind == "county"]
            smaller = [place for place in places if place.kind != "county"]
            if (
                smaller
                and not any(place.kind == "county" for place in places)
                and self._meant(find, words, text)
            ):
                candidates.append(smaller)
        home = tuple(dict.fromkeys(named)) or tuple(counties)
        here = [place for places in candidates if (place := choose(places, home))]
        if here:
            place = min(here, key=lambda p: p.kind == "constituency")
            return (place.county,), place
        for places in candidates:
            elsewhere = choose(places, self._counties)
            if elsewhere:
                return tuple(dict.fromkeys((elsewhere.county, *home))), elsewhere
        return home, None

    def _meant(self, find: Found[Mark], words: Sequence[Word], text: str) -> bool:
        """Whether a name that is also a common word ("wote": all) stands here for the place."""
        if find.end - find.start > 1 or words[find.start].form not in self._common_places:
            return True
        if find.start and words[find.start - 1].form in _BEFORE_PLACES:
            return True
        written = text[words[find.start].start : words[find.start].end]
        return find.start > 0 and written[0].isupper() and not text.isupper()


_BEFORE_PLACES = frozenset({"at", "in", "near", "from", "huku", "kutoka", "katika", "mjini", "kata"})


def _by_kind(finds: Finds) -> ByKind:
    by_kind: ByKind = {}
    for find in finds:
        for mark in find.values:
            by_kind.setdefault(mark.kind, []).append((find, mark))
    return by_kind


def _severity(marks: ByKind) -> Severity | None:
    """The worst severity that is named."""
    named = [mark.value for _, mark in marks.get("severity", ())]
    if not named:
        return None
    return max((s for s in SEVERITIES if s in named), key=SEVERITIES.index, default=None)


def _old_form(marks: ByKind, forms: list[str]) -> Severity | None:
    """`DROUGHT 3 MIGWANI`: a digit right after the hazard that counts nothing."""
    counted = {find.start for find, _ in marks.get("affected", ())}
    for find, _ in marks.get("hazard", ()):
        digit = forms[find.end] if find.end < len(forms) else ""
        if digit in ("1", "2", "3", "4") and find.end + 1 not in counted:
            return SEVERITIES[int(digit) - 1]
    return None


def _affected(marks: ByKind, forms: list[str]) -> tuple[dict[str, int], bool]:
    """The numbers with what they count, and whether anybody is said to have died.

    A unit stands behind its number ("400 households"), in Swahili also before it ("kaya 400"), as
    animals do ("goats 120 dead" are animals, not people).
    """
    starts: dict[int, Mark] = {}
    ends: dict[int, Mark] = {}
    for find, mark in marks.get("affected", ()):
        starts.setdefault(find.start, mark)
        ends.setdefault(find.end, mark)
    affected: dict[str, int] = {}
    for position, form in enumerate(forms):
        number = form.replace(",", "")
        if not (number.isascii() and number.isdigit()) or len(number) > 7:
            continue
        # "120 goats dead, 12 acres": a unit that has its number takes no second one.
        before, after = ends.pop(position, None), starts.get(position + 1)
        if before and (before.value == "livestock" or (after is None and before.language == "sw")):
            unit = before
        elif after:
            unit = after
            ends = {end: mark for end, mark in ends.items() if mark is not after}
        else:
            continue
        affected.setdefault(str(unit.value), int(number))
    named = {str(mark.value) for mark in starts.values()}
    dead = "deaths" in affected or ("deaths" in named and "livestock" not in named)
    return affected, dead


def _language(finds: Finds) -> str | None:
    """The language of most of the known words; the hazard's counts double."""
    votes = {"en": 0, "sw": 0}
    for find in finds:
        languages = {"sw" if mark.language == "kam" else mark.language for mark in find.values}
        weight = 2 if any(mark.kind == "hazard" for mark in find.values) else 1
        for language in votes.keys() & languages:
            votes[language] += weight
    if votes["en"] == votes["sw"]:
        return None
    return max(votes, key=lambda language: votes[language])


def _beyond(finds: Finds, words: Sequence[Word], text: str) -> str:
    """The text behind the words at its beginning that a slot holds, and those that join them."""
    slots: dict[int, frozenset[MarkKind]] = {}
    for find in finds:
        kinds = frozenset(mark.kind for mark in find.values)
        if not kinds & {"urgent", "negation"}:  # these stand in no slot: the alert must quote them
            slots.update(dict.fromkeys(range(find.start, find.end), kinds))
    told = 0
    for position, word in enumerate(words):
        beside = slots.get(position - 1, _NONE) | slots.get(position + 1, _NONE)
        counts = "affected" in beside and word.form.replace(",", "").isdigit()
        if position not in slots and not counts:
            break
        if counts or slots[position] != {"common"}:
            told = position + 1
    if told == len(words):
        return ""
    return text[words[told - 1].end if told else 0 :].strip().lstrip(",.;:- ")


_NONE: frozenset[MarkKind] = frozenset()


def _vocabulary(configuration: Configuration) -> Iterator[tuple[str, Mark]]:
    for hazard in configuration.hazards.values():
        for language, phrases in hazard.keywords.items():
            for phrase in phrases:
                yield phrase, Mark("hazard", hazard.id, language)
    words = configuration.words
    for severity in SEVERITIES:
        for language, phrases in words.severity[severity].items():
            for phrase in phrases:
                yield phrase, Mark("severity", severity, language)
    for what, units in words.affected.items():
        for language, phrases in units.items():
            for phrase in phrases:
                yield phrase, Mark("affected", what, language)
    simple: tuple[tuple[MarkKind, dict[str, tuple[str, ...]]], ...] = (
        ("urgent", words.urgent),
        ("negation", words.negation),
        ("common", words.common),
    )
    for kind, by_language in simple:
        for language, phrases in by_language.items():
            for phrase in phrases:
                yield phrase, Mark(kind, kind, language)
    mine = configuration.mechanism.counties
    for place in configuration.places:
        if place.county in mine:
            for name in names_of(place):
                yield name, Mark("place", place, None)
