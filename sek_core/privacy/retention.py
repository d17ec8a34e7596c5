"""Retention: what is no longer needed is forgotten, at night, a few rows at a time.

`RETAINED` is the list of what has a limit. One more kind is one more entry, and one more name in `retention`
of mechanism.yaml.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import structlog
from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import selectinload

from config.mechanism import Mechanism
from sek_core.privacy import ageing, erasing, forgotten, subjects
from sek_core.privacy.ageing import Ageing
from sek_core.privacy.subjects import Subject
from sek_core.store import facts
from sek_core.store.base import among, is_just
from sek_core.store.erasure import WORDS
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.meetings import RegularGuest, Task
from sek_core.store.people import AddressRow, FormerContact, PersonRow, RoleRow
from sek_core.store.seats import Nomination
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus, KeptStatus, NominationStatus, TaskStatus
from sek_core.work.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

LOOKED_AT = "retention_looked_at"
"""Name of the fact that holds the day for which nothing is left to forget."""

CLOCK = "clock: retention"
"""Who forgets, in the history."""

BATCH = 5
"""Maximum number of rows, or slices, that are forgotten in one tick. Each has a transaction of its own."""

LEAST_NIGHT = (time(1), time(5))
"""The hours for this work where the mechanism has no quiet hours."""


@dataclass(frozen=True, slots=True)
class Due:
    """One row that has reached its limit, or one slice of rows: the name of its kind, and its id."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Retained:
    """One kind of data with a limit.

    `due` returns the ids of rows that were needed last before a time, at most so many. `forget` erases one of
    them and returns False if it is not due any more. `waiting` counts what waits for `sek check`.
    """

    name: str
    what: str
    kept: Callable[[Mechanism], timedelta]
    due: Callable[[UnitOfWork, datetime, int | None], Sequence[int]]
    forget: Callable[[UnitOfWork, int], bool]
    waiting: Callable[[UnitOfWork, datetime], int]


def due(work: UnitOfWork) -> list[Due]:
    """Return what is to be forgotten now: at night, and only until nothing is left for this day."""
    here = work.now.astimezone(work.configuration.mechanism.zone)
    if facts.value_of(work.session, LOOKED_AT) == here.date().isoformat() or not _is_night(work, here.time()):
        return []
    note_who_left(work)
    found = [Due(each.name, row) for each in RETAINED for row in each.due(work, _limit(work, each), BATCH)][
        :BATCH
    ]
    if not found:
        facts.put(work.session, LOOKED_AT, here.date().isoformat())
    return found


def forget(work: UnitOfWork, row: Due) -> bool:
    """Forget one row; False if another clock was quicker, or it is needed again."""
    kind = next(each for each in RETAINED if each.name == row.kind)
    if row.id not in kind.due(work, _limit(work, kind), None):
        return False
    return kind.forget(work, row.id)


def postpone(work: UnitOfWork, _row: Due) -> None:
    """Leave the rest of this day's work for the next night, so that a row that fails does not come back every
    second.
    """
    here = work.now.astimezone(work.configuration.mechanism.zone)
    facts.put(work.session, LOOKED_AT, here.date().isoformat())


def figures(work: UnitOfWork) -> list[tuple[str, timedelta, int]]:
    """Return what is kept for how long, and how many rows wait to be forgotten."""
    mechanism = work.configuration.mechanism
    return [(each.what, each.kept(mechanism), each.waiting(work, _limit(work, each))) for each in RETAINED]


def _limit(work: UnitOfWork, kind: Retained) -> datetime:
    return work.now - kind.kept(work.configuration.mechanism)


def _is_night(work: UnitOfWork, at: time) -> bool:
    begins, ends = work.configuration.mechanism.quiet_hours
    if begins == ends:
        begins, ends = LEAST_NIGHT
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def note_who_left(work: UnitOfWork) -> None:
    """Record since when people hold no role, and that people hold one again."""
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    role = exists().where(
        RoleRow.person_id == PersonRow.id, or_(RoleRow.active_to.is_(None), RoleRow.active_to >= today)
    )
    guest = exists().where(RegularGuest.person_id == PersonRow.id, RegularGuest.ended_at.is_(None))
    back = update(PersonRow).where(PersonRow.left_at.is_not(None), or_(role, guest))
    changed_one(work.session, back.values(left_at=None))
    left = update(PersonRow).where(PersonRow.left_at.is_(None), ~role, ~guest)
    changed_one(work.session, left.values(left_at=work.now))


def _strangers(work: UnitOfWork, before: datetime, limit: int | None) -> Sequence[int]:
    """Return numbers off the roster without a text since. A block and a STOP stay; so does a number as long
    as an incident of its words is open, or a text of it waits.
    """
    texted = exists().where(
        InboxRow.channel == AddressRow.channel,
        InboxRow.sender == AddressRow.value,
        InboxRow.received_at >= before,
    )
    waits = exists().where(
        Kept.channel == AddressRow.channel, Kept.sender == AddressRow.value, Kept.status == KeptStatus.OPEN
    )
    caller = AddressRow.channel + ":" + AddressRow.value
    called = exists().where(Incident.caller == caller, among(Incident.status, *LIVE))
    was = exists().where(FormerContact.what == AddressRow.channel, FormerContact.value == AddressRow.value)
    query = select(AddressRow.id).where(
        AddressRow.person_id.is_(None), AddressRow.opted_out_at.is_(None), AddressRow.blocked_at.is_(None),
        ~texted, ~waits, ~called, ~was,
    )  # fmt: skip
    return list(work.session.scalars(query.order_by(AddressRow.id).limit(limit)))


def _former_people(work: UnitOfWork, before: datetime, limit: int | None) -> Sequence[int]:
    """Return people who left the roster before, have not texted since, and hold nothing open."""
    texted = exists().where(
        AddressRow.person_id == PersonRow.id, InboxRow.channel == AddressRow.channel,
        InboxRow.sender == AddressRow.value, InboxRow.received_at >= before,
    )  # fmt: skip
    holds = exists().where(
        Incident.taken_by_id == PersonRow.id, is_just(Incident.status, IncidentStatus.TAKEN)
    )
    reported = exists().where(Incident.reporter_id == PersonRow.id, among(Incident.status, *LIVE))
    owes = exists().where(Task.owner_id == PersonRow.id, Task.status == TaskStatus.OPEN)
    named = exists().where(Nomination.person_id == PersonRow.id, Nomination.status == NominationStatus.OPEN)
    query = select(PersonRow.id).where(
        PersonRow.left_at < before,
        PersonRow.name.not_like(f"{WORDS}%"),
        ~texted,
        ~holds,
        ~reported,
        ~owes,
        ~named,
    )
    return list(work.session.scalars(query.order_by(PersonRow.id).limit(limit)))


def _forget_stranger(work: UnitOfWork, row: int) -> bool:
    address = work.session.get_one(AddressRow, row)
    return _forget(work, subjects.of_pairs(work.session, [(address.channel, address.value)]))


def _forget_person(work: UnitOfWork, row: int) -> bool:
    whole = (selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
    person = work.session.scalars(select(PersonRow).where(PersonRow.id == row).options(*whole)).one()
    return _forget(work, subjects.of_person(work.session, person))


def _forget(work: UnitOfWork, subject: Subject) -> bool:
    names = forgotten.names_of(subject)
    found = erasing.look(work.session, subject, work)
    done = erasing.forget(work, subject, found, CLOCK)
    # Before the commit: if that fails, the next night finds the row again, on the list, and its files gone.
    for path in done.paths:
        path.unlink(missing_ok=True)
    if done.rows and work.core.forgotten_file is not None:
        _remember(work.core.forgotten_file, names, work.now)
    erasing.note_to_purge(work.session)
    return bool(done.rows)


def _remember(path: Path, names: Sequence[str], now: datetime) -> None:
    """Put them on the list of the forgotten. A list that cannot be written stops no erasure."""
    try:
        forgotten.read(path).add(names, now)
    except OSError as error:
        log.error("forgotten_list_not_written", reason=error.strerror)


def _aged(rows: Ageing, what: str, kept: Callable[[Mechanism], timedelta]) -> Retained:
    """Return the entry of rows that go a slice at a time."""

    def forget(work: UnitOfWork, _at: int) -> bool:
        return rows.remove_slice(work, work.now - kept(work.configuration.mechanism))

    return Retained(rows.name, what, kept, rows.due, forget, rows.waiting)


def _single(
    name: str,
    what: str,
    kept: Callable[[Mechanism], timedelta],
    due: Callable[[UnitOfWork, datetime, int | None], Sequence[int]],
    forget: Callable[[UnitOfWork, int], bool],
) -> Retained:
    """Return the entry of rows that go one by one."""
    return Retained(name, what, kept, due, forget, lambda work, before: len(due(work, before, None)))


RETAINED = (
    _single(
        "strangers", "numbers that are not on the roster, after their last text",
        lambda mechanism: mechanism.retention.strangers, _strangers, _forget_stranger,
    ),
    _single(
        "former_people", "people who left the roster",
        lambda mechanism: mechanism.retention.former_people, _former_people, _forget_person,
    ),
    _aged(
        ageing.MESSAGES, "messages, after the end of what they are about",
        lambda mechanism: mechanism.retention.messages,
    ),
    _aged(
        ageing.RECEIVED, "copies of what the providers sent, after the end of the incident",
        lambda mechanism: mechanism.retention.received,
    ),
    _aged(
        ageing.KEPT, "words of kept texts, after a person has settled them",
        lambda mechanism: mechanism.retention.kept_texts,
    ),
    _aged(
        ageing.LINKS, "links to files, after they came",
        lambda mechanism: mechanism.file_links + mechanism.retention.links,
    ),
    _single(
        "revoked", "revoked links to calendars",
        lambda mechanism: mechanism.retention.links, ageing.revoked_due, ageing.remove_revoked,
    ),
    _single(
        "codes", "codes of questions that are over",
        lambda mechanism: mechanism.codes.lasts, ageing.codes_due, ageing.erase_code,
    ),
)  # fmt: skip
"""What has a limit, in the order in which it is looked at."""
