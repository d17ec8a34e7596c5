"""Fitting of all heads to a set of texts, for the weights and for each fold of the evaluation alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.heads import EMBEDDING_STRENGTH, NGRAM_STRENGTH, Fitted, Floats, fitted
from training.samples import Sample, writers_of
from training.vectors import Vocabulary, centred, embedded

ROWS, OF_REPORT = 45_000, 25_000
"""Number of n-grams that are kept, and how many of them are those that weigh most in the first head."""


@dataclass(frozen=True, slots=True)
class NgramModel:
    """Heads over the n-grams of a vocabulary."""

    vocabulary: Vocabulary
    heads: Fitted

    def logits(self, texts: Sequence[Sample]) -> Floats:
        """Return the log odds of texts, not calibrated."""
        return self.heads.logits(self.vocabulary.vectors(texts))


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """Heads over embeddings seen from `mean`."""

    mean: Floats
    heads: Fitted

    def logits(self, texts: Sequence[Sample]) -> Floats:
        """Return the log odds of texts, not calibrated."""
        return self.heads.logits(centred(embedded(texts), self.mean))


def fit_ngrams(names: Sequence[str], texts: Sequence[Sample]) -> NgramModel:
    """Fit heads to texts, then again to the n-grams that weighed most."""
    whole = Vocabulary.of(texts)
    first = fitted(names, texts, whole.vectors(texts), NGRAM_STRENGTH)
    size = np.abs(first.weights * whole.rarity)
    size /= size.std(axis=1, keepdims=True) + 1e-12
    order = np.concatenate(
        [_largest(size[names.index("report")], OF_REPORT), _largest(size.max(axis=0), ROWS)]
    )
    kept = np.sort(list(dict.fromkeys(order.tolist()))[:ROWS])
    vocabulary = whole.kept(kept)
    return NgramModel(vocabulary, fitted(names, texts, vocabulary.vectors(texts), NGRAM_STRENGTH))


def _largest(size: Floats, count: int) -> Any:
    return np.argsort(-size, kind="stable")[:count]


def fit_embeddings(names: Sequence[str], texts: Sequence[Sample]) -> EmbeddingModel:
    """Fit heads to the embeddings of texts."""
    vectors = embedded(texts)
    mean = vectors[[sample.weight > 0 for sample in texts]].mean(axis=0)
    return EmbeddingModel(mean, fitted(names, texts, centred(vectors, mean), EMBEDDING_STRENGTH))


@dataclass(frozen=True, slots=True)
class Unseen:
    """Log odds of the field writers' texts, each from heads that saw no text of its writer."""

    texts: tuple[Sample, ...]
    ngrams: Floats
    embeddings: Floats | None


def read_unseen(names: Sequence[str], texts: Sequence[Sample], *, with_embeddings: bool) -> Unseen:
    """Hold out each writer in turn, and read that writer's texts."""
    held: list[Sample] = []
    ngrams: list[Floats] = []
    embeddings: list[Floats] = []
    for writer in writers_of(texts):
        rest = [sample for sample in texts if sample.writer != writer]
        own = [sample for sample in texts if sample.writer == writer]
        held += own
        ngrams.append(fit_ngrams(names, rest).logits(own))
        if with_embeddings:
            embeddings.append(fit_embeddings(names, rest).logits(own))
    return Unseen(tuple(held), np.vstack(ngrams), np.vstack(embeddings) if with_embeddings else None)
