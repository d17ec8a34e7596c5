"""The packaged configuration, readers of it, and what else the program makes of it: all tests of a process
share them, as none ever changes.

To read the one takes a tenth of a second, to make a reader two. A process that a test starts does both.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import readers, wiring
from bot.readers import Which
from config import mechanism
from config.mechanism import Configuration
from handlers.language.grammar import Grammar
from sek_core.understanding.pressing import PressingWords
from sek_core.understanding.reader import Reader
from sek_core.understanding.scrubbing import Scrubber
from sek_core.work import unit_of_work

KEPT = 8
"""Readers of so many configurations are kept, and so many of each other part; tests that change the packaged
configuration do so for themselves.
"""

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


def once(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return `make`, of something that never changes, so that it makes one part of the same arguments."""
    made: dict[tuple[int, ...], tuple[tuple[Any, ...], Any]] = {}

    def make_once(*arguments: Any) -> Any:
        key = tuple(map(id, arguments))
        if key not in made:
            while len(made) >= KEPT:
                del made[next(iter(made))]
            made[key] = (arguments, make(*arguments))  # arguments that are kept keep their ids
        return made[key][1]

    return make_once


rules_of, grammar_of, pressing_of = once(Reader), once(Grammar), once(PressingWords)


@contextmanager
def made_once() -> Iterator[None]:
    """Let the program, where it runs in this process, take those that are there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "Reader", rules_of)
        patch.setattr(wiring, "Grammar", grammar_of)
        patch.setattr(wiring, "PressingWords", pressing_of)
        patch.setattr(unit_of_work, "Scrubber", once(Scrubber))
        for module in ("config.mechanism", "bot.wiring", "bot.check"):
            patch.setattr(f"{module}.load_configuration", load)
        for module in ("bot.wiring", "bot.reading"):
            patch.setattr(f"{module}.make_reader", reader_of)
        yield
