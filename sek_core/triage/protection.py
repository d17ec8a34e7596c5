"""Reports of abuse: rape, defilement, mutilation. No message carries their words.

One focal person is asked to call the sender. If that one does not take the report, the next is asked.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select, update

from sek_core.alerts import circles
from sek_core.examples import keeping
from sek_core.messages.screens import Action, Arg, Moment, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Address, Person
from sek_core.store.inbox import InboxRow, Kept, KeptReader
from sek_core.store.statements import changed_one
from sek_core.store.states import KeptStatus
from sek_core.timing.clock import SKEW
from sek_core.triage import kept_texts, strangers
from sek_core.triage.kept_texts import PROTECTION
from sek_core.triage.strangers import Share
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

FOLLOWS = timedelta(hours=1)
"""Time within which further words of a sender belong to their report of abuse and stay hidden."""


def receive(work: UnitOfWork, inbox_id: int, address: Address, name: str = "") -> tuple[str, bool]:
    """Keep a report of abuse and ask the first focal person to call. Return its reference, and True if there
    was a focal person to ask.
    """
    ref = kept_texts.keep(work, inbox_id, address, PROTECTION)
    work.flush()
    keeping.forget_recent(work, address.channel, address.value)
    kept = work.session.get_one(Kept, ref)
    return ref, _ask_next(work, kept, name)


def keep_further_words(work: UnitOfWork, inbox_id: int, address: Address) -> str | None:
    """Keep further words of a sender who has reported abuse within the hour, hidden; return None for other
    senders.

    The focal person hears the rest from the sender.
    """
    query = (  # of what was kept before this turn: nothing of it needs to be written first
        select(Kept.ref)
        .where(
            Kept.channel == address.channel,
            Kept.sender == address.value,
            Kept.reason == PROTECTION,
            Kept.created_at > work.now - FOLLOWS,
        )
        .limit(1)
    )
    if work.session.scalar(query) is None:
        return None
    return kept_texts.keep(work, inbox_id, address, PROTECTION, status=KeptStatus.SETTLED)


def due(work: UnitOfWork, most: int = 50) -> list[str]:
    """Return the references of reports of abuse that no focal person took in time."""
    impossible = work.now + work.configuration.mechanism.net.next_after + SKEW
    query = (
        select(Kept.ref)
        .where(
            Kept.pass_at.is_not(None),
            or_(Kept.pass_at <= work.now, Kept.pass_at > impossible),
            Kept.status == KeptStatus.OPEN,
            Kept.reason == PROTECTION,
        )
        .order_by(Kept.pass_at)
        .limit(most)
    )
    return list(work.session.scalars(query))


def ask_next(work: UnitOfWork, ref: str) -> bool:
    """Ask the next focal person to call. Return False if the report was taken, or another process was
    quicker.
    """
    kept = work.session.get(Kept, ref, populate_existing=True)
    if kept is None or kept.status != KeptStatus.OPEN or kept.pass_at is None:
        return False
    mine = update(Kept).where(Kept.ref == ref, Kept.status == KeptStatus.OPEN, Kept.pass_at == kept.pass_at)
    if not changed_one(work.session, mine.values(pass_at=None)):
        return False
    return _ask_next(work, kept)


def postpone(work: UnitOfWork, ref: str) -> None:
    """Delay a report that could not be passed on now."""
    mine = update(Kept).where(Kept.ref == ref, Kept.status == KeptStatus.OPEN)
    changed_one(work.session, mine.values(pass_at=work.now + timedelta(minutes=1)))


def take(work: UnitOfWork, ref: str, person: Person, address: str) -> bool:
    """Record that a focal person follows the report, and tell its sender. Return False if it was taken, or is
    not theirs.
    """
    if not kept_texts.has_words(work, ref, person):
        return False
    work.flush()
    mine = update(Kept).where(Kept.ref == ref, Kept.status == KeptStatus.OPEN, Kept.reason == PROTECTION)
    values = {"status": KeptStatus.TAKEN, "settled_by_id": person.id, "settled_at": work.now, "pass_at": None}
    if not changed_one(work.session, mine.values(**values)):
        return False
    work.audit_log.add(ref, Event.TAKEN, person.id, address)
    kept = work.session.get_one(Kept, ref, populate_existing=True)
    sender = work.people.sender(kept.channel, kept.sender)
    language = sender.person.language if sender.person else work.configuration.mechanism.languages[0]
    screen = Screen(Text("protection.taken_sender", {"who": phrases.named(person)}))
    work.outbox.write_to(sender, screen, language, "notice", ref)
    return True


def is_one(work: UnitOfWork, ref: str) -> bool:
    """Return True if this reference is a report of abuse."""
    work.flush()
    query = select(Kept.ref).where(Kept.ref == ref, Kept.reason == PROTECTION)
    return work.session.scalar(query) is not None


def focal_persons(work: UnitOfWork, counties: Sequence[str], besides: int | None) -> list[Person]:
    """Return the people to ask, in order: those named in the configuration, RLA, the chair. If none is
    available, return a wider circle.
    """
    named = work.configuration.mechanism.protection.focal_persons
    by_name = {person.name: person for person in work.people.everybody()}
    found = [by_name[name] for name in named if name in by_name]
    there = work.people.with_cover([*found, *kept_texts.secretariat(work), *work.people.anywhere(Role.CHAIR)])
    apart = () if besides is None else (besides,)
    people = [p for p in there if p.id not in apart and work.people.reachable_at(p)]
    return people or list(circles.find_wider_circle(work, counties, apart).people)


def _ask_next(work: UnitOfWork, kept: Kept, name: str = "") -> bool:
    """Ask the first person not asked yet; when all were asked, the asking ends. Return False if there was
    never a person to ask.
    """
    asked = set(work.session.scalars(select(KeptReader.person_id).where(KeptReader.kept_ref == kept.ref)))
    counties = kept.counties or work.configuration.mechanism.counties
    people = [p for p in focal_persons(work, counties, kept.person_id) if p.id not in asked]
    if not people:
        return bool(asked)
    person = people[0]
    if kept.person_id is None and not strangers.spend(work, Share.PLEAS, 1):
        later = work.now + work.configuration.mechanism.strangers.digest_every
        mine = update(Kept).where(Kept.ref == kept.ref, Kept.status == KeptStatus.OPEN)
        changed_one(work.session, mine.values(pass_at=later))
        return True
    row = work.session.get_one(InboxRow, kept.inbox_id)
    sender = work.people.sender(kept.channel, kept.sender)
    args: dict[str, Arg] = {
        "ref": kept.ref,
        "who": _called(work, sender, name or kept_texts.kept_text(work, kept, row).name),
        "time": Moment(kept.created_at),
        "number": _number(work, sender),
    }
    actions = (Action(Text("button.protection"), Text("say.take", {"ref": kept.ref})),)
    work.outbox.tell(
        person, Screen(Text("protection.told", args), actions=actions), "alert", kept.ref, urgent=True
    )
    told = {"kept_ref": kept.ref, "person_id": person.id, "told_at": work.now, "bundle": kept.ref}
    work.rows.add(KeptReader, told)
    work.audit_log.add(kept.ref, Event.PASSED_ON, person.id, detail=person.name)
    after = work.now + work.configuration.mechanism.net.next_after
    changed_one(
        work.session,
        update(Kept).where(Kept.ref == kept.ref, Kept.status == KeptStatus.OPEN).values(pass_at=after),
    )
    work.flush()
    return True


def _called(work: UnitOfWork, sender: Address, name: str) -> Arg:
    if sender.person is not None and work.people.is_known(sender):
        return sender.person.name
    if sender.channel in work.core.channels.with_numbers:
        return Text("sender.stranger")
    return Text(f"sender.{sender.channel}", {"name": name or sender.value})


def _number(work: UnitOfWork, sender: Address) -> Arg:
    """Return the telephone number of the sender; the chat if there is none."""
    addresses = (sender, *(sender.person.addresses if sender.person is not None else ()))
    known = next((each for each in addresses if each.channel in work.core.channels.with_numbers), None)
    return known.value if known else Text(f"sender.{sender.channel}", {"name": sender.value})
