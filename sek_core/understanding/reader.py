"""The reader of free texts: hazard, place, severity, numbers. Pure: it has no side effects and asks no
question.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from config.affected import PARTS
from config.gazetteer import Place
from config.mechanism import SEVERITIES, Configuration, Severity
from sek_core.understanding.affected import affected_of
from sek_core.understanding.companions import with_companions
from sek_core.understanding.confidence import MOST, Doubt, Evidence, doubts_of
from sek_core.understanding.confirmed_names import ConfirmedNames
from sek_core.understanding.correction import Corrections
from sek_core.understanding.counts import Counted, counted
from sek_core.understanding.deaths import Toll, toll_of
from sek_core.understanding.hazards import Affirmed, Hazards, hazards_of
from sek_core.understanding.numbers import numbers_of
from sek_core.understanding.outcomes import clauses
from sek_core.understanding.places import Finder, Where
from sek_core.understanding.pleas import Harmed, is_plea
from sek_core.understanding.remarks import Remarks
from sek_core.understanding.spots import spots_of
from sek_core.understanding.tagged import Named, Tagged
from sek_core.understanding.tagger import Tagger
from sek_core.understanding.telling import complains, is_drill, tells_of_abuse
from sek_core.understanding.tokens import fold, plain

REMEMBERED = 64
"""Number of cached readings: one turn asks for the same one up to three times."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a text.

    `hazard` is what the text affirms. `doubts` say why the sender should be asked before it goes out;
    they are empty if it is sure. `denied` are hazards that it names only to deny ("no flood"). `counties`
    has its county, or several if that is not clear. `outside` is a named place in a county that the
    mechanism does not serve. `spot` is the name of a place that the gazetteer lacks, and `meant` the
    place that sounds like it: its sender confirms them. `affected` are the numbers by what they count;
    `needs` are its requests. `language` is None if the words do not tell. `beyond` are the words behind
    those that only repeat the fields above: "DROUGHT MUTOMO severe, boreholes dry".

    `plea`: people are in distress, with or without a hazard ("children on the roof"); it goes out at once.
    `protection`: it tells of abuse of a person; its words are repeated to no reader. `drill`: it says of
    itself that it is a test, an exercise, a draft. `nameless`: its sender asks not to be named. `complaint`:
    it complains of an organisation's work. `doubtful` are the kinds of `affected` that may be misread, which
    the sender sees before others are told of them. `guesses` are the hazards to choose from where it may be a
    report and `hazard` is not sure, the best first. `more`: its numbers come on top of what was said before.
    `bereaved`: people of the sender's own have died.
    """

    hazard: str | None = None
    doubts: tuple[Doubt, ...] = ()
    denied: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    place: Place | None = None
    outside: Place | None = None
    spot: str = ""
    meant: Place | None = None
    severity: Severity | None = None
    affected: dict[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    urgent: bool = False
    language: str | None = None
    beyond: str = ""
    plea: bool = False
    protection: bool = False
    drill: bool = False
    nameless: bool = False
    complaint: bool = False
    doubtful: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    more: bool = False
    bereaved: bool = False

    @property
    def sure(self) -> bool:
        """True if the text is a report that goes out unasked."""
        return self.hazard is not None and not self.doubts

    @property
    def in_doubt(self) -> bool:
        """True if the sender should be asked whether the text is a report."""
        named = self.hazard is not None and 0 < len(self.doubts) <= MOST
        return named or (bool(self.guesses) and not self.plea)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text, and what each part of the reader found in it."""

    tagged: Tagged
    hazards: Hazards
    best: Affirmed | None
    where: Where
    counted: list[Counted]
    toll: Toll


class Reader(Remarks):
    """The vocabulary of the mechanism, built once. Threads may share it."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(configuration)
        self._hazards = configuration.hazards
        self._needs = configuration.words.needs
        self._tagger = Tagger(configuration)
        self._corrections = Corrections(configuration)
        common = frozenset(fold(name) for name in configuration.words.common_places)
        self._finder = Finder(configuration.mechanism.counties, common, spots_of(configuration))
        self.confirmed_names = ConfirmedNames(self._tagger, configuration)
        """Finder of the names that people confirmed; the names themselves come from the caller."""
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._read)

    @property
    def is_slow(self) -> bool:
        """True if texts should be prepared before a transaction."""
        return False

    def prepare(self, texts: Iterable[str]) -> None:
        """Read ahead what takes long, before a transaction begins. The rules take no time worth it."""

    def read(self, text: str, counties: Sequence[str]) -> Reading:
        """Read a text whose sender's counties are `counties`."""
        return self._remembered(text, tuple(counties))

    def by_rules(self, text: str, counties: Sequence[str]) -> Reading:
        """Read a text by the rules alone, whatever else the reader goes by."""
        return self._reading(self._parts(text, counties))

    def _read(self, text: str, counties: tuple[str, ...]) -> Reading:
        return self.by_rules(text, counties)

    def correction(self, text: str, affected: Mapping[str, int], severity: str | None) -> str | None:
        """Return the correction in a text like "sorry 40 not 400", as "40 households"; None if there is
        none.
        """
        return self._corrections.read(self._tagger.tag(plain(text)), affected, severity)

    def pleads_besides(self, text: str, counties: Sequence[str]) -> bool:
        """Return True if a text that tells of help given calls for more: "two were rescued, three are
        trapped".
        """
        return any(self.read(part, counties).plea and self.outcome(part) != "help" for part in clauses(text))

    def explain(self, text: str, counties: Sequence[str] = ()) -> Iterator[tuple[str, str, str]]:
        """Yield the reasons for a reading: words of the text, what they were taken for, and what that
        means.
        """
        parts = self._parts(text, counties)
        tagged, reading = parts.tagged, self._reading(parts)
        for position, word in sorted(tagged.corrected.items()):
            yield tagged.typed(position, position + 1), "spelling", word
        marks = {(seen.start, seen.end, seen.mark.kind, seen.mark.value) for seen in tagged.of(*tagged.seen)}
        for start, end, kind, value in sorted(marks):
            yield tagged.typed(start, end), kind, value
        for name in parts.where.used:
            yield tagged.typed(name.start, name.end), "place", _described(name)
        for name in parts.where.passed:
            yield tagged.typed(name.start, name.end), "place not used", _described(name)
        for count in parts.counted:
            number = count.number
            yield tagged.typed(number.start, number.end), "number", f"{number.value} {count.what}"
        for seen in parts.hazards.denied:
            yield tagged.typed(seen.start, seen.end), "denied", seen.mark.value
        for seen, talk in parts.hazards.set_aside:
            because = tagged.typed(talk.start, talk.end)
            yield (
                tagged.typed(seen.start, seen.end),
                "no report",
                f"{seen.mark.value} is talked of: {because!r}",
            )
        if parts.best:
            typed = tagged.typed(parts.best.start, parts.best.end)
            doubtful = "in doubt" if reading.in_doubt else "no report"
            how = f"{doubtful}: {', '.join(reading.doubts)}" if reading.doubts else "sure"
            yield typed, "report", f"{parts.best.hazard} ({parts.best.strength}), {how}"
        for told in ("plea", "protection", "drill", "nameless", "complaint"):
            if getattr(reading, told):
                yield tagged.text, "text", told

    def _parts(self, text: str, counties: Sequence[str]) -> _Parts:
        tagged = self._tagger.tag(plain(text))
        where = self._finder.find(tagged, counties)
        hazards = hazards_of(tagged, where, self._needs)
        best = hazards.best(self._hazards)
        toll = toll_of(
            tagged,
            with_companions(tagged, counted(tagged, numbers_of(tagged))),
            self._hazards[best.hazard] if best else None,
        )
        return _Parts(tagged, hazards, best, where, toll.counted, toll)

    def _reading(self, parts: _Parts) -> Reading:
        tagged, best, where = parts.tagged, parts.best, parts.where
        affected = affected_of(tagged, parts.counted)
        facts = affected.keys() - PARTS  # women and children are told of by the number of people
        severity = _severity(tagged) or _old_form(parts)
        urgent = "deaths" in affected or parts.toll.died or bool(tagged.of("urgent"))
        harmed = Harmed(parts.toll.died, "missing" in affected)
        plea = is_plea(tagged, parts.hazards, self._hazards, harmed)
        drill = is_drill(tagged)
        doubts: tuple[Doubt, ...] = ()
        if best:
            evidence = Evidence(
                told=len(facts) + (severity is not None),
                mentions=len({affirmed.hazard for affirmed in parts.hazards.affirmed}),
                harm=bool(facts - {"people"}) or severity is not None,
                deaths="deaths" in affected,
                pressing=severity == "extreme" or bool(tagged.of("urgent")),
                drill=drill,
            )
            doubts = doubts_of(tagged, best, where, evidence)
        return Reading(
            hazard=best.hazard if best else None,
            doubts=doubts,
            denied=() if plea else tuple(seen.mark.value for seen in parts.hazards.denied),
            counties=where.counties,
            place=where.place,
            outside=where.outside,
            spot=where.spot,
            meant=where.meant,
            severity=severity,
            affected=affected,
            needs=parts.hazards.needs,
            urgent=urgent,
            language=_language(tagged),
            beyond=_beyond(parts),
            plea=plea,
            protection=tells_of_abuse(tagged),
            drill=drill,
            nameless=bool(tagged.of("nameless")),
            complaint=complains(tagged),
            doubtful=("deaths",) if parts.toll.unsafe and "deaths" in affected else (),
            more=not tagged.covered("more") <= tagged.covered("about"),  # "more than 40" is no more
            bereaved=self._sequels.is_bereaved(tagged.forms, died="deaths" in affected or parts.toll.died),
        )


def _described(name: Named) -> str:
    return ", ".join(dict.fromkeys(f"{place.kind} {place.name} ({place.county})" for place in name.places))


def _severity(tagged: Tagged) -> Severity | None:
    """Return the worst severity that is named and not denied ("not severe")."""
    denials = tagged.ending("negation")
    between = tagged.joining | tagged.covered("degree")
    named = {
        seen.mark.value
        for seen in tagged.of("severity")
        if not any(
            position in denials and tagged.clauses[position - 1] == tagged.clauses[seen.start]
            for position in _back_over(seen.start, between)
        )
    }
    return next((severity for severity in reversed(SEVERITIES) if severity in named), None)


def _back_over(position: int, little: set[int]) -> Iterator[int]:
    """Yield the position, and those before it as far as little words reach: "not so severe", "not that
    bad".
    """
    yield position
    while position > 0 and position - 1 in little:
        position -= 1
        yield position


def _old_form(parts: _Parts) -> Severity | None:
    """Return the severity of the old form `DROUGHT 3 MIGWANI`: a digit right after the hazard that counts
    nothing.
    """
    tagged = parts.tagged
    counts = {count.number.start for count in parts.counted}
    names = {name.start for name in tagged.names}
    for seen in tagged.of("hazard", "faint"):
        digit = tagged.forms[seen.end] if seen.end < len(tagged.forms) else ""
        if digit not in ("1", "2", "3", "4") or seen.end in counts:
            continue
        if seen.mark.kind == "faint" and seen.start > 0:
            continue
        behind = seen.end + 1
        if (
            behind == len(tagged.forms)
            or behind in names
            or tagged.clauses[behind] != tagged.clauses[seen.end]
        ):
            return SEVERITIES[int(digit) - 1]
    return None


def _language(tagged: Tagged) -> str | None:
    """Return the language of most known words; a hazard's words count double."""
    words: defaultdict[str, set[int]] = defaultdict(set)
    for kind, all_seen in tagged.seen.items():
        names = kind in ("hazard", "faint")
        for start, end, mark in all_seen:
            words[mark.language].update(range(start, end))
            if names:
                words[mark.language].add(-1 - start)  # once more
    words["sw"] |= words.pop("kam", set())  # who writes Kikamba is answered in Swahili
    most = max(map(len, words.values()))
    found = [language for language, known in words.items() if len(known) == most]
    return found[0] if most and len(found) == 1 else None


def _beyond(parts: _Parts) -> str:
    """Return the text behind its first words that fields of the reading hold, and the little words between
    them.

    Words of urgency and denial are in no field: the alert must quote them.
    """
    tagged = parts.tagged
    hazard = parts.best.hazard if parts.best else None
    held = tagged.covered("severity", "affected") | {
        position
        for seen in tagged.of("hazard", "faint")
        if seen.mark.value == hazard
        for position in range(seen.start, seen.end)
    }
    held |= {p for count in parts.counted for p in range(count.number.start, count.number.end)}
    for name in tagged.names:
        if name in parts.where.used or _around(name, parts.where.place):
            held.update(range(name.start, name.end))
    held -= tagged.covered("urgent", "negation")
    joining = tagged.covered("common", "before_place", "about", "place_kind") - held
    told = 0
    for position in range(len(tagged.words)):
        if position in held:
            told = position + 1
        elif position not in joining:
            break
    if told == len(tagged.words):
        return ""
    return tagged.text[tagged.words[told - 1].end if told else 0 :].strip().lstrip(",.;:- ")


def _around(name: Named, place: Place | None) -> bool:
    """Return True if a name is that of the constituency, ward or county around the place."""
    return place is not None and any(
        other.county == place.county and other.name in (place.constituency, place.ward, place.county)
        for other in name.places
    )
