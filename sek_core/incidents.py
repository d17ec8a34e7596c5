"""The life of an incident from the report to the alert: held, opened, completed.

What comes after (taking, notes, closing) is in `sek_core.following`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import select, update

from config.mechanism import OTHER, Severity
from sek_core import phrasing
from sek_core.directory import Person
from sek_core.routing import Plan, TrackPlan, plan_route
from sek_core.screens import Arg, Moment, Screen, Text
from sek_core.store.conditional import won
from sek_core.store.incidents import Incident, Recipient, Report, Track
from sek_core.understanding import Reading

if TYPE_CHECKING:
    from sek_core.work import Work

Missing = Literal["county", "place", "severity"]

ALERT_SEGMENTS = 2

PUT_OFF = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from."""

    reporter: Person
    address: str
    inbox_id: int
    text: str
    language: str


@dataclass(slots=True)
class NewIncident:
    """An incident that begins in this transaction: the columns of its row.

    Plain, and not yet the database's object: in a flood thousands begin and are not looked at again.
    """

    ref: str
    hazard: str
    counties: list[str]
    place: str | None
    ward_code: str | None
    severity: str | None
    affected: dict[str, int]
    sensitive: bool
    status: str
    reporter_id: int
    reported_at: datetime
    held_until: datetime | None
    opened_at: datetime | None = None
    route: str = ""


AnyIncident = Incident | NewIncident


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident that has just been sent, and to whom."""

    incident: AnyIncident
    plan: Plan


def missing_of(incident: AnyIncident) -> list[Missing]:
    """What a report could still say, in the order in which it is asked for."""
    missing: list[Missing] = []
    if len(incident.counties) > 1:
        missing.append("county")
    if incident.place is None:
        missing.append("place")
    if incident.severity is None:
        missing.append("severity")
    return missing


def receive(work: "Work", source: Source, reading: Reading, hazard: str) -> NewIncident:
    """Store a report and its incident: held for its missing parts, or ready for `alert`.

    Nothing is held where the report is complete, says extreme, counts deaths, or is urgent.
    """
    configuration = work.configuration
    incident = NewIncident(
        ref=work.references.next("S"),
        hazard=hazard,
        # A role for a county that is configured no more must not silence its reporter.
        counties=list(reading.counties or configuration.mechanism.counties),
        place=reading.place.name if reading.place else None,
        ward_code=(reading.place.ward_code or None) if reading.place else None,
        severity=reading.severity,
        affected=dict(reading.affected),
        sensitive=configuration.hazards[hazard].sensitive,
        status="held",
        reporter_id=source.reporter.id,
        reported_at=work.now,
        held_until=work.now + configuration.mechanism.report_hold,
    )
    if not missing_of(incident) or is_urgent(incident, reading):
        incident.status, incident.held_until = "open", None
    else:
        _insert(work, incident)
    add_report(work, incident, source)
    return incident


def _insert(work: "Work", incident: NewIncident) -> None:
    work.rows.add(Incident, {name: getattr(incident, name) for name in _COLUMNS})


_COLUMNS = tuple(field.name for field in fields(NewIncident))


def add_report(work: "Work", incident: AnyIncident, source: Source) -> None:
    """Keep one more person's words with an incident, exactly as they were sent."""
    work.rows.add(
        Report,
        {
            "incident_ref": incident.ref,
            "person_id": source.reporter.id,
            "inbox_id": source.inbox_id,
            "text": source.text,
            "language": source.language,
            "created_at": work.now,
        },
    )
    work.chronicle.add(incident.ref, "reported", source.reporter.id, source.address, source.text)


def is_urgent(incident: AnyIncident, reading: Reading) -> bool:
    """Whether the alert may not wait for questions."""
    return incident.severity == "extreme" or "deaths" in incident.affected or reading.urgent


def alert(work: "Work", incident: AnyIncident, reporter: Person, words: str) -> Opened:
    """Tell everyone on the route of an incident that is open since this moment.

    `words`: what the reporter says beyond what the incident holds; the alert quotes it.
    """
    hazards = work.configuration.hazards
    hazard = hazards.get(incident.hazard, hazards[OTHER])  # the configuration may have changed since
    severity = cast(Severity | None, incident.severity)
    routes = work.configuration.routes
    plan = plan_route(work.people, routes, hazard, incident.counties, severity, reporter, work.now)
    incident.opened_at = work.now
    incident.route = work.core.route
    if isinstance(incident, NewIncident):
        _insert(work, incident)
    screens = _Alerts(work, incident, reporter, words, plan)
    told: set[int] = set()
    for track in plan.tracks:
        work.rows.add(Track, _track(incident, track))
        for alerted in track.alerted:
            if alerted.person.id not in told:
                told.add(alerted.person.id)
                _add_recipient(work, incident, alerted.person, track.audience, track.step)
                work.outbox.tell(alerted.person, screens.act, "alert", incident.ref, track.step)
    for person in plan.informed:
        _add_recipient(work, incident, person, None, None)
        work.outbox.tell(person, screens.inform, "alert", incident.ref)
    work.chronicle.add(incident.ref, "opened", detail=f"{len(told) + len(plan.informed)} told")
    return Opened(incident, plan)


def _track(incident: AnyIncident, track: TrackPlan) -> dict[str, Any]:
    return {
        "incident_ref": incident.ref,
        "audience": track.audience,
        "county": track.county,
        "step": track.step,
        "acknowledge": track.acknowledge,
        "due_at": track.due_at,
        "gaps": [[gap.role, gap.county] for gap in track.gaps],
    }


def _add_recipient(
    work: "Work", incident: AnyIncident, person: Person, audience: str | None, step: int | None
) -> None:
    work.rows.add(
        Recipient,
        {
            "incident_ref": incident.ref,
            "person_id": person.id,
            "audience": audience,
            "step": step,
            "acts": audience is not None,
            "told_at": work.now,
        },
    )


class _Alerts:
    """The two alerts of an incident: for those who may act, and for those who are informed."""

    def __init__(self, work: "Work", incident: AnyIncident, reporter: Person, words: str, plan: Plan) -> None:
        args: dict[str, Arg] = {
            "ref": incident.ref,
            "headline": phrasing.headline(incident),
            "facts": phrasing.facts(incident),
            "who": phrasing.named(reporter),
            "time": Moment(incident.reported_at),
        }
        args["words"] = Text("alert.words") if words else phrasing.EMPTY
        gaps = {"gaps": phrasing.gaps_of(work, plan.gaps)}
        self.act = Screen(Text("alert.act", args | gaps), quote=words, max_segments=ALERT_SEGMENTS)
        self.inform = Screen(Text("alert.inform", args), quote=words, max_segments=ALERT_SEGMENTS)


@dataclass(frozen=True, slots=True)
class Addition:
    """What an answer adds to an incident; None where it says nothing about that."""

    county: str | None = None
    place: str | None = None
    ward_code: str | None = None
    severity: Severity | None = None
    affected: dict[str, int] | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything is added at all."""
        return any((self.county, self.place, self.severity, self.affected))


def complete(work: "Work", incident: Incident, addition: Addition) -> bool:
    """Add what an answer says. True if the incident was held, so that nobody needs an update.

    A held one that expires at this moment is settled by the database: the update of a held row
    finds it, or it does not, and then the alert has left and an update follows.
    """
    # Locked: what is decided here must not be overtaken by an OK or the end of the hold.
    work.session.refresh(incident, with_for_update=True)
    held = incident.status == "held"
    if incident.status not in ("held", "open", "taken"):
        return False
    values: dict[str, Any] = {}
    if addition.county:
        values["counties"] = [addition.county]
        places = work.configuration.places
        if not any(p.ward_code == incident.ward_code and p.county == addition.county for p in places):
            values["ward_code"] = None
    if addition.place:
        values["place"], values["ward_code"] = addition.place, addition.ward_code
    if addition.severity:
        values["severity"] = addition.severity
    if addition.affected:
        values["affected"] = {**incident.affected, **addition.affected}
    _change(work, incident, incident.status, values)
    if addition.severity:
        _wait_anew(work, incident)
    return held


def open_held(work: "Work", incident: Incident) -> bool:
    """Held -> open, by whoever comes first: the last answer, or the end of the hold."""
    return _change(work, incident, "held", {"status": "open", "held_until": None})


def tell_update(work: "Work", incident: Incident, author: Person) -> int:
    """Tell everyone who was told of the incident what is known now; returns how many."""
    screen = Screen(
        Text(
            "update.completed",
            {
                "ref": incident.ref,
                "summary": phrasing.summary(incident),
                "who": phrasing.named(author),
                "time": Moment(work.now),
            },
        ),
        max_segments=ALERT_SEGMENTS,
    )
    people = [person for person in told(work, incident) if person.id != author.id]
    for person in people:
        work.outbox.tell(person, screen, "update", incident.ref)
    return len(people)


def told(work: "Work", incident: Incident, acting_only: bool = False) -> list[Person]:
    """Everyone who was told of an incident; `acting_only`: who was asked to take it."""
    work.flush()
    query = select(Recipient.person_id).where(Recipient.incident_ref == incident.ref)
    if acting_only:
        query = query.where(Recipient.acts)
    return still_here(work, work.people.many(work.session.scalars(query)))


def still_here(work: "Work", people: Iterable[Person]) -> list[Person]:
    """Those of them who hold a role today: who has left hears nothing more."""
    return [person for person in people if work.people.roles(person)]


def reporters(work: "Work", incident: Incident) -> list[Person]:
    """Everyone who reported it."""
    work.flush()
    query = select(Report.person_id).where(Report.incident_ref == incident.ref)
    return work.people.many([incident.reporter_id, *work.session.scalars(query)])


def words_of(work: "Work", incident: Incident) -> list[Report]:
    """The reports of an incident, oldest first."""
    work.flush()
    return list(
        work.session.scalars(select(Report).where(Report.incident_ref == incident.ref).order_by(Report.id))
    )


def first_words(work: "Work", incident: Incident) -> str:
    """What the first report says beyond what the incident itself holds."""
    text = words_of(work, incident)[0].text
    return work.core.reader.read(text, incident.counties).beyond


def find(work: "Work", ref: str) -> Incident | None:
    """The incident of that reference, as the database has it now."""
    work.flush()
    return work.session.get(Incident, ref, populate_existing=True)


def live(work: "Work", counties: Sequence[str], most: int = 500) -> list[Incident]:
    """Incidents of these counties that are open or taken, the newest first."""
    work.flush()
    query = (
        select(Incident)
        .where(Incident.status.in_(("open", "taken")))
        .order_by(Incident.opened_at.desc())
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [incident for incident in work.session.scalars(query) if set(incident.counties) & set(counties)]


def held_too_long(work: "Work", most: int = 50) -> list[str]:
    """The references of incidents that waited long enough for answers."""
    query = (
        select(Incident.ref)
        .where(Incident.status == "held", Incident.held_until <= work.now)
        .order_by(Incident.held_until)
        .limit(most)
    )
    return list(work.session.scalars(query))


def end_hold(work: "Work", ref: str) -> bool:
    """Send out one of them; False if its last answer, or another clock, was quicker."""
    incident = find(work, ref)
    if incident is None or not open_held(work, incident):
        return False
    _send_incomplete(work, incident)
    return True


def put_off(work: "Work", ref: str) -> None:
    """Try this one later: it could not be sent now, and must not hold up the others."""
    work.session.execute(
        update(Incident)
        .where(Incident.ref == ref, Incident.status == "held")
        .values(held_until=work.now + PUT_OFF)
        .execution_options(synchronize_session=False)
    )


def _send_incomplete(work: "Work", incident: Incident) -> None:
    """The hold is over: alert with what is known; the reporter hears that the question is still open."""
    reporter = work.people.get(incident.reporter_id)
    result = alert(work, incident, reporter, first_words(work, incident))
    work.outbox.tell(
        reporter,
        Screen(
            Text(
                "report.sent_after_hold",
                {
                    "ref": incident.ref,
                    "summary": phrasing.summary(incident),
                    "audience": phrasing.audiences_of(work, result.plan),
                    "gaps": phrasing.gaps_of(work, result.plan.gaps, most=1),
                },
            ),
            max_segments=ALERT_SEGMENTS,
        ),
        "notice",
        incident.ref,
    )


def _change(work: "Work", incident: Incident, status: str, values: dict[str, Any]) -> bool:
    """One conditional UPDATE; True if the incident still had this status."""
    if not values:
        values = {"status": incident.status}
    work.session.flush()
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == status)
    done = won(work.session, mine.values(**values))
    work.session.refresh(incident)
    return done


def _wait_anew(work: "Work", incident: Incident) -> None:
    """A severity that is known only now decides when the next step is due."""
    if incident.opened_at is None:
        return
    wait = work.configuration.routes.wait(cast(Severity | None, incident.severity))
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref, Track.due_at.is_not(None))
        .values(due_at=incident.opened_at + wait)
        .execution_options(synchronize_session=False)
    )
