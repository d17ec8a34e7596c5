"""Words that look like one of the vocabulary and are none."""

from pathlib import Path

from config.faults import Fault, FaultsError


def load_lookalikes(path: Path) -> frozenset[str]:
    """Read lookalikes.txt, a word a line; raises FaultsError where it is no UTF-8.

    Each stands in its written root (`sek_core.understanding.stems`), in small letters.
    """
    try:
        return frozenset(path.read_text(encoding="utf-8").split())
    except UnicodeDecodeError as error:
        raise FaultsError([Fault(path.name, 0, "is not UTF-8: save it as plain text, UTF-8")]) from error
