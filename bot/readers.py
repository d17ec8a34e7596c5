"""The reader that an installation has: the rules, and as far as there are any the learned heads."""

from typing import Literal

import structlog

from bot.metrics import READER_FAILURES
from config.mechanism import Configuration
from sek_core.understanding.learned.engines import engine_of
from sek_core.understanding.learned.headed import HeadedReader
from sek_core.understanding.learned.interface import Unavailable
from sek_core.understanding.reader import Reader

Which = Literal["ngrams", "both", "off"]

log = structlog.get_logger()


def make_reader(configuration: Configuration, which: Which) -> Reader:
    """Return the reader. Heads that cannot be used leave the n-grams, or the rules, and a line in the log."""
    for engine in _tried(which):
        try:
            return HeadedReader(configuration, engine_of(engine), _failed)
        except Unavailable as error:
            log.warning("reader_unavailable", reader=engine, reason=str(error))
            READER_FAILURES.inc()
    return Reader(configuration)


def what_runs(which: Which) -> tuple[str, bool]:
    """Return which reader runs, in words, and whether it is another one than SEK_READER asks for."""
    faults: list[str] = []
    for engine in _tried(which):
        try:
            engine_of(engine)
        except Unavailable as error:
            faults.append(f"{engine}: {error}")
            continue
        names = {"ngrams": "rules and n-grams", "both": "rules, n-grams and embeddings"}
        return ", ".join([names[engine], *faults]), bool(faults)
    return ", ".join(["rules alone", *faults]), bool(faults)


def _tried(which: Which) -> tuple[Literal["ngrams", "both"], ...]:
    """Return the engines to try, the wanted one first."""
    tried: dict[Which, tuple[Literal["ngrams", "both"], ...]] = {
        "both": ("both", "ngrams"),
        "ngrams": ("ngrams",),
        "off": (),
    }
    return tried[which]


def _failed(error: Exception) -> None:
    log.warning("reader_failed", error=type(error).__name__)
    READER_FAILURES.inc()
