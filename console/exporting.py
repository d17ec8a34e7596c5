"""Exports: `format=` on the address of a list gives all of its rows, by the same filter and rights."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from starlette.responses import PlainTextResponse, Response, StreamingResponse

from console.view import HEADERS, View
from sek_core.spreadsheets.writing import harmless
from sek_core.work.audit import record
from sek_core.work.events import Event

Rows = Callable[[], Iterable[Mapping[str, Any]]]

FORMATS = ("csv", "xlsx", "jsonl")


def give(view: View, form: str, heading: str, rows: Rows, name: str) -> Response:
    """Return the export of a list; a clear answer if the format is none of ours."""
    if form not in FORMATS:
        return PlainTextResponse(f"format: one of {', '.join(FORMATS)}", 400, headers=HEADERS)
    found = list(rows())
    day = f"{view.now:%Y-%m-%d}"
    short = view.work.configuration.mechanism.short_name
    file = f"{short}-{name}-{day}.{form}"
    headers = {
        **HEADERS,
        "Content-Disposition": f'attachment; filename="{file}"',
        "Cache-Control": "no-store",
    }
    if form == "xlsx":
        data = _workbook(view, heading, found)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(data, headers=headers, media_type=kind)
    lines = _csv(view, found) if form == "csv" else _jsonl(view, found)
    return StreamingResponse(lines, headers=headers, media_type=_TYPES[form])


_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


def _columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _csv(view: View, rows: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a CSV file that Excel reads: UTF-8 with a mark, no formulas of strangers."""
    columns = _columns(rows)
    yield "\ufeff"
    for row in [dict(zip(columns, columns, strict=True)), *rows]:
        line = io.StringIO()
        csv.writer(line).writerow([_cell(view, row.get(name, "")) for name in columns])
        yield line.getvalue()


def _jsonl(view: View, rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        plain = {name: _plain(view, value) for name, value in row.items()}
        yield json.dumps(plain, ensure_ascii=False) + "\n"


def _plain(view: View, value: Any) -> Any:
    if isinstance(value, datetime):
        return view.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _cell(view: View, value: Any) -> Any:
    value = _plain(view, value)
    return harmless(value) if isinstance(value, str) else value


def _workbook(view: View, heading: str, rows: list[Mapping[str, Any]]) -> bytes:
    """Return an Excel file: what it holds and for whom on the first sheet, typed cells on the second."""
    import xlsxwriter

    zone = view.now.tzinfo
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    times, days = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd hh:mm", "yyyy-mm-dd"))
    about = book.add_worksheet("About")
    by = view.visitor.name if view.visitor else ""
    for place, (what, value) in enumerate(
        [("What", heading), ("Rows", len(rows)), ("When", view.moment(view.now)), ("By", by)]
    ):
        about.write(place, 0, what, bold)
        about.write(place, 1, value)
    sheet = book.add_worksheet("Rows")
    columns = _columns(rows)
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, bold)
    for line, row in enumerate(rows, start=1):
        for column, name in enumerate(columns):
            value = row.get(name, "")
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, value.astimezone(zone).replace(tzinfo=None), times)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, datetime.combine(value, datetime.min.time()), days)
            elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                sheet.write_number(line, column, float(value))
            else:
                sheet.write_string(line, column, str(value))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), max(len(columns) - 1, 0))
    book.close()
    return out.getvalue()


def recorded(view: View, what: str) -> None:
    """Record that a visitor exported a list."""
    record(
        view.work.session, view.work.now, Event.EXPORTED, address="web", detail=what, person_id=view.reader.id
    )
