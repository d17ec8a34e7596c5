"""Exports: `format=` on the address of a list gives all of its rows, of the same filter and the same rights.

The rows are read page by page, each page in a transaction of its own, and leave as they are read.
"""

import asyncio
import csv
import io
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response, StreamingResponse

from console.view import HEADERS, View
from sek_core.spreadsheets.writing import harmless
from sek_core.work.events import Event

Row = Mapping[str, Any]
Batch = tuple[Sequence[Row], Any]
"""Rows of an export, and where the next ones begin; None: these are the last."""

FORMATS = ("csv", "xlsx", "jsonl")

ROWS = 500
"""Rows that are read in one transaction."""

MANY = 5_000
"""An export of more rows than this is for who has just confirmed who they are."""

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Export:
    """What an export gives. `batch`: returns the rows behind a place; None is the beginning. `total`: how
    many rows there are. `has_numbers`: with telephone numbers of others. `feature`: a row as a feature
    of GeoJSON, where the list has places; None for a row without one.
    """

    name: str
    heading: str
    columns: Sequence[str]
    total: int
    batch: Callable[[View, Any], Batch]
    has_numbers: bool = False
    feature: Callable[[View, Row], Mapping[str, Any] | None] | None = None


def give(view: View, form: str, export: Export) -> Response:
    """Return the export of a list; a clear answer if the format is none of ours."""
    formats = (*FORMATS, *(("geojson",) if export.feature else ()))
    if form not in formats:
        return PlainTextResponse(f"format: one of {', '.join(formats)}", 400, headers=HEADERS)
    if (export.has_numbers or export.total > MANY) and not view.is_sure:
        return view.page("sure.html", 403, here=view.here, back=view.request.url.path, n=export.total)
    view.note(Event.EXPORTED, "", f"{export.heading}: {export.total} rows, {form}")
    short = view.work.configuration.mechanism.short_name
    file = f"{short}-{export.name}-{view.now:%Y-%m-%d}.{form}"
    headers = {
        **HEADERS,
        "Content-Disposition": f"attachment; filename=\"{file}\"; filename*=UTF-8''{quote(file)}",
        "Cache-Control": "no-store",
    }
    writers: Mapping[str, Callable[[View, Export], AsyncIterator[Any]]] = {
        "csv": _csv,
        "xlsx": _workbook,
        "jsonl": _jsonl,
        "geojson": _geojson,
    }
    return StreamingResponse(writers[form](view, export), headers=headers, media_type=_TYPES[form])


_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def _batches(
    view: View, export: Export, make: Callable[[View, Sequence[Row]], Any]
) -> AsyncIterator[Any]:
    """Yield what `make` makes of the rows, page by page. Who was signed out meanwhile gets no more."""
    assert view.again is not None
    place: Any = None
    while True:

        def job(later: View, place: Any = place) -> tuple[Any, Any]:
            if later.visitor is None:
                return None, None
            rows, behind = export.batch(later, place)
            return make(later, rows), behind

        made, place = await view.again(job)
        if made is not None:
            yield made
        if place is None:
            return


async def _csv(view: View, export: Export) -> AsyncIterator[str]:
    """Yield a CSV file that Excel reads: UTF-8 with a mark, no formulas of strangers."""

    def lines(later: View, rows: Sequence[Row]) -> str:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerows([_cell(later, row.get(name, "")) for name in export.columns] for row in rows)
        return out.getvalue()

    yield "\ufeff" + ",".join(export.columns) + "\r\n"
    async for made in _batches(view, export, lines):
        yield made


async def _jsonl(view: View, export: Export) -> AsyncIterator[str]:
    def lines(later: View, rows: Sequence[Row]) -> str:
        plain = ({name: _plain(later, row[name]) for name in export.columns if name in row} for row in rows)
        return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in plain)

    async for made in _batches(view, export, lines):
        yield made


async def _geojson(view: View, export: Export) -> AsyncIterator[str]:
    """Yield the rows as RFC 7946 has them. Rows without a place are counted in a member of our own."""
    feature = export.feature
    assert feature is not None

    def features(later: View, rows: Sequence[Row]) -> tuple[list[str], int]:
        found = [feature(later, row) for row in rows]
        written = [json.dumps(each, ensure_ascii=False) for each in found if each is not None]
        return written, len(found) - len(written)

    yield '{"type": "FeatureCollection", "features": ['
    between, missing = "", 0
    async for written, without in _batches(view, export, features):
        missing += without
        if written:
            yield between + ",\n".join(written)
            between = ",\n"
    yield f'], "without_place": {missing}}}\n'


def _plain(view: View, value: Any) -> Any:
    if isinstance(value, datetime):
        return view.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _cell(view: View, value: Any) -> Any:
    value = _plain(view, value)
    return harmless(value) if isinstance(value, str) else value


async def _workbook(view: View, export: Export) -> AsyncIterator[bytes]:
    """Yield an Excel file: what it holds and for whom on the first sheet, typed cells on the second."""
    with tempfile.TemporaryFile() as file:
        book = _Book(file, export.columns)
        async for _ in _batches(view, export, book.add):
            pass
        by = view.visitor.name if view.visitor else ""
        await asyncio.to_thread(
            book.close,
            [
                ("What", export.heading),
                ("Rows", book.rows),
                ("When", f"{view.now:%Y-%m-%d %H:%M}"),
                ("By", by),
            ],
        )
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


class _Book:
    """An Excel file that is written row by row, and never held as a whole."""

    def __init__(self, file: Any, columns: Sequence[str]) -> None:
        import xlsxwriter

        self.rows = 0
        self._columns = columns
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(file, options)
        self._bold = self._book.add_format({"bold": True})
        self._times = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._days = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._about = self._book.add_worksheet("About")
        self._sheet = self._book.add_worksheet("Rows")
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            self._sheet.write_string(0, column, name, self._bold)

    def add(self, view: View, rows: Sequence[Row]) -> int:
        """Write some more rows."""
        zone = view.now.tzinfo
        for row in rows:
            self.rows += 1
            for column, name in enumerate(self._columns):
                self._write(self.rows, column, row.get(name, ""), zone)
        return len(rows)

    def _write(self, line: int, column: int, value: Any, zone: Any) -> None:
        sheet = self._sheet
        if isinstance(value, datetime):
            sheet.write_datetime(line, column, value.astimezone(zone).replace(tzinfo=None), self._times)
        elif isinstance(value, date):
            sheet.write_datetime(line, column, datetime.combine(value, datetime.min.time()), self._days)
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            sheet.write_number(line, column, float(value))
        elif value not in (None, ""):
            sheet.write_string(line, column, str(value))

    def close(self, about: Sequence[tuple[str, Any]]) -> None:
        """Write what the file holds, and end it."""
        for place, (what, value) in enumerate(about):
            self._about.write(place, 0, what, self._bold)
            self._about.write(place, 1, value)
        if self.rows:
            self._sheet.autofilter(0, 0, self.rows, max(len(self._columns) - 1, 0))
        self._book.close()
