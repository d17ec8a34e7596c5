"""Escalation: an alert without an acknowledgement climbs its route, step by step, until it has a holder.

A track waits until its `due_at`. A clock or a person who says ESCALATE takes the step by winning the
conditional update of the track. The incident is locked meanwhile, so an OK comes either before or after.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from config.route import COUNTY
from config.told import Telling
from sek_core.alerts import beside, opening, promises, texts, unreachable, untaken, watch
from sek_core.alerts.routing import TrackPlan, Way, named_in, next_step, step_of, told_at_last, way_of
from sek_core.alerts.texts import LATE, Silence
from sek_core.deliveries import transitions
from sek_core.incidents import hearing, putting_off, queries, recipients
from sek_core.incidents.model import leaves_first
from sek_core.messages.screens import Arg, Screen
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import History, Incident, Recipient, Track
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.timing.clock import SKEW
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

POSTPONED_BY = timedelta(minutes=1)

Key = tuple[str, str, str]
"""Key of a track: reference, audience, county."""


def due(work: UnitOfWork, most: int = 50) -> list[Key]:
    """Return the tracks whose wait is over, the oldest first, then those asked at a time still in the future
    (the clock was put back since). At most `most` of each.
    """
    key = select(Track.incident_ref, Track.audience, Track.county)
    over = (
        key.where(Track.due_at <= work.now)
        .order_by(Track.due_at, Track.incident_ref, Track.county)
        .limit(most)
    )
    impossible = key.where(Track.due_at.is_not(None), Track.asked_at > work.now + SKEW).limit(most)
    found = [
        (ref, audience, county)
        for query in (over, impossible)
        for ref, audience, county in work.session.execute(query)
    ]
    return list(dict.fromkeys(found))


def advance_track(work: UnitOfWork, key: Key) -> bool:
    """Do what is due for one track; False if nothing is due, the incident is not open, or another process
    was quicker.
    """
    incident, track = lock(work, key[0]), work.session.get(Track, key, populate_existing=True)
    if incident is None or track is None or track.due_at is None:
        return False
    if incident.status != IncidentStatus.OPEN and not beside.is_asked_for(work, incident):
        _rest(work, key)  # of a grave incident of the county that is not so any more
        return False
    way = way_of(work, incident)
    if track.asked_at and track.asked_at > work.now + SKEW:
        # The clock was put back: the wait starts again, now.
        status = incident.status
        change_track(work, track, status, asked_at=work.now, due_at=work.now + _wait(way, track))
        return False
    if track.due_at > work.now:
        return False
    if work.lost_at is not None and track.due_at <= work.lost_at:
        work.outbox.repeats = True  # recipients may have heard of it before the backup was restored
    return _overdue(work, incident, track, way)


def postpone(work: UnitOfWork, key: Key) -> None:
    """Postpone a track whose step failed, so that it does not hold up the others. The audit trail records
    only the first postponement of an incident.
    """
    work.session.execute(
        update(Track)
        .where(*_is(key), Track.due_at.is_not(None))
        .values(due_at=work.now + POSTPONED_BY)
        .execution_options(synchronize_session=False)
    )
    said = select(History.id).where(History.about == key[0], History.what == Event.POSTPONED_BY).limit(1)
    if work.session.scalar(said) is None:
        work.audit_log.add(
            key[0], Event.POSTPONED_BY, detail=f"{key[1]} {key[2]}: the step failed, see the log"
        )
        work.flush()


def restart_waits(work: UnitOfWork, incident: Incident) -> None:
    """Restart the wait of each track at its present step, after the holder gave the incident back."""
    untaken.stop(work, incident)
    way = way_of(work, incident)
    for track in tracks_of(work, incident):
        change_track(work, track, asked_at=work.now, repeated=0, due_at=work.now + _wait(way, track))


def reschedule_for_severity(work: UnitOfWork, incident: Incident) -> None:
    """Reschedule the next step, or the holder's promise, for a severity that is known only now. The step may
    become due at once.
    """
    if leaves_first(incident):
        transitions.make_urgent(work, incident.ref)
    promises.shorten_for_severity(work, incident)
    watch.bring_forward(work, incident)
    untaken.reschedule_for_severity(work, incident)
    way = way_of(work, incident)
    for track in tracks_of(work, incident):
        if track.due_at is not None:
            since = track.asked_at or incident.opened_at or work.now
            due_at = since + _wait(way, track) * (track.repeated + 1)
            change_track(work, track, incident.status, due_at=max(due_at, work.now))
        elif beside.is_asked_for(work, incident):
            # It was not as grave when a person of the county took it, and its steps ended.
            due_at = work.now + _wait(way, track)
            change_track(work, track, incident.status, asked_at=work.now, repeated=0, due_at=due_at)


def tracks_of(work: UnitOfWork, incident: Incident) -> Sequence[Track]:
    """Return the tracks of the incident that need an acknowledgement."""
    work.flush()
    query = select(Track).where(Track.incident_ref == incident.ref, Track.acknowledge)
    return work.session.scalars(query.execution_options(populate_existing=True)).all()


def _overdue(work: UnitOfWork, incident: Incident, track: Track, way: Way) -> bool:
    """Repeat the present step, or take the next one, or record that the last has passed."""
    assert track.due_at is not None
    late = work.now - track.due_at
    asked = unreachable.asked_in(work, way, track)
    reachable = [alerted.person for alerted, row in asked if row.unreachable_at is None]
    own = step_of(way.route, track.audience, track.step)
    if own and reachable and track.repeated < own.repeat:
        return _repeat(work, incident, track, way, reachable, late)
    plan = next_plan(work, incident, track, way)
    if plan is None:
        return _exhaust(work, incident, track, way, late)
    why: Silence = "nobody"
    if asked and not reachable:
        why = "unreachable"
    elif len(asked) == 1 and asked[0][1].told_at >= _since(incident, track):
        why = "silent"  # not a person who took it and gave it back
    silence = texts.silence(
        work, why, [alerted for alerted, _ in asked], track.step, _waited(work, incident, track)
    )
    return climb(work, incident, track, plan, silence, texts.late_by(late), late=late)


def climb(
    work: UnitOfWork,
    incident: Incident,
    track: Track,
    plan: TrackPlan,
    why: Arg,
    late_text: Arg,
    *,
    late: timedelta = timedelta(),
    asker: Person | None = None,
    address: str = "",
) -> bool:
    """Take a step; False if another process was quicker."""
    gaps = [*track.gaps, *(gap for gap in opening.gaps_of(plan) if gap not in track.gaps)]
    values = {"step": plan.step, "due_at": plan.due_at, "asked_at": work.now, "repeated": 0, "gaps": gaps}
    if not change_track(work, track, incident.status, **values):
        return False
    reporter, words = work.people.get(incident.reporter_id), queries.first_words(work, incident)
    is_open = incident.status == IncidentStatus.OPEN
    if is_open:
        screen = texts.climbing(work, incident, reporter, words, plan, why, late_text)
        first = named_in(way_of(work, incident), track.audience, track.county, 1)
        partners = [each.person for each in first] if track.audience == texts.PARTNER else []
        screen = texts.with_partner(screen, incident, partners)
    else:
        screen = beside.alert(work, incident, plan.gaps)
    lost: list[Person] = []
    knew = {person.id for person in recipients.find_recipients(work, incident, acting_only=True)}
    for alerted in plan.alerted:
        recipients.record_asked_to_act(work, incident, alerted.person, plan.audience, plan.step)
        written = texts.without_gaps(screen) if alerted.person.id in knew else screen
        own = texts.alert_for_recipient(work, written, alerted.person, incident, reporter)
        if not work.outbox.tell(
            alerted.person,
            own,
            "alert",
            incident.ref,
            plan.step,
            while_open=is_open,
            urgent=leaves_first(incident),
        ):
            lost.append(alerted.person)
    detail = f"{_named(track)} step {plan.step}: {len(plan.alerted)} told{_late(late)}"
    work.audit_log.add(incident.ref, Event.ESCALATED, asker.id if asker else None, address, detail)
    if is_open and next_plan(work, incident, track, way_of(work, incident)) is None:
        known = [asker.id] if asker else []
        known += [alerted.person.id for alerted in plan.alerted]
        _tell_of_end(work, incident, texts.last_step(work, incident, plan), known)
    if lost and is_open:
        opening.handle_unreachable_recipients(work, incident.ref, lost)
    return True


def _repeat(
    work: UnitOfWork, incident: Incident, track: Track, way: Way, people: Sequence[Person], late: timedelta
) -> bool:
    """Ask the people of the present step again; False if another process was quicker."""
    values = {"repeated": track.repeated + 1, "due_at": work.now + _wait(way, track)}
    if not change_track(work, track, incident.status, **values):
        return False
    reporter, words = work.people.get(incident.reporter_id), queries.first_words(work, incident)
    waited, is_open = _waited(work, incident, track), incident.status == IncidentStatus.OPEN
    if is_open:
        screen = texts.repeated_alert(incident, reporter, words, track.step, waited, texts.late_by(late))
    else:
        screen = beside.alert(work, incident)
    for person in people:
        own = texts.alert_for_recipient(work, screen, person, incident, reporter)
        work.outbox.tell(
            person, own, "alert", incident.ref, track.step, while_open=is_open, urgent=leaves_first(incident)
        )
    detail = f"{_named(track)} step {track.step}: {len(people)} asked again{_late(late)}"
    work.audit_log.add(incident.ref, Event.REPEATED, detail=detail)
    return True


def _exhaust(work: UnitOfWork, incident: Incident, track: Track, way: Way, late: timedelta) -> bool:
    """Record that the last step passed without a holder, and tell the last audience and the reporters.

    If another track of the incident still climbs, the end of that track tells them instead.
    """
    waited = _waited(work, incident, track)
    if not change_track(work, track, incident.status, due_at=None):
        return False
    if incident.status != IncidentStatus.OPEN:
        return True  # a person of the county has it: all were told who, and late news goes its own way
    detail = f"{_named(track)} step {track.step}: nobody took it{_late(late)}"
    work.audit_log.add(incident.ref, Event.EXHAUSTED, detail=detail)
    if any(other.due_at is not None for other in tracks_of(work, incident)):
        return True
    reporters = {person.id for person in queries.reporters(work, incident)}
    told = [each for each in told_at_last(way, incident.counties) if each.person.id not in reporters]
    acting = {person.id for person in recipients.find_recipients(work, incident, acting_only=True)}
    reporter, words = work.people.get(incident.reporter_id), queries.first_words(work, incident)
    screen = texts.exhausted(incident, reporter, words, waited, texts.late_by(late))
    for alerted in told:
        if alerted.person.id not in acting:  # so that they get the later updates, too
            recipients.record_asked_to_act(work, incident, alerted.person, track.audience, track.step)
        own = texts.alert_for_recipient(work, screen, alerted.person, incident, reporter)
        work.outbox.tell(
            alerted.person, own, "alert", incident.ref, while_open=True, urgent=leaves_first(incident)
        )
    putting_off.told(work, incident, [alerted.person for alerted in told])
    known = [alerted.person.id for alerted in told]
    _tell_of_end(work, incident, texts.nobody_took(work, incident, told), known)
    untaken.begin(work, incident, way)
    return True


def _tell_of_end(work: UnitOfWork, incident: Incident, screen: Screen, known: Sequence[int]) -> None:
    """Tell those who hear of it that the last step is asked, or has passed; `known`: ids of the asked."""
    for person in hearing.who_hears(work, incident, Telling.ESCALATED, known).now:
        work.outbox.tell(person, screen, "update", incident.ref, while_open=True)


def next_plan(work: UnitOfWork, incident: Incident, track: Track, way: Way) -> TrackPlan | None:
    """Return the next step that names a new person: no reporter, and not asked to act before. A person of the
    CLT who has a role of the county too was not asked as the CLT yet.
    """
    configured = way.route.track(track.audience)
    if configured is None:
        return None
    besides = {person.id for person in queries.reporters(work, incident)}
    acting = select(Recipient.person_id).where(
        Recipient.incident_ref == incident.ref, Recipient.acts, Recipient.audience != COUNTY
    )
    besides.update(work.session.scalars(acting))
    return next_step(way, configured, [track.county], track.step, besides)


def _wait(way: Way, track: Track) -> timedelta:
    return way.route.wait(way.severity, step_of(way.route, track.audience, track.step))


def _since(incident: Incident, track: Track) -> datetime:
    """Return the time at which the wait of the present step began."""
    since = track.asked_at or incident.opened_at
    assert since is not None  # a track begins when its incident opens
    return since


def _waited(work: UnitOfWork, incident: Incident, track: Track) -> timedelta:
    return work.now - _since(incident, track)


def _named(track: Track) -> str:
    return f"{track.audience} {track.county}"


def _late(late: timedelta) -> str:
    return f", {late} late" if late > LATE else ""


def lock(work: UnitOfWork, ref: str) -> Incident | None:
    """Lock and return the incident: it cannot be taken or closed until this transaction ends."""
    work.flush()
    return work.session.get(Incident, ref, populate_existing=True, with_for_update=True)


def _is(key: Key) -> tuple[ColumnElement[bool], ...]:
    return Track.incident_ref == key[0], Track.audience == key[1], Track.county == key[2]


def _rest(work: UnitOfWork, key: Key) -> None:
    work.session.execute(
        update(Track).where(*_is(key)).values(due_at=None).execution_options(synchronize_session=False)
    )


def change_track(
    work: UnitOfWork, track: Track, status: IncidentStatus = IncidentStatus.OPEN, **values: Any
) -> bool:
    """Compare and set: update the track if it is as it was read and its incident still has that status;
    return True if it changed.
    """
    mine = update(Track).where(
        *_is((track.incident_ref, track.audience, track.county)),
        Track.step == track.step,
        Track.repeated == track.repeated,
        Track.due_at.is_(None) if track.due_at is None else Track.due_at == track.due_at,
        select(Incident.ref).where(Incident.ref == track.incident_ref, Incident.status == status).exists(),
    )
    done = changed_one(work.session, mine.values(**values))
    work.session.refresh(track)
    return done
