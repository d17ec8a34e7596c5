"""Incomplete reports: held for their missing parts, and completed by answers, in time or late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from config.affected import as_said, renewed
from config.mechanism import Severity
from sek_core.alerts import escalation, opening, texts
from sek_core.alerts import texts as alert_texts
from sek_core.incidents import changes, duplicates, hearing, known_places, queries, recipients, wording
from sek_core.incidents.model import county_of
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.timing.clock import SKEW
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

POSTPONED_BY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Addition:
    """Facts that an answer adds to an incident; None for those it does not give."""

    county: str | None = None
    place: str | None = None
    ward_code: str | None = None
    severity: Severity | None = None
    affected: dict[str, int] | None = None
    point: tuple[float, float] | None = None
    """Latitude and longitude, if the place was found as the one nearest to them."""

    @property
    def says_something(self) -> bool:
        """True if the answer gives a county, a place, a severity or numbers."""
        return any((self.county, self.place, self.severity, self.affected))

    def beyond(self, incident: Incident) -> "Addition":
        """Return the part of this that the incident does not hold yet."""
        said = as_said(self.affected or {})
        news = {what: number for what, number in said.items() if incident.affected.get(what) != number}
        same_place = self.place == incident.place
        return replace(
            self,
            place=None if same_place else self.place,
            ward_code=None if same_place else self.ward_code,
            severity=None if self.severity == incident.severity else self.severity,
            affected=news or None,
        )


def complete(work: UnitOfWork, incident: Incident, addition: Addition) -> bool:
    """Add what an answer says; return True if the incident was held, so that no recipient needs an update.

    The row lock settles a race with the end of the hold: the row is still held, or the alert has been sent
    and an update follows.
    """
    # Locked, so that an OK or the end of the hold cannot overtake this decision.
    work.session.refresh(incident, with_for_update=True)
    held = incident.status == IncidentStatus.HELD
    if incident.status not in (IncidentStatus.HELD, IncidentStatus.OPEN, IncidentStatus.TAKEN):
        return False
    known = changes.facts(incident)
    values: dict[str, Any] = {}
    if addition.county:
        values["counties"], values["county"] = [addition.county], addition.county
        places = work.configuration.places
        if not any(p.ward_code == incident.ward_code and p.county == addition.county for p in places):
            values["ward_code"] = None
    if addition.place:
        if addition.point:
            known_places.place_on_map(work, incident, addition.ward_code, addition.point)
        else:
            known_places.unlearn(work, incident, incident.place, addition.place)
        values["place"], values["ward_code"] = addition.place, addition.ward_code
        values["latitude"], values["longitude"] = addition.point or (None, None)
    if addition.severity:
        values["severity"] = addition.severity
    if addition.affected:
        values["affected"] = renewed(incident.affected, addition.affected)
    _change(work, incident, incident.status, values)
    if values:
        work.audit_log.add(
            incident.ref, Event.CHANGED, detail=changes.difference(known, changes.facts(incident))
        )
    if addition.severity:
        escalation.reschedule_for_severity(work, incident)
    if held and (addition.county or addition.place):
        duplicates.look_again(work, incident)
    return held


def narrow(work: UnitOfWork, incident: Incident, counties: Sequence[str]) -> None:
    """Let the first part of a held report say for which counties it may be."""
    values = {"counties": list(counties), "county": county_of(counties)}
    _change(work, incident, IncidentStatus.HELD, values)


def open_held(work: UnitOfWork, incident: Incident) -> bool:
    """Open a held incident, at its last answer or the end of the hold; False if the other was quicker."""
    return _change(work, incident, IncidentStatus.HELD, {"status": IncidentStatus.OPEN, "held_until": None})


def tell_update(work: UnitOfWork, incident: Incident, author: Person) -> int:
    """Tell all recipients of the alert what is known now; return how many."""
    screen = Screen(
        Text(
            "update.completed",
            {
                "ref": incident.ref,
                "summary": wording.summary(incident),
                "who": wording.author(incident, author),
                "time": Moment(work.now),
            },
        ),
        max_segments=alert_texts.ALERT_SEGMENTS,
    )
    people = [person for person in recipients.find_recipients(work, incident) if person.id != author.id]
    for person in hearing.told_now(work, incident, people):
        work.outbox.tell(person, screen, "update", incident.ref)
    return len(people)


def held_too_long(work: UnitOfWork, most: int = 50) -> list[str]:
    """Return the references of incidents whose hold is over, or ends later than a hold can (the clock was put
    back since).
    """
    impossible = work.now + max(work.configuration.mechanism.report_hold, POSTPONED_BY) + SKEW
    query = (
        select(Incident.ref)
        .where(
            Incident.status == IncidentStatus.HELD,
            or_(Incident.held_until <= work.now, Incident.held_until > impossible),
        )
        .order_by(Incident.held_until)
        .limit(most)
    )
    return list(work.session.scalars(query))


def end_hold(work: UnitOfWork, ref: str) -> bool:
    """End the hold of one incident and alert; False if its last answer, or another clock, was quicker."""
    incident = queries.find(work, ref)
    if incident is None or not open_held(work, incident):
        return False
    _send_incomplete(work, incident)
    return True


def postpone(work: UnitOfWork, ref: str) -> None:
    """Postpone an incident whose alert failed, so that it does not hold up the others."""
    work.session.execute(
        update(Incident)
        .where(Incident.ref == ref, Incident.status == IncidentStatus.HELD)
        .values(held_until=work.now + POSTPONED_BY)
        .execution_options(synchronize_session=False)
    )


def _send_incomplete(work: UnitOfWork, incident: Incident) -> None:
    """Alert with what is known when the hold ends, and tell the reporter what was sent and to whom."""
    reporter = work.people.get(incident.reporter_id)
    result = opening.alert(work, incident, reporter, queries.first_words(work, incident))
    work.outbox.tell(
        reporter,
        Screen(
            Text(
                "report.sent_after_hold",
                {
                    "ref": incident.ref,
                    "summary": wording.summary(incident),
                    "audience": texts.audiences_of(work, result.plan),
                    "gaps": texts.gaps_of(work, result.plan.gaps, most=1),
                },
            ),
            max_segments=alert_texts.ALERT_SEGMENTS,
        ),
        "notice",
        incident.ref,
    )


def _change(work: UnitOfWork, incident: Incident, status: IncidentStatus, values: dict[str, Any]) -> bool:
    """Compare and set: update the incident, return True if it still had this status."""
    if not values:
        values = {"status": incident.status}
    work.session.flush()
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == status)
    done = changed_one(work.session, mine.values(**values))
    work.session.refresh(incident)
    return done
