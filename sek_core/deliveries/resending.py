"""Sending a failed alert once more, because somebody wants it so: to where its recipient is reached now."""

from typing import Literal

from sqlalchemy import select

from sek_core.deliveries.transitions import change_status
from sek_core.messages.content import content_from_json
from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.states import DeliveryStatus, IncidentStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

Sent = Literal["sent", "gone", "over", "nowhere"]
"""gone: it is no failed alert any more. over: its subject is over, or it asked to take
what somebody has now. nowhere: nothing reaches them."""


def send_again(work: UnitOfWork, delivery_id: int, by: Person) -> Sent:
    """Queue a failed alert once more, and record who wanted it. Of two who want it at once, one does it."""
    row = work.session.get(Delivery, delivery_id, populate_existing=True)
    if row is None or row.kind != "alert" or row.status != DeliveryStatus.FAILED or row.person_id is None:
        return "gone"
    status = work.session.scalar(select(Incident.status).where(Incident.ref == row.about))
    if status not in LIVE or (row.while_open and status != IncidentStatus.OPEN):
        return "over"
    person = work.people.get(row.person_id)
    addresses = work.people.reachable_at(person) if work.people.roles(person) else []
    if not addresses:
        return "nowhere"
    best = addresses[0]
    rendered = work.core.channels.renderer(best.channel)(content_from_json(row.content), repeat=True)
    queued = change_status(
        work,
        delivery_id,
        (DeliveryStatus.FAILED,),
        status=DeliveryStatus.QUEUED,
        channel=best.channel,
        address=best.value,
        text=rendered.text,
        wire=rendered.wire,
        segments=rendered.segments,
        due_at=work.real_now,
        created_at=work.now,
        attempts=0,
        provider_id=None,
        error=None,
    )
    if not queued:
        return "gone"
    work.audit_log.add(row.about, Event.RESENT, by.id, "web", f"to {person.name}")
    return "sent"
