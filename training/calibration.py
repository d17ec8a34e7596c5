"""Calibration: from the log odds of heads to probabilities that hold for writers whom they do not know."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from training.fitting import Unseen
from training.heads import Floats, group_of, labels_of

GROUPS = ("report", "plea", "telling", "hazard")

MIX = {"report": 0.3, "plea": 0.5, "telling": 0.5, "hazard": 0.4}
"""What the log odds of embeddings count beside those of n-grams, before calibration. Fixed: fitted to five
writers, it did worse for the sixth.
"""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A slope and an offset for each head."""

    slopes: Floats
    offsets: Floats

    def applied(self, logits: Floats) -> Floats:
        """Return calibrated log odds."""
        return np.asarray(logits * self.slopes + self.offsets)


def mixed(names: Sequence[str], ngrams: Floats, embeddings: Floats) -> Floats:
    """Return the log odds of both kinds of heads together, not calibrated."""
    return np.asarray(ngrams + embeddings * mixes(names))


def mixes(names: Sequence[str]) -> Floats:
    """Return what the embeddings count in each head."""
    return np.array([MIX[group_of(name)] for name in names])


def calibrated(names: Sequence[str], unseen: Unseen, logits: Floats) -> Calibration:
    """Fit the calibration to log odds of unseen texts.

    The hazards share one, and so do the ways of telling: for each of its own there are too few texts.
    """
    slopes = np.zeros(len(names))
    offsets = np.zeros(len(names))
    for group in GROUPS:
        rows = [row for row, name in enumerate(names) if group_of(name) == group]
        given, wanted = [], []
        for row in rows:
            labels = labels_of(names[row], unseen.texts)
            used = np.flatnonzero(labels.weight)
            given.append(logits[used, row])
            wanted.append(labels.wanted[used])
        model = LogisticRegression(C=100.0, random_state=0)
        model.fit(np.concatenate(given)[:, None], np.concatenate(wanted))
        slopes[rows] = model.coef_[0, 0]
        offsets[rows] = model.intercept_[0]
    return Calibration(slopes, offsets)
