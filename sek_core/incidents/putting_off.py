"""What of an incident a person reads in a digest, by QUIET or DIGEST or by the route, and what comes at once.

What is put off is a mark on the recipient's row (`waits_for`), which the digest takes away as it tells it. So
a process that ends in between loses nothing, and nothing stands in two digests.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, cast

from sqlalchemy import ColumnElement, or_, select, update

from config.mechanism import Severity
from config.route import COUNTY, Route
from config.told import Graded
from sek_core.incidents import queries
from sek_core.incidents.model import AnyIncident
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, Incident, Recipient
from sek_core.store.offers import Offer
from sek_core.store.statements import changed_one
from sek_core.store.states import Batched
from sek_core.work.unit_of_work import UnitOfWork

MORNING = "morning"
WEEKLY = "weekly"
"""Digests in which something may wait, by their names in `sek_core.digests.schedule`."""

Grade = Graded | Literal["concern"]

_UP_TO: Mapping[Batched, frozenset[str]] = {
    Batched.MINOR: frozenset({"minor"}),
    Batched.MODERATE: frozenset({"minor", "moderate"}),
}

_GRAVE = frozenset({"severe", "extreme", "unsaid"})
"""Grades that a person hears of their own county at once, whatever they chose. What no reporter graded may be
grave.
"""


class Duty(StrEnum):
    """What an incident is to a person: they must act on it, it is of their county, or neither."""

    ASKED = "asked"
    OWN = "own"
    OTHER = "other"


def comes_at_once(chosen: Batched | None, grade: Grade, duty: Duty) -> bool:
    """Return True if a person who chose this hears of it at once, False if in the morning."""
    if chosen is None or duty is Duty.ASKED:
        return True
    if chosen is Batched.ALL:
        return duty is Duty.OWN and grade in _GRAVE
    return grade not in _UP_TO[chosen]


def waits_at_opening(
    work: UnitOfWork, incident: AnyIncident, people: Iterable[Person], asked: Collection[int]
) -> frozenset[int]:
    """Return the ids of those who read the alert in the morning. `asked`: the ids of those who must act."""
    if incident.sensitive:
        return frozenset()
    return frozenset(
        person.id
        for person in people
        if work.people.batched(person) and not _comes(work, incident, person, person.id in asked)
    )


def told_now(work: UnitOfWork, incident: Incident, route: Route, people: Iterable[Person]) -> list[Person]:
    """Return those of these people who are told of something at once, and mark it for the others' digest.

    Nothing sensitive stands in a digest. Reporters, the holder and givers of help always hear at once, and so
    does a person without a row of their own, such as a cover.
    """
    people = list(people)
    apart = route.has_readers or any(work.people.batched(person) for person in people)
    if not apart or incident.sensitive:
        return people
    rows = _rows(work, incident)
    close = _close_to(work, incident)
    now: set[int] = set()
    for person in sorted(people, key=lambda each: each.id):  # in the order in which a digest locks the rows
        row = rows.get(person.id)
        if row is None or person.id in close:
            now.add(person.id)
        elif row.reads_in is not None and not row.acts:
            _mark(work, incident, person, row.reads_in)
        elif _comes(work, incident, person, _must_act(route, row)):
            if row.waits_for is not None:
                _mark(work, incident, person, None)
            now.add(person.id)
        else:
            _mark(work, incident, person, MORNING)
    return [person for person in people if person.id in now]


def readers(work: UnitOfWork, incident: Incident) -> frozenset[int]:
    """Return the ids of the people who read of the incident in a digest only."""
    work.flush()
    mine = Recipient.incident_ref == incident.ref
    query = select(Recipient.person_id).where(
        mine, Recipient.reads_in.is_not(None), Recipient.acts.is_(False)
    )
    return frozenset(work.session.scalars(query))


def told_later(work: UnitOfWork, incident: Incident, people: Collection[Person]) -> None:
    """Mark for these readers' digest that there is something new."""
    rows = _rows(work, incident) if people else {}
    for person in sorted(people, key=lambda each: each.id):
        _mark(work, incident, person, rows[person.id].reads_in)


def told_with_the_week(work: UnitOfWork, incident: Incident, people: Collection[Person]) -> None:
    """Mark for these people's digest of the week that there is something new, unless they read it sooner."""
    work.flush()
    for person in sorted(people, key=lambda each: each.id):
        _mark(
            work, incident, person, WEEKLY, or_(Recipient.waits_for.is_(None), Recipient.waits_for == WEEKLY)
        )


def told(work: UnitOfWork, incident: Incident, people: Iterable[Person]) -> None:
    """Record that these people know now what waited for their digest."""
    work.flush()
    for person in sorted(people, key=lambda each: each.id):
        _mark(work, incident, person, None)


@dataclass(frozen=True, slots=True)
class _Row:
    """How one person was told of an incident."""

    acts: bool
    audience: str | None
    reads_in: str | None
    waits_for: str | None


def _rows(work: UnitOfWork, incident: Incident) -> dict[int, _Row]:
    work.flush()
    columns = select(
        Recipient.person_id, Recipient.acts, Recipient.audience, Recipient.reads_in, Recipient.waits_for
    )
    query = columns.where(Recipient.incident_ref == incident.ref)
    return {row.person_id: _Row(*row[1:]) for row in work.session.execute(query)}


def _close_to(work: UnitOfWork, incident: Incident) -> set[int]:
    """Return the ids of the reporters, the holder and the givers of help."""
    givers = work.session.scalars(select(Offer.person_id).where(Offer.incident_ref == incident.ref))
    reporters = (person.id for person in queries.reporters(work, incident))
    return {*reporters, *givers, *([incident.taken_by_id] if incident.taken_by_id is not None else [])}


def _must_act(route: Route, row: _Row) -> bool:
    """Return True if the route asks them to take it; others may take it, and are only informed by right."""
    track = route.track(row.audience or "")
    return row.acts and row.audience != COUNTY and (track is None or track.acknowledge)


def _comes(work: UnitOfWork, incident: AnyIncident, person: Person, asked: bool) -> bool:
    people = work.people
    roles = (role for each in (person, *people.covering_for(person)) for role in people.roles(each))
    own = any(role.covers(county) for role in roles for county in incident.counties)
    duty = Duty.ASKED if asked else Duty.OWN if own else Duty.OTHER
    return comes_at_once(people.batched(person), grade_of(incident), duty)


def grade_of(incident: AnyIncident) -> Grade:
    """Return the severity, `unsaid` without one, or `concern`, which has none."""
    if incident.kind == CONCERN:
        return "concern"
    return cast(Severity | None, incident.severity) or "unsaid"


def _mark(
    work: UnitOfWork,
    incident: Incident,
    person: Person,
    digest: str | None,
    *only_if: ColumnElement[bool],
) -> None:
    """Write for which digest something waits.

    It is written even if it waits already: the digest that is just being made holds the row, and this waits
    for its end. What the digest could not see yet then waits for the next one.
    """
    mine = update(Recipient).where(Recipient.incident_ref == incident.ref, Recipient.person_id == person.id)
    changed_one(work.session, mine.where(*only_if).values(waits_for=digest))
