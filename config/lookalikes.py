"""Words that resemble a word of the vocabulary but are not one."""

from pathlib import Path

from config.faults import Fault, FaultsError


def load_lookalikes(path: Path) -> frozenset[str]:
    """Read lookalikes.txt, one word per line; raise FaultsError if it is not UTF-8.

    Each word stands as its written root (`sek_core.understanding.stems`), in lower case.
    """
    try:
        return frozenset(path.read_text(encoding="utf-8").split())
    except UnicodeDecodeError as error:
        raise FaultsError([Fault(path.name, 0, "is not UTF-8: save it as plain text, UTF-8")]) from error
