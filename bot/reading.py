"""`sek understand`: what a text is read as."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from config.faults import Fault, FaultsError
from config.mechanism import Configuration
from handlers.grammar import Action, Choose, Command, Context, Courtesy, Denial, Grammar, Report, Say, Skip
from sek_core.understanding import Reader, Reading

FIELDS = ("intent", "hazard", "county", "place", "severity", "affected")


def as_read(configuration: Configuration, text: str, county: str) -> str:
    """One JSON line: the intent of `text` from a lead of `county`, and what it says."""
    return _Understanding(configuration).line(text, county)


def explained(configuration: Configuration, text: str) -> Iterator[str]:
    """A line for every phrase of `text` that the vocabulary knows: what it was taken for."""
    for typed, kind, meaning in Reader(configuration).explain(text):
        yield f"  {typed!r}: {kind} {meaning}" if meaning != kind else f"  {typed!r}: {kind}"


def read_lines(configuration: Configuration, lines: Iterable[str]) -> Iterator[str]:
    """A JSON line for every line of JSON; raises FaultsError for a line that is none."""
    understanding = _Understanding(configuration)
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


class _Understanding:
    def __init__(self, configuration: Configuration) -> None:
        self._counties = configuration.mechanism.counties
        self._grammar = Grammar(configuration, Reader(configuration))

    def line(self, text: str, county: str) -> str:
        counties = self._counties_of(county)
        context = Context(counties=counties, may_report=True, may_take=False)
        action = self._grammar.read(text, context).action
        return json.dumps(
            {**dict.fromkeys(FIELDS), "intent": _name(action), **_slots(action)}, ensure_ascii=False
        )

    def _counties_of(self, county: str) -> tuple[str, ...]:
        if not county:
            return tuple(self._counties)
        for known in self._counties:
            if known.lower() == county.lower():
                return (known,)
        raise FaultsError(
            [Fault("--from-county", 0, f"{county!r} should be one of {', '.join(self._counties)}")]
        )


def _name(action: Action) -> str:
    match action:
        case Report(reading, _, bare):
            return "start_report" if bare or reading.hazard is None else "report"
        case Command(verb):
            return verb
        case Denial():
            return "denial"
        case Courtesy():
            return "courtesy"
        case Choose() | Skip() | Say():
            return "answer"
        case _:
            return "unclear"


def _slots(action: Action) -> dict[str, Any]:
    if not isinstance(action, Report) or action.bare:
        return {}
    reading: Reading = action.reading
    return {
        "hazard": reading.hazard,
        "county": reading.counties[0] if len(reading.counties) == 1 else None,
        "place": reading.place.name if reading.place else None,
        "severity": reading.severity,
        "affected": reading.affected or None,
    }
