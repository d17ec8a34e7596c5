"""When people are asked how a shock goes on: after the wait of its severity, at the hour of questions."""

from datetime import datetime
from typing import cast

from sqlalchemy import or_, update

from config.mechanism import Severity
from sek_core.asking import budgets
from sek_core.incidents.model import AnyIncident
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.statements import changed_one
from sek_core.work.unit_of_work import UnitOfWork


def first_time(work: UnitOfWork, incident: AnyIncident) -> datetime:
    """Return when people are asked next, if nothing is told from now on."""
    wait = work.configuration.routes.watched(cast(Severity | None, incident.severity))
    return budgets.next_time(work, wait)


def bring_forward(work: UnitOfWork, incident: Incident) -> None:
    """Bring the question forward for a higher severity: no later than if the wait began now."""
    if incident.kind == CONCERN:
        return
    at = first_time(work, incident)
    mine = update(Incident).where(Incident.ref == incident.ref)
    later = or_(Incident.watch_at.is_(None), Incident.watch_at > at)
    changed_one(work.session, mine.where(later).values(watch_at=at))
