"""Cost of reading a text: of a whole turn, with all counties, of a long text, and at the start.

Processor time, in this process, so that nothing else is measured. The turn is the program's own, on an SQLite
database: from a message in the inbox to its queued alerts, without the web server.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import processes, texts
from benchmarks.table import Result
from bot.channels import CHANNELS
from bot.sms import receive
from bot.wiring import Program
from config.mechanism import Configuration, load_configuration
from config.settings import Settings
from sek_core.inbox import queue
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.timing.clock import SystemClock
from sek_core.understanding.reader import Reader

MESSAGES = 600
LONGER = 20
"""Factor between the long and the short text; a word of the long one may cost half as much again."""

MEBIBYTE = 1024 * 1024


def measure(rounds: int) -> list[Result]:
    """Measure both sides in turn. Memory is measured once: it does not vary."""
    configuration = load_configuration()
    everywhere = _everywhere(configuration)
    here = replace(
        configuration,
        places=tuple(p for p in configuration.places if p.county in configuration.mechanism.counties),
    )
    messages = texts.reports(MESSAGES)
    words = [message.text for message in messages]
    columns: list[list[float]] = [[] for _ in range(8)]
    for _ in range(rounds):
        reader, small, large = Reader(configuration), Reader(here), Reader(everywhere)
        # each with its own number, so that no cache holds it
        long = [f"{number} {words[0]}. " * LONGER for number in range(100)]
        short = [f"{number} {words[0]}. " for number in range(100 * LONGER)]
        row = (
            _seconds(lambda reader=reader: _read(reader, words, configuration)) / len(words),
            _turn_seconds(configuration, messages) / len(messages),
            _seconds(lambda large=large: _read(large, words, configuration)),
            _seconds(lambda small=small: _read(small, words, configuration)),
            _seconds(lambda reader=reader, long=long: _read(reader, long, configuration)),
            _seconds(lambda reader=reader, short=short: _read(reader, short, configuration)),
            _seconds(lambda: Reader(configuration)),
            _start_seconds(),
        )
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    reading, turn, large_, small_, long_, short_, built, start = map(median, columns)
    return [
        Result("reading, of a turn", 1e6 * reading, 1e6 * turn, "us", "at most", 0.4),
        Result("reading, 47 counties", 1e3 * large_, 1e3 * small_, "ms", "at most", 1.3),
        Result("reading, long texts", 1e3 * long_, 1e3 * short_, "ms", "at most", 1.5),
        Result("vocabulary, of the start", 1e3 * built, 1e3 * start, "ms", "at most", 0.5),
        Result("vocabulary, memory", _mebibytes(configuration), 60, "MiB", "at most", 1),
    ]


def _everywhere(configuration: Configuration) -> Configuration:
    """Return the same mechanism, serving every county of the gazetteer."""
    counties = tuple(dict.fromkeys(place.county for place in configuration.places))
    mechanism = configuration.mechanism.model_copy(update={"counties": counties})
    return replace(configuration, mechanism=mechanism)


def _read(reader: Reader, words: Sequence[str], configuration: Configuration) -> None:
    for text in words:
        reader.read(text, configuration.mechanism.counties[:1])


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the second call, when caches are filled."""
    work()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _turn_seconds(configuration: Configuration, messages: Sequence[texts.Message]) -> float:
    """Return the processor time of all turns, on a fresh database."""
    clock = SystemClock()
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'sek.db'}"
        processes.sek(folder, processes.environment(SEK_DATABASE_URL=url), "db", "upgrade")
        program = Program(Settings(_env_file=None), configuration, clock, Database(url))
        forms = [{"id": message.id, "from": message.sender, "text": message.text} for message in messages]
        with program.database.writing() as session:
            csv_file.import_lines(
                session, csv_file.read(texts.roster(), "roster.csv", configuration, CHANNELS)
            )
            queue.store(session, [receive.sms(form, clock) for form in forms])
        gc.collect()
        begin = time.process_time()
        while program.turns.run_batch():
            pass
        return time.process_time() - begin


def _start_seconds() -> float:
    """Return the seconds from nothing to a program that could serve: imports and configuration, in a
    child.
    """
    with TemporaryDirectory() as name:
        begin = time.perf_counter()
        processes.sek(Path(name), processes.environment(), "understand", "flood")
        return time.perf_counter() - begin


def _mebibytes(configuration: Configuration) -> float:
    tracemalloc.start()
    reader = Reader(_everywhere(configuration))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del reader
    return taken / MEBIBYTE
