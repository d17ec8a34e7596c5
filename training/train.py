"""Training: from the texts of the repository to the weights that the program ships."""

from pathlib import Path

from sek_core.understanding.learned.engines import EMBEDDINGS, EXAMPLES, NGRAMS
from sek_core.understanding.learned.interface import NoEmbeddings
from training.calibration import calibrated, mixed
from training.fitting import fit_embeddings, fit_ngrams, read_unseen
from training.heads import head_names
from training.samples import data_checksum, samples
from training.vectors import embedded
from training.writing import Calibrations, embedding_file, example_file, ngram_file


def train() -> None:
    """Train all heads and write their files. Without the extra, the embeddings' file stays as it was."""
    names, texts, data = head_names(), samples(), data_checksum()
    try:
        embedded(texts[:1])
        with_embeddings = True
    except NoEmbeddings as error:
        print(f"n-grams only: {error}")
        with_embeddings = False
    unseen = read_unseen(names, texts, with_embeddings=with_embeddings)
    alone = calibrated(names, unseen, unseen.ngrams)
    _write(NGRAMS, ngram_file(names, fit_ngrams(names, texts), alone, data))
    _write(EXAMPLES, example_file(texts, data))
    if unseen.embeddings is None:
        return
    together = mixed(names, unseen.ngrams, unseen.embeddings)
    calibrations = Calibrations(
        alone, calibrated(names, unseen, unseen.embeddings), calibrated(names, unseen, together)
    )
    _write(EMBEDDINGS, embedding_file(names, fit_embeddings(names, texts), calibrations, data))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    print(f"{path.name}: {len(data):,} bytes")
