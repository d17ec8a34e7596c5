"""The heads: what each is trained to tell, on which texts, and how strongly it is held back."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from sklearn.linear_model import LogisticRegression

from sek_core.understanding.learned.interface import HAZARD, TELLING, Telling
from training.samples import Sample, samples

TELLINGS: tuple[Telling, ...] = (
    "question", "forecast", "condition", "past", "denied", "drill", "ordinary",
)  # fmt: skip

FEWEST = 5
"""Fewest texts of a kind with which a head is trained; with fewer it says no."""

SECOND = 0.5
"""Weight of a text for a hazard that is acceptable, but not the best."""

NEVER = -20.0

Matrix: TypeAlias = Any
Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Marks: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Strength:
    """Inverse strengths of regularisation, by group of heads."""

    report: float
    plea: float
    telling: float
    hazard: float

    def of(self, head: str) -> float:
        """Return that of a head."""
        return float(getattr(self, group_of(head)))


NGRAM_STRENGTH = Strength(report=6, plea=4, telling=20, hazard=40)
EMBEDDING_STRENGTH = Strength(report=3, plea=2, telling=5, hazard=5)


def group_of(head: str) -> str:
    """Return the group of a head: report, plea, telling or hazard."""
    return head.split(":")[0]


def head_names(texts: Sequence[Sample] | None = None) -> tuple[str, ...]:
    """Return the names of all heads, always in the same order: the hazards are those of the labels, by
    default of the texts in the repository.
    """
    labelled = samples() if texts is None else texts
    hazards = sorted({hazard for sample in labelled for hazard in sample.hazards})
    return ("report", "plea", *(TELLING + telling for telling in TELLINGS), *(HAZARD + h for h in hazards))


@dataclass(frozen=True, slots=True)
class Labels:
    """What a head should say of each text: `wanted`, with the texts' `weight`; 0: the text is left out."""

    wanted: Marks
    weight: Floats


def labels_of(head: str, texts: Sequence[Sample]) -> Labels:
    """Return what a head should say of texts."""
    pairs = [_label(head, sample) for sample in texts]
    return Labels(np.array([wanted for wanted, _ in pairs]), np.array([weight for _, weight in pairs], float))


def _label(head: str, sample: Sample) -> tuple[bool, float]:
    if head == "report":
        return sample.is_report, sample.weight
    if head == "plea":
        unknown = sample.plea is None and sample.is_report
        return bool(sample.plea), 0 if unknown else sample.weight
    if head.startswith(TELLING):
        told = head.removeprefix(TELLING)
        if sample.telling is None:
            return False, 0
        wanted = sample.kind == "ordinary" if told == "ordinary" else told in sample.telling
        return wanted, sample.weight
    hazard = head.removeprefix(HAZARD)
    if not sample.hazards:
        return False, 0
    weight = SECOND if hazard in sample.hazards[1:] else 1.0
    return hazard in sample.hazards, weight * sample.hazard_weight


@dataclass(frozen=True, slots=True)
class Fitted:
    """Fitted heads: a row of `weights` and an intercept for each."""

    weights: Floats
    intercepts: Floats

    def logits(self, vectors: Matrix) -> Floats:
        """Return the log odds of texts: a row for each text, a column for each head."""
        return np.asarray(vectors @ self.weights.T + self.intercepts)


def fitted(names: Sequence[str], texts: Sequence[Sample], vectors: Matrix, strength: Strength) -> Fitted:
    """Fit the heads to texts."""
    weights = np.zeros((len(names), vectors.shape[1]))
    intercepts = np.full(len(names), NEVER)
    for row, name in enumerate(names):
        labels = labels_of(name, texts)
        used = np.flatnonzero(labels.weight)
        if labels.wanted[used].sum() < FEWEST:
            continue
        model = LogisticRegression(
            C=strength.of(name), solver="liblinear", class_weight="balanced", random_state=0, tol=1e-5
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            model.fit(vectors[used], labels.wanted[used], sample_weight=labels.weight[used])
        weights[row] = model.coef_[0]
        intercepts[row] = model.intercept_[0]
    return Fitted(weights, intercepts)
