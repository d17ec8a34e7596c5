"""The interface of the learned heads: what they say of a text, and what an engine is."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar, get_args

Telling = Literal["question", "forecast", "condition", "past", "denied", "drill", "ordinary"]
"""Ways of telling that are no report of now. question: it asks, or passes on a rumour. forecast: it announces
what may come. condition: "if it rains". past: long past, or over. denied: it says that nothing happened.
drill: an exercise, a draft, fiction. ordinary: talk of anything else, such as money, plans and lists.
"""

_WAYS: tuple[Telling, ...] = get_args(Telling)

HAZARD, TELLING = "hazard:", "telling:"
"""Prefixes of the names of heads; the other two are "report" and "plea"."""


PROTECTION = "protection"
"""The label of abuse. It is no hazard: its words go to no audience (`Reading.protection`)."""


class Unavailable(Exception):
    """The heads cannot be used; the caller goes by the rules alone."""


class BadWeights(Unavailable):
    """A file of weights is missing, damaged, or of another version."""


class NoEmbeddings(Unavailable):
    """The extra `embeddings` is not installed, or its engine does not start."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the heads say of a text. Each number is a probability of its own; they add up to nothing.

    `report`: it tells of something that happened or is happening. `plea`: it sounds like a person in need.
    `hazards`: what kind of event, the most probable first; they mean something only where `report` is not
    low. `telling`: how it is told if it is no report, the most probable first.
    """

    report: float
    plea: float
    hazards: tuple[tuple[str, float], ...]
    telling: tuple[tuple[Telling, float], ...]

    def guesses(self, count: int) -> tuple[str, ...]:
        """Return the most probable hazards."""
        return tuple(hazard for hazard, _ in self.hazards[:count])


class Engine(Protocol):
    """What reads texts with learned heads. Pure; threads may share it."""

    def read(self, text: str) -> Learned:
        """Return what the heads say of a text."""
        ...


class Heads(Protocol):
    """Heads over one kind of features. `names` are those of `logits`, in the same order."""

    @property
    def names(self) -> Sequence[str]:
        """Return the names of the heads."""
        ...

    def logits(self, text: str) -> Sequence[float]:
        """Return the calibrated log odds of each head."""
        ...


def probability(logit: float) -> float:
    """Return the probability of log odds."""
    if logit >= 0:
        return 1 / (1 + math.exp(-logit))
    return 1 - 1 / (1 + math.exp(logit))


def learned_of(names: Sequence[str], logits: Sequence[float]) -> Learned:
    """Return the record of the log odds of heads with these names."""
    said = {name: probability(logit) for name, logit in zip(names, logits, strict=True)}
    return Learned(
        report=said["report"],
        plea=said["plea"],
        hazards=_ranked(
            (name.removeprefix(HAZARD), p) for name, p in said.items() if name.startswith(HAZARD)
        ),
        telling=_ranked((way, said[TELLING + way]) for way in _WAYS if TELLING + way in said),
    )


_Name = TypeVar("_Name", bound=str)


def _ranked(guesses: Iterable[tuple[_Name, float]]) -> tuple[tuple[_Name, float], ...]:
    """Return guesses, the most probable first."""
    return tuple(sorted(guesses, key=lambda guess: (-guess[1], guess[0])))
