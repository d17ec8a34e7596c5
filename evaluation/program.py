"""What the program does with texts: sends, asks, keeps; and what it takes from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evaluation import slots
from evaluation.slots import Labelled
from handlers.incidents.report_questions import choices_of
from handlers.language.grammar import Grammar
from handlers.language.intents import AbuseReport, Action, Confirm, Context, Report
from sek_core.understanding.learned.interface import PROTECTION
from sek_core.understanding.numbers import numbers_of
from sek_core.understanding.reader import Reader, Reading
from sek_core.understanding.tagger import Tagger
from sek_core.understanding.tokens import plain

SENT, ASKED, KEPT = "sent", "asked", "kept"

HEAD = (
    f"{'':<9}{'reports':>8} {'sent':>5} {'asked':>5} {'kept':>5}  "
    f"{'hazard':>6}  {'numbers':>8} {'wrong':>5}  "
    f"{'places':>6} {'asked':>5}  {'pleas':>6} {'asked':>5}  {'dead':>4}  "
    f"{'doubtful':>8} {'sent':>5} {'asked':>5}  {'ordinary':>8} {'sent':>5} {'asked':>5}"
)

EXPLAINED = """\
hazard: the right one taken, or among the digits offered, of all reports. numbers: right, of the labelled.
places: right, of the labelled; beside it with those that are asked for. pleas: sent at once; beside it with
those that are asked about. dead: texts, sent or asked about, with deaths that the labels do not have."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the program did with a text. `reading`: also of a text that is kept."""

    row: Labelled
    act: str
    offered: tuple[str, ...]
    reading: Reading

    @property
    def has_hazard(self) -> bool:
        """True if the right hazard was taken, or is one of the digits."""
        if self.act == KEPT:
            return False
        if self.reading.protection:
            return PROTECTION in self.row.hazards
        return self.reading.hazard in self.row.hazards or not set(self.row.hazards).isdisjoint(self.offered)


class Program:
    """The grammar with a reader, as a lead's texts meet it."""

    def __init__(self, grammar: Grammar, reader: Reader, tagger: Tagger) -> None:
        self._grammar = grammar
        self._reader = reader
        self._tagger = tagger

    def action_of(self, text: str, county: str) -> Action:
        """Return what a lead of that county says with a text."""
        return self._grammar.read(text, Context(counties=(county,), may_report=True)).action

    def done_with(self, row: Labelled) -> Done:
        """Return what the program does with a text."""
        action = self.action_of(row.text, row.county)
        match action:
            case Report(reading) if reading.hazard or reading.plea:
                return Done(row, SENT, choices_of(reading), reading)
            case Report(reading) | Confirm(reading):
                return Done(row, ASKED, choices_of(reading), reading)
            case _:
                act = SENT if isinstance(action, AbuseReport) else KEPT
                return Done(row, act, (), self._reader.read(row.text, (row.county,)))

    def found_in(self, done: Done) -> Iterator[str]:
        """Yield the verdicts of evaluation.slots on a text."""
        row, reading = done.row, done.reading
        written = {number.value for number in numbers_of(self._tagger.tag(plain(row.text)))}
        yield from (name for name, _ in slots.numbers(row, reading, written))
        yield from (name for name, _ in slots.places(row, reading))
        if done.act != KEPT:
            yield from (name for name, _ in slots.deaths(row, reading))


def table(program: Program, rows: Iterable[Labelled]) -> Iterator[str]:
    """Yield a line for all rows, and one for each language and writer."""
    groups: dict[str, list[Done]] = {}
    for row in rows:
        done = program.done_with(row)
        for group in ("all", *row.groups):
            groups.setdefault(group, []).append(done)
    for group in sorted(groups, key=lambda name: (name != "all", name)):
        yield _line(program, group, groups[group])


def _line(program: Program, group: str, done: Sequence[Done]) -> str:
    reports = [each for each in done if each.row.kind == "report"]
    acts = Counter(each.act for each in reports)
    found = Counter(name for each in done for name in program.found_in(each))
    labelled = sum(found[f"number {how}"] for how in ("right", "wrong", "missed"))
    named = sum(found[f"place {how}"] for how in ("right", "by name", "asked", "nearby", "wrong"))
    held = found["place right"] + found["place by name"]
    pleas = [each for each in reports if each.row.plea]
    at_once = sum(each.act == SENT and (each.reading.plea or each.reading.protection) for each in pleas)
    heard = at_once + sum(each.act == ASKED for each in pleas)
    return (
        f"{group:<9}{len(reports):>8} {_shares(acts, len(reports), (SENT, ASKED, KEPT))}  "
        f"{_share(sum(each.has_hazard for each in reports), len(reports)):>6}  "
        f"{_share(found['number right'], labelled):>8} {found['number wrong']:>5}  "
        f"{_share(held, named):>6} {_share(held + found['place asked'], named):>5}  "
        f"{_share(at_once, len(pleas)):>6} {_share(heard, len(pleas)):>5}  "
        f"{found['deaths invented']:>4}  {_others(done, 'doubt')}  {_others(done, 'ordinary')}"
    )


def _others(done: Sequence[Done], kind: str) -> str:
    others = [each for each in done if each.row.kind == kind]
    acts = Counter(each.act for each in others)
    return f"{len(others):>8} {_shares(acts, len(others), (SENT, ASKED))}"


def _shares(acts: Counter[str], whole: int, names: Sequence[str]) -> str:
    return " ".join(f"{_share(acts[name], whole):>5}" for name in names)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"
