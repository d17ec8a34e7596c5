"""Checks that a reference exists."""

from sek_core.incidents import queries
from sek_core.meetings import register
from sek_core.tasks import tasks
from sek_core.work.unit_of_work import UnitOfWork


def exists(work: UnitOfWork, ref: str) -> bool:
    """Return True if there is such an incident, concern, meeting or task."""
    if ref.startswith("M"):
        return register.find(work, ref) is not None
    if ref.startswith("T"):
        return tasks.find(work, ref) is not None
    return incident_exists(work, ref)


def incident_exists(work: UnitOfWork, ref: str) -> bool:
    """Return True if there is such an incident or concern."""
    return ref[:1] in ("S", "C") and queries.find(work, ref) is not None
