"""Excel workbooks (.xlsx): the first sheet's rows, as the texts that their reader sees.

A workbook is a zip archive of XML, and comes from anywhere. So the reader goes through the XML as a stream,
unpacks no more than a bounded number of bytes, and takes no document type, which could define entities.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from config.faults import Fault, FaultsError
from sek_core.spreadsheets.cells import column_of, is_date_format, number_as_text
from sek_core.spreadsheets.table import MOST_COLUMNS, MOST_ROWS, Table, table_of

MOST_UNPACKED = 60_000_000
"""Bytes that are unpacked of one workbook. What Excel writes packs by ten to one, a bomb by a thousand."""
MOST_ENTRIES = 5_000
DEEPEST = 60
_CHUNK = 65_536

Attributes = Mapping[str, str]


class _UnfitError(Exception):
    """A part of the workbook that cannot be read, and why."""


def read(content: bytes, file: str) -> Table:
    """Return the table on the first sheet that is not hidden; raise FaultsError if there is none to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = _Book(archive, file)
            return book.table()
    except _UnfitError as error:
        raise FaultsError([Fault(file, 0, str(error))]) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        ValueError,
        OSError,
        LookupError,
    ) as error:
        raise FaultsError([Fault(file, 0, "is no .xlsx that can be read: save it again as .xlsx")]) from error


@dataclass
class _Sheet:
    """The cells of one sheet while it is read."""

    file: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Book:
    """One workbook that is being read."""

    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self._archive = archive
        self._file = file
        self._left = MOST_UNPACKED
        self._names = set(archive.namelist())
        if len(self._names) > MOST_ENTRIES:
            raise _UnfitError(f"has more than {MOST_ENTRIES:,} parts, too many for a table")
        if "mimetype" in self._names or "Index/Document.iwa" in self._names:
            raise _UnfitError("is a table of another program: save it as .xlsx or CSV")
        self._shared: list[str] = []
        self._dates: list[bool] = []
        self._from_1904 = False

    def table(self) -> Table:
        main = next(
            (t for kind, t in self._related("", "_rels/.rels").values() if kind == "officeDocument"), ""
        )
        if main.endswith(".bin"):
            raise _UnfitError("is a binary workbook: save it as .xlsx")
        if main not in self._names:
            raise _UnfitError("is a zip archive, but no Excel workbook: save the table as .xlsx")
        folder, name = posixpath.split(main)
        related = self._related(folder, f"{folder}/_rels/{name}.rels")
        sheets = self._sheets(main)
        for kind, target in related.values():
            if kind == "sharedStrings" and target in self._names:
                self._shared = self._strings(target)
            if kind == "styles" and target in self._names:
                self._dates = self._date_styles(target)
        visible = [
            (title, related[i][1]) for title, state, i in sheets if i in related and state == "visible"
        ]
        if not visible:
            raise _UnfitError("has no sheet that can be seen")
        title, path = visible[0]
        notes = (
            [f"has {len(visible)} sheets; only the first, {title!r}, was read"] if len(visible) > 1 else []
        )
        sheet = self._cells(path)
        if sheet.faults:
            raise FaultsError(sorted(sheet.faults))
        return table_of(sheet.rows, self._file, notes)

    def _related(self, folder: str, path: str) -> dict[str, tuple[str, str]]:
        """Return kind and path of the parts that a part names, by their ids."""
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(place))

        if path in self._names:
            self._parse(path, start)
        return found

    def _sheets(self, path: str) -> list[tuple[str, str, str]]:
        """Return title, state and id of each sheet."""
        sheets: list[tuple[str, str, str]] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "workbookPr":
                self._from_1904 = attributes.get("date1904") in ("1", "true")
            if name == "sheet":
                identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), identity))

        self._parse(path, start)
        return sheets

    def _strings(self, path: str) -> list[str]:
        """Return the texts that cells refer to by their number."""
        texts: list[str] = []
        parts: list[str] = []
        inside = [False, False]  # in a text, in a hint how to pronounce it

        def start(name: str, _attributes: Attributes) -> None:
            if name == "si":
                parts.clear()
            elif name in ("t", "rPh"):
                inside[name == "rPh"] = True

        def end(name: str) -> None:
            if name == "si":
                texts.append("".join(parts))
            elif name in ("t", "rPh"):
                inside[name == "rPh"] = False

        def said(words: str) -> None:
            if inside == [True, False]:
                parts.append(words)

        self._parse(path, start, end, said)
        return texts

    def _date_styles(self, path: str) -> list[bool]:
        """Return for each style of cells whether it shows numbers as dates."""
        codes: dict[str, str] = {}
        styles: list[bool] = []
        within: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            within.append(name)
            identity = attributes.get("numFmtId", "0")
            if name == "numFmt":
                codes[identity] = attributes.get("formatCode", "")
            if name == "xf" and "cellXfs" in within:
                styles.append(is_date_format(identity, codes.get(identity, "")))

        self._parse(path, start, lambda _name: (within.pop(), None)[1])
        return styles

    def _cells(self, path: str) -> _Sheet:
        """Return the rows of a sheet, and what is wrong with single cells."""
        sheet = _Sheet(self._file)
        reader = _Cells(sheet, self._shared, self._dates, from_1904=self._from_1904)
        self._parse(path, reader.start, reader.end, reader.said)
        return sheet

    def _parse(
        self,
        path: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        said: Callable[[str], None] | None = None,
    ) -> None:
        """Go through a part of the workbook, bounded in size and depth."""
        parser = expat.ParserCreate()
        depth = 0

        def opened(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise _UnfitError("is no table: its XML is nested too deeply")
            start(name.rpartition(":")[2], attributes)

        def closed(name: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(name.rpartition(":")[2])

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.StartDoctypeDeclHandler = _refuse_doctype
        if said is not None:
            parser.buffer_text = True
            parser.CharacterDataHandler = said
        try:
            for chunk in self._chunks(path):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _UnfitError(f"is no .xlsx that can be read: {path}: {error}; save it again") from error

    def _chunks(self, path: str) -> Iterator[bytes]:
        with self._archive.open(path) as part:
            while chunk := part.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise _UnfitError(
                        f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB, too large for this"
                    )
                yield chunk


def _refuse_doctype(*_declared: object) -> None:
    raise _UnfitError("is no table: its XML has a document type; save it again as .xlsx")


class _Cells:
    """Reader of the cells of a sheet, called by the parser."""

    def __init__(self, sheet: _Sheet, shared: list[str], dates: list[bool], *, from_1904: bool) -> None:
        self._sheet = sheet
        self._shared = shared
        self._dates = dates
        self._from_1904 = from_1904
        self._row: list[str] = []
        self._number = 0
        self._column = -1
        self._cell: Attributes = {}
        self._value: list[str] = []
        self._takes = False
        self._is_formula = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._row = []
            self._number = int(attributes.get("r", self._number + 1))
            self._column = -1
        elif name == "c":
            self._cell, self._value, self._is_formula = attributes, [], False
            at = attributes.get("r", "")
            self._column = column_of(at) if at else self._column + 1
        elif name == "f":
            self._is_formula = True
        elif name in ("v", "t"):
            self._takes = True

    def said(self, words: str) -> None:
        if self._takes:
            self._value.append(words)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._takes = False
        elif name == "c":
            self._put(self._text())
        elif name == "row" and any(self._row):
            self._sheet.rows.append((self._number, self._row))
            if len(self._sheet.rows) > MOST_ROWS + 1:
                raise _UnfitError(f"has more than {MOST_ROWS:,} lines")

    def _put(self, text: str) -> None:
        if not text:
            return
        if not 0 <= self._column < MOST_COLUMNS:
            self._wrong(f"stands beyond column {MOST_COLUMNS}")
            return
        self._row += [""] * (self._column + 1 - len(self._row))
        self._row[self._column] = text

    def _text(self) -> str:
        """Return the cell as a text; note a fault if it has no value."""
        value, kind = "".join(self._value), self._cell.get("t", "n")
        if kind == "e":
            self._wrong(f"says {value}: write the value instead of the formula")
            return ""
        if self._is_formula and not value:
            self._wrong(
                "is a formula without a result: write the value, or open the file in Excel and save it"
            )
            return ""
        if kind == "s":
            return self._shared[int(value)] if value else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n" or not value:
            return value
        style = int(self._cell.get("s", 0))
        is_date = style < len(self._dates) and self._dates[style]
        return number_as_text(value, is_date=is_date, from_1904=self._from_1904)

    def _wrong(self, message: str) -> None:
        if len(self._sheet.faults) < 100:
            at = self._cell.get("r", f"column {self._column + 1}")
            self._sheet.faults.append(Fault(self._sheet.file, self._number, f"cell {at}: {message}"))
