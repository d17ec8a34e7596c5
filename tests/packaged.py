"""The packaged configuration and readers of it: neither ever changes, so all tests of a process share them.

To read the one takes a tenth of a second, to make the other two. A process that a test starts does both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from bot import readers
from bot.readers import Which
from config import mechanism
from config.mechanism import Configuration
from sek_core.understanding.reader import Reader

KEPT = 8
"""Readers of so many configurations are kept; tests that change the packaged one do so for themselves."""

_load = mechanism.load_configuration

_make_reader = readers.make_reader

_readers: dict[tuple[int, Which], tuple[Configuration, Reader]] = {}


@cache
def packaged() -> Configuration:
    """The packaged configuration."""
    return _load()


def load(directory: Path | None = None) -> Configuration:
    """What `load_configuration` returns; the packaged configuration is read once."""
    return packaged() if directory is None else _load(directory)


def reader_of(configuration: Configuration, which: Which = "off", weights: Path | None = None) -> Reader:
    """Return the reader of a configuration: the rules, or with the learned heads. Weights that a test has put
    into a folder are read each time.
    """
    if weights is not None and readers.has_weights(weights):
        return _make_reader(configuration, which, weights)
    key = (id(configuration), which)
    if key not in _readers:
        while len(_readers) >= KEPT:
            del _readers[next(iter(_readers))]
        _readers[key] = (configuration, _make_reader(configuration, which))
    return _readers[key][1]


@contextmanager
def made_once() -> Iterator[None]:
    """Let the program, where it runs in this process, take those that are there."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("config.mechanism", "bot.wiring", "bot.check"):
            patch.setattr(f"{module}.load_configuration", load)
        for module in ("bot.wiring", "bot.reading"):
            patch.setattr(f"{module}.make_reader", reader_of)
        yield
