"""What the engines and the rules say of texts of writers whom they do not know."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from config.mechanism import load_configuration
from sek_core.understanding.learned.interface import Learned, learned_of
from sek_core.understanding.reader import Reader, Reading
from training.calibration import calibrated, mixed
from training.fitting import Unseen
from training.heads import Floats
from training.samples import WRITERS, Sample


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine's calibrated log odds, and its readings, of the unseen texts."""

    name: str
    logits: Floats
    readings: tuple[Learned, ...]


def engines_of(names: Sequence[str], unseen: Unseen) -> list[Engine]:
    """Return the engines: n-grams, and if embeddings were to be had, these and both."""
    kinds = {"ngrams": unseen.ngrams}
    if unseen.embeddings is not None:
        kinds["embeddings"] = unseen.embeddings
        kinds["both"] = mixed(names, unseen.ngrams, unseen.embeddings)
    engines = []
    for kind, given in kinds.items():
        logits = _calibrated(names, unseen, given)
        engines.append(Engine(kind, logits, tuple(learned_of(names, row.tolist()) for row in logits)))
    return engines


def _calibrated(names: Sequence[str], unseen: Unseen, given: Floats) -> Floats:
    """Return calibrated log odds; the calibration, too, has not seen the writer."""
    written = np.array([sample.writer for sample in unseen.texts])
    logits = np.zeros_like(given)
    for writer in WRITERS:
        others, own = written != writer, written == writer
        texts = tuple(sample for sample in unseen.texts if sample.writer != writer)
        rest = Unseen(texts, given[others], None)
        logits[own] = calibrated(names, rest, given[others]).applied(given[own])
    return logits


def rules_of(texts: Sequence[Sample]) -> list[Reading]:
    """Return what the rules read. They do know the writers c1 to c4: the vocabulary was mended by them."""
    reader = Reader(load_configuration())
    return [reader.read(sample.text, (sample.county,)) for sample in texts]
