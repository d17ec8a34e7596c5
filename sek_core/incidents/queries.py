"""Look-ups of incidents and their reports."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select, union_all

from config.mechanism import OTHER
from sek_core.incidents.model import RECENT, AnyIncident
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import CONCERN, LIVE, Incident, ReportRow
from sek_core.store.statements import table_of
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading
from sek_core.work.unit_of_work import UnitOfWork

FEW = 100
"""Number of a person's newest reports among which those of live incidents are looked for."""


def reporters(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return the people who reported an incident."""
    work.flush()
    query = select(ReportRow.person_id).where(ReportRow.incident_ref == incident.ref)
    return work.people.many([incident.reporter_id, *work.session.scalars(query)])


def reports_of(work: UnitOfWork, incident: AnyIncident) -> list[ReportRow]:
    """Return the reports of an incident, oldest first."""
    work.flush()
    return list(
        work.session.scalars(
            select(ReportRow).where(ReportRow.incident_ref == incident.ref).order_by(ReportRow.id)
        )
    )


def first_text(work: UnitOfWork, incident: AnyIncident) -> str:
    """Return the whole text of the first report, also of one that is not inserted yet."""
    pending = (row["text"] for row in work.rows.pending(ReportRow) if row["incident_ref"] == incident.ref)
    new = None if isinstance(incident, Incident) else next(pending, None)
    return reports_of(work, incident)[0].text if new is None else new


def first_words(work: UnitOfWork, incident: Incident) -> str:
    """Return what the first report says beyond the incident's facts; of a concern or a plea, the whole
    text.
    """
    text = first_text(work, incident)
    return choose_quoted_words(incident, text, work.core.reader.read(text, incident.counties))


def choose_quoted_words(incident: AnyIncident, text: str, reading: Reading) -> str:
    """Return the words of a report that an alert quotes: the whole text if nothing else says what
    happened.
    """
    whole = incident.kind == CONCERN or (incident.plea and incident.hazard == OTHER) or bool(reading.doubtful)
    return text if whole else reading.beyond


def find(work: UnitOfWork, ref: str) -> Incident | None:
    """Return the incident with that reference, freshly read from the database."""
    work.flush(Incident)
    return work.session.get(Incident, ref, populate_existing=True)


def joined_to(work: UnitOfWork, ref: str) -> str:
    """Follow merges: return the reference of the incident that this one was joined to, or its own."""
    incident = find(work, ref)
    while incident is not None and incident.status == IncidentStatus.CANCELLED and incident.same_as:
        ref = incident.same_as
        incident = find(work, ref)
    return ref


def latest_of(work: UnitOfWork, person: Person, within: timedelta = RECENT) -> Incident | None:
    """Return the incident that this person last reported, if that was recent and it is not over."""
    work.flush(Incident, ReportRow)
    query = (
        select(Incident)
        .join(ReportRow, ReportRow.incident_ref == Incident.ref)
        .where(
            ReportRow.person_id == person.id,
            ReportRow.kind == "report",
            ReportRow.created_at >= work.now - within,
            Incident.status.in_(LIVE),
        )
        .order_by(ReportRow.created_at.desc(), ReportRow.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return work.session.scalar(query)


def texts_of(work: UnitOfWork, person: Person, within: timedelta) -> list[tuple[str, str]]:
    """Return what this person reported within that time, and of which incident that is not over; the newest
    `FEW`, the newest first. Every report asks this, so it loads no object.
    """
    work.flush(Incident, ReportRow)
    given = {"person": person.id, "since": work.now - within}
    return [(ref, text) for ref, text in work.session.connection().execute(_TEXTS, given)]


def live_of(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return the open and taken incidents that this person reported, the newest first."""
    work.flush(Incident, ReportRow)
    theirs = (
        select(ReportRow.incident_ref)
        .where(ReportRow.person_id == person.id)
        .order_by(ReportRow.id.desc())
        .limit(FEW)
        .subquery()
    )
    open_or_taken = among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN)
    begun = select(Incident.ref).where(among(Incident.status, *LIVE), Incident.reporter_id == person.id)
    query = (
        select(Incident)
        .where(open_or_taken, Incident.ref.in_(union_all(select(theirs.c.incident_ref), begun)))
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def reported_by_message(work: UnitOfWork, inbox_id: int) -> Incident | None:
    """Return the incident that the message of this inbox row reported."""
    work.flush()
    ref = work.session.scalar(select(ReportRow.incident_ref).where(ReportRow.inbox_id == inbox_id).limit(1))
    return find(work, ref) if ref else None


def of_message(work: UnitOfWork, inbox_id: int) -> tuple[Incident | None, bool]:
    """Return the incident that the message of this inbox row is part of, and whether it reported it."""
    work.flush()
    query = select(ReportRow).where(ReportRow.inbox_id == inbox_id).order_by(ReportRow.id.desc()).limit(1)
    row = work.session.scalar(query)
    return (find(work, row.incident_ref), row.kind == "report") if row is not None else (None, False)


def find_open_incidents(work: UnitOfWork, counties: Sequence[str], most: int = 500) -> list[Incident]:
    """Return the open and taken incidents of these counties, newest first. The limit `most` counts all
    counties.
    """
    work.flush()
    query = (
        select(Incident)
        .where(among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN))
        .order_by(Incident.opened_at.desc())
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [incident for incident in work.session.scalars(query) if set(incident.counties) & set(counties)]


_REPORTS, _INCIDENTS = table_of(ReportRow), table_of(Incident)
_TEXTS = (
    select(_REPORTS.c.incident_ref, _REPORTS.c.text)
    .join_from(_REPORTS, _INCIDENTS, _INCIDENTS.c.ref == _REPORTS.c.incident_ref)
    .where(
        _REPORTS.c.person_id == bindparam("person"),
        _REPORTS.c.kind == "report",
        _REPORTS.c.created_at >= bindparam("since", type_=_REPORTS.c.created_at.type),
        among(_INCIDENTS.c.status, *LIVE),
    )
    .order_by(_REPORTS.c.created_at.desc(), _REPORTS.c.id.desc())
    .limit(FEW)
)
"""Built once: building it costs more than running it."""
