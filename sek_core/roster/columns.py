"""The columns of the roster's file, and the header by which people name them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from config.faults import Fault, FaultsError
from sek_core.messages.channel import Channels
from sek_core.spreadsheets.table import Row

BEFORE = ("name", "organisation", "role", "county", "sectors", "groups")
AFTER = ("email", "channel", "language", "active_from", "active_to", "nominated_by")
"""Columns after those of the channels; `BEFORE` has the columns before them."""

_KEPT = "nominated_by"
"""Column of which a file without it changes nothing."""

FIRST, LAST = "first_name", "last_name"
"""Two columns that a file may have in the place of `name`."""

_ALIASES = {
    FIRST: ("first_names", "given_name", "given_names"),
    LAST: ("last_names", "surname", "family_name", "second_name"),
    "name": ("full_name", "names"),
    "organisation": ("organization", "organisations", "organizations"),
    "role": ("roles",),
    "county": ("counties",),
    "sectors": ("sector",),
    "groups": ("group",),
    "email": ("e_mail", "email_address", "e_mail_address"),
    "language": ("lang",),
}
"""Other names of columns, as lists that people keep have them."""


def columns(channels: Channels) -> tuple[str, ...]:
    """Return the columns of the file; two channels may share one, and one may have one of the others."""
    own = {channel.column.name: True for channel in channels if channel.column}
    of_channels = (name for name in own if name not in AFTER)
    return tuple(dict.fromkeys((*BEFORE, *of_channels, *AFTER)))


@dataclass(frozen=True, slots=True)
class Header:
    """The column that stands at each place of the file; empty where the header says nothing."""

    names: tuple[str, ...]
    known: tuple[str, ...]

    @classmethod
    def read(cls, row: Row, file: str, channels: Channels) -> "Header":
        """Return the header in the first line; raise FaultsError if a column is missing, twice or unknown."""
        known = columns(channels)
        of_channels = {channel.column.name: channel.column.also for channel in channels if channel.column}
        aliases = of_channels | _ALIASES
        meant = {alias: name for name, others in aliases.items() for alias in (name, *others)}
        names = [_plain(cell) for cell in row.cells]
        names = [name if name in known else meant.get(name, name) for name in names]
        needed = ("role",) if {FIRST, LAST} & set(names) else ("name", "role")
        faults = [f"the column {name} is missing" for name in needed if name not in names]
        faults += [
            f"the column {written!r} is not known; the columns are {', '.join(known)}"
            for name, written in zip(names, row.cells, strict=True)
            if name and name not in (*known, FIRST, LAST)
        ]
        faults += [
            f"the column {name} stands here twice" for name in (*known, FIRST, LAST) if names.count(name) > 1
        ]
        if "name" in names and {FIRST, LAST} & set(names):
            faults.append("has the column name, and columns for its parts: keep one of them")
        if faults:
            raise FaultsError([Fault(file, row.number, message) for message in faults])
        return cls(tuple(names), known)

    def cells(self, row: Row) -> tuple[Mapping[str, str], list[str]]:
        """Return the cells of a line by column, and what is wrong with the line as a whole."""
        found = dict.fromkeys((*self.known, FIRST, LAST), "")
        wrong = []
        for place, cell in enumerate(row.cells):
            name = self.names[place] if place < len(self.names) else ""
            if name:
                found[name] = cell
            elif cell:
                wrong.append(_beyond(place, cell, len(self.names)))
        if not found["name"]:
            found["name"] = f"{found[FIRST]} {found[LAST]}".strip()
        return {name: found[name] for name in self.known if name != _KEPT or name in self.names}, wrong


def _beyond(place: int, cell: str, width: int) -> str:
    if place < width:
        return f"column {place + 1}: {cell!r} stands under no column's name"
    has = "has more fields than the header"
    return f"column {place + 1}: {has}: {cell!r}; quote a cell that holds the separator"


def _plain(cell: str) -> str:
    """Return a column's name as the file writes it: "Active From" is active_from."""
    return re.sub(r"[\s_.:*-]+", "_", cell.casefold()).strip("_")
