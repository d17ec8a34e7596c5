"""Kept texts: of unknown senders, and what was not understood. Each has a reference, U5."""

from typing import TYPE_CHECKING

from sqlalchemy import update

from sek_core.directory import Address, Person
from sek_core.screens import Screen, Text
from sek_core.store.inbox import Kept

if TYPE_CHECKING:
    from sek_core.work import Work


def keep(work: "Work", inbox_id: int, address: Address, reason: str) -> str:
    """Keep a text for people to look at; returns its reference."""
    ref = work.references.next("U")
    work.rows.add(
        Kept,
        {
            "ref": ref,
            "inbox_id": inbox_id,
            "channel": address.channel,
            "sender": address.value,
            "person_id": address.person_id,
            "reason": reason,
            "status": "open",
            "created_at": work.now,
        },
    )
    work.chronicle.add(ref, "kept", address.person_id, address.value, reason)
    return ref


def settle(work: "Work", ref: str) -> None:
    """A kept text needs nobody's eye any more: its sender said what it is."""
    work.flush()
    work.session.execute(
        update(Kept)
        .where(Kept.ref == ref, Kept.status == "open")
        .values(status="settled")
        .execution_options(synchronize_session=False)
    )


def pass_on(work: "Work", ref: str, address: Address, words: str, name: str = "") -> None:
    """Show the text of an unknown sender, who may go by a `name`, to the secretariat."""
    people: dict[int, Person] = {}
    for county in work.configuration.mechanism.counties:
        people.update((person.id, person) for _, person in work.people.holders("rla", county))
    text = Text(f"unknown.told.{address.channel}", {"ref": ref, "number": address.value, "name": name})
    screen = Screen(text, quote=words, max_segments=2)
    for person in work.people.at_work(people.values()):
        work.outbox.tell(person, screen, "notice", ref)
