"""What the rules' reading and the learned heads make of a text together."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sek_core.understanding.learned.interface import Learned
from sek_core.understanding.reader import Reading

Act = Literal["at once", "send", "ask", "keep"]
"""at once: as a plea. send: as a report, unasked. ask: whether and what it reports. keep: as no report."""

NAMED = 3
"""A hazard of the rules is agreed to if it is among this many guesses of the heads."""

OFFERED = 4
"""Number of hazards that a question offers."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which the heads decide.

    All but `plea` are of a report. `agree`: a sure reading of the rules goes out unasked. `ask`: the sender
    is asked where the rules see no report. `doubtful`: the same where they see a hazard and doubt it. `plea`:
    of a plea; it goes out at once from `plea_report` on, and is asked about otherwise. `plea_floor`: a plea
    of the rules goes out at once. `talk`: below it, a plea is talk. `settled`: a short
    report in keywords goes out unasked.
    """

    agree: float
    ask: float
    doubtful: float
    plea: float
    plea_report: float
    plea_floor: float
    talk: float
    settled: float


SUGGESTED = Thresholds(
    agree=0.8, ask=0.35, doubtful=0.3, plea=0.4, plea_report=0.8, plea_floor=0.6, talk=0.05, settled=0.1
)
"""What costs least for writers whom the heads do not know: see docs/decisions/0025-learned-heads.md."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a text. `options`: the hazards that a question offers, the best first."""

    act: Act
    options: tuple[str, ...] = ()


def verdict_of(reading: Reading, learned: Learned, thresholds: Thresholds, known: Collection[str]) -> Verdict:
    """Return what both readings of a text make of it. `known`: the hazards that may be offered."""
    hazard = reading.hazard
    guesses = tuple(guess for guess, _ in learned.hazards if guess in known)
    named = () if hazard is None else (hazard,)
    options = tuple(dict.fromkeys((*named, *guesses)))[:OFFERED]
    ask = Verdict("ask", options)
    if _is_plea(reading, learned, thresholds):
        return Verdict("at once", options)
    report = learned.report
    if reading.sure:
        agreed = report >= thresholds.agree and hazard in guesses[:NAMED]
        return Verdict("send", named) if agreed else ask
    least = thresholds.doubtful if reading.in_doubt else thresholds.ask
    needy = learned.plea >= thresholds.plea or reading.plea
    asked = report >= least or (needy and report >= thresholds.talk)
    return ask if asked else Verdict("keep")


def _is_plea(reading: Reading, learned: Learned, thresholds: Thresholds) -> bool:
    if reading.plea and learned.report >= thresholds.plea_floor:
        return True
    return learned.plea >= thresholds.plea and learned.report >= thresholds.plea_report
