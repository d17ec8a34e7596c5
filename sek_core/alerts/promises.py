"""Promises: by when the county hears news of an incident that is taken, and what happens if it does not.

A promise begins with OK. Before its time the holder is reminded once. At its time the holder is asked, the
reporters hear it, and so does the next person of `late` in routes.yaml. News moves it by its own span.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import or_, select, update

from config.hazards import OTHER
from config.mechanism import Severity
from config.told import Telling
from sek_core.alerts import promise_dates, promise_texts
from sek_core.deliveries import transitions
from sek_core.incidents import hearing, queries, recipients
from sek_core.roster.snapshot import Person
from sek_core.store.base import is_just
from sek_core.store.incidents import CONCERN, Incident, Promise
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus, PromiseStatus
from sek_core.timing.clock import SKEW
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

REMINDED_BEFORE = timedelta(days=1)
"""Longest time between the reminder and the end of a promise; of a short one it is a quarter."""

MANY_MOVES = 3
"""Number of moves after which the next person of `late` hears of it."""

POSTPONED_BY = timedelta(minutes=1)


def begin(work: UnitOfWork, incident: Incident, holder: Person, due_at: datetime | None = None) -> Promise:
    """Record by when the holder has promised news: the time that they named, or that of the severity."""
    end(work, incident)
    span = _span(work, incident) if due_at is None else due_at - work.now
    said = due_at is not None
    due = due_at or promise_dates.default_of(work, span, incident.severity == "extreme")
    promise = Promise(
        incident_ref=incident.ref,
        person_id=holder.id,
        made_at=work.now,
        due_at=due,
        said=said,
        span=int(span.total_seconds()),
        next_at=_reminder_at(work, due),
    )
    work.session.add(promise)
    work.flush()
    return promise


def of(work: UnitOfWork, incident: Incident) -> Promise | None:
    """Return the promise of an incident that is not over, or None."""
    work.flush()
    query = select(Promise).where(Promise.incident_ref == incident.ref, Promise.status != PromiseStatus.OVER)
    return work.session.scalars(query.execution_options(populate_existing=True)).first()


def late_of(work: UnitOfWork, person: Person) -> str | None:
    """Return the incident of this holder whose news is late, the one due first; None if there is none."""
    late = select(Promise.incident_ref).where(
        Promise.person_id == person.id, is_just(Promise.status, PromiseStatus.LATE)
    )
    return work.session.scalars(late.order_by(Promise.due_at).limit(1)).first()


def is_late_with(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True if news of an incident did not come in time, and the person may tell it for the holder."""
    promise = of(work, incident)
    late = promise is not None and promise.status == PromiseStatus.LATE
    return late and speaks_for_holder(work, incident, person)


def speaks_for_holder(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True for the holder, and for the cover of a holder who is away."""
    if incident.taken_by_id is None:
        return False
    holder = work.people.get(incident.taken_by_id)
    cover = work.people.cover_of(holder)
    return person.id == holder.id or (cover is not None and person.id == cover.id)


def end(work: UnitOfWork, incident: Incident) -> None:
    """End the promise of an incident that was closed, given away or given back, and withdraw what waits to
    be said of it.
    """
    promise = of(work, incident)
    if promise is not None and _change(work, promise, status=PromiseStatus.OVER, next_at=None):
        transitions.skip_superseded_messages(work, promise.person_id, "nudge", incident.ref)


def move(
    work: UnitOfWork, incident: Incident, due_at: datetime, person: Person, *, noted: bool = False
) -> Promise | None:
    """Move the promise to the time that its holder, or their cover, names now, and tell those who hear of it.
    Return None if there is none any more. `noted`: a note with the words has told them.
    """
    promise = of(work, incident)
    if promise is None:
        return None
    span = int((due_at - work.now).total_seconds())
    if not _move(work, incident, promise, due_at, said=True, span=span):
        return None
    screen = promise_texts.moved(work, incident, promise)
    known = [person.id, promise.person_id]
    for each in () if noted else hearing.who_hears(work, incident, Telling.PROMISE, known).now:
        work.outbox.tell(each, screen, "update", incident.ref)
    return promise


def news_came(work: UnitOfWork, incident: Incident, person: Person) -> Promise | None:
    """Move the promise by its own span, as its holder, or another person asked to act, has told something.
    Return the promise as it stands now; None if there is none.
    """
    promise = of(work, incident)
    if promise is None or not _may_tell(work, incident, promise, person):
        return promise
    span = timedelta(seconds=promise.span)
    due_at = promise_dates.default_of(work, span, incident.severity == "extreme")
    if due_at > promise.due_at or promise.status == PromiseStatus.LATE:
        _move(work, incident, promise, max(due_at, promise.due_at))
    return promise


def shorten_for_severity(work: UnitOfWork, incident: Incident) -> None:
    """Bring a promise forward that came from the severity, which is known better now."""
    promise = of(work, incident)
    if promise is None or promise.said or promise.status == PromiseStatus.LATE:
        return
    span = _span(work, incident)
    due_at = promise_dates.default_of(work, span, incident.severity == "extreme")
    if due_at < promise.due_at:
        seconds = int(span.total_seconds())
        _change(work, promise, due_at=due_at, span=seconds, next_at=_reminder_at(work, due_at))


def due(work: UnitOfWork, most: int = 50) -> list[int]:
    """Return the ids of promises with a step that is due, the oldest first; also of those made in the future,
    as the clock was put back since.
    """
    query = (
        select(Promise.id)
        .where(
            Promise.next_at.is_not(None),
            or_(Promise.next_at <= work.now, Promise.made_at > work.now + SKEW),
        )
        .order_by(Promise.next_at)
        .limit(most)
    )
    return list(work.session.scalars(query))


def advance(work: UnitOfWork, promise_id: int) -> bool:
    """Do what is due for a promise; False if nothing is, or another clock was quicker."""
    promise = work.session.get(Promise, promise_id, populate_existing=True)
    incident = queries.find(work, promise.incident_ref) if promise else None
    if promise is None or incident is None or promise.next_at is None:
        return False
    if incident.status != IncidentStatus.TAKEN:
        _change(work, promise, status=PromiseStatus.OVER, next_at=None)
        return False
    if promise.made_at > work.now + SKEW:
        due_at = work.now + timedelta(seconds=promise.span)
        _change(work, promise, made_at=work.now, due_at=due_at, next_at=_reminder_at(work, due_at))
        return False
    if promise.next_at > work.now:
        return False
    if promise.status == PromiseStatus.WAITING and work.now < promise.due_at:
        return _remind(work, incident, promise)
    return _ask_about_late(work, incident, promise)


def postpone(work: UnitOfWork, promise_id: int) -> None:
    """Postpone a step that failed, so that it does not hold up the others."""
    mine = update(Promise).where(Promise.id == promise_id, Promise.next_at.is_not(None))
    work.session.execute(mine.values(next_at=work.now + POSTPONED_BY))


def _remind(work: UnitOfWork, incident: Incident, promise: Promise) -> bool:
    """Remind the holder, by day; a night in which the promise ends has no reminder."""
    morning = first_not_quiet(work.configuration.mechanism, work.now)
    if work.now < morning < promise.due_at:
        _change(work, promise, next_at=morning)
        return False
    if not _change(work, promise, status=PromiseStatus.REMINDED, next_at=promise.due_at):
        return False
    if morning <= work.now:
        asked, screen = promise_texts.reminder(work, incident, promise)
        work.outbox.tell(asked, screen, "nudge", incident.ref)
        work.audit_log.add(incident.ref, Event.NUDGED, promise.person_id)
    return True


def _ask_about_late(work: UnitOfWork, incident: Incident, promise: Promise) -> bool:
    """Ask the holder, and tell the reporters and the next person that no news came."""
    promise_texts.lock_dialogue(work, promise)
    rounds = len(work.configuration.routes.late)
    span = timedelta(seconds=promise.span)
    again = promise_dates.default_of(work, span, incident.severity == "extreme")
    late = promise.late + 1
    # The reporters were told of a time that the holder named, and of no other but the first.
    heard = promise.status == PromiseStatus.LATE or (promise.late > 0 and not promise.said)
    next_at = again if late < rounds else None
    if not _change(work, promise, status=PromiseStatus.LATE, late=late, next_at=next_at):
        return False
    work.audit_log.add(incident.ref, Event.PROMISE_LATE, promise.person_id, detail=promise.due_at.isoformat())
    promise_texts.ask_holder(work, incident, promise)
    _tell_next(work, incident, promise, promise_texts.late_for_next)
    if heard:
        return True  # the reporters know, and ESCALATE stands in their message
    for reporter in recipients.still_here(work, queries.reporters(work, incident)):
        if reporter.id != promise.person_id:
            work.outbox.tell(
                reporter, promise_texts.late_for_reporter(work, incident, promise), "update", incident.ref
            )
    return True


def _tell_next(work: UnitOfWork, incident: Incident, promise: Promise, text: promise_texts.ForNext) -> None:
    """Tell the next person of `late` who is neither the holder, their cover nor a reporter; they are asked to
    act, so that they hear what follows.
    """
    person = _next_of_late(work, incident, promise)
    if person is None:
        return
    recipients.ask_to_act_too(work, incident, person, recipients.audience_of(work, incident, person))
    work.outbox.tell(person, text(work, incident, promise), "update", incident.ref)


def people_of_late(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return the people of `late` in routes.yaml for the counties of an incident, in their order."""
    named = [
        person
        for target in work.configuration.routes.late
        for county in incident.counties
        for _, person in work.people.holders(target.role, county)
    ]
    return work.people.with_cover(named)


def _next_of_late(work: UnitOfWork, incident: Incident, promise: Promise) -> Person | None:
    holder = work.people.get(promise.person_id)
    asked = work.people.cover_of(holder) or holder  # a cover is asked in the holder's place
    apart = {holder.id, asked.id, *(person.id for person in queries.reporters(work, incident))}
    others = [person for person in people_of_late(work, incident) if person.id not in apart]
    place = max(promise.late, 1) - 1
    return others[min(place, len(others) - 1)] if others else None


def _may_tell(work: UnitOfWork, incident: Incident, promise: Promise, person: Person) -> bool:
    """Return True for the holder, their cover, and the others who were asked to act; a reporter is not asked
    for news.
    """
    if any(reporter.id == person.id for reporter in queries.reporters(work, incident)):
        return person.id == promise.person_id
    acting = recipients.find_recipients(work, incident, acting_only=True)
    return person.id in {promise.person_id, *(other.id for other in acting)}


def _move(work: UnitOfWork, incident: Incident, promise: Promise, due_at: datetime, **values: Any) -> bool:
    moves = promise.moves + 1
    moved = _change(
        work, promise, status=PromiseStatus.WAITING, due_at=due_at, moves=moves,
        next_at=_reminder_at(work, due_at), **values,
    )  # fmt: skip
    if not moved:
        return False
    work.flush()
    transitions.skip_superseded_messages(work, promise.person_id, "nudge", incident.ref)
    work.audit_log.add(incident.ref, Event.PROMISED, promise.person_id, detail=due_at.isoformat())
    if moves == MANY_MOVES:
        _tell_next(work, incident, promise, promise_texts.moved_for_next)
    return True


def _span(work: UnitOfWork, incident: Incident) -> timedelta:
    """Return the time within which news is expected if the holder names no day."""
    routes = work.configuration.routes
    if incident.kind == CONCERN:
        return routes.concern_promise
    hazards = work.configuration.hazards
    hazard = hazards.get(incident.hazard, hazards[OTHER])
    return routes.news_within(hazard, cast(Severity | None, incident.severity))


def _reminder_at(work: UnitOfWork, due_at: datetime) -> datetime:
    return max(work.now, due_at - min((due_at - work.now) / 4, REMINDED_BEFORE))


def _change(work: UnitOfWork, promise: Promise, **values: Any) -> bool:
    """Compare and set: update the promise if it is as it was read; return True if it changed."""
    mine = update(Promise).where(
        Promise.id == promise.id,
        Promise.status == promise.status,
        Promise.late == promise.late,
        Promise.moves == promise.moves,
        Promise.next_at.is_not_distinct_from(promise.next_at),
    )
    done = changed_one(work.session, mine.values(**values))
    work.session.refresh(promise)
    return done
