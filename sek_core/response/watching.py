"""How open shocks go on, as the people say who are asked: better, same, worse, over; and news of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from config.mechanism import SEVERITIES
from config.terms import Standing
from config.told import Telling
from sek_core.alerts import escalation, promises, watch
from sek_core.incidents import changes, hearing, queries, wording
from sek_core.incidents.model import Source
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.response import corrections, following
from sek_core.response.corrections import Amended, Facts
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, History, Incident
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

OPEN = (IncidentStatus.OPEN, IncidentStatus.TAKEN)

NEWS_WITHIN = timedelta(days=14)
"""Time after a report within which words without another place or event may be news of it."""

EVENTS: Mapping[Standing, Event] = {
    "better": Event.BETTER,
    "same": Event.UNCHANGED,
    "worse": Event.WORSE,
    "over": Event.ENDED,
}
"""The event of the history for each standing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an answer. `over`: it was closed before. `told`: how many people heard of it."""

    over: bool = False
    told: int = 0


def tell(
    work: UnitOfWork,
    incident: Incident,
    person: Person,
    address: str,
    standing: Standing,
    affected: Mapping[str, int] | None = None,
) -> Told:
    """Record how a shock stands; worse raises its severity by one. Those in charge hear what is worse, and
    new numbers.
    """
    # Locked, so that an OK or the end cannot overtake this decision.
    work.session.refresh(incident, with_for_update=True)
    if incident.status not in OPEN:
        return Told(over=True)
    known, before = changes.facts(incident), corrections.facts_of(incident)
    values: dict[str, Any] = {"watched_at": work.now}
    if standing == "worse" and incident.severity in SEVERITIES[:-1]:
        values["severity"] = SEVERITIES[SEVERITIES.index(incident.severity) + 1]
    if affected and any(incident.affected.get(what) != number for what, number in affected.items()):
        values["affected"] = {**incident.affected, **affected}
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == incident.status)
    changed_one(work.session, mine.values(**values))
    work.session.refresh(incident)
    changed_one(work.session, mine.values(watch_at=watch.first_time(work, incident)))
    detail = changes.difference(known, changes.facts(incident))
    work.audit_log.add(incident.ref, EVENTS[standing], person.id, address, detail)
    if "severity" in values:
        escalation.reschedule_for_severity(work, incident)
    if standing != "worse" and "affected" not in values:
        return Told()
    return Told(told=_tell(work, incident, person, standing, before))


def _tell(work: UnitOfWork, incident: Incident, person: Person, standing: Standing, before: Facts) -> int:
    news = corrections.changes(before, corrections.facts_of(incident))
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "standing": Text(f"standing.{standing}"),
        "who": wording.author(incident, person),
        "time": Moment(work.now),
    }
    text = Text("watch.told_news", args | {"news": news}) if news.items else Text("watch.told", args)
    people = [
        other for other in following.holder_or_acting_recipients(work, incident) if other.id != person.id
    ]
    for other in people:
        work.outbox.tell(other, Screen(text, max_segments=2), "update", incident.ref)
    return len(people)


def end(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str) -> bool:
    """Close a shock that is over, for the person who was asked about it: no right is needed. The words go to
    those who hear of closings. False if it is not open any more.
    """
    ended = following.change_if(
        work,
        incident,
        Incident.status.in_(OPEN),
        status=IncidentStatus.CLOSED,
        closed_by_id=person.id,
        closed_at=work.now,
        outcome=words,
        confirmed="yes",
        watched_at=work.now,
    )
    if not ended:
        return False
    following.stop_waiting(work, incident)
    promises.end(work, incident)
    work.audit_log.add(incident.ref, Event.ENDED, person.id, address, words)
    screen = Screen(
        Text("watch.ended", following.about_it(work, incident, person)), quote=words, max_segments=2
    )
    for other in hearing.who_hears(work, incident, Telling.CLOSED, [person.id]).now:
        work.outbox.tell(other, screen, "update", incident.ref)
    following.tell_caller(work, incident, screen)
    following.post_to_groups(work, incident, screen)
    return True


def last_told(work: UnitOfWork, incident: Incident) -> Text | None:
    """Return "Sat 28 Nov: same", what was said last of how it stands, or None."""
    work.flush()
    query = (
        select(History.at, History.what)
        .where(History.about == incident.ref, History.what.in_([event.value for event in EVENTS.values()]))
        .order_by(History.id.desc())
        .limit(1)
    )
    row = work.session.execute(query).one_or_none()
    if row is None:
        return None
    standing = next(name for name, event in EVENTS.items() if event == row.what)
    day = row.at.astimezone(work.configuration.mechanism.zone)
    return Text(
        "state.stands", {"day": Text(f"weekday.{day.isoweekday()}"), "standing": Text(f"standing.{standing}")}
    )


def fitting(work: UnitOfWork, person: Person, reading: Reading) -> list[Incident]:
    """Return the person's own open shocks of which these words may tell, the newest first: those of the last
    two weeks, at the place that the words name or at none; the words name the same hazard, one that follows
    from it or stands for a need, or none.
    """
    return [
        incident
        for incident in corrections.reported_by(work, person)
        if incident.kind != CONCERN
        and incident.status in OPEN
        and work.now - incident.reported_at <= NEWS_WITHIN
        and _same_hazard(work, incident, reading)
        and _same_place(work, incident, reading)
    ]


def _same_hazard(work: UnitOfWork, incident: Incident, reading: Reading) -> bool:
    if reading.hazard in (None, incident.hazard):
        return set(reading.denied) <= {incident.hazard}
    follows = reading.hazard in work.configuration.hazards[incident.hazard].leads_to
    return follows or bool(_needs_of(work, reading))


def _needs_of(work: UnitOfWork, reading: Reading) -> tuple[str, ...]:
    """Return what the words ask for, or what their hazard stands for: hunger for food."""
    implied = (name for name, need in work.configuration.words.needs.items() if need.hazard == reading.hazard)
    return reading.needs or tuple(implied)


def _same_place(work: UnitOfWork, incident: Incident, reading: Reading) -> bool:
    if reading.outside is not None or not set(reading.counties) & set(incident.counties):
        return False
    if reading.place is None or incident.place is None:
        return reading.place is None
    nesting, name = work.core.nesting, reading.place.name
    return name == incident.place or any(
        nesting.inside(county, name, incident.place) or nesting.inside(county, incident.place, name)
        for county in incident.counties
    )


def add_news(work: UnitOfWork, incident: Incident, source: Source, reading: Reading) -> Amended:
    """Add the words to the incident; their numbers count from now on, and those who were told hear them."""
    needs = _needs_of(work, reading) if reading.hazard != incident.hazard else reading.needs
    told = replace(reading, hazard=None, place=None, needs=needs)
    result = corrections.amend(work, incident, source, told, correct=True)
    if result != "over":
        mine = update(Incident).where(Incident.ref == incident.ref)
        changed_one(work.session, mine.values(watched_at=work.now, watch_at=watch.first_time(work, incident)))
        work.session.refresh(incident)
    return result


def find_all(work: UnitOfWork, refs: Sequence[str]) -> list[Incident]:
    """Return the shocks of these references that are still open, in their order."""
    found = [queries.find(work, ref) for ref in refs]
    return [incident for incident in found if incident is not None and incident.status in OPEN]
