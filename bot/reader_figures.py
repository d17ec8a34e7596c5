"""How well a reader does on labelled texts: sent, asked about, or kept, and the hazard."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from config.faults import Fault, FaultsError
from handlers.incidents.report_questions import choices_of
from sek_core.examples.reading import Example
from sek_core.store.states import ExampleLabel
from sek_core.understanding.learned.interface import PROTECTION
from sek_core.understanding.reader import Reader, Reading

Act = Literal["sent", "asked", "kept"]

ALL = "all"
WIDTH = 26
"""Width of the names of groups, in characters."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with what is true of it. `hazards`: acceptable ones, empty where no hazard was labelled.
    `groups`: the lines of the table in which it counts, beside the first.
    """

    text: str
    county: str
    is_report: bool
    hazards: tuple[str, ...]
    groups: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts of one group. `named`: reports that were not kept and have a labelled hazard; `right`: those of
    them of which it was said or offered.
    """

    reports: dict[Act, int] = field(default_factory=lambda: {"sent": 0, "asked": 0, "kept": 0})
    others: dict[Act, int] = field(default_factory=lambda: {"sent": 0, "asked": 0, "kept": 0})
    named: int = 0
    right: int = 0

    def add(self, text: Labelled, act: Act, options: Sequence[str]) -> None:
        """Count one text, with what was done with it and which hazards were said or offered."""
        (self.reports if text.is_report else self.others)[act] += 1
        if text.is_report and text.hazards and act != "kept":
            self.named += 1
            self.right += not set(text.hazards).isdisjoint(options)

    def line(self, name: str) -> str:
        """Return the line of the table."""
        counts = [self.counts(each) for each in (self.reports, self.others)]
        hazard = f"{self.right} of {self.named}" if self.named else ""
        return f"{name:<{WIDTH}}{counts[0]}  {hazard:>12}    {counts[1]}"

    @staticmethod
    def counts(acts: dict[Act, int]) -> str:
        """Return how many texts, sent, asked about and kept, in columns."""
        return f"{sum(acts.values()):>7}" + "".join(f"{acts[act]:>7}" for act in ("sent", "asked", "kept"))


HEADER = (
    f"{'':<{WIDTH}}{'reports':>7}{'sent':>7}{'asked':>7}{'kept':>7}  {'hazard':>12}    "
    f"{'others':>7}{'sent':>7}{'asked':>7}{'kept':>7}"
)


def table(reader: Reader, texts: Iterable[Labelled], served: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the table: all texts, then each group. `served`: the counties of the mechanism, from
    one of which comes a text whose county is not known.
    """
    tallies: dict[str, Tally] = {ALL: Tally()}
    for text in texts:
        counties = (text.county,) if text.county in served else tuple(served)
        act, options = _done_with(reader.read(text.text, counties))
        for group in (ALL, *text.groups):
            tallies.setdefault(group, Tally()).add(text, act, options)
    yield HEADER
    yield tallies.pop(ALL).line(ALL)
    for group in sorted(tallies):
        yield tallies[group].line(group)


def _done_with(reading: Reading) -> tuple[Act, tuple[str, ...]]:
    """Return what the program does with a text, and the hazards that it says or offers."""
    if reading.protection:
        return "sent", (PROTECTION,)
    said = (reading.hazard,) if reading.hazard is not None else choices_of(reading)
    if reading.plea or reading.sure:
        return "sent", said
    if reading.in_doubt:
        return "asked", choices_of(reading) or said
    return "kept", ()


def of_examples(examples: Iterable[Example], *, grouped: bool = True) -> Iterator[Labelled]:
    """Yield people's examples; in groups by month, county, and whether `sek reader learn` holds them back."""
    for example in examples:
        groups = [f"{example.created_at:%Y-%m}", example.county or "(county not known)"] if grouped else []
        if grouped and example.is_held_back:
            groups.append("(held back by learn)")
        yield Labelled(
            example.text,
            example.county,
            example.label == ExampleLabel.REPORT,
            (example.hazard,) if example.hazard else (),
            tuple(groups),
        )


def of_lines(lines: Iterable[str], name: str) -> Iterator[Labelled]:
    """Yield the texts of lines of JSON, in the format of training/texts; raise FaultsError for a line that is
    none. Without `kind`, a text with a hazard is a report.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield labelled_of(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            expected = 'should be an object with "text", and "from_county", "kind", "hazard" (a list)'
            raise FaultsError([Fault(name, number, expected)]) from error


def labelled_of(row: dict[str, Any]) -> Labelled:
    """Return the text of an object of that format."""
    hazards = row.get("hazard") or []
    hazards = (hazards,) if isinstance(hazards, str) else tuple(map(str, hazards))
    kind = row.get("kind")
    named = (("language", row.get("lang")), ("kind", kind), ("writer", row.get("writer")))
    return Labelled(
        str(row["text"]),
        str(row.get("from_county") or ""),
        bool(hazards) if kind is None else kind == "report",
        hazards,
        tuple(f"{what} {value}" for what, value in named if value),
    )
