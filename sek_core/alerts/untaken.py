"""Incidents that no one has taken after their last step: people are asked again until one does.

It happens as often as `repeat_untaken` in routes.yaml says, day and night. Each time reaches at least as far
as the time before: the last step and `exhausted`, then one step more, at last the whole route.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from config.route import LONGEST_REPEAT
from config.told import Telling
from sek_core.alerts import texts
from sek_core.alerts.routing import Alerted, Way, named_in, told_at_last, way_of
from sek_core.incidents import hearing, putting_off, queries, recipients
from sek_core.incidents.model import leaves_first
from sek_core.store.incidents import History, Incident, Track
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.timing.clock import SKEW
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

POSTPONED_BY = timedelta(minutes=1)

_BEGINS = (Event.OPENED, Event.REOPENED, Event.RELEASED, Event.LEFT_BEHIND, Event.NOT_SOLVED)
"""Events since which an open incident has no holder."""


def begin(work: UnitOfWork, incident: Incident, way: Way) -> None:
    """Set the time at which people are asked again, as the last step has passed."""
    wait = way.route.repeat(way.severity)
    _change(work, incident, again_at=work.now + wait if wait else None, again=0)


def stop(work: UnitOfWork, incident: Incident) -> None:
    """Ask no more, as the tracks of the incident wait anew."""
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.again_at.is_not(None))
    if changed_one(work.session, mine.values(again_at=None, again=0)):
        work.session.refresh(incident)


def reschedule_for_severity(work: UnitOfWork, incident: Incident) -> None:
    """Ask again in time, if the last step passed before the severity was known."""
    way = way_of(work, incident)
    wait = way.route.repeat(way.severity)
    if wait is None or not _is_at_its_end(work, incident):
        return
    if incident.again_at is None or incident.again_at > work.now + wait:
        _change(work, incident, again_at=work.now + wait)


def due(work: UnitOfWork, most: int = 50) -> list[str]:
    """Return the references of incidents about which people are due to be asked again, the oldest first; also
    of those put off to a time too far in the future, as the clock was put back since.
    """
    impossible = work.now + LONGEST_REPEAT + SKEW
    query = (
        select(Incident.ref)
        .where(
            Incident.again_at.is_not(None),
            or_(Incident.again_at <= work.now, Incident.again_at > impossible),
        )
        .order_by(Incident.again_at)
        .limit(most)
    )
    return list(work.session.scalars(query))


def ask_again(work: UnitOfWork, ref: str) -> bool:
    """Ask people again to take an incident; False if it was taken, is over, climbs again, or another clock
    was quicker.
    """
    # Locked: an OK comes either before or after.
    incident = work.session.get(Incident, ref, populate_existing=True, with_for_update=True)
    if incident is None or incident.again_at is None:
        return False
    way = way_of(work, incident)
    wait = way.route.repeat(way.severity)
    if wait is None or not _is_at_its_end(work, incident):
        stop(work, incident)
        return False
    if incident.again_at > work.now:
        if incident.again_at > work.now + wait + SKEW:
            _change(work, incident, again_at=work.now + wait)
        return False
    if work.lost_at is not None and incident.again_at <= work.lost_at:
        work.outbox.repeats = True  # recipients may have heard of it before the backup was restored
    late = work.now - incident.again_at
    if not _change(work, incident, again_at=work.now + wait, again=incident.again + 1):
        return False
    _tell(work, incident, way, wait, late)
    return True


def postpone(work: UnitOfWork, ref: str) -> None:
    """Put off an incident about which people could not be asked, so that it does not hold up the others."""
    mine = update(Incident).where(Incident.ref == ref, Incident.again_at.is_not(None))
    changed_one(work.session, mine.values(again_at=work.now + POSTPONED_BY))


def untaken_since(work: UnitOfWork, incident: Incident) -> datetime:
    """Return since when the incident has had no holder."""
    work.flush()
    query = (
        select(History.at)
        .where(History.about == incident.ref, History.what.in_(_BEGINS))
        .order_by(History.id.desc())
        .limit(1)
    )
    return work.session.scalar(query) or incident.opened_at or incident.reported_at


def _tell(work: UnitOfWork, incident: Incident, way: Way, wait: timedelta, late: timedelta) -> None:
    reporters = {person.id for person in queries.reporters(work, incident)}
    asked = [each for each in _reach(work, incident, way) if each.person.id not in reporters]
    acting = {person.id for person in recipients.find_recipients(work, incident, acting_only=True)}
    reporter, words = work.people.get(incident.reporter_id), queries.first_words(work, incident)
    since = untaken_since(work, incident)
    screen = texts.untaken(work, incident, reporter, words, since, asked, texts.late_by(late))
    for each in asked:
        if each.person.id not in acting:  # so that they get the later updates, too
            audience = recipients.audience_of(work, incident, each.person)
            recipients.ask_to_act_too(work, incident, each.person, audience)
        own = texts.alert_for_recipient(work, screen, each.person, incident, reporter)
        work.outbox.tell(
            each.person, own, "alert", incident.ref, while_open=True, urgent=leaves_first(incident)
        )
    putting_off.told(work, incident, [each.person for each in asked])
    detail = f"taken by no one, time {incident.again}: {len(asked)} asked again"
    work.audit_log.add(incident.ref, Event.REPEATED, detail=detail)
    if incident.again > 1:
        return  # its reporters know that it goes on
    known = [each.person.id for each in asked]
    for person in hearing.who_hears(work, incident, Telling.ESCALATED, known).now:
        told = texts.untaken_for_reporter(work, incident, since, asked, wait)
        work.outbox.tell(person, told, "update", incident.ref, while_open=True)


def _reach(work: UnitOfWork, incident: Incident, way: Way) -> list[Alerted]:
    """Return whom this time reaches: the last steps, one more each time; then all tracks and the fallback."""
    query = select(Track).where(Track.incident_ref == incident.ref).order_by(Track.county, Track.audience)
    tracks = work.session.scalars(query).all()
    found: list[Alerted] = []
    whole = True
    for track in tracks:
        if track.acknowledge:
            first = track.step - incident.again + 1
            found += _steps(way, track, range(track.step, max(first, 1) - 1, -1))
            whole = whole and first < 1
    found += told_at_last(way, incident.counties)
    if whole:
        for track in tracks:
            if not track.acknowledge:
                found += _steps(way, track, range(1, track.step + 1))
            found += named_in(way, track.audience, track.county, 0)
    return list({each.person.id: each for each in reversed(found)}.values())[::-1]


def _steps(way: Way, track: Track, numbers: Iterable[int]) -> list[Alerted]:
    steps = list(numbers) or [track.step]  # step 0 is the fallback
    return [each for number in steps for each in named_in(way, track.audience, track.county, number)]


def _is_at_its_end(work: UnitOfWork, incident: Incident) -> bool:
    """Return True if the incident is open, one must take it, and no track has a step to come."""
    work.flush()
    query = select(Track.due_at).where(Track.incident_ref == incident.ref, Track.acknowledge)
    waits = work.session.scalars(query).all()
    return incident.status == IncidentStatus.OPEN and bool(waits) and not any(waits)


def _change(work: UnitOfWork, incident: Incident, **values: Any) -> bool:
    """Compare and set: update the incident if it is open and as it was read; return True if it changed."""
    work.flush()
    same: ColumnElement[bool] = Incident.again_at.is_not_distinct_from(incident.again_at)
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == IncidentStatus.OPEN, same)
    done = changed_one(work.session, mine.values(**values))
    work.session.refresh(incident)
    return done
