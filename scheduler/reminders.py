"""Kinds of reminders, and their behaviour."""

from collections.abc import Mapping

from sek_core.meetings import headcount, invitations, minutes
from sek_core.reminders import dispatch
from sek_core.reminders.dispatch import ReminderKind
from sek_core.tasks import tasks
from sek_core.work.unit_of_work import UnitOfWork

KINDS: Mapping[str, ReminderKind] = {
    "invitation": ReminderKind(invitations.ask),
    "again": ReminderKind(invitations.ask_again),
    "called off": ReminderKind(invitations.say_it_is_off),
    "headcount": ReminderKind(headcount.send_headcount),
    "come": ReminderKind(invitations.remind),
    "minutes": ReminderKind(minutes.ask, parties=minutes.parties),
    "task due": ReminderKind(tasks.remind),
    "task overdue": ReminderKind(tasks.remind_overdue),
}
"""Kinds by name. The database stores the names."""


def tell(work: UnitOfWork, reminder_id: int) -> bool:
    """Send one reminder; return False if another process was quicker."""
    return dispatch.tell(work, reminder_id, KINDS)
