"""All texts of a language with their English beside, as a table; and what its reader has corrected."""

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.catalogues import Catalogue
from config.faults import Fault, FaultsError
from sek_core.spreadsheets.table import Row, Table, tidy
from sek_core.translators.checking import wrong_with
from sek_core.translators.groups import group_of, order_of

BETTER, MARK = "better", "mark"
WIDTHS = (22, 22, 7, 60, 60, 60, 24, 10)
"""Widths of the columns of a workbook, in letters."""
FORMS = ("one", "many")

Corrections = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one text. `form` is empty where the text has only one."""

    key: str
    place: int
    form: str
    english: str
    now: str

    @property
    def mark(self) -> str:
        """Return a mark of the text as it is now, by which a change of it is seen."""
        return f"{zlib.crc32(tidy(self.now).encode()):08x}"


def header(language: str) -> tuple[str, ...]:
    """Return the names of the columns."""
    return ("where", "text", "form", "en", language, BETTER, "remark", MARK)


def entries(english: Catalogue, catalogue: Catalogue) -> list[Entry]:
    """Return all texts, grouped by where they are used."""
    found = []
    for key in sorted(catalogue.forms, key=lambda key: (order_of(key), key.partition(".")[0])):
        forms, original = catalogue.forms[key], english.forms[key]
        for place, now in enumerate(forms):
            form = _form(place) if len(forms) > 1 else ""
            found.append(Entry(key, place, form, original[min(place, len(original) - 1)], now))
    return found


def rows(english: Catalogue, catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Yield the header, and a row for each text."""
    yield header(catalogue.language)
    for each in entries(english, catalogue):
        where = group_of(each.key)
        yield (where, each.key, each.form, tidy(each.english), tidy(each.now), "", "", each.mark)


def page(english: Catalogue, catalogue: Catalogue) -> str:
    """Return all texts as a page in Markdown, to be read and printed."""
    lines = [f"# The texts in {catalogue.language}, with their English"]
    group = ""
    for each in entries(english, catalogue):
        if group_of(each.key) != group:
            group = group_of(each.key)
            lines += [
                "",
                f"## {group.capitalize()}",
                "",
                f"| text | en | {catalogue.language} |",
                "|---|---|---|",
            ]
        cells = (f"`{each.key}` {each.form}".strip(), _cell(each.english), _cell(each.now))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def corrections(
    table: Table, file: str, english: Catalogue, catalogue: Catalogue, words: Collection[str]
) -> Corrections:
    """Return the texts that a reader has corrected; raise FaultsError with every line that cannot be taken.

    A correction stands under "better"; one that was written over the text itself counts as well.
    """
    faults: list[Fault] = []
    better: dict[str, dict[int, tuple[int, str]]] = {}
    known = {(each.key, each.form): each for each in entries(english, catalogue)}
    for row, cells in _lines(table, file, catalogue.language):
        entry = known.get((cells["text"], cells["form"]))
        words_of = cells[BETTER] or (cells[catalogue.language] if _is_edited(cells, catalogue) else "")
        if not words_of:
            continue
        if entry is None:
            faults.append(Fault(file, row.number, f"{cells['text']}: there is no such text any more"))
        elif cells[MARK] and cells[MARK] != entry.mark and words_of != tidy(entry.now):
            said = f"was changed since the export, and is now: {tidy(entry.now)}"
            faults.append(Fault(file, row.number, f"{entry.key}: {said}"))
        elif words_of != tidy(entry.now):
            better.setdefault(entry.key, {})[entry.place] = (row.number, _as_before(words_of, entry.now))
    found: Corrections = {}
    for key, changed in better.items():
        now = catalogue.forms[key]
        forms = tuple(changed[place][1] if place in changed else form for place, form in enumerate(now))
        line = min(number for number, _ in changed.values())
        wrong = list(wrong_with(key, forms, now, english.forms[key], words))
        faults += [Fault(file, line, f"{key}: {message}") for message in wrong]
        found[key] = forms
    if faults:
        raise FaultsError(sorted(faults))
    return found


def _lines(table: Table, file: str, language: str) -> Iterator[tuple[Row, Mapping[str, str]]]:
    names = [cell.lower() for cell in table.rows[0].cells] if table.rows else []
    needed = ("text", language, BETTER)
    if missing := [name for name in needed if name not in names]:
        raise FaultsError([Fault(file, 1, f"the column {name} is missing") for name in missing])
    for row in table.rows[1:]:
        cells = dict.fromkeys(header(language), "")
        cells |= {name: cell for name, cell in zip(names, row.cells, strict=False) if name in cells}
        yield row, cells


def _is_edited(cells: Mapping[str, str], catalogue: Catalogue) -> bool:
    """Return True if the text itself was written over: it does not fit its mark any more."""
    written = cells[catalogue.language]
    return bool(cells[MARK]) and f"{zlib.crc32(written.encode()):08x}" != cells[MARK]


def _as_before(words: str, now: str) -> str:
    """Return words with the spaces around them that the text has now, which join it to others."""
    return now[: len(now) - len(now.lstrip())] + words + now[len(now.rstrip()) :]


def _form(place: int) -> str:
    return FORMS[place] if place < len(FORMS) else str(place)


def _cell(form: str) -> str:
    return tidy(form).replace("\n", "<br>").replace("|", "\\|")


def report(found: Corrections, now: Catalogue) -> Sequence[str]:
    """Return a line for each text that changes."""
    return [
        f"{key}: {tidy(before)} -> {tidy(after)}"
        for key, forms in found.items()
        for before, after in zip(now.forms[key], forms, strict=True)
        if before != after
    ]
