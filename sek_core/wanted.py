"""Is it still wanted? An alert that somebody has taken calls nobody else any more, if it has not left."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident

if TYPE_CHECKING:
    from sek_core.work import Work


def skip(work: "Work", waiting: Sequence[tuple[int, str]]) -> set[int]:
    """Of deliveries (id, and the incident they are about) that are wanted only while it is open: those
    whose incident was taken, closed or withdrawn. They do not leave.
    """
    if not waiting:
        return set()
    refs = {ref for _, ref in waiting}
    still_open = set(
        work.session.scalars(select(Incident.ref).where(Incident.ref.in_(refs), Incident.status == "open"))
    )
    over = {delivery_id for delivery_id, ref in waiting if ref not in still_open}
    if over:
        work.session.execute(
            update(Delivery)
            .where(Delivery.id.in_(over), Delivery.status == "queued")
            .values(status="skipped", error="no longer waiting to be taken", changed_at=work.real_now)
            .execution_options(synchronize_session=False)
        )
    return over
