"""Kinds of messages: their priority, and whether they may be sent twice."""

from typing import Literal

Kind = Literal[
    "answer", "alert", "alarm", "update", "notice", "nudge", "digest", "announcement", "change", "invitation",
    "reminder",
]  # fmt: skip
"""answer: to a text. alert: tells a recipient of an incident. alarm: tells an operator of a fault of the
program. update: a change of an incident. notice: the rest. nudge: asks for something overdue; digest: a list
of open items; announcement: one person's message to many; invitation: to a meeting; reminder: of a meeting or
a task. These five are never sent twice. change: a meeting is moved or called off.
"""


PRIORITY: dict[Kind, int] = {
    "alert": 0,
    "alarm": 0,
    "answer": 0,
    "update": 1,
    "notice": 1,
    "nudge": 2,
    "digest": 2,
    "announcement": 2,
    "change": 2,
    "invitation": 2,
    "reminder": 2,
}
"""Priority of each kind: lower leaves first, at one address and overall."""

REPEATABLE = frozenset({"alert", "alarm", "answer", "update", "notice", "change"})
"""Kinds that are sent once more if it is unknown whether they left: better twice than never."""


URGENT = frozenset({"alert", "alarm"})
"""Kinds that do not wait for a failing channel if the person has another one."""


TOLD_TWICE = frozenset({"alert", "answer"})
"""Kinds that are sent once more if a restored backup holds them as unsent."""
