"""How rules and heads together would decide on unseen texts, and which limits cost least."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from config.sections import ReaderLimits
from sek_core.understanding.learned.combining import Act, Verdict, verdict_of
from sek_core.understanding.learned.interface import Learned
from sek_core.understanding.reader import Reading
from training.samples import Sample, samples

LOST_PLEA, ASKED_PLEA, LOST_REPORT, FALSE_ALERT = 60.0, 15.0, 20.0, 15.0
"""Costs of a plea kept, of one asked about, of a report kept, of anything else sent."""

ASKED_REPORT, HURRIED, ASKED_TALK = 1.0, 2.0, 3.0
"""Costs of a report asked about, of one that goes out at once as if it were a plea, of talk asked about."""

KNOWN = frozenset(hazard for sample in samples() for hazard in sample.hazards)


@dataclass(frozen=True, slots=True)
class Case:
    """An unseen text with both its readings."""

    sample: Sample
    rules: Reading
    learned: Learned


Decide = Callable[[Case], Verdict]


def by_rules(case: Case) -> Verdict:
    """Decide as the program does without heads."""
    reading = case.rules
    named = () if reading.hazard is None else (reading.hazard,)
    if reading.plea:
        return Verdict("at once", named)
    if reading.sure:
        return Verdict("send", named)
    return Verdict("ask", named) if reading.in_doubt else Verdict("keep")


def together(limits: ReaderLimits) -> Decide:
    """Return the decision of rules and heads at these limits."""

    def decide(case: Case) -> Verdict:
        return verdict_of(case.sample.text, case.rules, case.learned, limits, KNOWN) or by_rules(case)

    return decide


def cost(case: Case, act: Act) -> float:
    """Return the cost of doing this with a text."""
    if case.sample.plea:
        return {"at once": 0.0, "send": 0.0, "ask": ASKED_PLEA, "keep": LOST_PLEA}[act]
    if case.sample.is_report:
        return {"at once": HURRIED, "send": 0.0, "ask": ASKED_REPORT, "keep": LOST_REPORT}[act]
    return {"at once": FALSE_ALERT, "send": FALSE_ALERT, "ask": ASKED_TALK, "keep": 0.0}[act]


MOST_SENT, MOST_ASKED = 0.03, 0.2
"""Largest shares: of texts that are no report, sent; of ordinary ones, asked about."""


def suggested(cases: Sequence[Case]) -> tuple[float, ReaderLimits] | None:
    """Return the limits that cost least among those that disturb few, with the mean cost of a text."""
    others = [case for case in cases if not case.sample.is_report]
    talk = [case for case in others if case.sample.kind == "ordinary"]
    best: tuple[float, ReaderLimits] | None = None
    for limits in _grid():
        decide = together(limits)
        mean = sum(cost(case, decide(case).act) for case in cases) / len(cases)
        if best is None or mean < best[0]:
            sent = outcome_of(others, decide)
            if sent.at_once + sent.sent <= MOST_SENT and outcome_of(talk, decide).asked <= MOST_ASKED:
                best = (mean, limits)
    return best


def _grid() -> Iterator[ReaderLimits]:
    for agree, ask, doubtful, plea, plea_report, plea_floor in product(
        (0.6, 0.7, 0.8), (0.3, 0.35, 0.4, 0.5), (0.2, 0.3, 0.4), (0.2, 0.3, 0.4, 0.5), (0.7, 0.8, 0.9),
        (0.4, 0.5, 0.6, 0.7),
    ):  # fmt: skip
        yield ReaderLimits(
            agree=agree, ask=ask, doubtful=doubtful, plea=plea, plea_report=plea_report, plea_floor=plea_floor
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares of texts by what was done with them; `hazard`: of reports not kept, whose hazard was right or
    among those offered.
    """

    count: int
    at_once: float
    sent: float
    asked: float
    kept: float
    hazard: float


def outcome_of(cases: Sequence[Case], decide: Decide) -> Outcome:
    """Return what is done with texts."""
    verdicts = [decide(case) for case in cases]

    def share(act: Act) -> float:
        return sum(verdict.act == act for verdict in verdicts) / max(1, len(verdicts))

    told = [(c, v) for c, v in zip(cases, verdicts, strict=True) if v.act != "keep"]
    right = sum(not set(c.sample.hazards).isdisjoint(v.options) for c, v in told)
    return Outcome(
        len(cases), share("at once"), share("send"), share("ask"), share("keep"), right / max(1, len(told))
    )
