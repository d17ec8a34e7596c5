"""The roster as a file: imported as a whole or not at all, and exported in the same form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from config.faults import Fault, FaultsError
from config.mechanism import Configuration
from sek_core.messages.channel import Channels
from sek_core.roster import editing, emails, former, snapshot
from sek_core.roster.changes import Change, State, changes_of, roles_of, state_of
from sek_core.roster.columns import Header, columns
from sek_core.roster.lines import Line, read_line
from sek_core.roster.people import VOUCHED
from sek_core.spreadsheets import reading, writing
from sek_core.spreadsheets.table import Table
from sek_core.store.people import AddressRow, PersonRow, RoleRow, RosterEdit
from sek_core.timing.clock import SystemClock

__all__ = ["Imported", "Line", "columns", "export", "export_rows", "import_lines", "read", "read_table"]


@dataclass(frozen=True, slots=True)
class Imported:
    """Result of an import: numbers of people who were new, changed, the same, or left the roster."""

    new: int
    changed: int
    same: int
    left: int
    changes: tuple[Change, ...] = field(default=(), compare=False)
    """What an import changes of each person, in the order of the file."""
    replaced: tuple[tuple[str, str, str], ...] = field(default=(), compare=False)
    """Addresses that people had before others took their place: channel, value, language."""
    kept: tuple[editing.Met, ...] = field(default=(), compare=False)
    """What was changed on a page and stays, because the file still says what stood there before."""


def read(text: str, file: str, configuration: Configuration, channels: Channels) -> list[Line]:
    """Parse a roster in CSV; raise FaultsError with every bad line."""
    return read_table(reading.read(text.encode(), file), file, configuration, channels)


def read_table(table: Table, file: str, configuration: Configuration, channels: Channels) -> list[Line]:
    """Return the lines of a roster; raise FaultsError with every bad line."""
    if not table.rows:
        missing = (f"the column {name} is missing" for name in ("name", "role"))
        raise FaultsError([Fault(file, 1, message) for message in missing])
    first, *rows = table.rows
    header = Header.read(first, file, channels)
    lines: list[Line] = []
    faults: list[Fault] = []
    for row in rows:
        cells, wrong = header.cells(row)
        if not any(cells.values()) and not wrong:
            continue
        line, more = read_line(row.number, cells, configuration, channels)
        faults += [Fault(file, row.number, message) for message in (*wrong, *more)]
        lines.append(line)
    faults += _contradictions(file, lines, channels)
    if not lines and not faults:
        faults.append(Fault(file, first.number, "there is nobody in this file"))
    if faults:
        raise FaultsError(sorted(faults))
    return lines


def _contradictions(file: str, lines: list[Line], channels: Channels) -> list[Fault]:
    """Return a fault for each contact that belongs to two different names."""
    faults: list[Fault] = []
    columns_of = {channel.name: channel.column.name for channel in channels if channel.column}
    first: dict[str, Line] = {}
    for line in lines:
        for identity in line.identities:
            other = first.setdefault(identity, line)
            if other.name.lower() != line.name.lower():
                kind = identity.partition(" ")[0]
                said = f"stands in line {other.number} for {other.name!r} already: one of them is wrong"
                faults.append(Fault(file, line.number, f"{columns_of.get(kind, kind)}: {said}"))
    return faults


def import_lines(
    session: Session,
    lines: list[Line],
    now: datetime | None = None,
    *,
    file: str = "",
    take_file: bool = False,
) -> Imported:
    """Replace the roster with these lines. People without a line lose their roles. `now`: the program's time;
    without it the system's.

    What was changed on a page stays while the file says what stood there before. Raise FaultsError with each
    line that says a third thing; `take_file`: the file is right.
    """
    now = now or SystemClock().now()
    emails.make_addresses(session, _email_channel(lines))
    roster = list(
        session.scalars(
            select(PersonRow)
            .order_by(PersonRow.id)
            .options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
            .with_for_update()  # so that no page changes a person meanwhile
            .execution_options(populate_existing=True)
        )
    )
    edits = editing.edits(session)
    known = {identity: each for each in roster for identity in _identities(each)}
    for one in roster:
        for identity in editing.identities(one, edits.get(one.id, ())):
            known.setdefault(identity, one)
    met: list[editing.Met] = []
    people: dict[int, PersonRow] = {}
    written: list[tuple[str, PersonRow, State]] = []
    replaced: list[tuple[str, str, str]] = []
    same = 0
    for group in _by_person(lines):
        identities = [identity for line in group for identity in line.identities]
        candidates = {id(known[i]): known[i] for i in identities if i in known and id(known[i]) not in people}
        # An address may have moved to another person: prefer the candidate with the line's name.
        person = next(
            (p for p in candidates.values() if group[0].name.lower() in _names(p, edits)),
            next(iter(candidates.values()), None),
        )
        if person is None:
            person = PersonRow(roles=[], addresses=[])
            session.add(person)
            written.append(("new", person, {}))
            _write(session, person, group, now)
        else:
            merged, found = editing.merge(
                session, person, group, edits.get(person.id, ()), take_file=take_file
            )
            met += found
            before = state_of(person)
            had = [(address.channel, address.value) for address in person.addresses]
            if _write(session, person, merged, now):
                person.version, person.edited_at = person.version + 1, now
                written.append(("changed", person, before))
                have = {(address.channel, address.value) for address in person.addresses}
                gone = [pair for pair in had if pair not in have] if have - set(had) else []
                replaced += [(*pair, person.language) for pair in gone]
            else:
                same += 1
        people[id(person)] = person
    left = []
    for person in {id(person): person for person in known.values()}.values():
        if id(person) not in people and person.roles:
            left.append(Change("left", person.name, roles_of(person.roles)))
            person.roles.clear()
            person.version, person.edited_at = person.version + 1, now
            editing.drop_ends(session, person.id)
    if refused := [Fault(file, each.line, str(each)) for each in met if not each.kept]:
        raise FaultsError(sorted(refused))
    session.flush()
    if written or left:
        snapshot.mark_roster_changed(session)
    new = sum(kind == "new" for kind, _, _ in written)
    changes = [Change(kind, person.name, changes_of(before, person)) for kind, person, before in written]
    return Imported(new, len(written) - new, same, len(left), (*changes, *left), tuple(replaced), tuple(met))


def _names(person: PersonRow, edits: Mapping[int, Sequence[RosterEdit]]) -> set[str]:
    """Return the names by which a file may call the person: the present one, and the one before an edit."""
    was = (edit.before for edit in edits.get(person.id, ()) if edit.field == "name")
    return {person.name.lower(), *(name.lower() for name in was)}


def _email_channel(lines: Iterable[Line]) -> str:
    """Return the channel by which lines of the file have an e-mail; empty if none has one."""
    for line in lines:
        for channel, value in line.addresses:
            if line.email and value == line.email.lower():
                return channel
    return ""


def _identities(person: PersonRow) -> list[str]:
    found = [f"{address.channel} {address.value}" for address in person.addresses]
    if person.email:
        found.append(emails.identity(person.email))
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


def _write(session: Session, person: PersonRow, lines: list[Line], now: datetime) -> bool:
    """Update a person from their lines; return False if nothing changes."""
    first = lines[0]
    before = _state(person) if person.id else None
    # A number under a new name may have a new owner, who has another chat.
    renamed = person.id is not None and person.name.lower() != first.name.lower()
    email = next((line.email for line in lines if line.email), "")
    if renamed:
        former.remember(session, person.id, "name", person.name, now)
    if person.id is not None and emails.is_to_be_remembered(person, email):
        former.remember(session, person.id, emails.COLUMN, person.email, now)
    person.name, person.organisation = first.name, first.organisation
    person.email = email
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
    _write_addresses(session, person, lines, now, keep_linked=not renamed)
    return before != _state(person)


def _write_addresses(
    session: Session, person: PersonRow, lines: list[Line], now: datetime, *, keep_linked: bool
) -> None:
    wanted = dict.fromkeys(pair for line in lines for pair in line.addresses)
    values = {value for _, value in wanted}
    for address in list(person.addresses):
        if keep_linked and (address.linked_by in values or address.linked_by == VOUCHED):
            continue  # the person proved that this chat is theirs, or another person vouched for it
        if (address.channel, address.value) not in wanted:
            person.addresses.remove(address)  # the address stays known, but has no person
            address.linked_by = None
            former.remember(session, person.id, address.channel, address.value, now)
    have = {(address.channel, address.value) for address in person.addresses}
    for channel, value in wanted:
        if (channel, value) not in have:
            known = session.scalar(
                select(AddressRow).where(AddressRow.channel == channel, AddressRow.value == value)
            )
            address = known or AddressRow(channel=channel, value=value)
            if address.person_id is not None and address.person_id != person.id:
                former.remember(session, address.person_id, channel, value, now)
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
    return writing.as_csv(export_rows(session, channels))


def export_rows(session: Session, channels: Channels) -> Iterator[list[str]]:
    """Yield the header and the lines of the roster, in the form that an import reads."""
    yield list(columns(channels))
    query = (
        select(PersonRow)
        .order_by(PersonRow.id)
        .options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
    )
    for person in session.scalars(query):
        yield from _rows(person, channels)


def _rows(person: PersonRow, channels: Channels) -> Iterator[list[str]]:
    addresses: dict[str, list[str]] = {channel.column.name: [] for channel in channels if channel.column}
    for channel in channels:
        if channel.column and not addresses[channel.column.name]:
            addresses[channel.column.name] = [a.value for a in person.addresses if a.channel == channel.name]
    for index, role in enumerate(person.roles):
        is_last = index == len(person.roles) - 1
        cells = {
            "name": person.name,
            "organisation": person.organisation,
            "role": role.role,
            "county": role.county or "",
            "sectors": ";".join(role.sectors),
            "groups": ";".join(role.groups),
            "channel": person.channel,
            "language": person.language,
            "active_from": role.active_from.isoformat() if role.active_from else "",
            "active_to": role.active_to.isoformat() if role.active_to else "",
            "nominated_by": role.nominated_by,
        }
        cells |= {name: _shared_out(values, index, is_last) for name, values in addresses.items() if values}
        if person.email and cells.get(emails.COLUMN, person.email.lower()) == person.email.lower():
            cells[emails.COLUMN] = person.email  # as the file wrote it
        yield [cells.get(name, "") for name in columns(channels)]


def _shared_out(values: list[str], index: int, is_last: bool) -> str:
    """Return the address of a line: of several, one on each line, and those left over on the last."""
    return " / ".join(values[index:]) if is_last and index < len(values) else values[: index + 1][-1]
