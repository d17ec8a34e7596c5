"""Files of weights for tests: the shipped ones, with one number changed."""

from pathlib import Path

from sek_core.understanding.learned.container import opened, packed
from sek_core.understanding.learned.engines import EXAMPLES, NGRAMS


def mute() -> dict[str, bytes]:
    """Return weights that take no text for a report."""
    header, body = opened(NGRAMS, NGRAMS.stem)
    report = next(head for head in header["heads"] if head["name"] == "report")
    report |= {"slope": 0.0, "offset": -9.0}
    return {NGRAMS.name: packed(header, body), EXAMPLES.name: EXAMPLES.read_bytes()}


def without_the_report() -> bytes:
    """Return whole weights over n-grams that lack a head without which nothing can be read."""
    header, body = opened(NGRAMS, NGRAMS.stem)
    next(head for head in header["heads"] if head["name"] == "report")["name"] = "telling:drill2"
    return packed(header, body)


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
