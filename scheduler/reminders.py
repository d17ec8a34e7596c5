"""Kinds of reminders, and their behaviour."""

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
"""Kinds by name. The database stores the names."""


def tell(work: UnitOfWork, reminder_id: int) -> bool:
    """Send one reminder; return False if another process was quicker."""
    return dispatch.tell(work, reminder_id, KINDS)
