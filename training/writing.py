"""Writing of fitted heads as the files that the program ships."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sek_core.understanding.learned import embedding_heads, nearest, ngram_heads
from sek_core.understanding.learned.container import packed
from sek_core.understanding.learned.ngrams import FEATURES
from training.calibration import Calibration, mixes
from training.fitting import EmbeddingModel, NgramModel
from training.samples import PEOPLE, Sample

LARGEST = 127
DIGITS = 7
"""Significant digits of numbers in a header."""


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def ngram_file(names: Sequence[str], model: NgramModel, calibration: Calibration, data: str) -> bytes:
    """Return the file of heads over n-grams: eight bits a weight."""
    folded = model.heads.weights * model.vocabulary.rarity
    units = np.maximum(np.abs(folded).max(axis=1), 1e-9) / LARGEST
    weights = (np.rint(folded / units[:, None]) + ngram_heads.ZERO).astype(np.uint8).T
    shares = model.vocabulary.rarity**2
    norm_unit = _short(shares.max() / 65_535 * 1.001)
    norms = np.rint(shares / norm_unit).astype("<u2")[:, None].view(np.uint8)
    slopes = calibration.slopes
    offsets = calibration.offsets + slopes * model.heads.intercepts
    header = {
        "kind": ngram_heads.KIND,
        "features": FEATURES,
        "rows": len(weights),
        "norm_unit": norm_unit,
        "data": data,
        "heads": [
            {"name": name, "slope": _short(slope * unit), "offset": _short(offset)}
            for name, slope, unit, offset in zip(names, slopes, units, offsets, strict=True)
        ],
    }
    keys = model.vocabulary.keys.astype("<u4").tobytes()
    return packed(header, keys + np.ascontiguousarray(np.hstack([norms, weights])).tobytes())


@dataclass(frozen=True, slots=True)
class Calibrations:
    """The calibrations of heads over n-grams, over embeddings, and of both together."""

    ngrams: Calibration
    embeddings: Calibration
    both: Calibration

    def weights(self, names: Sequence[str]) -> list[tuple[float, float, float]]:
        """Return, for each head, what makes calibrated log odds of both from those of each: a, b and c of
        a * ngrams + b * embeddings + c.
        """
        first = self.both.slopes / self.ngrams.slopes
        second = self.both.slopes * mixes(names) / self.embeddings.slopes
        rest = self.both.offsets - first * self.ngrams.offsets - second * self.embeddings.offsets
        return [(_short(a), _short(b), _short(c)) for a, b, c in zip(first, second, rest, strict=True)]


def embedding_file(
    names: Sequence[str], model: EmbeddingModel, calibrations: Calibrations, data: str
) -> bytes:
    """Return the file of heads over embeddings, with what weighs both kinds of heads together."""
    alone = calibrations.embeddings
    slopes = alone.slopes
    weights = model.heads.weights * slopes[:, None]
    offsets = alone.offsets + slopes * model.heads.intercepts
    header = {
        "kind": embedding_heads.KIND,
        "size": weights.shape[1],
        "data": data,
        "heads": [
            {"name": name, "offset": _short(offset), "mix": mix}
            for name, offset, mix in zip(names, offsets, calibrations.weights(names), strict=True)
        ],
    }
    return packed(header, np.vstack([model.mean, weights]).astype("<f4").tobytes())


def example_file(texts: Sequence[Sample], data: str) -> bytes:
    """Return the file of the training texts that were written for this project. People's own texts stay out:
    who is forgotten must not live on in a file of weights.
    """
    others = ("labelled", "speech", "phrases", PEOPLE)
    rows = [[s.text, s.kind, s.hazards] for s in texts if s.source not in others]
    body = zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 9)
    return packed({"kind": nearest.KIND, "data": data}, body)
