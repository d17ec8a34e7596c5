"""The people of the roster: who holds which role, how each is reached, what nobody holds; a person's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select

from sek_core.access import sessions
from sek_core.digests import vacancies
from sek_core.incidents.hidden_names import is_unnamed
from sek_core.messages.screens import Screen, Text
from sek_core.roster import editing
from sek_core.roster.roles import CLT, LEADS, Role
from sek_core.roster.snapshot import Absence, HeldRole, Person
from sek_core.store.access import PageSession
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History, Incident, ReportRow
from sek_core.store.people import AddressRow, PersonRow, RoleRow
from sek_core.store.states import DeliveryStatus
from sek_core.views import words
from sek_core.views.visibility import COORDINATORS, is_coordinator, reads_words, visible
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

PAGE = 50
MOST_SAID = 20
LOOKED_AT = 30
"""Newest messages of a person among which the last one that arrived is looked for."""

OPEN = frozenset({*LEADS, *CLT, Role.COUNTY_POC, Role.SECTOR_REP})
"""Roles whose numbers everyone on the roster but an observer may read: people are to call them."""

EDITORS = frozenset({Role.RLA, Role.ADMIN})

REACHED = ("yes", "no")
ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows. Empty values do not limit it. `reach`: yes, no. `after`: the id of the person
    behind whom the page begins.
    """

    county: str = ""
    role: str = ""
    organisation: str = ""
    reach: str = ""
    words: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One number or chat of a person. `state`: works, dead, stopped, or off (its channel is off), `since`
    when. `value` is empty for a reader who may not see it.
    """

    channel: str
    value: str
    state: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the list. `way`: the one by which messages go; None: there is none. `delivered`: when a
    message last arrived. `number` is empty for a reader who may not see it. `is_reached`: messages arrive, at
    the person or at who covers for them.
    """

    person: Person
    roles: Sequence[HeldRole]
    number: str
    way: Way | None
    away: Absence | None
    cover: Person | None
    is_reached: bool
    delivered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A role that nobody holds, of a county or (empty) of all."""

    role: str
    county: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the person, or one text of theirs. `text` is empty for who may not read it."""

    at: datetime
    by_them: bool
    channel: str
    about: str
    kind: str
    state: DeliveryStatus | None
    error: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that a page shows of one person. `edits`: the fields that may be changed; empty for a reader
    who may not.
    """

    row: Row
    roles: Sequence[RoleRow]
    ways: Sequence[Way]
    email: str
    language: str
    sessions: Sequence[PageSession]
    signed_in: int
    said: Sequence[Message]
    edits: Mapping[str, str]
    version: int
    edited_at: datetime | None
    edited_by: Person | None


def may_edit(work: UnitOfWork, reader: Person | None) -> bool:
    """Return True for who keeps the roster."""
    return reader is not None and any(role.role in EDITORS for role in work.people.roles(reader))


def may_read_number(work: UnitOfWork, reader: Person | None, person: Person) -> bool:
    """Return True if a reader may know how to reach a person: their own numbers everyone; those of leads and
    their like everyone but observers; those of others who keeps the roster, USAID, the chair, and
    the CLT of the county.
    """
    if reader is None:
        return False
    if reader.id == person.id:
        return True
    mine = [role for role in work.people.roles(reader) if role.role != Role.OBSERVER]
    if not mine:
        return False
    if any(role.role in COORDINATORS or role.role in EDITORS for role in mine):
        return True
    theirs = work.people.roles(person)
    if any(role.role in OPEN for role in theirs):
        return True
    clt = [role for role in mine if role.role in CLT]
    counties = {role.county for role in theirs}
    return any(role.county is None or role.county in counties or None in counties for role in clt)


def may_read_any(work: UnitOfWork, reader: Person | None) -> bool:
    """Return True if a reader sees numbers of others at all."""
    if reader is None:
        return False
    return any(role.role != Role.OBSERVER for role in work.people.roles(reader))


def found(work: UnitOfWork, reader: Person | None, wanted: Filter) -> list[Row]:
    """Return all people that a filter shows, in the order of their roles, without what only a page needs."""
    troubles = _troubles(work)
    rows = [_row(work, reader, person, troubles) for person in work.people.everybody()]
    shown = [row for row in rows if _fits(work, row, wanted)]
    order = {role: place for place, role in enumerate(ROLES)}
    return sorted(
        shown, key=lambda row: (min(order[Role(r.role)] for r in row.roles), row.person.name, row.person.id)
    )


def page(work: UnitOfWork, rows: Sequence[Row], wanted: Filter, most: int = PAGE) -> tuple[list[Row], int]:
    """Return the rows of one page with when a message last arrived, and behind whom the next one begins (0:
    this is the last).
    """
    ids = [row.person.id for row in rows]
    begin = ids.index(wanted.after) + 1 if wanted.after in ids else 0
    some = rows[begin : begin + most]
    more = some[-1].person.id if begin + most < len(rows) else 0
    return [_with_delivered(work, row) for row in some], more


def vacant(work: UnitOfWork, wanted: Filter) -> list[Vacancy]:
    """Return the roles of a filter that nobody holds."""
    found = vacancies.with_unowed(work, vacancies.vacant(work))
    return [
        Vacancy(role, county)
        for county, roles in found.items()
        for role in roles
        if wanted.county in ("", county) and wanted.role in ("", role)
    ]


def one(work: UnitOfWork, reader: Person | None, person_id: int) -> Page | None:
    """Return the page of a person; None if there is none for the reader. Who left the roster is there only
    for those who keep it, and for coordinators.
    """
    try:
        person = work.people.get(person_id)
    except KeyError:
        return None
    keeps = may_edit(work, reader)
    coordinates = reader is not None and is_coordinator(work, reader)
    if not work.people.roles(person) and not keeps and not coordinates:
        return None
    row = editing.load(work.session, person_id)
    assert row is not None
    troubles = _troubles(work)
    open_ = may_read_number(work, reader, person)
    mine = reader is not None and reader.id == person.id
    live = sessions.of_person(work.session, person.id, work.now) if mine or keeps or coordinates else []
    channels = work.core.channels
    edited_by, edited_at = changed_by(work, person_id)
    return Page(
        row=_with_delivered(work, _row(work, reader, person, troubles)),
        roles=row.roles,
        ways=[
            _way(work, each.id, each.channel, each.value if open_ else "", troubles)
            for each in person.addresses
        ],
        email=row.email if open_ else "",
        language=work.people.language_of(person),
        sessions=live if mine else [],
        signed_in=len(live),
        said=_said(work, reader, person),
        edits=editing.values_of(row, channels) if keeps else {},
        version=row.version,
        edited_at=edited_at,
        edited_by=edited_by,
    )


def save(
    work: UnitOfWork, editor: Person, person_id: int, version: int, wanted: Mapping[str, str]
) -> editing.Saved:
    """Write what an editor changed of a person, if nobody changed it since the form was made, with a line of
    the history. Raise PermissionError for who does not keep the roster.
    """
    if not may_edit(work, editor):
        raise PermissionError("does not keep the roster")
    done = editing.save(
        work.session, person_id, version, wanted, work.configuration, work.core.channels, work.now, editor.id
    )
    if done.result == "saved":
        said = "; ".join(
            f"{name}: {old or 'nothing'} to {new or 'nothing'}" for name, (old, new) in done.changed.items()
        )
        work.audit_log.add(reference(person_id), Event.CHANGED, editor.id, "web", said)
        work.people.read_again()
        _tell_replaced(work, work.people.get(person_id), done)
    return done


def _tell_replaced(work: UnitOfWork, person: Person, done: editing.Saved) -> None:
    """Tell the numbers whose place others took, as an import does: a person hears of a change that is not
    theirs.
    """
    if not any(new for name, (_, new) in done.changed.items() if name in work.core.channels.with_numbers):
        return
    told = Screen(Text("roster.replaced"), max_segments=2)
    for channel, value in done.replaced:
        work.outbox.write_to(
            work.people.sender(channel, value), told, work.people.language_of(person), "notice"
        )


def changed_by(work: UnitOfWork, person_id: int) -> tuple[Person | None, datetime | None]:
    """Return who changed a person last on a page, and when; None: an import, or the person's own choice."""
    at = work.session.scalar(select(PersonRow.edited_at).where(PersonRow.id == person_id))
    query = (
        select(History.person_id, History.at)
        .where(History.about == reference(person_id), History.what == Event.CHANGED)
        .order_by(History.id.desc())
        .limit(1)
    )
    row = work.session.execute(query).first()
    by = row.person_id if row is not None and row.at == at else None
    return (work.people.get(by) if by is not None else None), at


def reference(person_id: int) -> str:
    """Return by what the history names a person."""
    return f"P{person_id}"


def as_export(work: UnitOfWork, row: Row) -> dict[str, object]:
    """Return a row for an export."""
    return {
        "id": row.person.id,
        "name": row.person.name,
        "organisation": row.person.organisation,
        "roles": "; ".join(", ".join(filter(None, (role.role, role.county))) for role in row.roles),
        "sectors": "; ".join(sorted({sector for role in row.roles for sector in role.sectors})),
        "number": row.number,
        "channel": row.way.channel if row.way else "",
        "state": row.way.state if row.way else "none",
        "since": row.way.since if row.way else None,
        "away_until": row.away.until if row.away else None,
        "cover": row.cover.name if row.cover else "",
        "last_delivered": row.delivered,
        "language": work.people.language_of(row.person),
    }


EXPORTED = (
    "id", "name", "organisation", "roles", "sectors", "number", "channel", "state", "since", "away_until",
    "cover", "last_delivered", "language",
)  # fmt: skip

Troubles = Mapping[int, tuple[str, datetime]]


def _troubles(work: UnitOfWork) -> Troubles:
    """Return what is wrong with addresses, and since when, by id. Few addresses have anything."""
    row = AddressRow
    query = select(row.id, row.opted_out_at, row.dead_since).where(
        or_(row.opted_out_at.is_not(None), row.dead_since.is_not(None), row.blocked_at.is_not(None))
    )
    found: dict[int, tuple[str, datetime]] = {}
    for address_id, stopped, dead in work.session.execute(query):
        if stopped is not None:
            found[address_id] = ("stopped", stopped)
        elif dead is not None:
            found[address_id] = ("dead", dead)
    return found


def _row(work: UnitOfWork, reader: Person | None, person: Person, troubles: Troubles) -> Row:
    number = next((each.value for each in person.addresses if _is_number(work, each.channel)), "")
    reads = may_read_number(work, reader, person)
    best = [*work.people.reachable_at(person), *person.addresses]
    way = _way(work, best[0].id, best[0].channel, best[0].value if reads else "", troubles) if best else None
    away = work.people.away(person)
    cover = work.people.cover_of(person) if away is not None else None
    at = cover if away is not None else person
    reached = at is not None and any(
        _way(work, each.id, each.channel, "", troubles).state == "works" for each in at.addresses
    )
    return Row(person, work.people.roles(person), number if reads else "", way, away, cover, reached)


def _is_number(work: UnitOfWork, channel: str) -> bool:
    return channel in work.core.channels.with_numbers


def _way(work: UnitOfWork, address_id: int, channel: str, value: str, troubles: Troubles) -> Way:
    state, since = troubles.get(address_id, ("works", None))
    if state == "works" and channel not in work.core.channels.names:
        state = "off"
    return Way(channel, value, state, since)


def _fits(work: UnitOfWork, row: Row, wanted: Filter) -> bool:
    held = [role for role in row.roles if not wanted.county or role.covers(wanted.county)]
    if not any(not wanted.role or role.role == wanted.role for role in held):
        return False
    if wanted.organisation and wanted.organisation.casefold() not in row.person.organisation.casefold():
        return False
    if wanted.reach and row.is_reached != (wanted.reach == "yes"):
        return False
    if not wanted.words:
        return True
    digits = "".join(filter(str.isdigit, wanted.words)).removeprefix("0")
    if digits and row.number and digits in row.number:
        return True
    return all(word in row.person.name.casefold() for word in wanted.words.casefold().split())


def _with_delivered(work: UnitOfWork, row: Row) -> Row:
    newest = (
        select(Delivery.status, Delivery.changed_at)
        .where(Delivery.person_id == row.person.id)
        .order_by(Delivery.id.desc())
        .limit(LOOKED_AT)
    )
    arrived = (DeliveryStatus.DELIVERED, DeliveryStatus.ACCEPTED)
    at = next((at for status, at in work.session.execute(newest) if status in arrived), None)
    return replace(row, delivered=at)


def _said(work: UnitOfWork, reader: Person | None, person: Person) -> list[Message]:
    """Return the newest words to and by a person that the reader may see, the newest first."""
    if reader is None:
        return []
    mine = reader.id == person.id
    reads = reads_words(work, reader)
    found = _reported(work, reader, person, reads=reads)
    if mine or is_coordinator(work, reader) or may_edit(work, reader):
        found += _told(work, reader, person, reads=reads)
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST_SAID]


def _reported(work: UnitOfWork, reader: Person, person: Person, *, reads: bool) -> list[Message]:
    query = (
        select(ReportRow, Incident)
        .join(Incident, Incident.ref == ReportRow.incident_ref)
        .where(ReportRow.person_id == person.id, visible(work, reader))
        .order_by(ReportRow.created_at.desc())
        .limit(MOST_SAID)
    )
    return [
        Message(
            row.created_at,
            True,
            "",
            row.incident_ref,
            row.kind,
            None,
            "",
            row.text if reads else "",
            row.language,
        )
        for row, incident in work.session.execute(query)
        if reader.id == person.id or not (is_unnamed(incident, person.id) or incident.caller)
    ]


def _told(work: UnitOfWork, reader: Person, person: Person, *, reads: bool) -> list[Message]:
    query = (
        select(Delivery)
        .where(Delivery.person_id == person.id, words.of_messages(work, reader), Delivery.kind != "shown")
        .order_by(Delivery.id.desc())
        .limit(MOST_SAID)
    )
    rows = list(work.session.scalars(query))
    return [
        Message(
            row.created_at, False, row.channel, row.about, row.kind, row.status, row.error or "",
            words.of(row, reader) if reads else "",
        )
        for row in rows
    ]  # fmt: skip
