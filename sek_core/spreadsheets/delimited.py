"""Tables as text: cells between commas, semicolons or tabs, in the encodings that Excel writes."""

import csv
import io
from collections.abc import Iterator

from config.faults import Fault, FaultsError
from sek_core.spreadsheets.table import Table, table_of

SEPARATORS = (",", ";", "\t", "|")
_SAID = "sep="
"""First line with which Excel is told the separator."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(content: bytes, file: str) -> Table:
    """Return the table in a text file; raise FaultsError if it is no text, or no table."""
    encoding, text = _decoded(content, file)
    notes = ["is not UTF-8 and was read as Windows-1252"] if encoding == "cp1252" else []
    return table_of(_rows(text.replace("\r\n", "\n").replace("\r", "\n"), file), file, notes)


def _decoded(content: bytes, file: str) -> tuple[str, str]:
    """Return the encoding and the text. Windows-1252 is what Excel writes if it is not asked for UTF-8."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    for encoding in (marked,) if marked else (*_unmarked_utf16(content), "utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding, text
    raise FaultsError([Fault(file, 0, "is no text file: save it as CSV UTF-8, or as .xlsx")])


def _unmarked_utf16(content: bytes) -> tuple[str, ...]:
    """Return UTF-16 if every second byte of the beginning is zero, as it is in the header of a table."""
    start = content[:200]
    if len(start) < 4 or len(content) % 2:
        return ()
    if not any(start[::2]):
        return ("utf-16-be",)
    return ("utf-16-le",) if not any(start[1::2]) else ()


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line. A row over several lines has the number of its first."""
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().strip('"').lower().startswith(_SAID):
        separator = first.strip().strip('"')[len(_SAID) :] or "\t"
        text, skipped = rest, 1
    else:
        separator = _separator(text)
    if len(separator) != 1:
        raise FaultsError([Fault(file, 1, f"{first!r} should name one separator, such as sep=;")])
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    line = 1
    try:
        for cells in rows:
            yield line + skipped, cells
            line = rows.line_num + 1
    except csv.Error as error:
        raise FaultsError([Fault(file, line + skipped, f"is no CSV: {error}; is a quote closed?")]) from error


def _separator(text: str) -> str:
    """Return the separator that the first line with letters has most often outside quotes; else a comma."""
    header = next((line for line in text.split("\n") if line.strip(" ,;|\t")), "")
    plain = "".join(header.split('"')[::2])
    return max(SEPARATORS, key=lambda separator: (plain.count(separator), separator == ","))
