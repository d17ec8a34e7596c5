"""Which reminders there are, and what each of them does."""

from collections.abc import Mapping

from sek_core.meetings import headcount, invitations, minutes
from sek_core.reminders import dispatch
from sek_core.reminders.dispatch import Kind
from sek_core.tasks import tasks
from sek_core.work.unit_of_work import UnitOfWork

KINDS: Mapping[str, Kind] = {
    "invitation": Kind(invitations.ask),
    "again": Kind(invitations.ask_again),
    "called off": Kind(invitations.say_it_is_off),
    "headcount": Kind(headcount.say_who_comes),
    "come": Kind(invitations.remind),
    "minutes": Kind(minutes.ask, parties=minutes.parties),
    "task due": Kind(tasks.remind),
    "task overdue": Kind(tasks.remind_overdue),
}
"""By name. The names stand in the database."""


def tell(work: UnitOfWork, reminder_id: int) -> bool:
    """Tell one reminder; return False if another clock was quicker."""
    return dispatch.tell(work, reminder_id, KINDS)
