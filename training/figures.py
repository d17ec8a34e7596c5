"""Figures of how well heads read texts."""

import numpy as np

from training.heads import Floats, Marks


def area(wanted: Marks, given: Floats) -> float:
    """Return the area under the curve: how often a text of the kind is above one that is not."""
    values, ranks = np.unique(given, return_inverse=True)
    counts = np.bincount(ranks, minlength=len(values))
    middle = np.cumsum(counts) - (counts - 1) / 2
    inside = int(wanted.sum())
    if not 0 < inside < len(wanted):
        return float("nan")
    summed = middle[ranks][wanted].sum() - inside * (inside + 1) / 2
    return float(summed / (inside * (len(wanted) - inside)))


def found(wanted: Marks, others: Marks, given: Floats, alarms: float) -> float:
    """Return the share of `wanted` above the threshold that this share of `others` passes."""
    ordered = np.sort(given[others])[::-1]
    if not len(ordered) or not wanted.any():
        return float("nan")
    return float((given[wanted] > ordered[min(int(alarms * len(ordered)), len(ordered) - 1)]).mean())


def calibration(wanted: Marks, probabilities: Floats, bins: int = 5) -> list[tuple[float, float, int]]:
    """Return, for equal bins of probability, what was said, what was true, and of how many texts."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    return [
        (float(probabilities[place == b].mean()), float(wanted[place == b].mean()), int((place == b).sum()))
        for b in range(bins)
        if (place == b).any()
    ]
