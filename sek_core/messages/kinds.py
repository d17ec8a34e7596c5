"""The kinds of messages: how soon each leaves, and whether it may be said twice."""

from typing import Literal

Kind = Literal[
    "answer", "alert", "alarm", "update", "notice", "nudge", "digest", "announcement", "change", "invitation",
    "reminder",
]  # fmt: skip
"""answer: to a text. alert: tells of an incident. alarm: tells an operator that something is wrong
with the program. update: what changed since. notice: the rest. nudge: asks for what somebody owes,
digest: what stands open; announcement: what somebody tells many; invitation: to a meeting; reminder: of a
meeting or a task. None of these five is ever sent twice. change: a meeting is moved or called off.
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
"""Lower leaves first, to the same address and overall."""

REPEATABLE = frozenset({"alert", "alarm", "answer", "update", "notice", "change"})
"""Kinds that are sent once more when nobody knows whether they left: better twice than never."""


URGENT = frozenset({"alert", "alarm"})
"""Kinds that do not wait for a channel that fails, where the person has another one."""


TOLD_TWICE = frozenset({"alert", "answer"})
"""Kinds that are sent once more after a backup was put back, by which they are perhaps unsent."""
