"""Learning: training from a checkout, and weights that an installation has learned for itself."""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, Protocol, cast

import bot
from bot.readers import Found, Kind, Which
from sek_core.examples.reading import Example
from sek_core.store.states import ExampleLabel
from sek_core.understanding.learned.engines import EMBEDDINGS, EXAMPLES, NGRAMS, engine_of

FEWEST = 20
"""Fewest examples from which it is worth learning."""

HOW = (
    "run it in a checkout of the program with scikit-learn: `make train` makes such an environment, and then "
    ".venv-training/bin/sek has the command"
)


class CannotTrain(Exception):
    """The folder `training` or a package that it needs is missing; the words say how to get it."""


class Training(Protocol):
    """The part of the folder `training` that commands use."""

    def train(self) -> None:
        """Train on the texts of the repository, and write the weights that are shipped."""
        ...

    def retrained(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
        """Train on those and on people's examples; return the files by name."""
        ...

    def held_back(self) -> list[dict[str, Any]]:
        """Return the texts of the repository that are never trained on."""
        ...


@dataclass(frozen=True, slots=True)
class _Checkout:
    """The training of a checkout."""

    trains: Any
    samples: Any

    def train(self) -> None:
        self.trains.train()

    def retrained(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
        return cast(dict[str, bytes], self.trains.retrained(rows))

    def held_back(self) -> list[dict[str, Any]]:
        return cast(list[dict[str, Any]], self.samples.held_back())


def load_training() -> Training:
    """Return the training of the checkout that the program or the shell is in; raise CannotTrain."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # several threads add in any order, which changes bytes
    places = (Path(bot.__file__).parents[1], Path.cwd())
    checkout = next((place for place in places if (place / "training" / "train.py").is_file()), None)
    if checkout is None:
        raise CannotTrain(f"there is no folder `training` here: {HOW}")
    if str(checkout) not in sys.path:
        sys.path.append(str(checkout))
    try:
        return _Checkout(import_module("training.train"), import_module("training.samples"))
    except ImportError as error:
        raise CannotTrain(f"{error.name or error} is missing: {HOW}") from error


def rows_of(examples: Iterable[Example]) -> list[dict[str, Any]]:
    """Return the examples to learn from, as `Training.retrained` takes them."""
    return [
        {
            "text": example.text,
            "county": example.county,
            "is_report": example.label == ExampleLabel.REPORT,
            "hazard": example.hazard,
        }
        for example in examples
        if not example.is_held_back
    ]


def tried(files: Mapping[str, bytes], which: Which) -> Found:
    """Return the heads of freshly trained files, for figures; raise Unavailable if they cannot be used."""
    kind: Kind = "both" if which == "both" else "ngrams"
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        return Found(kind, engine_of(kind, Path(folder)), Path(folder))


def install(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put trained files into the folder of the own weights, each whole or not at all.

    The n-grams come last: a process that starts between two files finds a pair that does not belong
    together, which it refuses, and takes the shipped weights.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (EXAMPLES.name, EMBEDDINGS.name, NGRAMS.name):
        if name in files:
            _replace(folder / name, files[name])
        else:
            (folder / name).unlink(missing_ok=True)  # of an earlier training
    with suppress(OSError):  # not every system lets a folder be opened
        _sync(folder)


def _replace(path: Path, data: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)  # the processes that read may run as another user
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
