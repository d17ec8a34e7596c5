"""A new incident: the columns of its row, and its missing facts."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

from config.mechanism import OTHER
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, Incident, ReportRow
from sek_core.understanding.reader import Reading
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

Missing = Literal["deaths", "county", "place", "same", "what", "severity"]


RECENT = timedelta(minutes=30)
"""Time within which a message that names no report belongs to its sender's last one."""


@dataclass(frozen=True, slots=True)
class Source:
    """Source of a report."""

    reporter: Person
    address: str
    inbox_id: int
    text: str
    language: str
    said_at: datetime | None = None
    """When the text came, if that is not now: its sender was vouched for later."""
    forwarded: str | None = None
    """From whom the reporter forwarded it, empty if that is hidden; None: the words are the reporter's."""


@dataclass(slots=True)
class NewIncident:
    """A new incident of this transaction: the columns of its row.

    It is a plain object, not an ORM object: in a flood, thousands are stored and not read again.
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
    needs: list[str] | None = None
    watch_at: datetime | None = None
    watched_at: datetime | None = None
    forwarded: str | None = None


AnyIncident = Incident | NewIncident


def county_of(counties: Sequence[str]) -> str:
    """Return the value of `Incident.county` for these counties."""
    return counties[0] if len(counties) == 1 else ""


def missing_of(incident: AnyIncident) -> list[Missing]:
    """Return the facts that a report still lacks, in the order in which the program asks for them."""
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


def insert(work: UnitOfWork, incident: NewIncident) -> None:
    """Add a new incident to the transaction."""
    work.rows.add(Incident, {name: getattr(incident, name) for name in _COLUMNS})


_COLUMNS = tuple(field.name for field in fields(NewIncident))


def add_report(
    work: UnitOfWork, incident: AnyIncident, source: Source, kind: Literal["report", "words"] = "report"
) -> None:
    """Store a person's words with an incident, exactly as they were sent. Kind `words`: a later text of a
    person who reported the incident.
    """
    work.rows.add(
        ReportRow,
        {
            "incident_ref": incident.ref,
            "person_id": source.reporter.id,
            "inbox_id": source.inbox_id,
            "text": work.whole_texts.get(source.inbox_id, source.text),
            "language": source.language,
            "created_at": work.now,
            "kind": kind,
        },
    )
    if kind == "report":
        work.audit_log.add(incident.ref, Event.REPORTED, source.reporter.id, source.address, source.text)


def is_pressing(reading: Reading) -> bool:
    """Return True for words that may not wait for other ones, of whatever incident."""
    grave = reading.severity == "extreme" or "deaths" in reading.affected
    return grave or reading.urgent or reading.plea or reading.nameless or reading.protection


def leaves_first(incident: AnyIncident) -> bool:
    """Return True if its alerts leave before all other messages: it is severe or extreme, people have died,
    or it is a call for help. A severity that no one has said makes no alert urgent: a flood of reports has
    none.
    """
    return incident.severity in ("severe", "extreme") or incident.plea or "deaths" in incident.affected


def is_urgent(incident: AnyIncident, reading: Reading) -> bool:
    """Return True if the alert must not wait for questions."""
    pressing = reading.urgent or reading.plea or reading.nameless
    return incident.severity == "extreme" or "deaths" in incident.affected or pressing
