"""Invariants about references: what a row points to exists, and no reference is given twice."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, String, cast, exists, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from sek_core.integrity.violations import IN_ONE_READ, Circumstances, Found, Invariant
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import Conversation, Kept, KeptReader
from sek_core.store.incidents import Counter, History, Incident
from sek_core.store.meetings import Meeting, Reminder, Task
from sek_core.store.people import AddressRow, PersonRow
from sek_core.store.questions import Inquiry, TaskGroup

LETTERS: dict[str, Any] = {
    "S": Incident.ref, "C": Incident.ref, "U": Kept.ref, "M": Meeting.ref, "T": Task.ref, "Q": Inquiry.ref,
}  # fmt: skip
"""The column that has the references of a letter."""

POINTING = (
    (Delivery.about, Delivery.id, "message"),
    (History.about, History.id, "line of the history"),
    (Reminder.about, Reminder.id, "reminder"),
    (Kept.became, Kept.ref, ""),
    (KeptReader.bundle, KeptReader.kept_ref, "reader of"),
    (Incident.same_as, Incident.ref, ""),
)
"""Columns with references that the database does not check: the column, the row, what to call it."""


def _pointed_to(session: Session, _here: Circumstances) -> Found:
    for column, row, called in POINTING:
        for letter, known in LETTERS.items():
            target = aliased(known.class_)
            missing = select(row, column).where(
                column.like(f"{letter}%"), ~exists().where(target.ref == column)
            )
            rows = session.execute(missing.order_by(row).execution_options(yield_per=IN_ONE_READ))
            yield from (
                (f"{called} {key}".strip(), f"is about {ref}, which does not exist")
                for key, ref in rows
                if ref and ref[1:].isdigit()
            )
    group = select(TaskGroup.ref).where(TaskGroup.ref == Task.group_ref).exists()
    for ref, of in session.execute(
        select(Task.ref, Task.group_ref).where(Task.group_ref.is_not(None), ~group)
    ):
        yield ref, f"is one of the tasks {of}, which do not exist"


def _counted(session: Session, _here: Circumstances) -> Found:
    counted = {row.letter: row.value for row in session.execute(select(Counter.letter, Counter.value))}
    for letter, column in LETTERS.items():
        number = cast(func.substr(column, 2), Integer)
        last = session.scalar(select(func.max(number)).where(column.like(f"{letter}%"))) or 0
        if letter == "U":
            last //= 100  # the last two digits of a kept text are drawn
        if letter not in counted:
            yield letter, "has no counter"
        elif counted[letter] < last:
            yield f"{letter}{last}", f"exists, and the next one would be {letter}{counted[letter] + 1}"


def _parties(session: Session, _here: Circumstances) -> Found:
    party = Conversation.party
    people = literal("p") + cast(PersonRow.id, String)
    addresses = literal("a") + cast(AddressRow.id, String)
    known = union_all(select(people), select(addresses)).subquery()
    unknown = select(party).where(party.not_in(select(known)))
    for (key,) in session.execute(unknown.order_by(party).execution_options(yield_per=IN_ONE_READ)):
        yield f"the dialogue {key}", "is with a person or a number that does not exist"


def invariants() -> Iterator[Invariant]:
    """Yield the invariants about references."""
    yield Invariant(
        "what a row is about exists",
        "Look at it with `sek incident` or in the table; a restore that lost rows is the likely cause",
        _pointed_to,
    )
    yield Invariant(
        "references count up",
        "Stop the program, and run `sek db restored --yes`: it counts on behind the last one",
        _counted,
    )
    yield Invariant(
        "dialogues have a party", "Delete the row of `conversations`: it has no party to answer", _parties
    )
