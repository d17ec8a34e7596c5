"""How an incident begins: a report is received, and everyone on its route alerted.

What waits for answers is in `sek_core.holding`; taking, notes and closing in `sek_core.following`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select, update

from config.mechanism import OTHER
from sek_core import alerts, circles, complaints, reaching, restoring, same_event
from sek_core.directory import Person
from sek_core.messages.incoming import Point
from sek_core.routing import Alerted, Plan, TrackPlan, Way, plan_route, way_of
from sek_core.store.base import among
from sek_core.store.conditional import won
from sek_core.store.incidents import CONCERN, LIVE, Incident, Recipient, Report, Track
from sek_core.understanding.reader import Reading

if TYPE_CHECKING:
    from sek_core.work import Work

Missing = Literal["deaths", "county", "place", "same", "what", "severity"]

ALERT_SEGMENTS = alerts.ALERT_SEGMENTS

RECENT = timedelta(minutes=30)
"""So long does what its reporter sends without a word of its own still belong to a report."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from."""

    reporter: Person
    address: str
    inbox_id: int
    text: str
    language: str
    said_at: datetime | None = None
    """When it came, where that is not now: somebody has vouched for its sender since."""


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
    latitude: float | None = None
    longitude: float | None = None
    county: str = ""
    same_as: str | None = None
    kind: str = "shock"
    sectors: list[str] | None = None
    subject: str = ""
    plea: bool = False
    nameless: bool = False
    caller: str = ""
    against: list[str] | None = None


AnyIncident = Incident | NewIncident


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident that has just been sent, and to whom."""

    incident: AnyIncident
    plan: Plan


def county_of(counties: Sequence[str]) -> str:
    """What `Incident.county` holds for these."""
    return counties[0] if len(counties) == 1 else ""


def missing_of(incident: AnyIncident) -> list[Missing]:
    """What a report could still say, in the order in which it is asked for."""
    missing: list[Missing] = []
    if len(incident.counties) > 1:
        missing.append("county")
    if incident.kind == CONCERN:
        return missing
    if incident.place is None:
        missing.append("place")
    if incident.same_as is not None:
        missing.append("same")
    if incident.plea and incident.hazard == OTHER:
        missing.append("what")
    elif incident.severity is None:
        missing.append("severity")
    return missing


def receive(
    work: "Work", source: Source, reading: Reading, hazard: str, point: Sequence[float] = ()
) -> NewIncident:
    """Store a report and its incident: held for its missing parts, or ready for `alert`.

    Nothing is held where the report is complete, says extreme, counts deaths, or is urgent. What may
    be of an event that somebody has reported before is not complete: that is asked. `point`
    (latitude, longitude) is a location that the reporter shared; it counts where no place is named.
    """
    configuration = work.configuration
    near = bool(point) and reading.place is None
    if near:
        located = work.core.geography.locate(Point(point[0], point[1]))
        here = (located.county,) if located.county else reading.counties
        reading = replace(reading, place=located.ward, counties=here)
    # A role for a county that is configured no more must not silence its reporter.
    counties = list(reading.counties or configuration.mechanism.counties)
    incident = NewIncident(
        ref=work.references.next("S"),
        hazard=hazard,
        counties=counties,
        county=county_of(counties),
        place=reading.place.name if reading.place else None,
        ward_code=(reading.place.ward_code or None) if reading.place else None,
        severity=reading.severity,
        affected=dict(reading.affected),
        sensitive=configuration.hazards[hazard].sensitive,
        status="held",
        reporter_id=source.reporter.id,
        reported_at=source.said_at or work.now,
        held_until=work.now + configuration.mechanism.report_hold,
        latitude=point[0] if near else None,
        longitude=point[1] if near else None,
        plea=reading.plea,
        nameless=reading.nameless,
        against=against(work, source.text, reading),
    )
    incident.same_as = same_event.find(work, incident)
    if not missing_of(incident) or is_urgent(incident, reading):
        incident.status, incident.held_until = "open", None
    else:
        insert(work, incident)
    add_report(work, incident, source)
    return incident


def against(work: "Work", text: str, reading: Reading) -> list[str] | None:
    """Return the organisations of whose work a text complains; None where it does not."""
    return sorted(complaints.organisations_in(work, text)) or None if reading.complaint else None


def insert(work: "Work", incident: NewIncident) -> None:
    """Bring an incident that begins into the transaction."""
    work.rows.add(Incident, {name: getattr(incident, name) for name in _COLUMNS})


_COLUMNS = tuple(field.name for field in fields(NewIncident))


def add_report(
    work: "Work", incident: AnyIncident, source: Source, kind: Literal["report", "words"] = "report"
) -> None:
    """Keep a person's words with an incident, exactly as they were sent. `words`: what somebody who has
    reported it says besides.
    """
    work.rows.add(
        Report,
        {
            "incident_ref": incident.ref,
            "person_id": source.reporter.id,
            "inbox_id": source.inbox_id,
            "text": source.text,
            "language": source.language,
            "created_at": work.now,
            "kind": kind,
        },
    )
    if kind == "report":
        work.chronicle.add(incident.ref, "reported", source.reporter.id, source.address, source.text)


def is_urgent(incident: AnyIncident, reading: Reading) -> bool:
    """Whether the alert may not wait for questions."""
    pressing = reading.urgent or reading.plea or reading.nameless
    return incident.severity == "extreme" or "deaths" in incident.affected or pressing


def alert(work: "Work", incident: AnyIncident, reporter: Person, words: str) -> Opened:
    """Tell everyone on the route of an incident that is open since this moment.

    `words`: what the reporter says beyond what the incident holds; the alert quotes it.
    """
    way = way_of(work, incident)
    plan = _with_somebody(work, way, incident, reporter, plan_route(way, incident.counties, reporter))
    incident.opened_at = work.now
    incident.route = way.route.written
    if isinstance(incident, NewIncident):
        insert(work, incident)
    if isinstance(incident, Incident) and restoring.perhaps_told_of(work, incident.ref):
        work.outbox.repeats = True
    act, inform, group = alerts.opening(work, incident, reporter, words, plan.gaps)
    told: set[int] = set()
    lost: list[Person] = []
    for track in plan.tracks:
        work.rows.add(Track, _track(incident, track, work.now))
        for alerted in track.alerted:
            if alerted.person.id not in told:
                told.add(alerted.person.id)
                add_recipient(work, incident, alerted.person, track.audience, track.step)
                screen = alerts.addressed(work, act, alerted.person, incident, reporter)
                if not work.outbox.tell(alerted.person, screen, "alert", incident.ref, track.step):
                    lost.append(alerted.person)
    for person in plan.informed:
        add_recipient(work, incident, person, None, None)
        screen = alerts.addressed(work, inform, person, incident, reporter)
        work.outbox.tell(person, screen, "alert", incident.ref)
    if not incident.sensitive and incident.kind != CONCERN:
        for chat in work.groups:
            if chat.county in incident.counties:
                work.outbox.post(chat.channel, chat.address, group, "alert", incident.ref)
    work.chronicle.add(incident.ref, "opened", detail=f"{len(told) + len(plan.informed)} told")
    if plan.wide:
        work.chronicle.add(incident.ref, circles.BEYOND, detail="nobody of the route is there")
    if lost:
        nobody_there(work, incident.ref, lost)
    return Opened(incident, plan)


def _with_somebody(work: "Work", way: Way, incident: AnyIncident, reporter: Person, plan: Plan) -> Plan:
    """The plan; where nobody of the route can be reached, with whoever is there in the next wider circle."""
    alerted = [each.person for track in plan.tracks for each in track.alerted]
    if any(work.people.reachable_at(person) for person in alerted):
        return plan
    circle = circles.wider(work, incident.counties, {reporter.id, *way.besides})
    if not circle.people or not plan.tracks:
        return plan
    stands_in = tuple(
        Alerted(person, role.role)
        for person in circle.people[:MOST_STAND_IN]
        if (role := next(iter(work.people.roles(person)), None)) is not None
    )
    first = next((track for track in plan.tracks if track.acknowledge), plan.tracks[0])
    tracks = tuple(
        replace(track, alerted=(*track.alerted, *stands_in)) if track is first else track
        for track in plan.tracks
    )
    people = {each.person.id for each in stands_in}
    informed = tuple(person for person in plan.informed if person.id not in people)
    return Plan(tracks, informed, wide=True)


MOST_STAND_IN = 3
"""So many of a wider circle are alerted where nobody of the route is there."""


def nobody_there(work: "Work", ref: str, lost: Iterable[Person]) -> None:
    """Those people have no address to which an alert could be sent."""
    incident = find(work, ref)
    assert incident is not None
    for person in lost:
        reaching.cannot_be_reached(work, incident, person)


def alert_more(
    work: "Work", incident: Incident, reporter: Person, plan: Plan, known: Collection[int]
) -> None:
    """Alert those whom the route names today and who are not `known` to have been told."""
    act, _, _ = alerts.opening(work, incident, reporter, first_words(work, incident), plan.gaps)
    told = set(known)
    for track in plan.tracks:
        for alerted in track.alerted:
            if alerted.person.id not in told:
                told.add(alerted.person.id)
                add_recipient(work, incident, alerted.person, track.audience, track.step)
                screen = alerts.addressed(work, act, alerted.person, incident, reporter)
                work.outbox.tell(alerted.person, screen, "alert", incident.ref, track.step)


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
    """The vacant roles as a track keeps them."""
    return [[gap.role, gap.county] for gap in track.gaps]


def asks(work: "Work", incident: Incident, person: Person, audience: str, step: int) -> None:
    """A later step asks somebody to act, who was perhaps informed before."""
    informed = update(Recipient).where(
        Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
    )
    now = {"audience": audience, "step": step, "acts": True, "told_at": work.now, "unreachable_at": None}
    if not won(work.session, informed.values(**now)):
        add_recipient(work, incident, person, audience, step)


def add_recipient(
    work: "Work", incident: AnyIncident, person: Person, audience: str | None, step: int | None
) -> None:
    """Note that this person is told of it now: as `audience` to act, or (None) for information."""
    work.rows.add(
        Recipient,
        {
            "incident_ref": incident.ref,
            "person_id": person.id,
            "audience": audience,
            "step": step,
            "acts": audience is not None,
            "told_at": work.now,
            "unreachable_at": None,
        },
    )


def told(work: "Work", incident: Incident, acting_only: bool = False) -> list[Person]:
    """Everyone who was told of an incident; `acting_only`: who was asked to take it."""
    work.flush()
    query = select(Recipient.person_id).where(Recipient.incident_ref == incident.ref)
    if acting_only:
        query = query.where(Recipient.acts)
    return still_here(work, work.people.many(work.session.scalars(query)))


def still_here(work: "Work", people: Iterable[Person]) -> list[Person]:
    """Those of them who hold a role today, and for who is away who covers: who has left hears nothing
    more.
    """
    return work.people.at_work(person for person in people if work.people.roles(person))


def was_told(work: "Work", incident: Incident, person: Person) -> bool:
    """Whether this very person was told of it."""
    work.flush()
    query = select(Recipient.person_id).where(
        Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
    )
    return work.session.scalar(query) is not None


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
    """What the first report says beyond what the incident itself holds; of a concern or a plea all of it."""
    text = words_of(work, incident)[0].text
    return quoted(incident, text, work.core.reader.read(text, incident.counties))


def quoted(incident: AnyIncident, text: str, reading: Reading) -> str:
    """The words of a report that an alert quotes: all, where what happened stands only in them."""
    whole = incident.kind == CONCERN or (incident.plea and incident.hazard == OTHER) or bool(reading.doubtful)
    return text if whole else reading.beyond


def find(work: "Work", ref: str) -> Incident | None:
    """The incident of that reference, as the database has it now."""
    work.flush()
    return work.session.get(Incident, ref, populate_existing=True)


def joined_to(work: "Work", ref: str) -> str:
    """The incident that one was joined to, as the same event; itself, if it was not."""
    incident = find(work, ref)
    while incident is not None and incident.status == "cancelled" and incident.same_as:
        ref = incident.same_as
        incident = find(work, ref)
    return ref


def latest_of(work: "Work", person: Person, within: timedelta = RECENT) -> Incident | None:
    """The incident that this person reported last, if that was lately and it is not over."""
    work.flush()
    query = (
        select(Incident)
        .join(Report, Report.incident_ref == Incident.ref)
        .where(
            Report.person_id == person.id,
            Report.kind == "report",
            Report.created_at >= work.now - within,
            Incident.status.in_(LIVE),
        )
        .order_by(Report.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return work.session.scalar(query)


def reported_by_message(work: "Work", inbox_id: int) -> Incident | None:
    """The incident that the message of this inbox row reported."""
    work.flush()
    ref = work.session.scalar(select(Report.incident_ref).where(Report.inbox_id == inbox_id).limit(1))
    return find(work, ref) if ref else None


def live(work: "Work", counties: Sequence[str], most: int = 500) -> list[Incident]:
    """Incidents of these counties that are open or taken, the newest first."""
    work.flush()
    query = (
        select(Incident)
        .where(among(Incident.status, "open", "taken"))
        .order_by(Incident.opened_at.desc())
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [incident for incident in work.session.scalars(query) if set(incident.counties) & set(counties)]
