"""Opening of an incident: the alerts to all recipients on its route."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from config.route import COUNTY
from sek_core.alerts import circles, duty, texts, unreachable, watch
from sek_core.alerts.routing import Alerted, Plan, TrackPlan, Way, plan_route, way_of
from sek_core.deliveries import backup_restore
from sek_core.incidents import putting_off
from sek_core.incidents.model import AnyIncident, NewIncident, insert, leaves_first
from sek_core.incidents.putting_off import MORNING
from sek_core.incidents.queries import find, first_words
from sek_core.incidents.recipients import add_recipient
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, Incident, Track
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident that has just been opened, and its recipients."""

    incident: AnyIncident
    plan: Plan


def alert(work: UnitOfWork, incident: AnyIncident, reporter: Person, words: str) -> Opened:
    """Open an incident and alert all recipients on its route.

    `words`: the reporter's words that the incident does not hold; the alert quotes them.
    """
    way = way_of(work, incident)
    way = replace(way, route=duty.at_night(work, way.route, incident))
    plan = _with_somebody(work, way, incident, reporter, plan_route(way, incident.counties, reporter))
    incident.opened_at = work.now
    incident.route = way.route.written
    if incident.kind != CONCERN:
        incident.watch_at = watch.first_time(work, incident)
    if isinstance(incident, NewIncident):
        insert(work, incident)
    if isinstance(incident, Incident) and backup_restore.perhaps_told_of(work, incident.ref):
        work.outbox.repeats = True
    plan = _with_waits(work, incident, plan)
    act, inform, group = texts.opening(work, incident, reporter, words, plan.gaps)
    may = texts.may_take(incident, reporter, words)
    partners = [
        each.person for track in plan.tracks if track.audience == texts.PARTNER for each in track.alerted
    ]
    beside = texts.with_partner(act, incident, partners)
    told: set[int] = set()
    lost: list[Person] = []
    for track in plan.tracks:
        work.rows.add(Track, _track(incident, track, work.now))
        for alerted in track.alerted:
            if alerted.person.id not in told:
                told.add(alerted.person.id)
                later = MORNING if alerted.person.id in plan.waits else None
                add_recipient(work, incident, alerted.person, track.audience, track.step, waits_for=later)
                if later:
                    continue
                of_county, partner = track.audience == COUNTY, track.audience == texts.PARTNER
                written = may if of_county else act if partner else beside
                screen = texts.alert_for_recipient(work, written, alerted.person, incident, reporter)
                if not work.outbox.tell(
                    alerted.person, screen, "alert", incident.ref, track.step, urgent=leaves_first(incident)
                ):
                    lost.append(alerted.person)
    for person in plan.informed:
        later = MORNING if person.id in plan.waits else None
        add_recipient(work, incident, person, None, None, waits_for=later)
        if later:
            continue
        screen = texts.alert_for_informed(work, inform, person, incident, reporter)
        work.outbox.tell(person, screen, "alert", incident.ref, urgent=leaves_first(incident))
    if not incident.sensitive and incident.kind != CONCERN:
        for chat in work.groups:
            if chat.county in incident.counties:
                work.outbox.post(
                    chat.channel, chat.address, group, "alert", incident.ref, urgent=leaves_first(incident)
                )
    add_readers(work, incident, plan)
    waiting = len(plan.waits) + len(plan.readers)
    detail = f"{len(told) + len(plan.informed) - len(plan.waits)} told"
    work.audit_log.add(
        incident.ref, Event.OPENED, detail=f"{detail}, {waiting} read it in a digest" if waiting else detail
    )
    if plan.wide:
        work.audit_log.add(incident.ref, Event.TOLD_BEYOND, detail="nobody of the route is there")
    if lost:
        handle_unreachable_recipients(work, incident.ref, lost)
    return Opened(incident, plan)


def _with_waits(work: UnitOfWork, incident: AnyIncident, plan: Plan) -> Plan:
    """Return the plan with those who read the alert in the morning by their own choice."""
    asked = {each.person.id for track in plan.tracks if track.acknowledge for each in track.alerted}
    people = [*(each.person for track in plan.tracks for each in track.alerted), *plan.informed]
    return replace(plan, waits=putting_off.waits_at_opening(work, incident, people, asked))


def add_readers(work: UnitOfWork, incident: AnyIncident, plan: Plan, known: Collection[int] = ()) -> None:
    """Record the people who read of the incident in a digest only. `known`: the ids of those told before."""
    for person, digest in plan.readers:
        if person.id not in known:
            add_recipient(work, incident, person, None, None, reads_in=digest, waits_for=digest)


def _with_somebody(work: UnitOfWork, way: Way, incident: AnyIncident, reporter: Person, plan: Plan) -> Plan:
    """Return the plan; if no recipient of the route can be reached, add people of the next wider circle."""
    # People of the county who may take it are not asked a second time, so they are not enough.
    asked = [track for track in plan.tracks if track.audience != COUNTY]
    alerted = [each.person for track in asked for each in track.alerted]
    if any(work.people.reachable_at(person) for person in alerted):
        return plan
    circle = circles.find_wider_circle(work, incident.counties, {reporter.id, *way.besides})
    if not circle.people or not asked:
        return plan
    stands_in = tuple(
        Alerted(person, role.role)
        for person in circle.people[:MOST_STAND_IN]
        if (role := next(iter(work.people.roles(person)), None)) is not None
    )
    first = next((track for track in asked if track.acknowledge), asked[0])
    tracks = tuple(
        replace(track, alerted=(*track.alerted, *stands_in)) if track is first else track
        for track in plan.tracks
    )
    people = {each.person.id for each in stands_in}
    informed = tuple(person for person in plan.informed if person.id not in people)
    readers = tuple(each for each in plan.readers if each[0].id not in people)
    return Plan(tracks, informed, wide=True, readers=readers)


MOST_STAND_IN = 3
"""Number of people of a wider circle who are alerted when no recipient of the route can be reached."""


def handle_unreachable_recipients(work: UnitOfWork, ref: str, lost: Iterable[Person]) -> None:
    """Handle recipients without an address to which an alert could be sent."""
    incident = find(work, ref)
    assert incident is not None
    for person in lost:
        unreachable.cannot_be_reached(work, incident, person)


def alert_more(
    work: UnitOfWork, incident: Incident, reporter: Person, plan: Plan, known: Collection[int]
) -> None:
    """Alert the people of a plan who have not been told yet. `known`: the ids of those who have."""
    words = first_words(work, incident)
    plan = _with_waits(work, incident, plan)
    act, _, _ = texts.opening(work, incident, reporter, words, plan.gaps)
    may = texts.may_take(incident, reporter, words)
    told = set(known)
    for track in plan.tracks:
        for alerted in track.alerted:
            if alerted.person.id not in told:
                told.add(alerted.person.id)
                later = MORNING if alerted.person.id in plan.waits else None
                add_recipient(work, incident, alerted.person, track.audience, track.step, waits_for=later)
                if later:
                    continue
                written = may if track.audience == COUNTY else act
                screen = texts.alert_for_recipient(work, written, alerted.person, incident, reporter)
                work.outbox.tell(
                    alerted.person, screen, "alert", incident.ref, track.step, urgent=leaves_first(incident)
                )
    add_readers(work, incident, plan, told)


def _track(incident: AnyIncident, track: TrackPlan, now: datetime) -> dict[str, Any]:
    return {
        "incident_ref": incident.ref,
        "audience": track.audience,
        "county": track.county,
        "step": track.step,
        "acknowledge": track.acknowledge,
        "due_at": track.due_at,
        "gaps": gaps_of(track),
        "asked_at": now,
        "repeated": 0,
    }


def gaps_of(track: TrackPlan) -> list[list[str]]:
    """Return the vacant roles as a track stores them: [role, county] pairs."""
    return [[gap.role, gap.county] for gap in track.gaps]
