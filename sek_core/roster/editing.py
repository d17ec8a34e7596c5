"""Edits of one person of the roster on a page: checked as a line of the roster's file, and kept apart.

An import of the file never undoes one unsaid.

A field is one of `PLAIN`, the channel of the telephone numbers, or `until <role> <county>`: the last day of a
role. Its value is what the file's cell would hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, selectinload

from config.mechanism import ROLES, Configuration
from sek_core.messages.channel import Channels
from sek_core.roster import emails, former, snapshot
from sek_core.roster.columns import columns
from sek_core.roster.lines import Line, read_line
from sek_core.roster.people import VOUCHED
from sek_core.store.people import AddressRow, PersonRow, RoleRow, RosterEdit
from sek_core.store.statements import changed_one

PLAIN = ("name", "organisation", "email", "channel", "language")
"""The fields of every person besides the numbers."""

UNTIL = "until "
"""Beginning of the fields that are the last days of roles."""

_BETWEEN = " / "

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit. `wrong`: each field that cannot be so, and the person who has that contact
    already, or empty. `changed`: old and new by field. `now`: what stands, where the form was too old.
    `replaced`: numbers that are no longer the person's.
    """

    result: Literal["saved", "same", "stale", "wrong", "gone"]
    wrong: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    now: Values = field(default_factory=dict)
    version: int = 0
    replaced: tuple[tuple[str, str], ...] = ()


def load(session: Session, person_id: int) -> PersonRow | None:
    """Return a person with roles and addresses as they are stored now."""
    query = (
        select(PersonRow)
        .where(PersonRow.id == person_id)
        .options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
        .execution_options(populate_existing=True)
    )
    return session.scalar(query)


def values_of(person: PersonRow, channels: Channels) -> dict[str, str]:
    """Return the fields of a person."""
    channel = of_numbers(channels)
    return {
        "name": person.name,
        "organisation": person.organisation,
        **({channel: _BETWEEN.join(_numbers(person, channel))} if channel else {}),
        "email": person.email,
        "channel": person.channel,
        "language": person.chosen_language or person.language,
        **{_until(role): role.active_to.isoformat() if role.active_to else "" for role in person.roles},
    }


def save(
    session: Session,
    person_id: int,
    version: int,
    wanted: Values,
    configuration: Configuration,
    channels: Channels,
    now: datetime,
    by_id: int,
) -> Saved:
    """Write the fields of a person, if nobody has changed them since the form was made; record what an import
    must keep. Fields that are not in `wanted`, or are unknown, stay.
    """
    person = load(session, person_id)
    if person is None:
        return Saved("gone")
    current = values_of(person, channels)
    if person.version != version:
        return Saved("stale", now=current, version=person.version)
    given = {name: " ".join(wanted.get(name, value).split()) for name, value in current.items()}
    read, wrong = _read(session, person, given, configuration, channels)
    if wrong:
        return Saved("wrong", wrong, now=current, version=version)
    changed = {name: (value, read[name]) for name, value in current.items() if read[name] != value}
    if not changed:
        return Saved("same", now=current, version=version)
    mine = update(PersonRow).where(PersonRow.id == person_id, PersonRow.version == version)
    values: dict[str, object] = {name: read[name] for name in ("name", "organisation", "email", "channel")}
    if "language" in changed:
        values |= {"language": read["language"], "chosen_language": None}
    by = of_numbers(channels)
    before = _in_file(person, {**current, "language": person.language}, by)
    stamp = {"version": version + 1, "edited_at": now}
    if not changed_one(session, mine.values(**values, **stamp)):  # another form was quicker
        later = load(session, person_id)
        assert later is not None
        return Saved("stale", now=values_of(later, channels), version=later.version)
    if "name" in changed:
        former.remember(session, person_id, "name", current["name"], now)
    if emails.is_to_be_remembered(person, read["email"]):
        former.remember(session, person_id, emails.COLUMN, current["email"], now)
    gone = _write_addresses(session, person, _parts(read.get(by, "")), by, now) if by in changed else []
    mail = emails.channel_of(channels)
    if mail and "email" in changed:
        gone += _write_addresses(session, person, _parts(read["email"].lower()), mail, now)
    for role in person.roles:
        ends = read[_until(role)]
        role.active_to = date.fromisoformat(ends) if ends else None
    after = _in_file(person, read, by)
    for name in changed:
        _keep(session, person_id, name, before[name], after[name], by_id, now)
    session.flush()
    snapshot.mark_roster_changed(session)
    session.expire(person)
    return Saved("saved", changed=changed, version=version + 1, replaced=tuple(gone))


def of_numbers(channels: Channels) -> str:
    """Return the name of the channel whose addresses are the telephone numbers of the file; empty if none."""
    return next((channel.name for channel in channels if channel.has_numbers and channel.column), "")


def _numbers(person: PersonRow, channel: str) -> list[str]:
    ordered = sorted(person.addresses, key=lambda each: (each.id is None, each.id or 0))
    return [each.value for each in ordered if each.channel == channel]


def _in_file(person: PersonRow, values: Values, channel: str) -> dict[str, str]:
    """Return the fields as the file has them: without numbers for which somebody vouched."""
    vouched = {each.value for each in person.addresses if each.linked_by == VOUCHED}
    numbers = [value for value in values.get(channel, "").split(_BETWEEN) if value not in vouched]
    return {**values, channel: _BETWEEN.join(numbers)}


def _until(role: RoleRow) -> str:
    return f"{UNTIL}{role.role} {role.county or ''}".rstrip()


def _read(
    session: Session, person: PersonRow, given: Values, configuration: Configuration, channels: Channels
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields as the file's reader reads them, and those that it refuses."""
    channel = of_numbers(channels)
    column = next((each.column.name for each in channels if each.name == channel and each.column), "")
    fields = {column: channel, "active_to": ""} | {name: name for name in PLAIN}
    read, wrong = dict(given), dict[str, str]()
    ends: list[tuple[str, RoleRow | None]] = [(_until(role), role) for role in person.roles]
    for name, role in ends or [("", None)]:
        cells = dict.fromkeys(columns(channels), "")
        cells |= {"role": role.role if role else ROLES[0], "county": (role.county or "") if role else ""}
        cells |= {each: given[each] for each in PLAIN}
        cells |= {column: given[channel]} if channel else {}
        cells["active_from"] = role.active_from.isoformat() if role and role.active_from else ""
        cells["active_to"] = given.get(name, "")
        line, faults = read_line(0, cells, configuration, channels)
        for fault in faults:
            which = fault.partition(":")[0]
            if which in fields:
                wrong[fields[which] or name] = ""
        read |= {"name": line.name, "organisation": line.organisation, "email": line.email}
        read |= {"channel": line.channel, "language": line.language}
        if channel:
            read[channel] = _BETWEEN.join(value for by, value in line.addresses if by == channel)
        if name:
            read[name] = line.active_to.isoformat() if line.active_to else ""
    if not wrong:
        wrong |= _taken(session, person, read, channel)
    return read, wrong


def _taken(session: Session, person: PersonRow, read: Values, channel: str) -> Iterator[tuple[str, str]]:
    """Yield the fields that name a contact of another person, with that person's name."""
    others = select(PersonRow.name).where(PersonRow.id != person.id)
    if channel and read[channel]:
        theirs = others.join(AddressRow, AddressRow.person_id == PersonRow.id).where(
            AddressRow.channel == channel, AddressRow.value.in_(read[channel].split(_BETWEEN))
        )
        if (name := session.scalar(theirs.limit(1))) is not None:
            yield channel, name
    if read["email"]:
        mails = session.execute(
            select(PersonRow.name, PersonRow.email).where(PersonRow.id != person.id, PersonRow.email != "")
        )
        for name, email in mails:
            if email.casefold() == read["email"].casefold():
                yield "email", name


def _parts(written: str) -> list[str]:
    return [part for part in written.split(_BETWEEN) if part]


def _write_addresses(
    session: Session, person: PersonRow, wanted: Sequence[str], channel: str, now: datetime
) -> list[tuple[str, str]]:
    """Give the person these addresses of a channel in the place of their present ones; return those that are
    gone. A chat that they proved with a number that is gone goes too.
    """
    old = set(_numbers(person, channel)) - set(wanted)
    gone = []
    for address in list(person.addresses):
        if (address.value if address.channel == channel else address.linked_by) in old:
            gone.append((address.channel, address.value))
            former.remember(session, person.id, address.channel, address.value, now)
            person.addresses.remove(address)  # the address stays known, but has no person
            address.linked_by = None
    have = _numbers(person, channel)
    for value in wanted:
        if value not in have:
            query = select(AddressRow).where(AddressRow.channel == channel, AddressRow.value == value)
            address = session.scalar(query) or AddressRow(channel=channel, value=value)
            address.linked_by = None
            person.addresses.append(address)
    return gone


def _keep(
    session: Session, person_id: int, name: str, before: str, after: str, by_id: int, now: datetime
) -> None:
    """Write down what an import keeps: what stood there before the first edit, and what stands there now."""
    known = session.get(RosterEdit, (person_id, name), populate_existing=True)
    if known is None:
        row = RosterEdit(person_id=person_id, field=name, before=before, after=after, by_id=by_id, at=now)
        session.add(row)
    elif _same(name, known.before, after):
        session.delete(known)
    else:
        known.after, known.by_id, known.at = after, by_id, now


@dataclass(frozen=True, slots=True)
class Met:
    """One edit that an import met. `kept`: the file still says what stood there before. Otherwise `file` is a
    third value.
    """

    line: int
    person: str
    field: str
    after: str
    file: str
    kept: bool

    def __str__(self) -> str:
        if self.kept:
            return (
                f"kept: {self.person}: {self.field}: {_said(self.after)}, not {_said(self.file)} of the file"
            )
        return (
            f"{self.field}: {self.person} has {_said(self.after)} since it was changed on a page, and the "
            f"file says {_said(self.file)}: write the right one here, or import with --take-file"
        )


def edits(session: Session) -> dict[int, list[RosterEdit]]:
    """Return all edits that imports keep, by person."""
    found: dict[int, list[RosterEdit]] = {}
    for row in session.scalars(select(RosterEdit).order_by(RosterEdit.person_id, RosterEdit.field)):
        found.setdefault(row.person_id, []).append(row)
    return found


def identities(person: PersonRow, made: Iterable[RosterEdit]) -> Iterator[str]:
    """Yield by what a file that does not know the edits yet names the person."""
    was = {edit.field: edit.before for edit in made}
    for name, before in was.items():
        if _is_channel(name):
            yield from (f"{name} {number}" for number in before.split(_BETWEEN) if number)
    if was.get(emails.COLUMN):
        yield emails.identity(was[emails.COLUMN])
    name, organisation = was.get("name", person.name), was.get("organisation", person.organisation)
    yield f"name {name.lower()} {organisation.lower()}"


def merge(
    session: Session, person: PersonRow, lines: Sequence[Line], made: Sequence[RosterEdit], *, take_file: bool
) -> tuple[list[Line], list[Met]]:
    """Return the lines of one person with the edits that the file does not know yet, and what was met. An
    edit that the file knows, or whose role has gone, is done with; `take_file`: one with a third value too.
    """
    merged, met = list(lines), []
    for edit in made:
        said = _said_by(lines, edit.field)
        if said is None or _same(edit.field, said, edit.after):
            session.delete(edit)
        elif _same(edit.field, said, edit.before):
            merged = [_with(line, edit, person) for line in merged]
            met.append(Met(lines[0].number, lines[0].name, edit.field, edit.after, said, kept=True))
        elif take_file:
            session.delete(edit)
        else:
            number = next((line.number for line in lines if _is_of(line, edit.field)), lines[0].number)
            met.append(Met(number, lines[0].name, edit.field, edit.after, said, kept=False))
    return merged, met


def drop_ends(session: Session, person_id: int) -> None:
    """Drop the edits of the last days of roles that a person holds no more."""
    ends = RosterEdit.field.startswith(UNTIL)
    session.execute(delete(RosterEdit).where(RosterEdit.person_id == person_id, ends))


def _is_channel(name: str) -> bool:
    return name not in PLAIN and not name.startswith(UNTIL)


def _said_by(lines: Sequence[Line], name: str) -> str | None:
    """Return what the file's lines of one person say of a field; None if it names that role no more."""
    if _is_channel(name):
        values = (value for line in lines for by, value in line.addresses if by == name)
        return _BETWEEN.join(dict.fromkeys(values))
    if name in ("email", "channel"):
        return next((said for line in lines if (said := str(getattr(line, name)))), "")
    if name.startswith(UNTIL):
        found = next((line for line in lines if _is_of(line, name)), None)
        return None if found is None else found.active_to.isoformat() if found.active_to else ""
    return str(getattr(lines[0], name))


def _is_of(line: Line, name: str) -> bool:
    return not name.startswith(UNTIL) or name == f"{UNTIL}{line.role} {line.county or ''}".rstrip()


def _with(line: Line, edit: RosterEdit, person: PersonRow) -> Line:
    """Return a line with what an edit says."""
    if _is_channel(edit.field):
        numbers = [(edit.field, value) for value in edit.after.split(_BETWEEN) if value]
        others = [pair for pair in line.addresses if pair[0] != edit.field]
        return replace(line, addresses=(*numbers, *others))
    if edit.field.startswith(UNTIL):
        ends = date.fromisoformat(edit.after) if edit.after else None
        return replace(line, active_to=ends) if _is_of(line, edit.field) else line
    if edit.field == emails.COLUMN:
        after = edit.after.lower()
        by = next((each.channel for each in person.addresses if each.value == after), "")
        others = [pair for pair in line.addresses if pair[1] != line.email.lower()]
        return replace(line, email=edit.after, addresses=(*others, *([(by, after)] if by else [])))
    plain: dict[str, Any] = {edit.field: edit.after}
    return replace(line, **plain)


def _same(name: str, one: str, other: str) -> bool:
    if _is_channel(name):
        return set(one.split(_BETWEEN)) == set(other.split(_BETWEEN))
    return one.casefold() == other.casefold() if name == "email" else one == other


def _said(value: str) -> str:
    return repr(value) if value else "nothing"
