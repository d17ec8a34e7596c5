"""Lists of shocks and concerns: a filter, the rows of one page, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from config.affected import AFFECTED
from config.rights import Deed
from config.terms import SEVERITIES
from sek_core.incidents.hidden_names import is_unnamed
from sek_core.roster.snapshot import Person
from sek_core.store.base import among, is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import CONCERN, Incident, Promise, Recipient, ReportRow, Track
from sek_core.store.states import DeliveryStatus, IncidentStatus, PromiseStatus
from sek_core.views.visibility import in_counties, is_coordinator, reads_words, visible
from sek_core.work.unit_of_work import UnitOfWork

PAGE = 25
MOST_WORDS = 100
SHOCK = "shock"

STATES = ("live", "waiting", "taken", "closed", "cancelled", "all", "mine")
"""live: not over. waiting: nobody has it. mine: the reader has it."""

_OVER = (IncidentStatus.CLOSED, IncidentStatus.CANCELLED)
_LIVE = (IncidentStatus.HELD, IncidentStatus.OPEN, IncidentStatus.TAKEN)
LEVELS = (*reversed(SEVERITIES), "unsaid")
"""Values of the filter by severity: that one or worse; or not said."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows. Empty values do not limit it. `severity`: at least that one, or unsaid. `ward`: a
    code of the gazetteer. `before`: the row behind which the page begins, as (time, reference).
    """

    kind: str = SHOCK
    county: str = ""
    state: str = "live"
    hazard: str = ""
    severity: str = ""
    since: date | None = None
    words: str = ""
    ward: str = ""
    before: tuple[datetime, str] | None = None

    @property
    def is_default(self) -> bool:
        """Return True if nothing but the default limits it."""
        return replace(self, kind=SHOCK, before=None) == Filter()


@dataclass(frozen=True, slots=True)
class Row:
    """One incident in a list. `waits_for`: people who are asked to take it, by name. `next_at`: when the next
    step is due. `reached` of `told` people got the alert. `may_take`: the reader can take it now.
    """

    incident: Incident
    words: str
    language: str
    reports: int
    holder: str
    waits_for: tuple[str, ...]
    next_at: datetime | None
    told: int
    reached: int
    promise: datetime | None
    late: bool
    may_take: bool
    mine: bool


def condition(work: UnitOfWork, reader: Person | None, wanted: Filter) -> ColumnElement[bool]:
    """Return the condition of all rows that a filter shows to a reader."""
    parts = [visible(work, reader), Incident.kind == wanted.kind, *_in_state(wanted.state)]
    if wanted.state == "mine":
        parts.append(Incident.taken_by_id == (reader.id if reader is not None else None))
    if wanted.county:
        parts.append(in_counties([wanted.county]))
    if wanted.hazard:
        parts.append(Incident.hazard == wanted.hazard)
    if wanted.severity == "unsaid":
        parts.append(Incident.severity.is_(None))
    elif wanted.severity:
        parts.append(Incident.severity.in_(SEVERITIES[SEVERITIES.index(wanted.severity) :]))
    if wanted.since is not None:
        begins = datetime.combine(wanted.since, time(), work.configuration.mechanism.zone)
        parts.append(Incident.reported_at >= begins)
    if wanted.ward:
        parts.append(Incident.ward_code == wanted.ward)
    if wanted.words:
        parts.append(_says(wanted.words, reader is None or not reads_words(work, reader)))
    return and_(*parts)


def _in_state(state: str) -> list[ColumnElement[bool]]:
    """Return the conditions of a state, written so that an index helps: of what is not over, or a status."""
    if state == "all":
        return [_told()]
    if state in ("taken", "mine"):
        return [is_just(Incident.status, IncidentStatus.TAKEN)]
    if state in ("live", "waiting"):
        live = [among(Incident.status, *_LIVE)]
        return live if state == "live" else [*live, Incident.status != IncidentStatus.TAKEN]
    status = IncidentStatus(state)
    over = [among(Incident.status, *_OVER), Incident.status == status]
    return [*over, _told()] if status == IncidentStatus.CANCELLED else over


def _told() -> ColumnElement[bool]:
    """Leave out what was merged into another before anyone was told of it."""
    return or_(
        Incident.status != IncidentStatus.CANCELLED,
        Incident.same_as.is_(None),
        Incident.opened_at.is_not(None),
    )


def _says(words: str, only_facts: bool) -> ColumnElement[bool]:
    """Return the condition of incidents whose place, or subject or reports, contain these words.
    `only_facts`: the reader sees no words of people, and so finds none.
    """
    parts: list[ColumnElement[bool]] = []
    for word in words[:MOST_WORDS].split():
        facts = [
            Incident.ref == word.upper(),
            Incident.place.icontains(word, autoescape=True),
            cast(Incident.counties, String).icontains(word, autoescape=True),
        ]
        said = exists().where(
            ReportRow.incident_ref == Incident.ref, ReportRow.text.icontains(word, autoescape=True)
        )
        theirs = [] if only_facts else [Incident.subject.icontains(word, autoescape=True), said]
        parts.append(or_(*facts, *theirs))
    return and_(*parts) if parts else literal(True)


def count(work: UnitOfWork, reader: Person | None, wanted: Filter) -> int:
    """Return how many rows a filter has, on all pages."""
    if wanted.state == "all":  # the states one by one, as an index has them
        return sum(
            count(work, reader, replace(wanted, state=state)) for state in ("live", "closed", "cancelled")
        )
    query = select(func.count()).select_from(Incident).where(condition(work, reader, wanted))
    return work.session.scalar(query) or 0


def page(
    work: UnitOfWork, reader: Person | None, wanted: Filter, most: int = PAGE
) -> tuple[list[Row], tuple[datetime, str] | None]:
    """Return the rows of one page, newest first, and where the next begins; None: this is the last."""
    query = select(Incident).where(condition(work, reader, wanted))
    if wanted.before is not None:
        at, ref = wanted.before
        behind = tuple_(literal(at, Incident.reported_at.type), literal(ref))
        query = query.where(tuple_(Incident.reported_at, Incident.ref) < behind)
    query = query.order_by(Incident.reported_at.desc(), Incident.ref.desc()).limit(most + 1)
    found = list(work.session.scalars(query))
    more = (found[most - 1].reported_at, found[most - 1].ref) if len(found) > most else None
    return rows(work, reader, found[:most]), more


@dataclass(frozen=True, slots=True)
class InWard:
    """How many rows of a filter one ward has, by how they stand, and how bad the worst is. `code` is empty
    for those without a ward.
    """

    code: str
    waiting: int
    taken: int
    over: int
    worst: str | None

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self.waiting + self.taken + self.over


def by_ward(work: UnitOfWork, reader: Person | None, wanted: Filter) -> list[InWard]:
    """Return how many rows of a filter each ward has, those that nobody has first, then the most."""
    query = (
        select(Incident.ward_code, Incident.status, Incident.severity, func.count())
        .where(condition(work, reader, wanted))
        .group_by(Incident.ward_code, Incident.status, Incident.severity)
    )
    if wanted.state == "all":
        query = query.where(Incident.status.in_(list(IncidentStatus)))  # so that an index is read, no table
    found: dict[str, list[tuple[IncidentStatus, str | None, int]]] = {}
    for code, status, severity, number in work.session.execute(query):
        found.setdefault(code if code in work.core.wards else "", []).append((status, severity, number))
    wards = [_in_ward(code, some) for code, some in found.items()]
    return sorted(wards, key=lambda ward: (-ward.waiting, -ward.total, ward.code))


def _in_ward(code: str, some: Sequence[tuple[IncidentStatus, str | None, int]]) -> InWard:
    def of(*statuses: IncidentStatus) -> int:
        return sum(number for status, _, number in some if status in statuses)

    said = [severity for _, severity, _ in some if severity]
    return InWard(
        code,
        of(IncidentStatus.HELD, IncidentStatus.OPEN),
        of(IncidentStatus.TAKEN),
        of(IncidentStatus.CLOSED, IncidentStatus.CANCELLED),
        max(said, key=SEVERITIES.index, default=None),
    )


def rows(work: UnitOfWork, reader: Person | None, incidents: Sequence[Incident]) -> list[Row]:
    """Return incidents with what a list says beside them, in a fixed number of queries."""
    refs = [incident.ref for incident in incidents]
    if not refs:
        return []
    session = work.session
    reports: dict[str, list[tuple[str, str, str]]] = {ref: [] for ref in refs}
    said = (
        select(ReportRow.incident_ref, ReportRow.text, ReportRow.language, ReportRow.kind)
        .where(ReportRow.incident_ref.in_(refs))
        .order_by(ReportRow.id)
    )
    for ref, text, language, kind in session.execute(said):
        reports[ref].append((text, language, kind))
    asked: dict[str, list[int]] = {ref: [] for ref in refs}
    told = dict.fromkeys(refs, 0)
    of_step: dict[str, int] = dict.fromkeys(refs, 0)
    acting = select(Recipient.incident_ref, Recipient.person_id, Recipient.acts, Recipient.step).where(
        Recipient.incident_ref.in_(refs), Recipient.reads_in.is_(None)
    )
    for ref, person_id, acts, step in session.execute(acting):
        told[ref] += 1
        if acts:
            if (step or 0) > of_step[ref]:
                of_step[ref], asked[ref] = step or 0, []
            if (step or 0) == of_step[ref]:
                asked[ref].append(person_id)
    reached = reached_of(work, refs)
    due: dict[str, datetime | None] = dict(
        session.execute(
            select(Track.incident_ref, func.min(Track.due_at))
            .where(Track.incident_ref.in_(refs))
            .group_by(Track.incident_ref)
        ).all()
    )
    promises: dict[str, tuple[datetime, str]] = {
        ref: (due_at, status)
        for ref, due_at, status in session.execute(
            select(Promise.incident_ref, Promise.due_at, Promise.status).where(
                Promise.incident_ref.in_(refs), Promise.status != PromiseStatus.OVER
            )
        )
    }
    names = {person.id: person.name for person in work.people.many(_people(incidents, asked))}
    found = []
    for incident in incidents:
        ref = incident.ref
        promise = promises.get(ref)
        text, language, _ = reports[ref][0] if reports[ref] else ("", "", "")
        holder = ""
        if incident.taken_by_id is not None and not is_unnamed(incident, incident.taken_by_id):
            holder = names[incident.taken_by_id]
        found.append(
            Row(
                incident,
                text,
                language,
                sum(kind == "report" for *_, kind in reports[ref]),
                holder,
                tuple(names[each] for each in asked[ref] if not is_unnamed(incident, each)),
                due.get(ref) or incident.again_at,
                told[ref],
                reached[ref],
                promise[0] if promise else None,
                promise is not None and (promise[1] == PromiseStatus.LATE or promise[0] < work.now),
                incident.status == IncidentStatus.OPEN and may_take(work, incident, reader),
                reader is not None and incident.taken_by_id == reader.id,
            )
        )
    return found


def may_take(work: UnitOfWork, incident: Incident, reader: Person | None) -> bool:
    """Return True if a page offers the reader to take it: by their role."""
    return reader is not None and work.rights.may(reader, Deed.TAKE, incident.counties, if_asked=False)


def reached_of(work: UnitOfWork, refs: Sequence[str]) -> dict[str, int]:
    """Return how many people each incident's alert has reached, by reference."""
    arrived = (DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED)
    query = (
        select(Delivery.about, func.count(func.distinct(Delivery.person_id)))
        .where(Delivery.about.in_(refs), Delivery.kind == "alert")
        .where(or_(Delivery.status.in_(arrived), Delivery.bundle_id.is_not(None)))
        .group_by(Delivery.about)
    )
    found = dict.fromkeys(refs, 0)
    found.update(dict(work.session.execute(query).all()))
    return found


def _people(incidents: Sequence[Incident], asked: dict[str, list[int]]) -> set[int]:
    ids = {each for some in asked.values() for each in some}
    return ids | {incident.taken_by_id for incident in incidents if incident.taken_by_id is not None}


def worst_first(found: Sequence[Row]) -> list[Row]:
    """Return rows with the most severe first; what no one has said how bad stands before minor."""
    order: dict[str | None, float] = {name: place for place, name in enumerate(SEVERITIES)}
    order[None] = 0.5
    return sorted(found, key=lambda row: (-order[row.incident.severity], row.incident.reported_at))


def lasting(row: Row, now: datetime) -> timedelta:
    """Return for how long it has been known, or how long it took until it was closed."""
    return (row.incident.closed_at or now) - row.incident.reported_at


def is_concern(incident: Incident) -> bool:
    """Return True for a concern."""
    return incident.kind == CONCERN


def as_export(row: Row, *, words: bool) -> dict[str, Any]:
    """Return a row for an export: codes beside names, numbers apart. `words`: the reader sees what people
    wrote.
    """
    incident = row.incident
    return {
        "ref": incident.ref,
        "kind": incident.kind,
        "hazard": incident.hazard,
        "severity": incident.severity or "",
        "county": " / ".join(incident.counties),
        "place": incident.place or "",
        "ward_code": incident.ward_code or "",
        "status": str(incident.status),
        "reported_at": incident.reported_at,
        "opened_at": incident.opened_at,
        "taken_at": incident.taken_at,
        "closed_at": incident.closed_at,
        "taken_by": row.holder,
        "reports": row.reports,
        "told": row.told,
        "reached": row.reached,
        "confirmed": incident.confirmed or "",
        "needs": "; ".join(incident.needs or ()),
        **{f"affected_{name}": number for name, number in sorted(incident.affected.items())},
        "words": row.words if words else "",
        "outcome": (incident.outcome or "") if words else "",
    }


def point(work: UnitOfWork, reader: Person, row: Row) -> tuple[float, float, str] | None:
    """Return where a shock is on the map, as longitude, latitude and precision: exact for those who act on it
    by their role, and for coordinators; for others the middle of its ward. None if it has no place.
    """
    incident = row.incident
    acts = row.mine or may_take(work, incident, reader) or is_coordinator(work, reader)
    if acts and incident.latitude is not None and incident.longitude is not None:
        return incident.longitude, incident.latitude, "exact"
    ward = work.core.wards.get(incident.ward_code or "")
    if ward is None or ward.lat is None or ward.lon is None:
        return None
    return ward.lon, ward.lat, "ward"


EXPORTED = (
    "ref", "kind", "hazard", "severity", "county", "place", "ward_code", "status", "reported_at", "opened_at",
    "taken_at", "closed_at", "taken_by", "reports", "told", "reached", "confirmed", "needs",
    *(f"affected_{name}" for name in AFFECTED), "words", "outcome",
)  # fmt: skip
"""The columns of an export."""
