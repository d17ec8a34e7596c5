"""The reader that an installation has: the rules, and as far as there are any the learned heads."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import structlog

from bot.metrics import READER_FAILURES
from config.mechanism import Configuration
from sek_core.understanding.learned.engines import HERE, NGRAMS, engine_of, examples
from sek_core.understanding.learned.headed import HeadedReader
from sek_core.understanding.learned.interface import Engine, NoEmbeddings, Unavailable
from sek_core.understanding.learned.nearest import Examples
from sek_core.understanding.reader import Reader

Which = Literal["ngrams", "both", "off"]
Kind = Literal["ngrams", "both"]

NAMES: dict[Kind, str] = {"ngrams": "rules and n-grams", "both": "rules, n-grams and embeddings"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Found:
    """The heads that an installation has. `engine`: None for the rules alone. `folder`: whose weights they
    are. `faults`: why the wanted ones, or this installation's own weights, cannot be used.
    """

    kind: Kind | None
    engine: Engine | None
    folder: Path
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if self.kind is None:
            said = "rules alone"
        else:
            whose = "the shipped weights" if self.folder == HERE else f"the weights of {self.folder}"
            said = f"{NAMES[self.kind]}, with {whose}"
        return ", ".join([said, *self.faults])


def find_heads(which: Which, weights: Path | None = None) -> Found:
    """Return the best heads that can be had: of each kind the own weights in the folder `weights` before the
    shipped ones.
    """
    faults: list[str] = []
    kinds: dict[Which, tuple[Kind, ...]] = {"both": ("both", "ngrams"), "ngrams": ("ngrams",), "off": ()}
    folders = [weights, HERE] if weights is not None and has_weights(weights) else [HERE]
    for kind in kinds[which]:
        for folder in folders:
            try:
                return Found(kind, engine_of(kind, folder), folder, faults)
            except NoEmbeddings as error:
                faults.append(f"{kind}: {error}")
                break  # other weights need them too
            except Unavailable as error:
                faults.append(f"{kind}: {error}" if folder == HERE else f"{kind} of {folder}: {error}")
    return Found(None, None, HERE, faults)


def make_reader(configuration: Configuration, which: Which, weights: Path | None = None) -> Reader:
    """Return the reader. Heads that cannot be used leave the shipped weights, the n-grams, or the rules; each
    has a line in the log and counts as a failure.
    """
    found = find_heads(which, weights)
    for fault in found.faults:
        log.warning("reader_unavailable", reason=fault)
        READER_FAILURES.inc()
    if found.engine is None:
        return Reader(configuration)
    return HeadedReader(configuration, found.engine, _failed)


def what_runs(which: Which, weights: Path | None = None) -> tuple[str, bool]:
    """Return which reader runs and whose weights, in words, and whether it is another one than was asked
    for.
    """
    found = find_heads(which, weights)
    return str(found), bool(found.faults)


def nearest_texts(weights: Path | None = None) -> Examples:
    """Return the training texts of the own weights, or of the shipped ones; raise Unavailable if there are
    none.
    """
    if weights is not None and has_weights(weights):
        try:
            return examples(weights)
        except Unavailable:
            pass  # make_reader has said so
    return examples()


def has_weights(folder: Path) -> bool:
    """Return True if an installation has weights of its own in this folder, sound or not."""
    try:
        (folder / NGRAMS.name).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # what cannot be looked at is said to be unusable, not taken for missing
    return True


def _failed(error: Exception) -> None:
    log.warning("reader_failed", error=type(error).__name__)
    READER_FAILURES.inc()
