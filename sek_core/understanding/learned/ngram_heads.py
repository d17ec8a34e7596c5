"""Heads over n-grams: linear, eight bits a weight, read with plain Python.

The weights of one n-gram for all heads are one long whole number, with four bytes for each head. The sum over
the n-grams of a text is then a sum of such numbers, and needs no loop over the heads.
"""

import struct
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from sek_core.understanding.learned.container import opened
from sek_core.understanding.learned.interface import BadWeights, Learned, learned_of
from sek_core.understanding.learned.ngrams import FEATURES, features_of

KIND = "ngrams"
ZERO = 128
"""The byte that stands for a weight of nought."""

NORM_LANES = 2
"""Number of bytes, before the weights of a row, for the n-gram's share in the length of the vector."""


class NgramHeads:
    """Heads over n-grams. Both `Heads` and, alone, an `Engine`."""

    def __init__(self, header: dict[str, Any], body: bytes) -> None:
        if header["features"] != FEATURES:
            raise BadWeights("the weights are of other features: train them again")
        heads = header["heads"]
        self.names: Sequence[str] = tuple(head["name"] for head in heads)
        self._slopes = [float(head["slope"]) for head in heads]
        self._offsets = [float(head["offset"]) for head in heads]
        self._norm_unit = float(header["norm_unit"])
        self.data: str = header["data"]
        count, lanes = int(header["rows"]), NORM_LANES + len(heads)
        if len(body) != count * (4 + lanes):
            raise BadWeights("the weights are not as many as the header says")
        self._lanes = struct.Struct(f"<{lanes}I")
        wide = bytearray(4 * count * lanes)
        wide[::4] = body[4 * count :]
        size = 4 * lanes
        keys = struct.unpack(f"<{count}I", body[: 4 * count])
        self._rows = {
            key: int.from_bytes(wide[at : at + size], "little")
            for key, at in zip(keys, range(0, count * size, size), strict=True)
        }

    @classmethod
    def load(cls, path: Path) -> "NgramHeads":
        """Return the heads of a file; raise BadWeights if they cannot be used."""
        return cls(*opened(path, KIND))

    def logits(self, text: str) -> Sequence[float]:
        """Return the calibrated log odds of each head."""
        rows = self._rows
        known = [rows[key] for key in features_of(text) if key in rows]
        if not known:
            return list(self._offsets)
        low, high, *sums = self._lanes.unpack(sum(known).to_bytes(self._lanes.size, "little"))
        length = sqrt((low + 256 * high) * self._norm_unit) or 1.0
        zero = ZERO * len(known)
        return [
            slope * (summed - zero) / length + offset
            for summed, slope, offset in zip(sums, self._slopes, self._offsets, strict=True)
        ]

    def read(self, text: str) -> Learned:
        """Return what the heads say of a text."""
        return learned_of(self.names, self.logits(text))

    def shares(self, text: str) -> dict[int, float]:
        """Return each known n-gram of a text, with its share in the square of the vector's length."""
        rows = self._rows
        mask = (1 << 32) - 1
        return {
            key: ((rows[key] & mask) + 256 * (rows[key] >> 32 & mask)) * self._norm_unit
            for key in features_of(text)
            if key in rows
        }
