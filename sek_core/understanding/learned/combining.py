"""What the rules' reading and the learned heads make of a text together."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from config.sections import ReaderLimits
from sek_core.understanding.learned.interface import Learned
from sek_core.understanding.reader import Reading

Act = Literal["at once", "send", "ask", "keep"]
"""at once: as a plea. send: as a report, unasked. ask: whether and what it reports. keep: as no report."""

NAMED = 3
"""A hazard of the rules is agreed to if it is among this many guesses of the heads."""

OFFERED = 4
"""Number of hazards that a question offers."""

BARE, SHORT = 3, 10
"""Words of a report that names its event and nothing else, and of one in the reporter's own keywords."""

FEWEST, FEW = 3, 4
"""Words of a text about which the heads know something: from the first on whether it is a plea, from the
second on the rest.
"""

BRIEF = 8
"""Words of a text that the heads alone do not silence."""

NO_PLEA = 0.1
"""Probability of a plea below which a text may be talk."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a text. `options`: the hazards that a question offers, the best first."""

    act: Act
    options: tuple[str, ...] = ()


def verdict_of(
    text: str, reading: Reading, learned: Learned, limits: ReaderLimits, known: Collection[str]
) -> Verdict | None:
    """Return what both readings of a text make of it, None where the rules' reading stands.

    `known`: the hazards that may be offered. Why the limits are what they are:
    docs/decisions/0025-learned-heads.md.
    """
    length = len(text.split())
    if _stands(length, reading, learned, limits):
        return None
    hazard = reading.hazard
    guesses = tuple(guess for guess, _ in learned.hazards if guess in known)
    named = () if hazard is None else (hazard,)
    options = tuple(dict.fromkeys((*named, *guesses)))[:OFFERED]
    ask = Verdict("ask", options)
    if _is_plea(length, reading, learned, limits):
        return Verdict("at once", options)
    report = learned.report
    if length > BRIEF and _is_talk(reading, learned, limits):
        return ask if _tells_all(length, reading) else Verdict("keep")
    if reading.sure:
        agreed = report >= limits.agree and hazard in guesses[:NAMED]
        return Verdict("send", named) if agreed else ask
    least = limits.doubtful if reading.in_doubt else limits.ask
    needy = learned.plea >= limits.plea or reading.plea
    if report >= least or (needy and report >= limits.talk) or _tells_all(length, reading):
        return ask
    return None if length <= BRIEF else Verdict("keep")


def _stands(length: int, reading: Reading, learned: Learned, limits: ReaderLimits) -> bool:
    """Return True where the rules know more than the heads: a drill, a report whose sender asks for no name,
    a call for help of a few words, a report in keywords, and what is too short for the heads.
    """
    if reading.drill or (reading.nameless and reading.hazard is not None) or length < FEWEST:
        return True
    in_keywords = _is_in_keywords(length, reading)
    if length <= BRIEF and (reading.plea or in_keywords):
        return True
    if in_keywords and learned.report >= limits.settled:
        return True
    return length < FEW and learned.plea < limits.plea


def _is_in_keywords(length: int, reading: Reading) -> bool:
    """Return True for a sure report that is short, with a place, a number or a severity, or that has nothing
    but the event.
    """
    told = reading.place is not None or bool(reading.affected) or reading.severity is not None
    return reading.sure and (length <= BARE or (told and length <= SHORT))


def _tells_all(length: int, reading: Reading) -> bool:
    """Return True if the rules read what happened, where, and to how many, or the first two in a short text:
    such a text is never kept unasked, whatever the heads make of its other words.
    """
    if reading.place is None:
        return False
    return (reading.sure and length <= SHORT) or bool(reading.affected and (reading.sure or reading.in_doubt))


def _is_talk(reading: Reading, learned: Learned, limits: ReaderLimits) -> bool:
    """Return True for a text that the heads take for talk, whatever words of danger it has: "there is a
    drought in my pocket". Never if they hear a call for help in it, nor if it counts dead people.
    """
    if learned.plea >= NO_PLEA or "deaths" in reading.affected:
        return False
    if learned.report < limits.talk:
        return True
    ordinary = dict(learned.telling).get("ordinary", 0.0)
    return not reading.plea and ordinary >= limits.ordinary and learned.report < limits.unlikely


def _is_plea(length: int, reading: Reading, learned: Learned, limits: ReaderLimits) -> bool:
    if reading.plea and learned.report >= limits.plea_floor:
        return True
    if reading.plea and reading.hazard is not None and reading.sure and learned.plea >= limits.plea:
        return True  # the rules are sure what happened, and rules and heads both hear the call
    heard = learned.plea >= limits.plea and learned.report >= limits.plea_report
    return heard and length > BRIEF  # "the small one past the mission" is asked about
