"""`sek understand`: how the program reads a text."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.readers import Which, make_reader, nearest_texts
from bot.shown import shown_json
from config.faults import Fault, FaultsError
from config.mechanism import OTHER, Configuration
from handlers.dialogue.registry import REGISTRY
from handlers.incidents.report_questions import choices_of
from handlers.language.grammar import Grammar
from handlers.language.intents import (
    AbuseReport,
    Action,
    Choose,
    Command,
    Confirm,
    Context,
    Courtesy,
    Denial,
    Report,
    Say,
    Skip,
    Unclear,
)
from sek_core.understanding.learned.headed import HeadedReader
from sek_core.understanding.learned.interface import Learned, Unavailable
from sek_core.understanding.learned.nearest import Examples, Near
from sek_core.understanding.reader import Reading

FIELDS = ("intent", "hazard", "county", "place", "severity", "affected", "reaches_person", "options")


Weights = Path | None
"""The folder of an installation's own weights, None for the shipped ones."""


def as_read(
    configuration: Configuration, text: str, county: str, which: Which = "ngrams", weights: Weights = None
) -> str:
    """Return one JSON line: the intent of `text` from a lead of `county`, and its details."""
    return _Understanding(configuration, which, weights).line(text, county)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a text is read as it is. `rules`: the words that count, the kind of their meaning, and the meaning.
    `learned`: what the heads say, None where none read. `near`: the training texts that are most like it.
    """

    rules: list[tuple[str, str, str]]
    learned: Learned | None
    near: list[Near]

    def lines(self) -> Iterator[str]:
        """Yield it in lines for people."""
        for typed, kind, meaning in self.rules:
            yield f"  {typed!r}: {kind} {meaning}" if meaning != kind else f"  {typed!r}: {kind}"
        if self.learned is None:
            return
        likely = ", ".join(f"{name} {share:.0%}" for name, share in self.learned.hazards[:3])
        told = ", ".join(f"{name} {share:.0%}" for name, share in self.learned.telling[:2])
        yield f"  heads: report {self.learned.report:.0%}, plea {self.learned.plea:.0%}"
        yield f"  heads: if a report {likely}; if none {told}"
        for near in self.near:
            hazards = ", ".join(near.example.hazards)
            yield f"  like {near.likeness:.0%}: {near.example.text!r}: {near.example.kind} {hazards}".rstrip()

    def as_object(self) -> dict[str, Any]:
        """Return it as an object of JSON: `rules`, `heads` and `near`. Probabilities have two digits."""
        learned = self.learned
        return {
            "rules": [list(each) for each in self.rules],
            "heads": None
            if learned is None
            else {
                "report": round(learned.report, 2),
                "plea": round(learned.plea, 2),
                "hazards": {name: round(share, 2) for name, share in learned.hazards[:3]},
                "telling": {name: round(share, 2) for name, share in learned.telling[:2]},
            },
            "near": [
                {
                    "likeness": round(near.likeness, 2),
                    "text": near.example.text,
                    "kind": near.example.kind,
                    "hazards": list(near.example.hazards),
                }
                for near in self.near
            ],
        }


class Explainer:
    """Explains how texts are read. Made once for many texts."""

    def __init__(self, configuration: Configuration, which: Which, weights: Weights) -> None:
        self.reader = make_reader(configuration, which, weights)
        self._weights = weights

    @cached_property
    def _texts(self) -> Examples | None:
        try:
            return nearest_texts(self._weights)
        except Unavailable:
            return None

    def learned(self, text: str) -> Learned | None:
        """Return what the heads say of a text; None without heads."""
        return self.reader.learned(text) if isinstance(self.reader, HeadedReader) else None

    def explain(self, text: str, counties: tuple[str, ...]) -> Explanation:
        """Return why a text from these counties is read as it is."""
        learned = self.learned(text)
        near = [] if learned is None or self._texts is None else self._texts.nearest(text)
        return Explanation(list(self.reader.explain(text, counties)), learned, near)


def explained(
    configuration: Configuration, text: str, county: str, which: Which = "ngrams", weights: Weights = None
) -> Iterator[str]:
    """Yield which words of `text` gave what, line by line, and why it is a report or not; then what the heads
    say, and the training texts that are most like it.
    """
    explainer = Explainer(configuration, which, weights)
    yield from explainer.explain(text, _counties_of(configuration, county)).lines()


def read_lines(
    configuration: Configuration, lines: Iterable[str], which: Which = "ngrams", weights: Weights = None
) -> Iterator[str]:
    """Yield a JSON line for every line of JSON. Raises FaultsError for a line that is not JSON."""
    understanding = _Understanding(configuration, which, weights)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            message = json.loads(line)
            text, county = str(message["text"]), str(message.get("from_county") or "")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            expected = 'should be an object with "text" and "from_county"'
            raise FaultsError([Fault("standard input", number, expected)]) from error
        yield understanding.line(text, county)


READ_BY_OTHERS = frozenset({"concern", "info"})
"""Command words whose text goes to people at once, from every reporter."""


class _Understanding:
    def __init__(self, configuration: Configuration, which: Which, weights: Weights) -> None:
        self._configuration = configuration
        reader = make_reader(configuration, which, weights)
        self._grammar = Grammar(configuration, reader, REGISTRY.verbs)

    def line(self, text: str, county: str) -> str:
        counties = _counties_of(self._configuration, county)
        context = Context(counties=counties, may_report=True)
        action = self._grammar.read(text, context).action
        known: dict[str, Any] = {**dict.fromkeys(FIELDS), "intent": _name(action), **_slots(action)}
        known |= {"reaches_person": _reaches_person(action, text), "options": _offered(action)}
        return shown_json(json.dumps(known, ensure_ascii=False))


def _counties_of(configuration: Configuration, county: str) -> tuple[str, ...]:
    served = configuration.mechanism.counties
    if not county:
        return tuple(served)
    for known in served:
        if known.lower() == county.lower():
            return (known,)
    raise FaultsError([Fault("--from-county", 0, f"{county!r} should be one of {', '.join(served)}")])


def _name(action: Action) -> str:
    match action:
        case Report(reading, _, bare):
            begins = bare or (reading.hazard is None and not reading.plea)
            return "start_report" if begins else "report"
        case Confirm():
            return "confirm"
        case Command(verb):
            return verb
        case AbuseReport():
            return "protection"
        case Denial():
            return "denial"
        case Courtesy():
            return "courtesy"
        case Choose() | Skip() | Say():
            return "answer"
        case _:
            return "unclear"


def _reaches_person(action: Action, text: str) -> bool:
    """Return True if the text, unanswered, reaches a person by the end of the hold."""
    match action:
        case Report() | Confirm() | AbuseReport():
            return True
        case Command(verb):
            return verb in READ_BY_OTHERS
        case Unclear():
            return any(map(str.isalpha, text))
        case _:
            return False


def _offered(action: Action) -> list[str]:
    """Return the hazards that the question about a text offers as digits."""
    match action:
        case Confirm(reading):
            return list(choices_of(reading))
        case Report(reading) if reading.hazard is None:
            return list(choices_of(reading))
        case _:
            return []


def _slots(action: Action) -> dict[str, Any]:
    match action:
        case Report(reading, _, False) | Confirm(reading, _):
            return _of(reading)
        case _:
            return {}


def _of(reading: Reading) -> dict[str, Any]:
    return {
        "hazard": reading.hazard or (OTHER if reading.plea else None),
        "county": reading.counties[0] if len(reading.counties) == 1 else None,
        "place": reading.place.name if reading.place else None,
        "severity": reading.severity,
        "affected": reading.affected or None,
    }
