"""What the rules' reading and the learned heads make of a text together."""

from dataclasses import dataclass
from typing import Literal

from sek_core.understanding.learned.interface import Learned
from sek_core.understanding.reader import Reading

Act = Literal["at once", "send", "ask", "keep"]
"""at once: as a plea. send: as a report, unasked. ask: whether it is a report, and of what. keep: no report."""

NAMED = 3
"""A hazard of the rules is agreed to if it is among this many guesses of the heads."""

OFFERED = 4
"""Number of hazards that a question offers."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which the heads decide.

    `agree`: of a report, so that a sure reading of the rules goes out unasked. `ask`: of a report, where the
    rules see none. `doubtful`: the same, where they see a hazard and doubt it. `plea`: of a plea, which goes out
    at once if a report is as probable as `plea_report`. `plea_floor`: of a report, so that a plea of the rules
    goes out at once.
    """

    agree: float
    ask: float
    doubtful: float
    plea: float
    plea_report: float
    plea_floor: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a text. `options`: the hazards that a question offers, the best first."""

    act: Act
    options: tuple[str, ...] = ()


def verdict_of(reading: Reading, learned: Learned, thresholds: Thresholds) -> Verdict:
    """Return what both readings of a text make of it."""
    hazard = reading.hazard
    guesses = learned.guesses(OFFERED)
    named = () if hazard is None else (hazard,)
    options = tuple(dict.fromkeys((*named, *guesses)))[:OFFERED]
    if _is_plea(reading, learned, thresholds):
        return Verdict("at once", options)
    if reading.sure:
        agreed = learned.report >= thresholds.agree and hazard in guesses[:NAMED]
        return Verdict("send", named) if agreed else Verdict("ask", options)
    least = thresholds.doubtful if reading.in_doubt else thresholds.ask
    return Verdict("ask", options) if learned.report >= least or reading.plea else Verdict("keep")


def _is_plea(reading: Reading, learned: Learned, thresholds: Thresholds) -> bool:
    if reading.plea and learned.report >= thresholds.plea_floor:
        return True
    return learned.plea >= thresholds.plea and learned.report >= thresholds.plea_report
