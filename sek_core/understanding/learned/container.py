"""The container of learned weights: one file with a header, a body and a checksum.

bytes 0-3    "SEKL"
4-5          version of the container, little-endian
6-9          length of the header
then         the header: JSON
then         the body: numbers, as the header's `kind` has them
last 16      BLAKE2b of everything before
"""

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sek_core.understanding.learned.interface import BadWeights

MAGIC = b"SEKL"
VERSION = 1
_FIXED = 10
_CHECKSUM = 16


def checksum(data: bytes) -> bytes:
    """Return the checksum of bytes."""
    return blake2b(data, digest_size=_CHECKSUM).digest()


def packed(header: dict[str, Any], body: bytes) -> bytes:
    """Return the bytes of a file."""
    written = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    data = MAGIC + VERSION.to_bytes(2, "little") + len(written).to_bytes(4, "little") + written + body
    return data + checksum(data)


def opened(path: Path, kind: str) -> tuple[dict[str, Any], bytes]:
    """Return header and body of a file of this kind; raise BadWeights if it is not whole."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadWeights(f"{path.name} cannot be read: {error.strerror}") from error
    return unpacked(data, kind, path.name)


def unpacked(data: bytes, kind: str, name: str = "weights") -> tuple[dict[str, Any], bytes]:
    """Return header and body of the bytes of a file of this kind; raise BadWeights if they are not whole."""
    if len(data) < _FIXED + _CHECKSUM or data[:4] != MAGIC:
        raise BadWeights(f"{name} is no file of learned weights")
    if int.from_bytes(data[4:6], "little") != VERSION:
        raise BadWeights(f"{name} is of another version of the container")
    if checksum(data[:-_CHECKSUM]) != data[-_CHECKSUM:]:
        raise BadWeights(f"{name} is damaged: its checksum differs")
    start = _FIXED + int.from_bytes(data[6:_FIXED], "little")
    header: dict[str, Any] = json.loads(data[_FIXED:start])
    if header.get("kind") != kind:
        raise BadWeights(f"{name} holds {header.get('kind')!r} and not {kind!r}")
    return header, data[start:-_CHECKSUM]
