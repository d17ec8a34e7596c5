"""The roster as a CSV file: imported as a whole or not at all, and exported in the same form."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from config.faults import Fault, FaultsError
from config.mechanism import ROLES, Configuration
from sek_core.messages.channel import Channels
from sek_core.roster import snapshot
from sek_core.roster.people import VOUCHED
from sek_core.store.people import AddressRow, PersonRow, RoleRow

BEFORE = ("name", "organisation", "role", "county", "sectors", "groups")
AFTER = ("email", "channel", "language", "active_from", "active_to", "nominated_by")
"""Columns after those of the channels; `BEFORE` has the columns before them."""
NEEDED = ("name", "role")


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
    """Pairs of channel and address, in the order of the channels."""
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
        found = (*contacts, *([f"email {self.email.lower()}"] if self.email else []))
        return found or (f"name {self.name.lower()} {self.organisation.lower()}",)


@dataclass(frozen=True, slots=True)
class Imported:
    """Result of an import: numbers of people who were new, changed, the same, or left the roster."""

    new: int
    changed: int
    same: int
    left: int


def columns(channels: Channels) -> tuple[str, ...]:
    """Return the columns of the file; two channels may share one."""
    of_channels = (channel.column.name for channel in channels if channel.column)
    return tuple(dict.fromkeys((*BEFORE, *of_channels, *AFTER)))


def read(text: str, file: str, configuration: Configuration, channels: Channels) -> list[Line]:
    """Parse a roster; raise FaultsError with every bad line."""
    known = columns(channels)
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    header = [name.strip().lower() for name in rows.fieldnames or ()]
    rows.fieldnames = header
    faults = [Fault(file, 1, f"the column {name} is missing") for name in NEEDED if name not in header]
    faults += [
        Fault(file, 1, f"the column {name!r} is not known; the columns are {', '.join(known)}")
        for name in header
        if name not in known
    ]
    faults += [
        Fault(file, 1, f"the column {name} stands here twice") for name in known if header.count(name) > 1
    ]
    if faults:
        raise FaultsError(faults)
    lines: list[Line] = []
    for row in _rows_of(rows, file):
        if None in row:
            faults.append(Fault(file, rows.line_num, "has more fields than the header; quote commas"))
            continue
        cells = {name: (row.get(name) or "").strip() for name in known}
        if not any(cells.values()):
            continue
        reader = _Cells(cells, configuration, channels, header)
        line = reader.line(rows.line_num)
        faults += [Fault(file, rows.line_num, message) for message in reader.faults]
        lines.append(line)
    faults += _contradictions(file, lines)
    if not lines and not faults:
        faults.append(Fault(file, 1, "there is nobody in this file"))
    if faults:
        raise FaultsError(sorted(faults))
    return lines


def _rows_of(rows: "csv.DictReader[str]", file: str) -> Iterator[dict[str, str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise FaultsError([Fault(file, rows.line_num, f"is no CSV: {error}; is a quote closed?")]) from error


class _Cells:
    """The cells of one line, with the faults found in them."""

    def __init__(
        self,
        cells: dict[str, str],
        configuration: Configuration,
        channels: Channels,
        header: Collection[str],
    ) -> None:
        self._cells = cells
        self._header = header
        self._configuration = configuration
        self._channels = channels
        self.faults: list[str] = []

    def line(self, number: int) -> Line:
        cells = self._cells
        if not cells["name"]:
            self.faults.append("name: is empty")
        active_from, active_to = self._date("active_from"), self._date("active_to")
        if active_from and active_to and active_to < active_from:
            self.faults.append("active_to: is before active_from")
        return Line(
            number=number,
            name=cells["name"],
            organisation=cells["organisation"],
            role=self._one_of("role", ROLES),
            county=self._county(),
            sectors=self._sectors(),
            groups=_several(cells["groups"]),
            addresses=tuple(self._addresses()),
            email=self._email(),
            channel=self._one_of("channel", ("", *(channel.name for channel in self._channels))),
            language=self._one_of("language", ("", *self._configuration.mechanism.languages))
            or self._configuration.mechanism.languages[0],
            active_from=active_from,
            active_to=active_to,
            nominated_by=cells["nominated_by"] if "nominated_by" in self._header else None,
        )

    def _one_of(self, column: str, allowed: Iterable[str]) -> str:
        value = self._cells[column].lower()
        if value not in allowed:
            names = ", ".join(name for name in allowed if name)
            self.faults.append(f"{column}: {self._cells[column]!r} should be one of {names}")
        return value

    def _county(self) -> str | None:
        written = self._cells["county"]
        if not written:
            return None
        counties = self._configuration.mechanism.counties
        match = next((county for county in counties if county.lower() == written.lower()), None)
        if match is None:
            self.faults.append(
                f"county: {written!r} should be one of {', '.join(counties)}, or empty for all"
            )
        return match

    def _sectors(self) -> tuple[str, ...]:
        sectors = _several(self._cells["sectors"])
        for sector in sectors:
            if sector not in self._configuration.sectors:
                known = ", ".join(self._configuration.sectors)
                self.faults.append(f"sectors: {sector!r} is none of {known}")
        return sectors

    def _addresses(self) -> Iterator[tuple[str, str]]:
        for channel in self._channels:
            if channel.column is None or not (written := self._cells[channel.column.name]):
                continue
            try:
                yield channel.name, channel.column.read(written, self._configuration.mechanism)
            except ValueError as error:
                self.faults.append(f"{channel.column.name}: {error}")

    def _email(self) -> str:
        written = self._cells["email"]
        name, at, domain = written.partition("@")
        if written and not (name and at and "." in domain and " " not in written):
            self.faults.append(f"email: {written!r} is no e-mail address")
        return written

    def _date(self, column: str) -> date | None:
        written = self._cells[column]
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.faults.append(f"{column}: {written!r} should be a date such as 2026-12-31")
            return None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _contradictions(file: str, lines: list[Line]) -> list[Fault]:
    """Return a fault for each contact that belongs to two different names."""
    faults: list[Fault] = []
    first: dict[str, Line] = {}
    for line in lines:
        for identity in line.identities:
            other = first.setdefault(identity, line)
            if other.name.lower() != line.name.lower():
                faults.append(
                    Fault(
                        file,
                        line.number,
                        f"{identity.split(' ')[0]}: stands in line {other.number} for {other.name!r} already",
                    )
                )
    return faults


def import_lines(session: Session, lines: list[Line]) -> Imported:
    """Replace the roster with these lines. People without a line lose their roles."""
    known = {
        identity: person
        for person in session.scalars(
            select(PersonRow).options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
        )
        for identity in _identities(person)
    }
    people: dict[int, PersonRow] = {}
    new = changed = same = 0
    for group in _by_person(lines):
        identities = [identity for line in group for identity in line.identities]
        candidates = {id(known[i]): known[i] for i in identities if i in known and id(known[i]) not in people}
        # An address may have moved to another person: prefer the candidate with the line's name.
        person = next(
            (p for p in candidates.values() if p.name.lower() == group[0].name.lower()),
            next(iter(candidates.values()), None),
        )
        if person is None:
            person = PersonRow(roles=[], addresses=[])
            session.add(person)
            new += 1
            _write(session, person, group)
        elif _write(session, person, group):
            changed += 1
        else:
            same += 1
        people[id(person)] = person
    left = 0
    for person in {id(person): person for person in known.values()}.values():
        if id(person) not in people and person.roles:
            person.roles.clear()
            left += 1
    session.flush()
    if new or changed or left:
        snapshot.mark_roster_changed(session)
    return Imported(new, changed, same, left)


def _identities(person: PersonRow) -> list[str]:
    found = [f"{address.channel} {address.value}" for address in person.addresses]
    if person.email:
        found.append(f"email {person.email.lower()}")
    return [*found, f"name {person.name.lower()} {person.organisation.lower()}"]


def _by_person(lines: list[Line]) -> list[list[Line]]:
    """Group the lines by person, in the order of the file."""
    groups: list[list[Line]] = []
    group_of: dict[str, list[Line]] = {}
    for line in lines:
        joined = list({id(group_of[i]): group_of[i] for i in line.identities if i in group_of}.values())
        group = joined[0] if joined else []
        if not joined:
            groups.append(group)
        for other in joined[1:]:  # this line shows that they are one person
            group += other
            groups.remove(other)
        group.append(line)
        for member in group:
            group_of.update(dict.fromkeys(member.identities, group))
    return groups


def _write(session: Session, person: PersonRow, lines: list[Line]) -> bool:
    """Update a person from their lines; return False if nothing changes."""
    first = lines[0]
    before = _state(person) if person.id else None
    # A number under a new name may have a new owner, who has another chat.
    renamed = person.id is not None and person.name.lower() != first.name.lower()
    person.name, person.organisation = first.name, first.organisation
    person.email = next((line.email for line in lines if line.email), "")
    person.language = first.language
    person.channel = next((line.channel for line in lines if line.channel), "")
    known = {(role.role, role.county): role.nominated_by for role in person.roles}
    wanted = [
        (
            line.role,
            line.county,
            list(line.sectors),
            list(line.groups),
            line.active_from,
            line.active_to,
            known.get((line.role, line.county), "") if line.nominated_by is None else line.nominated_by,
        )
        for line in lines
    ]
    if [_role_state(role) for role in person.roles] != wanted:
        person.roles = [
            RoleRow(role=r, county=c, sectors=s, groups=g, active_from=f, active_to=t, nominated_by=n)
            for r, c, s, g, f, t, n in wanted
        ]
    _write_addresses(session, person, lines, keep_linked=not renamed)
    return before != _state(person)


def _write_addresses(session: Session, person: PersonRow, lines: list[Line], *, keep_linked: bool) -> None:
    wanted = dict.fromkeys(pair for line in lines for pair in line.addresses)
    values = {value for _, value in wanted}
    for address in list(person.addresses):
        if keep_linked and (address.linked_by in values or address.linked_by == VOUCHED):
            continue  # the person proved that this chat is theirs, or another person vouched for it
        if (address.channel, address.value) not in wanted:
            person.addresses.remove(address)  # the address stays known, but has no person
            address.linked_by = None
    have = {(address.channel, address.value) for address in person.addresses}
    for channel, value in wanted:
        if (channel, value) not in have:
            known = session.scalar(
                select(AddressRow).where(AddressRow.channel == channel, AddressRow.value == value)
            )
            address = known or AddressRow(channel=channel, value=value)
            address.linked_by = None
            person.addresses.append(address)


def _state(person: PersonRow) -> tuple[object, ...]:
    return (
        person.name,
        person.organisation,
        person.email,
        person.language,
        person.channel,
        [_role_state(role) for role in person.roles],
        sorted((address.channel, address.value) for address in person.addresses),
    )


def _role_state(role: RoleRow) -> tuple[object, ...]:
    return (
        role.role,
        role.county,
        role.sectors,
        role.groups,
        role.active_from,
        role.active_to,
        role.nominated_by,
    )


def export(session: Session, channels: Channels) -> str:
    """Return the roster as CSV in the form that an import reads, one line per role."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns(channels))
    query = (
        select(PersonRow)
        .order_by(PersonRow.id)
        .options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
    )
    for person in session.scalars(query):
        writer.writerows(_rows(person, channels))
    return out.getvalue()


def _rows(person: PersonRow, channels: Channels) -> Iterator[list[str]]:
    addresses: dict[str, list[str]] = {channel.column.name: [] for channel in channels if channel.column}
    for channel in channels:
        if channel.column and not addresses[channel.column.name]:
            addresses[channel.column.name] = [a.value for a in person.addresses if a.channel == channel.name]
    for index, role in enumerate(person.roles):
        cells = {
            "name": person.name,
            "organisation": person.organisation,
            "role": role.role,
            "county": role.county or "",
            "sectors": ";".join(role.sectors),
            "groups": ";".join(role.groups),
            "email": person.email,
            "channel": person.channel,
            "language": person.language,
            "active_from": role.active_from.isoformat() if role.active_from else "",
            "active_to": role.active_to.isoformat() if role.active_to else "",
            "nominated_by": role.nominated_by,
        }
        # A person's several numbers stand on several lines.
        cells |= {name: values[min(index, len(values) - 1)] for name, values in addresses.items() if values}
        yield [cells.get(name, "") for name in columns(channels)]
