"""One line of the roster's file: its cells as people and spreadsheets write them, and what they mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config.mechanism import ROLES, Configuration
from sek_core.messages.channel import Channel, Channels
from sek_core.roster import emails, phone_numbers

LONGEST = 300
"""Most letters of a cell."""

_ALL = ("all", "all counties")
_LANGUAGES = {"english": "en", "kiswahili": "sw", "swahili": "sw"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, parsed and checked."""

    number: int
    name: str
    organisation: str
    role: str
    county: str | None
    sectors: tuple[str, ...]
    groups: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]
    """Pairs of channel and address, in the order of the channels; the one to use first before others."""
    email: str
    channel: str
    language: str
    active_from: date | None
    active_to: date | None
    nominated_by: str | None = None
    """None if the file has no such column: what the roster knows stays."""

    @property
    def identities(self) -> tuple[str, ...]:
        """Contacts that identify the same person on two lines; the name if a line has no contact."""
        contacts = [f"{channel} {address}" for channel, address in self.addresses]
        found = tuple(dict.fromkeys((*contacts, *([emails.identity(self.email)] if self.email else []))))
        return found or (f"name {self.name.lower()} {self.organisation.lower()}",)


def read_line(
    number: int, cells: Mapping[str, str], configuration: Configuration, channels: Channels
) -> tuple[Line, list[str]]:
    """Return a line, and what is wrong with its cells, each with its column and what would be right."""
    reader = _Cells(cells, configuration, channels)
    return reader.line(number), reader.faults


class _Cells:
    """The cells of one line, with the faults found in them."""

    def __init__(self, cells: Mapping[str, str], configuration: Configuration, channels: Channels) -> None:
        self._raw = cells
        self._cells = {name: " ".join(cell.split()) for name, cell in cells.items()}
        self._configuration = configuration
        self._channels = channels
        self.faults: list[str] = []

    def line(self, number: int) -> Line:
        self._check_letters()
        active_from, active_to = self._date("active_from"), self._date("active_to")
        if active_from and active_to and active_to < active_from:
            self.faults.append("active_to: is before active_from")
        return Line(
            number=number,
            name=self._cells["name"],
            organisation=self._cells["organisation"],
            role=self._one_of("role", ROLES),
            county=self._county(),
            sectors=self._sectors(),
            groups=_several(self._cells["groups"]),
            addresses=tuple(self._addresses()),
            email=emails.plain(self._cells[emails.COLUMN]),
            channel=self._one_of("channel", ("", *(channel.name for channel in self._channels))),
            language=self._language(),
            active_from=active_from,
            active_to=active_to,
            nominated_by=self._cells.get("nominated_by"),
        )

    def _check_letters(self) -> None:
        """Note cells that are too long, are formulas, or have lost letters."""
        if not self._cells["name"]:
            self.faults.append("name: is empty")
        for column, cell in self._cells.items():
            if len(cell) > LONGEST:
                self.faults.append(f"{column}: has {len(cell):,} letters; {LONGEST} are the most")
                self._cells[column] = self._cells[column][:LONGEST]
            elif cell.startswith("="):
                self.faults.append(f"{column}: {cell!r} is a formula: write its result")
        for column in ("name", "organisation"):
            cell = self._cells[column]
            if "\ufffd" in cell or re.search(r"\w\?\w", cell):
                save = "write it anew, and save the file as CSV UTF-8 or .xlsx"
                self.faults.append(f"{column}: {cell!r} has lost a letter: {save}")
            elif meant := _unspoilt(cell):
                self.faults.append(f"{column}: {cell!r} is spoilt by a wrong encoding: write {meant!r}")

    def _one_of(self, column: str, allowed: Iterable[str]) -> str:
        value = re.sub(r"[\s_-]+", "_", self._cells[column].lower())
        if value not in allowed:
            names = ", ".join(name for name in allowed if name)
            self.faults.append(f"{column}: {self._cells[column]!r} should be one of {names}")
        return value

    def _language(self) -> str:
        languages = self._configuration.mechanism.languages
        written = self._cells["language"].lower()
        self._cells["language"] = _LANGUAGES.get(written, written) if written not in languages else written
        return self._one_of("language", ("", *languages)) or languages[0]

    def _county(self) -> str | None:
        written = self._cells["county"]
        if not written or written.lower() in _ALL:
            return None
        counties = self._configuration.mechanism.counties
        match = next((county for county in counties if _plain(county) == _plain(written)), None)
        if match is None:
            self.faults.append(
                f"county: {written!r} should be one of {', '.join(counties)}, or empty for all"
            )
        return match

    def _sectors(self) -> tuple[str, ...]:
        known = self._configuration.sectors
        written = _several(self._cells["sectors"])
        meant = {re.sub(r"[\s_-]+", "_", each.lower()): each for each in known}
        sectors = [meant.get(re.sub(r"[\s_-]+", "_", sector.lower()), sector) for sector in written]
        for sector in sectors:
            if sector not in known:
                self.faults.append(f"sectors: {sector!r} is none of {', '.join(known)}")
        return tuple(sectors)

    def _addresses(self) -> Iterator[tuple[str, str]]:
        for channel in self._channels:
            if channel.column is None or not self._raw[channel.column.name]:
                continue
            try:
                for address in self._of_channel(channel, self._raw[channel.column.name]):
                    yield channel.name, address
            except ValueError as error:
                self.faults.append(f"{channel.column.name}: {error}")

    def _of_channel(self, channel: Channel, written: str) -> list[str]:
        """Return the addresses in a cell: several numbers, of which the first is used first."""
        assert channel.column is not None
        parts = phone_numbers.parts(written) if channel.has_numbers else [" ".join(written.split())]
        return list(dict.fromkeys(channel.column.read(part, self._configuration.mechanism) for part in parts))

    def _date(self, column: str) -> date | None:
        written = self._cells[column].removesuffix(" 00:00:00").removesuffix(" 00:00")
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.faults.append(f"{column}: {written!r} should be a date such as 2026-12-31")
            return None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;,]", cell) if part.strip())


def _plain(county: str) -> str:
    return re.sub(r"[\W_]+", "", county.casefold()).removesuffix("county")


def _unspoilt(cell: str) -> str:
    """Return a name as it was before UTF-8 was read as Windows-1252; empty if it was not."""
    if cell.isascii():
        return ""
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
