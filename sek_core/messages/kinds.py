"""Kinds of messages: their priority, and whether they may be sent twice."""

from enum import IntEnum
from typing import Literal

Kind = Literal[
    "answer", "alert", "alarm", "update", "notice", "nudge", "digest", "announcement", "change", "invitation",
    "reminder", "shown",
]  # fmt: skip
"""answer: to a text. alert: tells a recipient of an incident. alarm: tells an operator of a fault of the
program. update: a change of an incident. notice: the rest. nudge: asks for something overdue; digest: a list
of open items; announcement: one person's message to many; invitation: to a meeting; reminder: of a meeting or
a task. These five are never sent twice. change: a meeting is moved or called off. shown: an answer that stood
on a page as soon as it was asked for, and was never sent.
"""


class Priority(IntEnum):
    """Place in the order of sending: lower leaves first, at one address and overall."""

    LEADING = 0
    """An answer whose turn alerts the same address urgently: it goes before that alert."""
    URGENT = 1
    """Alerts of what is severe or extreme, calls for help, alarms of the program."""
    ANSWER = 2
    ALERT = 3
    NEWS = 4
    ROUTINE = 5
    """What can wait while its recipient is in a dialogue."""


PRIORITY: dict[Kind, Priority] = {
    "alarm": Priority.URGENT,
    "answer": Priority.ANSWER,
    "alert": Priority.ALERT,
    "update": Priority.NEWS,
    "notice": Priority.NEWS,
    "nudge": Priority.ROUTINE,
    "digest": Priority.ROUTINE,
    "announcement": Priority.ROUTINE,
    "change": Priority.ROUTINE,
    "invitation": Priority.ROUTINE,
    "reminder": Priority.ROUTINE,
    "shown": Priority.ANSWER,
}
"""Priority of each kind. An alert may be urgent: its writer says so."""

REPEATABLE = frozenset({"alert", "alarm", "answer", "update", "notice", "change"})
"""Kinds that are sent once more if it is unknown whether they left: better twice than never."""


URGENT = frozenset({"alert", "alarm"})
"""Kinds that do not wait for a failing channel if the person has another one."""


TOLD_TWICE = frozenset({"alert", "answer"})
"""Kinds that are sent once more if a restored backup holds them as unsent."""
