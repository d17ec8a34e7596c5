"""`sek understand`: how the program reads a text."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.readers import Which, make_reader
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
from sek_core.understanding.learned.engines import examples
from sek_core.understanding.learned.headed import HeadedReader
from sek_core.understanding.reader import Reading

FIELDS = ("intent", "hazard", "county", "place", "severity", "affected", "reaches_person", "options")


def as_read(configuration: Configuration, text: str, county: str, which: Which = "ngrams") -> str:
    """Return one JSON line: the intent of `text` from a lead of `county`, and its details."""
    return _Understanding(configuration, which).line(text, county)


def explained(configuration: Configuration, text: str, county: str, which: Which = "ngrams") -> Iterator[str]:
    """Yield which words of `text` gave what, line by line, and why it is a report or not; then what the heads
    say, and the training texts that are most like it.
    """
    counties = _counties_of(configuration, county)
    reader = make_reader(configuration, which)
    for typed, kind, meaning in reader.explain(text, counties):
        yield f"  {typed!r}: {kind} {meaning}" if meaning != kind else f"  {typed!r}: {kind}"
    if not isinstance(reader, HeadedReader) or (learned := reader.learned(text)) is None:
        return
    likely = ", ".join(f"{name} {share:.0%}" for name, share in learned.hazards[:3])
    told = ", ".join(f"{name} {share:.0%}" for name, share in learned.telling[:2])
    yield f"  heads: report {learned.report:.0%}, plea {learned.plea:.0%}"
    yield f"  heads: if a report {likely}; if none {told}"
    for near in examples().nearest(text):
        hazards = ", ".join(near.example.hazards)
        yield f"  like {near.likeness:.0%}: {near.example.text!r}: {near.example.kind} {hazards}".rstrip()


def read_lines(configuration: Configuration, lines: Iterable[str], which: Which = "ngrams") -> Iterator[str]:
    """Yield a JSON line for every line of JSON. Raises FaultsError for a line that is not JSON."""
    understanding = _Understanding(configuration, which)
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
    def __init__(self, configuration: Configuration, which: Which) -> None:
        self._configuration = configuration
        self._grammar = Grammar(configuration, make_reader(configuration, which), REGISTRY.verbs)

    def line(self, text: str, county: str) -> str:
        counties = _counties_of(self._configuration, county)
        context = Context(counties=counties, may_report=True)
        action = self._grammar.read(text, context).action
        known: dict[str, Any] = {**dict.fromkeys(FIELDS), "intent": _name(action), **_slots(action)}
        known |= {"reaches_person": _reaches_person(action, text), "options": _offered(action)}
        return json.dumps(known, ensure_ascii=False)


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
