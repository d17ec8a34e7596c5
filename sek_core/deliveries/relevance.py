"""Relevance of waiting messages. An unsent alert does not leave once its incident is taken, nor a message
about a superseded version of a meeting or task.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident
from sek_core.store.meetings import Meeting, Task
from sek_core.store.states import DeliveryStatus, IncidentStatus
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class WaitingDelivery:
    """One delivery that is wanted only while its subject (`about`) is unchanged: an incident without a
    holder, or this version (`step`) of a meeting or a task.
    """

    id: int
    about: str
    step: int | None


def skip_unwanted_deliveries(work: UnitOfWork, waiting: Sequence[WaitingDelivery]) -> set[int]:
    """Skip the deliveries that are no longer wanted, and return their ids."""
    if not waiting:
        return set()
    taken = _taken(work, [each for each in waiting if each.about[:1] not in _VERSIONED])
    _skip(work, taken, "no longer waiting to be taken")
    changed: set[int] = set()
    for letter, table in _VERSIONED.items():
        changed |= _changed(work, [each for each in waiting if each.about.startswith(letter)], table)
    _skip(work, changed, "changed since")
    return taken | changed


def _skip(work: UnitOfWork, over: set[int], why: str) -> None:
    if over:
        work.session.execute(
            update(Delivery)
            .where(Delivery.id.in_(over), Delivery.status == DeliveryStatus.QUEUED)
            .values(status=DeliveryStatus.SKIPPED, error=why, changed_at=work.real_now)
            .execution_options(synchronize_session=False)
        )


_VERSIONED: dict[str, type[Meeting] | type[Task]] = {"M": Meeting, "T": Task}


def _taken(work: UnitOfWork, waiting: Sequence[WaitingDelivery]) -> set[int]:
    if not waiting:
        return set()
    refs = {each.about for each in waiting}
    query = select(Incident.ref).where(Incident.ref.in_(refs), Incident.status == IncidentStatus.OPEN)
    still_open = set(work.session.scalars(query))
    return {each.id for each in waiting if each.about not in still_open}


def _changed(
    work: UnitOfWork, waiting: Sequence[WaitingDelivery], table: type[Meeting] | type[Task]
) -> set[int]:
    if not waiting:
        return set()
    refs = {each.about for each in waiting}
    rows = work.session.execute(select(table.ref, table.version).where(table.ref.in_(refs)))
    versions = {row.ref: row.version for row in rows}
    return {each.id for each in waiting if versions.get(each.about) != each.step}
