"""Kept texts: from unknown senders, or not understood. Each has a reference, U5.

`sek_core.triage.vouching` finds the person behind an unknown sender.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update

from config.rights import Deed
from sek_core.examples import keeping
from sek_core.incidents import wording
from sek_core.incidents.model import AnyIncident
from sek_core.messages.incoming import parts_of
from sek_core.messages.plain_line import number_or_name
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.response import following
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Address, Person
from sek_core.store.inbox import InboxRow, Kept, KeptReader
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.statements import changed_one
from sek_core.store.states import KeptStatus, LabelledBy
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.references import number_of
from sek_core.work.unit_of_work import UnitOfWork

UNKNOWN = "unknown sender"
MACHINE = "machine"
"""Reasons why a text of a sender outside the roster was kept. All other reasons belong to people on the
roster.
"""

PROTECTION = "protection"
"""The reason of a report of abuse. Its words are shown to no reader."""

UNSEEN = (MACHINE, PROTECTION)
"""Reasons of texts that no list shows."""

UNDECIDED = (KeptStatus.OPEN, KeptStatus.BLOCKED, KeptStatus.REPLIED)
"""Statuses of texts that VOUCH and ASSIGN may settle. A coordinator who wrote back has settled nothing."""

MOST = 500
"""Maximum number of open texts, newest first, from which a list is made."""


@dataclass(frozen=True, slots=True)
class KeptText:
    """One kept text as it is shown. `name`: the sender's own name, if the channel gives it."""

    kept: Kept
    text: str
    name: str
    address: Address
    person: Person | None
    """Its sender, if that is a person on the roster today."""
    has_number: bool
    """Whether the address is a telephone number."""
    forwarded: str | None = None
    """As in `sek_core.incidents.model.Source`."""


def keep(
    work: UnitOfWork,
    inbox_id: int,
    address: Address,
    reason: str,
    words: str = "",
    status: KeptStatus = KeptStatus.OPEN,
) -> str:
    """Keep a text for people to read; return its reference. A text that was vouched for and is still not
    understood keeps its earlier reference.
    """
    if work.people.is_known(address):
        again = update(Kept).where(Kept.inbox_id == inbox_id, Kept.status == KeptStatus.VOUCHED)
        again = again.values(status=KeptStatus.OPEN, reason=reason, person_id=address.person_id)
        known: str | None = work.session.scalar(again.returning(Kept.ref))
        if known is not None:
            return known
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
            "status": status,
            "created_at": work.now,
            "counties": list(_counties(work, address, words)),
            "pass_at": None,
        },
    )
    work.audit_log.add(ref, Event.KEPT, address.person_id, address.value, reason)
    return ref


def _counties(work: UnitOfWork, address: Address, words: str) -> Sequence[str]:
    """Return the counties that a text concerns: its sender's, or those that it names."""
    if address.person is not None and work.people.is_known(address):
        return work.people.counties(address.person, work.configuration.mechanism.counties)
    return work.core.reader.read(words, ()).counties


def label_by_sender(work: UnitOfWork, ref: str, *, is_report: bool, hazard: str | None = None) -> None:
    """Keep what its sender says of a kept text: a report, perhaps of a hazard that they chose, or none."""
    inbox_id = work.session.get_one(Kept, ref).inbox_id
    if is_report:
        keeping.keep_report(work, inbox_id, LabelledBy.SENDER, hazard)
    else:
        keeping.keep_no_report(work, inbox_id, LabelledBy.SENDER)


def refs_of_message(work: UnitOfWork, inbox_id: int) -> list[str]:
    """Return the references of the open texts that were kept of a message."""
    work.flush()
    query = select(Kept.ref).where(Kept.inbox_id == inbox_id, Kept.status == KeptStatus.OPEN)
    return list(work.session.scalars(query))


def settle(work: UnitOfWork, ref: str) -> None:
    """Settle a kept text: its sender said what it is."""
    work.flush()
    changed_one(
        work.session,
        update(Kept)
        .where(Kept.ref == ref, Kept.status == KeptStatus.OPEN)
        .values(status=KeptStatus.SETTLED, pass_at=None),
    )


def pass_on(work: UnitOfWork, ref: str, address: Address, words: str, name: str = "") -> bool:
    """Send the text of an unknown sender, who may give a `name`, to the secretariat. Return True if any
    recipient could be told.
    """
    screen = told_of(ref, address, words, name)
    told = [
        work.outbox.tell(person, screen, "notice", ref)
        for person in work.people.with_cover(secretariat(work))
    ]
    return any(told)


def told_of(ref: str, address: Address, words: str, name: str) -> Screen:
    """Return the message about the text of an unknown sender."""
    sender: dict[str, Arg] = {"number": number_or_name(address.value), "name": name}
    text = Text(f"unknown.told.{address.channel}", {"ref": ref, **sender})
    return Screen(text, quote=words, max_segments=2)


def secretariat(work: UnitOfWork) -> list[Person]:
    """Return the people of RLA, which keeps the roster."""
    return work.people.anywhere(Role.RLA)


def may_settle(work: UnitOfWork, kept: Kept, person: Person, deed: Deed = Deed.TRIAGE) -> bool:
    """Whether this person may settle it: who has the right to in a county that it concerns, as far as that is
    known; whoever was sent its words.
    """
    return _is_for(work, kept, person, deed) or has_words(work, kept.ref, person)


def _is_for(work: UnitOfWork, kept: Kept, person: Person, deed: Deed) -> bool:
    return work.rights.may(person, deed, kept.counties or ())


def has_words(work: UnitOfWork, ref: str, person: Person) -> bool:
    """Return True if the words of a kept text were sent to this coordinator."""
    query = select(KeptReader.kept_ref).where(KeptReader.kept_ref == ref, KeptReader.person_id == person.id)
    return work.session.scalar(query) is not None


def find(work: UnitOfWork, ref: str) -> KeptText | None:
    """Return the kept text with that reference, freshly read from the database; None if there is none or its
    words are shown to no reader.
    """
    work.flush()
    kept = work.session.get(Kept, ref, populate_existing=True)
    if kept is None or kept.reason in UNSEEN:
        return None
    return kept_text(work, kept, work.session.get_one(InboxRow, kept.inbox_id))


def open_for(
    work: UnitOfWork, person: Person, newest: int | None = None, deed: Deed = Deed.TRIAGE
) -> list[KeptText]:
    """Return the open texts that this person may settle, newest first, from the number `newest` on."""
    work.flush()
    query = (
        select(Kept, InboxRow)
        .join(InboxRow, InboxRow.id == Kept.inbox_id)
        .where(Kept.status == KeptStatus.OPEN, Kept.reason.not_in(UNSEEN))
        .order_by(Kept.created_at.desc(), Kept.inbox_id.desc())
        .limit(MOST)
        .execution_options(populate_existing=True)
    )
    theirs = [
        (kept, row)
        for kept, row in work.session.execute(query)
        if _is_for(work, kept, person, deed) and (newest is None or number_of(kept.ref) <= newest)
    ]
    work.people.load_senders((kept.channel, kept.sender) for kept, _ in theirs)
    return [kept_text(work, kept, row) for kept, row in theirs]


def kept_text(work: UnitOfWork, kept: Kept, row: InboxRow) -> KeptText:
    """Return a kept text as it is shown, from its rows."""
    address = work.people.sender(kept.channel, kept.sender)
    parts = parts_of(row.parts)
    words = row.text or (f"({parts.attached.kind})" if parts.attached else "")
    if parts.contact:
        words = parts.contact.phone
    person = address.person if work.people.is_known(address) else None
    has_number = address.channel in work.core.channels.with_numbers
    return KeptText(kept, words, parts.name, address, person, has_number, parts.forwarded)


Blocked = Literal["done", "already", "known"]


def block(work: UnitOfWork, shown: KeptText, by: Person, by_address: str) -> Blocked:
    """Block the sender: they get no answers, and their texts are kept but not passed on. Return "known" for a
    person on the roster.
    """
    work.people.lock(shown.address)
    if shown.person is not None:
        return "known"
    if not work.people.block(shown.address, True):
        return "already"
    _set_aside(work, shown, by, KeptStatus.OPEN, KeptStatus.BLOCKED)
    work.audit_log.add(shown.kept.ref, Event.BLOCKED, by.id, by_address)
    return "done"


def unblock(work: UnitOfWork, shown: KeptText, by: Person, by_address: str) -> bool:
    """Unblock the sender and reopen the texts kept meanwhile. Return False if the sender was not blocked."""
    work.people.lock(shown.address)
    if not work.people.block(shown.address, False):
        return False
    _set_aside(work, shown, by, KeptStatus.BLOCKED, KeptStatus.OPEN)
    work.audit_log.add(shown.kept.ref, Event.UNBLOCKED, by.id, by_address)
    return True


def _set_aside(work: UnitOfWork, shown: KeptText, by: Person, was: KeptStatus, becomes: KeptStatus) -> None:
    """Move all texts of this sender from one status to the other."""
    work.flush()
    theirs = update(Kept).where(
        Kept.channel == shown.kept.channel, Kept.sender == shown.kept.sender, Kept.status == was
    )
    changed_one(work.session, theirs.values(status=becomes, settled_by_id=by.id, settled_at=work.now))
    work.session.refresh(shown.kept)


def assign(work: UnitOfWork, shown: KeptText, incident: Incident, by: Person, by_address: str) -> int | None:
    """Add the text's words to an incident and tell the people on it. Return how many were told; None if the
    text was settled before.
    """
    work.flush()
    kept = shown.kept
    mine = update(Kept).where(Kept.ref == kept.ref, Kept.status.in_(UNDECIDED))
    assigned = mine.values(
        status=KeptStatus.ASSIGNED, settled_by_id=by.id, settled_at=work.now, became=incident.ref
    )
    done = changed_one(work.session, assigned)
    work.session.refresh(kept)
    if not done:
        return None
    sender = shown.person
    work.audit_log.add(kept.ref, Event.ASSIGNED, by.id, by_address, incident.ref)
    work.audit_log.add(
        incident.ref, Event.JOINED, sender.id if sender else None, shown.address.value, shown.text
    )
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "sender": sender.name if sender else Text("sender.unknown", {"sender": called(shown)}),
        "who": phrases.who(work, by, incident.counties),
        "time": Moment(kept.created_at),
    }
    screen = Screen(
        Text("assign.told", args),
        quote=shown.text,
        max_segments=2,
        actions=phrases.actions(incident.ref, "note", "more"),
    )
    count = following.tell_those_on(work, incident, screen, besides=(by, *([sender] if sender else [])))
    if sender is not None and sender.id != by.id:
        to_sender = Screen(Text("assign.told_sender", args), quote=shown.text)
        work.outbox.tell(sender, to_sender, "notice", incident.ref)
    return count


def note_outcome(work: UnitOfWork, ref: str, incident: AnyIncident) -> None:
    """Record that a text that was vouched for has become part of this incident."""
    vouched = update(Kept).where(Kept.ref == ref, Kept.status == KeptStatus.VOUCHED)
    if not changed_one(work.session, vouched.values(became=incident.ref)):
        return
    work.audit_log.add(incident.ref, Event.VOUCHED_FOR, detail=ref)
    if incident.kind != CONCERN:
        keeping.keep_report(work, work.session.get_one(Kept, ref).inbox_id, LabelledBy.COORDINATOR)


def joined_to(work: UnitOfWork, ref: str) -> list[KeptText]:
    """Return the kept texts that joined an incident, oldest first."""
    work.flush()
    query = (
        select(Kept, InboxRow)
        .join(InboxRow, InboxRow.id == Kept.inbox_id)
        .where(Kept.became == ref, Kept.status == KeptStatus.ASSIGNED)
        .order_by(Kept.inbox_id)
    )
    return [kept_text(work, kept, row) for kept, row in work.session.execute(query)]


def writer_of(work: UnitOfWork, person: Person, words: str) -> Arg:
    """Return the name of a person as the readers of their words see it: none, if the words ask for that."""
    return Text("who.nameless") if work.core.reader.read(words, ()).nameless else phrases.named(person)


def name_shown(work: UnitOfWork, words: str) -> Text:
    """Return "with your name", or "without your name" for words that ask for that."""
    return Text("passed.nameless" if work.core.reader.read(words, ()).nameless else "passed.named")


def called(shown: KeptText) -> Arg:
    """Return the sender's name: as on the roster, their number, or their own name."""
    if shown.person is not None:
        return shown.person.name
    if shown.has_number:
        return number_or_name(shown.address.value)
    return Text(f"sender.{shown.address.channel}", {"name": shown.name or shown.address.value})
