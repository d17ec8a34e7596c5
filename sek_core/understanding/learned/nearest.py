"""The nearest training texts, which explain a reading. Only for people: nothing decides by them."""

import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from pathlib import Path

from sek_core.understanding.learned.container import opened
from sek_core.understanding.learned.interface import BadWeights
from sek_core.understanding.learned.ngram_heads import NgramHeads

KIND = "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A training text. `kind`: report, doubt or ordinary. `hazards`: what it tells of, the best first."""

    text: str
    kind: str
    hazards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A training text, and its likeness to the text asked for, from 0 to 1."""

    example: Example
    likeness: float


class Examples:
    """The training texts that were written for this project, by their n-grams. Indexed when first asked."""

    def __init__(self, heads: NgramHeads, examples: tuple[Example, ...]) -> None:
        self._heads = heads
        self._examples = examples

    @classmethod
    def load(cls, path: Path, heads: NgramHeads) -> "Examples":
        """Return the examples of a file; raise BadWeights if they cannot be used."""
        header, body = opened(path, KIND)
        if header["data"] != heads.data:
            raise BadWeights(f"{path.name} comes from another training")
        rows = json.loads(zlib.decompress(body))
        return cls(heads, tuple(Example(text, kind, tuple(hazards)) for text, kind, hazards in rows))

    def nearest(self, text: str, count: int = 3) -> list[Near]:
        """Return the training texts that are most like this one; fewer where nothing is alike."""
        shares = self._heads.shares(text)
        length = sqrt(sum(shares.values()))
        found: defaultdict[int, float] = defaultdict(float)
        index, lengths = self._index
        for key, share in shares.items():
            for number in index.get(key, ()):
                found[number] += share
        like = [(dot / (length * lengths[number]), -number) for number, dot in found.items()]
        best = sorted(like, reverse=True)[:count]
        return [Near(self._examples[-number], min(1.0, likeness)) for likeness, number in best]

    @cached_property
    def _index(self) -> tuple[dict[int, list[int]], list[float]]:
        """Return the numbers of the examples by n-gram, and the length of each example's vector."""
        index: defaultdict[int, list[int]] = defaultdict(list)
        lengths: list[float] = []
        for number, example in enumerate(self._examples):
            shares = self._heads.shares(example.text)
            lengths.append(sqrt(sum(shares.values())))
            for key in shares:
                index[key].append(number)
        return dict(index), lengths
