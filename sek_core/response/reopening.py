"""Reopening of an incident by its reporter or the person who closed it, within a fortnight of its closing."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import ColumnElement, func, or_, select

from sek_core.alerts import texts as alert_texts
from sek_core.incidents import recipients
from sek_core.incidents.model import leaves_first
from sek_core.messages.screens import Screen, Text
from sek_core.response import corrections, following
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident, ReportRow, Track
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

WITHIN = timedelta(days=14)
"""Time after its closing within which an incident may be reopened; later it is a new report."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """Result of an attempt. `open`: it is not closed, see the incident."""

    result: Literal["done", "open", "late", "forbidden"]


def closed_for(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return the person's reported incidents that may still be reopened, the last closed first."""
    work.flush()
    query = (
        select(Incident)
        .where(
            Incident.ref.in_(select(ReportRow.incident_ref).where(ReportRow.person_id == person.id)),
            or_(
                (Incident.status == IncidentStatus.CLOSED) & (Incident.closed_at >= work.now - WITHIN),
                _withdrawn() & (Incident.reported_at >= work.now - WITHIN),
            ),
        )
        .order_by(func.coalesce(Incident.closed_at, Incident.reported_at).desc(), Incident.ref.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def reopen(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str) -> Reopened:
    """Reopen a closed or withdrawn incident for a reporter or the person who closed it; restart the waits.

    The reporters, the people who acted on it and its acting recipients are told, with the words. Those who
    may take it are asked to.
    """
    if not (corrections.has_reported(work, incident, person) or incident.closed_by_id == person.id):
        return Reopened("forbidden")
    withdrawn = (
        incident.status == IncidentStatus.CANCELLED
        and not incident.same_as
        and incident.opened_at is not None
    )
    over_at = incident.reported_at if withdrawn else incident.closed_at
    if over_at is None or incident.status not in (IncidentStatus.CLOSED, IncidentStatus.CANCELLED):
        return Reopened("open")
    if work.now - over_at > WITHIN:
        return Reopened("late")
    acted = _who_acted(work, incident)
    if withdrawn:  # all recipients of the alert were told since that nothing need be done
        acted += [other.id for other in recipients.find_recipients(work, incident)]
    opened = following.change_if(
        work,
        incident,
        # Only the closing that was read above, no later one.
        _withdrawn()
        if withdrawn
        else (Incident.status == IncidentStatus.CLOSED) & (Incident.closed_at == incident.closed_at),
        status=IncidentStatus.OPEN,
        opened_at=work.now,
        taken_by_id=None,
        taken_at=None,
        closed_by_id=None,
        closed_at=None,
        outcome=None,
        confirmed=None,
        confirm_until=None,
    )
    if not opened:
        return Reopened("open")
    following.restart_tracks(work, incident)
    work.audit_log.add(incident.ref, Event.REOPENED, person.id, address, words)
    _tell(work, incident, person, acted, words)
    return Reopened("done")


def _withdrawn() -> ColumnElement[bool]:
    """Return the condition for incidents withdrawn after their alert was sent."""
    return (
        (Incident.status == IncidentStatus.CANCELLED)
        & Incident.same_as.is_(None)
        & Incident.opened_at.is_not(None)
    )


def _who_acted(work: UnitOfWork, incident: Incident) -> list[int | None]:
    """Return the ids of the people who closed, took or acknowledged the incident."""
    tracks = select(Track.acknowledged_by_id).where(Track.incident_ref == incident.ref)
    return [incident.closed_by_id, incident.taken_by_id, *work.session.scalars(tracks)]


def _tell(work: UnitOfWork, incident: Incident, person: Person, acted: list[int | None], words: str) -> None:
    about = {
        **following.about_it(work, incident, person),
        "words": Text("alert.words") if words else phrases.EMPTY,
    }
    to_take = Screen(
        Text("reopened.told", about),
        quote=words,
        max_segments=alert_texts.ALERT_SEGMENTS,
        actions=phrases.actions(incident.ref, "take", "note", "more"),
    )
    to_reporter = Screen(
        Text("reopened.reporter", about),
        quote=words,
        max_segments=alert_texts.ALERT_SEGMENTS,
        actions=phrases.actions(incident.ref, "note"),
    )
    for other in following.involved(work, incident, besides=[person], also=acted):
        takes = following.may_act(work, incident, other)
        screen, urgent = to_take if takes else to_reporter, takes and leaves_first(incident)
        work.outbox.tell(other, screen, "alert" if takes else "update", incident.ref, urgent=urgent)
    following.post_to_groups(work, incident, to_take)
