"""The rows of a table, and the bounds within which a file is read."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.faults import Fault, FaultsError

MOST_BYTES = 10_000_000
"""Largest file that is read. A roster of ten thousand lines has about one million."""
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_LETTERS = 20_000_000
"""Largest number of letters in all cells: a small workbook can repeat a long cell many times."""

SIGNS = "+-"
FORMULA_SIGNS = "=@+-\uff1d\uff20\uff0b\uff0d"
"""Characters by which a formula begins; the last four are the wide ones, which some versions of Excel take
too.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the program of its writer shows it, and its cells, tidied."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that are not empty. `notes` say what the file left open and how it was read."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def tidy(cell: str) -> str:
    """Return a cell with plain single spaces, without invisible characters. Its lines stay apart.

    An apostrophe in front of a number or a sign is how people, and we, tell a spreadsheet that this is a
    text.
    """
    plain = cell.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.isascii() or not plain.isprintable():
        plain = "".join(filter(None, map(_plain, plain)))
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    whole = "\n".join(line for line in lines if line)
    return whole[1:] if needs_mark(whole) else whole


def needs_mark(cell: str) -> bool:
    """Return True for a cell that begins with an apostrophe which reading it takes away."""
    rest = cell.lstrip("'")
    return cell[:1] == "'" and (rest[:1].isdigit() or rest[:1] in tuple(FORMULA_SIGNS))


def _plain(character: str) -> str:
    if character == "\n" or character.isspace():
        return character if character == "\n" else " "
    return "" if unicodedata.category(character) in ("Cc", "Cf") else character


def table_of(raw: Iterable[tuple[int, list[str]]], file: str, notes: Iterable[str] = ()) -> Table:
    """Return the table of rows as they were read; raise FaultsError if they are too many or too wide."""
    return Table(tuple(_bounded(raw, file)), tuple(notes))


def _bounded(raw: Iterable[tuple[int, list[str]]], file: str) -> Iterator[Row]:
    count = letters = 0
    for number, written in raw:
        letters += sum(map(len, written))
        if letters > MOST_LETTERS:
            raise FaultsError([Fault(file, number, f"the file has more than {MOST_LETTERS:,} letters")])
        cells = [tidy(cell) for cell in written]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > MOST_ROWS:
            raise FaultsError([Fault(file, number, f"the file has more than {MOST_ROWS:,} lines")])
        if len(cells) > MOST_COLUMNS:
            raise FaultsError([Fault(file, number, f"has more than {MOST_COLUMNS} columns")])
        yield Row(number, tuple(cells))
