"""Merging of two incidents that a reporter calls one event, and separation of two that are not."""

from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import select, update

from config.mechanism import SEVERITIES
from sek_core.alerts import escalation
from sek_core.alerts import texts as alert_texts
from sek_core.alerts.routing import plan_route, way_of
from sek_core.incidents import hearing, needs, queries, recipients, wording
from sek_core.incidents.hidden_names import hidden_of
from sek_core.messages.screens import Arg, HazardName, Joined, Moment, Screen, Text
from sek_core.response import corrections, figures, following, incomplete_reports
from sek_core.roster.snapshot import Person
from sek_core.store.files import File
from sek_core.store.incidents import LIVE, Incident, Recipient, ReportRow
from sek_core.store.statements import changed_one, insert_missing
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.wording.phrases import EMPTY
from sek_core.work.events import Event
from sek_core.work.references import number_of
from sek_core.work.unit_of_work import UnitOfWork


def mark_separate(work: UnitOfWork, incident: Incident, person: Person, address: str) -> None:
    """Record that the incident is an event of its own, and tell the acting recipients of its alert."""
    other, incident_is_out = incident.same_as, incident.status != IncidentStatus.HELD
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.same_as.is_not(None))
    if not changed_one(work.session, mine.values(same_as=None)):
        return
    work.session.refresh(incident)
    work.audit_log.add(incident.ref, Event.APART, person.id, address, other or "")
    if incident_is_out:
        screen = Screen(
            Text("apart.told", _about(work, incident, person) | {"other": other or ""}),
            actions=phrases.actions(incident.ref, "take", "note", "more"),
        )
        for acting in recipients.find_recipients(work, incident, acting_only=True):
            if acting.id != person.id:
                work.outbox.tell(acting, screen, "update", incident.ref)


def find_live_incident(work: UnitOfWork, ref: str | None) -> Incident | None:
    """Return the incident of a reference, or the one that it was joined to; None if that is over."""
    incident = queries.find(work, queries.joined_to(work, ref)) if ref else None
    return incident if incident is not None and incident.status in LIVE else None


Result = Literal["joined", "taken", "over"]
"""joined: the two are one. taken: the younger one has a holder already, so both stay. over: the older one is
closed or withdrawn, so the younger one stays by itself.
"""


def join(work: UnitOfWork, incident: Incident, into: Incident, person: Person, address: str) -> Result:
    """Join two incidents: the reports of `incident` become reports of `into`, which is older.

    The recipients and holder of `into` are told only what is worse or new. The recipients of `incident` are
    told where it went.
    """
    for one in sorted((incident, into), key=lambda one: number_of(one.ref)):
        work.session.refresh(one, with_for_update=True)
    if into.status not in LIVE:
        return "over"
    if incident.status not in (IncidentStatus.HELD, IncidentStatus.OPEN):
        _tell_both(work, incident, into, person, address)
        return "taken"
    words = queries.first_words(work, incident)
    news = _news(work, incident, into)
    before, numbers = corrections.facts_of(into), figures.joined(work, incident, into)
    _move(work, incident, into)
    _keep_hidden(work, incident, into)
    _worsen(work, incident, into, numbers)
    changes = Joined((*corrections.changes(before, corrections.facts_of(into)).items, *news))
    work.audit_log.add(incident.ref, Event.SAME, person.id, address, into.ref)
    work.audit_log.add(into.ref, Event.SAME, person.id, address, incident.ref)
    _tell(work, incident, into, person, changes, words)
    return "joined"


def _move(work: UnitOfWork, incident: Incident, into: Incident) -> None:
    """Move reports, files and recipients to `into`, and cancel `incident`."""
    work.flush()
    for model in (ReportRow, File):
        work.session.execute(
            update(model)
            .where(model.incident_ref == incident.ref)
            .values(incident_ref=into.ref)
            .execution_options(synchronize_session=False)
        )
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == incident.status)
    changed_one(work.session, mine.values(status=IncidentStatus.CANCELLED, held_until=None, same_as=into.ref))
    following.stop_waiting(work, incident)
    theirs = work.session.scalars(select(Recipient).where(Recipient.incident_ref == incident.ref))
    columns = [column.key for column in Recipient.__table__.columns]
    rows = [{name: getattr(row, name) for name in columns} | {"incident_ref": into.ref} for row in theirs]
    insert_missing(work.session, Recipient, rows)
    work.session.refresh(incident)


def _keep_hidden(work: UnitOfWork, incident: Incident, into: Incident) -> None:
    """Let reporters who asked not to be named stay so in the incident that stands."""
    hidden = hidden_of(incident) - hidden_of(into)
    if hidden:
        ids = sorted({*(into.hidden_ids or ()), *hidden})
        changed_one(work.session, update(Incident).where(Incident.ref == into.ref).values(hidden_ids=ids))
        work.session.refresh(into)


def _worsen(work: UnitOfWork, incident: Incident, into: Incident, numbers: dict[str, int]) -> None:
    """Give `into` the higher severity of both, the numbers of both, and a place if it has none."""
    values: dict[str, Any] = {}
    if _rank(incident.severity) > _rank(into.severity):
        values["severity"] = incident.severity
    if numbers != into.affected:
        values["affected"] = numbers
    if incident.needs and needs.with_more(into, incident.needs) != into.needs:
        values["needs"] = needs.with_more(into, incident.needs)
    if into.place is None and incident.place:
        values |= {"place": incident.place, "ward_code": incident.ward_code}
        values |= {"latitude": incident.latitude, "longitude": incident.longitude}
    if not values:
        return
    changed_one(
        work.session,
        update(Incident).where(Incident.ref == into.ref, Incident.status == into.status).values(**values),
    )
    work.session.refresh(into)
    if "severity" in values:
        escalation.reschedule_for_severity(work, into)


def _rank(severity: str | None) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1


def _news(work: UnitOfWork, incident: Incident, into: Incident) -> tuple[Arg, ...]:
    """Return the hazard and place of the incident that no report of `into` has named yet."""
    texts = [report.text for report in queries.reports_of(work, into)]
    readings = [work.core.reader.read(text, into.counties) for text in texts]
    news: list[Arg] = []
    if incident.hazard != into.hazard and incident.hazard not in {reading.hazard for reading in readings}:
        news.append(HazardName(incident.hazard))
    if incident.place and into.place:
        known = {into.place, *(reading.place.name for reading in readings if reading.place)}
        county = into.counties[0]
        nesting = work.core.nesting
        if not any(nesting.inside(county, place, incident.place) for place in known):
            news.append(incident.place)
    return tuple(news)


def _tell(
    work: UnitOfWork, incident: Incident, into: Incident, person: Person, changes: Joined, words: str
) -> None:
    if into.status == IncidentStatus.HELD:
        if into.severity == "extreme" or "deaths" in into.affected:
            incomplete_reports.end_hold(work, into.ref)
        return
    was_told = recipients.find_recipients(work, incident)  # empty if it was held
    reports = sum(report.kind == "report" for report in queries.reports_of(work, into))
    about = _about(work, into, person) | {
        "other": incident.ref,
        "reports": Text("reports", n=reports),
        "changes": Text("joined.changes", {"changes": changes}) if changes.items else EMPTY,
        "words": Text("alert.words") if words else EMPTY,
    }
    people = {other.id: (other, "joined.moved") for other in was_told}
    if changes.items:
        new = _newly_concerned(work, incident, into, person)
        for other in [
            *recipients.find_recipients(work, into),
            *new,
            *following.holder_or_acting_recipients(work, into),
        ]:
            people.setdefault(other.id, (other, "joined.worse"))
        following.post_to_groups(work, into, _screen("joined.worse", about, into, words, to_take=False))
    acting = {other.id for other in recipients.find_recipients(work, into, acting_only=True)}
    now = {other.id for other in hearing.told_now(work, into, [other for other, _ in people.values()])}
    for other, key in people.values():
        if other.id != person.id and other.id in now:
            to_take = into.status == IncidentStatus.OPEN and other.id in acting
            work.outbox.tell(other, _screen(key, about, into, words, to_take=to_take), "update", into.ref)


def _screen(key: str, about: dict[str, Arg], into: Incident, words: str, *, to_take: bool) -> Screen:
    """Return the screen for one recipient. `to_take`: they may still take it, and are told how."""
    args = about | {"act": Text("joined.act", {"ref": into.ref}) if to_take else EMPTY}
    actions = phrases.actions(into.ref, *(("take",) if to_take else ()), "note", "more")
    quote = words if key == "joined.worse" else ""
    return Screen(Text(key, args), quote=quote, max_segments=alert_texts.ALERT_SEGMENTS, actions=actions)


def _newly_concerned(work: UnitOfWork, incident: Incident, into: Incident, reporter: Person) -> list[Person]:
    """Return, and add as recipients, the people who work on the second hazard ("cholera after the flood") and
    were not told yet.
    """
    if incident.hazard == into.hazard:
        return []
    hazard = work.configuration.hazards[incident.hazard]
    way = replace(way_of(work, into), sectors=hazard.sectors, sensitive=hazard.sensitive)
    plan = plan_route(way, into.counties, reporter)
    told = {person.id for person in recipients.find_recipients(work, into)}
    new = [person for person in plan.informed if person.id not in told]
    for person in new:
        recipients.add_recipient(work, into, person, None, None)
    for person, digest in plan.readers:
        if person.id not in told:
            recipients.add_recipient(work, into, person, None, None, reads_in=digest, waits_for=digest)
    return new


def _tell_both(work: UnitOfWork, incident: Incident, into: Incident, person: Person, address: str) -> None:
    """Tell the holders of two incidents that stay apart of each other's incident."""
    for one, other in ((incident, into), (into, incident)):
        work.audit_log.add(one.ref, Event.SAME, person.id, address, other.ref)
        screen = Screen(Text("same.told", _about(work, one, person) | {"other": other.ref}))
        for holder in following.holder_or_acting_recipients(work, one):
            if holder.id != person.id:
                work.outbox.tell(holder, screen, "update", one.ref)


def _about(work: UnitOfWork, incident: Incident, person: Person) -> dict[str, Arg]:
    return {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "who": wording.author(incident, person),
        "time": Moment(work.now),
    }
