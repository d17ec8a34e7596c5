"""Reading the file of a table: CSV in any usual form, or an Excel workbook."""

from pathlib import Path

from config.faults import Fault, FaultsError
from sek_core.spreadsheets import delimited, workbook
from sek_core.spreadsheets.table import MOST_BYTES, Table

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"


def read_file(path: Path) -> Table:
    """Return the table in a file; raise FaultsError if it cannot be read, or is none."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FaultsError([Fault(str(path), 0, f"cannot be read: {error.strerror}")]) from error
    return read(content, path.name)


def read(content: bytes, file: str) -> Table:
    """Return the table in the bytes of a file, by what they are and not by the file's name."""
    if len(content) > MOST_BYTES:
        raise FaultsError(
            [Fault(file, 0, f"is larger than {MOST_BYTES // 1_000_000} MB, too large for this")]
        )
    if content.startswith(_OLD):
        raise FaultsError(
            [Fault(file, 0, "is an old Excel file, or has a password: save it as .xlsx without one")]
        )
    if content.startswith(_ZIP):
        return workbook.read(content, file)
    return delimited.read(content, file)
