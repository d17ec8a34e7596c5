"""Writing a table: as CSV, or as an Excel workbook whose cells are all texts.

A workbook of texts is what Excel leaves as it is: it makes no number of +254..., and no date of 3-4.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from sek_core.spreadsheets.table import FORMULA_SIGNS, SIGNS, needs_mark

SUFFIXES = (".csv", ".xlsx")
"""Ends of the names of files that can be written."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of characters that are not seen: control, direction, halves of characters, ends of lines."""

_MARK = "\ufeff"
"""Byte order mark, by which Excel knows that a CSV is UTF-8."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
    # Format 49 is "text". The second style is that of the header.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    # "quotePrefix" is Excel's own apostrophe: a cell that begins with = stays a text when a person edits it.
    '<cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"'
    ' applyNumberFormat="1"'
    ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"'
    ' applyFont="1"/>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def as_csv(rows: Iterable[Sequence[str]], *, mark: bool = False) -> str:
    """Return rows as CSV; `mark`: with the mark by which Excel knows that it is UTF-8."""
    out = io.StringIO()
    if mark:
        out.write(_MARK)
    csv.writer(out, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, and no terminal for an order. Numbers with a
    sign stay as they are. `sek_core.spreadsheets.table.tidy` takes the apostrophe off again.
    """
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in _UNSEEN)
    if plain[:1] in tuple(SIGNS) and plain[1:].isascii() and plain[1:].isdigit():
        return plain
    begun = plain.lstrip(" \n")
    return f"'{begun}" if begun[:1] in tuple(FORMULA_SIGNS) or needs_mark(begun) else plain


def as_file(rows: Iterable[Sequence[str]], suffix: str, widths: Sequence[int]) -> bytes:
    """Return rows as the bytes of a file whose name ends with `suffix`, one of `SUFFIXES`."""
    return as_workbook(rows, widths) if suffix == ".xlsx" else as_csv(rows, mark=True).encode()


def as_workbook(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Return rows as a workbook (.xlsx) of one sheet. The first row is the header; widths are in letters."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_FIXED, "xl/worksheets/sheet1.xml": _sheet(rows, widths)}.items():
            # A fixed time: the same rows are the same bytes.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, _HEAD + content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" style="0" customWidth="1"/>'
        for i, width in enumerate(widths, start=1)
    )
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(cell, i, number) for i, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{lines}</sheetData></worksheet>"
    )


def _cell(text: str, column: int, number: int) -> str:
    if not text:
        return ""
    shown = escape("".join(c for c in text if c == "\n" or c.isprintable()))
    style = ' s="1"' if number == 1 else ' s="0"'
    place = f"{_letters(column)}{number}"
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _letters(column: int) -> str:
    """Return the letters of a column: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
