"""Training: from labelled texts to weights, those that the program ships and those of an installation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sek_core.understanding.learned.engines import EMBEDDINGS, EXAMPLES, HERE, NGRAMS
from sek_core.understanding.learned.interface import NoEmbeddings
from training.calibration import calibrated, mixed
from training.fitting import fit_embeddings, fit_ngrams, read_unseen
from training.heads import head_names
from training.samples import Sample, data_checksum, of_people, samples
from training.vectors import embedded
from training.writing import Calibrations, embedding_file, example_file, ngram_file


def train() -> None:
    """Train all heads on the texts of the repository, and write the files that are shipped. Without the
    extra, the embeddings' file stays as it was.
    """
    for name, data in trained(samples()).items():
        (HERE / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


def retrained(rows: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """Train all heads on the texts of the repository and on what people labelled; return the files by name.
    See `training.samples.of_people` for the rows.
    """
    return trained((*samples(), *of_people(rows)))


def trained(texts: Sequence[Sample]) -> dict[str, bytes]:
    """Train all heads on texts; return the files by name. The same texts give the same bytes."""
    names, data = head_names(texts), data_checksum(texts)
    try:
        embedded(texts[:1])
        with_embeddings = True
    except NoEmbeddings as error:
        print(f"n-grams only: {error}")
        with_embeddings = False
    unseen = read_unseen(names, texts, with_embeddings=with_embeddings)
    alone = calibrated(names, unseen, unseen.ngrams)
    files = {
        NGRAMS.name: ngram_file(names, fit_ngrams(names, texts), alone, data),
        EXAMPLES.name: example_file(texts, data),
    }
    if unseen.embeddings is None:
        return files
    together = mixed(names, unseen.ngrams, unseen.embeddings)
    calibrations = Calibrations(
        alone, calibrated(names, unseen, unseen.embeddings), calibrated(names, unseen, together)
    )
    files[EMBEDDINGS.name] = embedding_file(names, fit_embeddings(names, texts), calibrations, data)
    return files
