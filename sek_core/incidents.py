"""How an incident begins: a report is received, and everyone on its route alerted.

What waits for answers is in `sek_core.holding`; taking, notes and closing in `sek_core.following`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import select

from config.mechanism import OTHER, Severity
from sek_core import phrasing, restoring
from sek_core.directory import Person
from sek_core.parts import Point
from sek_core.routing import Plan, TrackPlan, plan_route
from sek_core.screens import Arg, Moment, Screen, Text
from sek_core.store.base import among
from sek_core.store.incidents import Incident, Recipient, Report, Track
from sek_core.understanding import Reading

if TYPE_CHECKING:
    from sek_core.work import Work

Missing = Literal["county", "place", "severity"]

ALERT_SEGMENTS = 2

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


def receive(
    work: "Work", source: Source, reading: Reading, hazard: str, point: Sequence[float] = ()
) -> NewIncident:
    """Store a report and its incident: held for its missing parts, or ready for `alert`.

    Nothing is held where the report is complete, says extreme, counts deaths, or is urgent. `point`
    (latitude, longitude) is a location that the reporter shared; it counts where no place is named.
    """
    configuration = work.configuration
    near = bool(point) and reading.place is None
    if near:
        located = work.core.geography.locate(Point(point[0], point[1]))
        counties = (located.county,) if located.county else reading.counties
        reading = replace(reading, place=located.ward, counties=counties)
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
        latitude=point[0] if near else None,
        longitude=point[1] if near else None,
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
    if isinstance(incident, Incident) and restoring.perhaps_told_of(work, incident.ref):
        work.outbox.repeats = True
    screens = _Alerts(work, incident, reporter, words, plan)
    told: set[int] = set()
    for track in plan.tracks:
        work.rows.add(Track, _track(incident, track))
        for alerted in track.alerted:
            if alerted.person.id not in told:
                told.add(alerted.person.id)
                _add_recipient(work, incident, alerted.person, track.audience, track.step)
                work.outbox.tell(
                    alerted.person, screens.act(alerted.person), "alert", incident.ref, track.step
                )
    for person in plan.informed:
        _add_recipient(work, incident, person, None, None)
        work.outbox.tell(person, screens.inform(person), "alert", incident.ref)
    if not incident.sensitive:
        for group in work.groups:
            if group.county in incident.counties:
                work.outbox.post(group.channel, group.address, screens.group, "alert", incident.ref)
    work.chronicle.add(incident.ref, "opened", detail=f"{len(told) + len(plan.informed)} told")
    return Opened(incident, plan)


def alert_more(
    work: "Work", incident: Incident, reporter: Person, plan: Plan, known: Collection[int]
) -> None:
    """Alert those whom the route names today and who are not `known` to have been told."""
    screens = _Alerts(work, incident, reporter, first_words(work, incident), plan)
    told = set(known)
    for track in plan.tracks:
        for alerted in track.alerted:
            if alerted.person.id not in told:
                told.add(alerted.person.id)
                _add_recipient(work, incident, alerted.person, track.audience, track.step)
                work.outbox.tell(
                    alerted.person, screens.act(alerted.person), "alert", incident.ref, track.step
                )


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
    """The alerts of an incident: for those who may act, for those who are informed, for groups."""

    def __init__(self, work: "Work", incident: AnyIncident, reporter: Person, words: str, plan: Plan) -> None:
        self._args: dict[str, Arg] = {
            "ref": incident.ref,
            "headline": phrasing.headline(incident),
            "facts": phrasing.facts(incident),
            "who": phrasing.named(reporter),
            "time": Moment(incident.reported_at),
            "words": Text("alert.words") if words else phrasing.EMPTY,
            "gaps": phrasing.gaps_of(work, plan.gaps),
            "instead": phrasing.EMPTY,
        }
        self._work, self._counties, self._words = work, incident.counties, words
        self._reporter_id = reporter.id
        self._acting = phrasing.actions(incident.ref, "take", "note", "more")
        self._reading = phrasing.actions(incident.ref, "note", "more")
        # Most people get the very same screen, which is put in words once.
        self._act, self._inform = self._screen("alert.act"), self._screen("alert.inform")
        self.group = Screen(Text("alert.group", self._args), quote=words, actions=self._acting)

    def act(self, person: Person) -> Screen:
        """For somebody who may take it."""
        return self._for(person, "alert.act") or self._act

    def inform(self, person: Person) -> Screen:
        """For somebody who is only told."""
        return self._for(person, "alert.inform") or self._inform

    def _for(self, person: Person, key: str) -> Screen | None:
        """One of their own for somebody who covers for others."""
        if not self._work.people.covered_by(person):
            return None
        return self._screen(key, phrasing.instead_of(self._work, person, self._counties, self._reporter_id))

    def _screen(self, key: str, instead: Arg = phrasing.EMPTY) -> Screen:
        actions = self._acting if key == "alert.act" else self._reading
        text = Text(key, {**self._args, "instead": instead})
        return Screen(text, quote=self._words, max_segments=ALERT_SEGMENTS, actions=actions)


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
    """What the first report says beyond what the incident itself holds."""
    text = words_of(work, incident)[0].text
    return work.core.reader.read(text, incident.counties).beyond


def find(work: "Work", ref: str) -> Incident | None:
    """The incident of that reference, as the database has it now."""
    work.flush()
    return work.session.get(Incident, ref, populate_existing=True)


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
            Incident.status.in_(("held", "open", "taken")),
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
