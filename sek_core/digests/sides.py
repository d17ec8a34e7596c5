"""Promises kept and late, of the mechanism and of the county's government: news with a day that a holder
named, offers of help, and tasks with a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from sek_core.roster.roles import OF_COUNTY
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident, Promise
from sek_core.store.meetings import Task
from sek_core.store.offers import Offer
from sek_core.store.states import OfferStatus, PromiseStatus, TaskStatus
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(slots=True)
class Side:
    """Promises of one side that fell due."""

    kept: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Sides:
    """Promises of both sides in one county."""

    mechanism: Side
    county: Side

    @property
    def anything(self) -> bool:
        """True if a promise of either side fell due."""
        return any(side.kept or side.late for side in (self.mechanism, self.county))


def since(work: UnitOfWork, county: str, start: datetime) -> Sides:
    """Count the promises in a county that fell due since `start`. What is sensitive is not counted."""
    work.flush()
    sides = Sides(Side(), Side())
    for person_id, kept in (
        *_news(work, county, start),
        *_offers(work, county, start),
        *_tasks(work, county, start),
    ):
        side = sides.county if is_of_county(work.people.get(person_id)) else sides.mechanism
        if kept:
            side.kept += 1
        else:
            side.late += 1
    return sides


def is_of_county(person: Person) -> bool:
    """Return True if all roles of a person are of the county's government."""
    roles = {role.role for role in person.roles}
    return bool(roles) and roles <= OF_COUNTY


def _news(work: UnitOfWork, county: str, start: datetime) -> Iterator[tuple[int, bool]]:
    query = (
        select(Promise.person_id, Promise.late, Promise.status, Promise.due_at, Incident.counties)
        .join(Incident, Incident.ref == Promise.incident_ref)
        .where(Promise.said, Promise.due_at >= start, Incident.sensitive.is_(False))
    )
    for person_id, late, status, due_at, counties in work.session.execute(query):
        known = late or status == PromiseStatus.OVER or due_at <= work.now
        if known and county in counties:
            yield person_id, not late


def _offers(work: UnitOfWork, county: str, start: datetime) -> Iterator[tuple[int, bool]]:
    query = (
        select(Offer.person_id, Offer.status, Incident.counties)
        .join(Incident, Incident.ref == Offer.incident_ref)
        .where(
            Offer.status.in_((OfferStatus.DELIVERED, OfferStatus.LATE)),
            Offer.changed_at >= start,
            Incident.sensitive.is_(False),
        )
    )
    for person_id, status, counties in work.session.execute(query):
        if county in counties:
            yield person_id, status == OfferStatus.DELIVERED


def _tasks(work: UnitOfWork, county: str, start: datetime) -> Iterator[tuple[int, bool]]:
    zone = work.configuration.mechanism.zone
    today = work.now.astimezone(zone).date()
    query = select(Task.owner_id, Task.due_on, Task.done_at).where(
        Task.county == county,
        Task.status != TaskStatus.DROPPED,
        Task.due_on >= start.astimezone(zone).date(),
    )
    for owner_id, due_on, done_at in work.session.execute(query):
        assert due_on is not None  # as the condition says
        if done_at is not None:
            yield owner_id, done_at.astimezone(zone).date() <= due_on
        elif due_on < today:
            yield owner_id, False
