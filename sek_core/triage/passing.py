"""Words that are not for their sender: who may use them, and passing them on to one of these people.

The sender is named. The words become a kept text, whose reference the recipient's answer carries.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from config.rights import Deed
from sek_core.announcements import announcing
from sek_core.incidents import queries
from sek_core.messages.screens import Action, Arg, Screen, Text
from sek_core.roster import organisations
from sek_core.roster.roles import LEADS, Role
from sek_core.roster.snapshot import Address, Person
from sek_core.seats import owing, seat_text
from sek_core.store.inbox import Kept, KeptReader
from sek_core.store.statements import changed_one
from sek_core.store.states import KeptStatus
from sek_core.triage import kept_texts
from sek_core.triage.kept_texts import KeptText
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

PASSED = "passed on"
"""The reason of a kept text that its sender had passed on to a person who may use its word."""

NOT_THEIRS = "not for them"
"""The reason of a kept text whose word is not for its sender."""

FIRST = (*LEADS, Role.CLT_LEAD, Role.RLA, Role.CHAIR, Role.CLT_MEMBER)
"""Roles in the order in which their holders are named, and asked."""

LONGEST = 1000
"""Maximum number of letters of the words that are passed on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that were refused: the deed, the counties and the incident that they are about, the whole text,
    and what stands behind the command word.
    """

    deed: Deed
    counties: tuple[str, ...]
    words: str
    rest: str = ""
    about: str = ""


OF_ALL = (Deed.MOVE, Deed.CALL_OFF)
"""Deeds that need a right for each county of a meeting."""


def people_who_may(work: UnitOfWork, refused: Refused, besides: int) -> list[Person]:
    """Return the available people who may use the words, the nearest first: a cover in the place of an absent
    person, and the holder of the incident before all. If all are away, the absent ones.
    """
    held = _holders(work, refused, besides)
    able = {person.id for person in held}
    there = [
        person
        for person in work.people.with_cover(held)
        if person.id != besides
        and work.people.reachable_at(person)
        and (person.id in able or _may(work, person, refused))
    ]
    return there or held


def _holders(work: UnitOfWork, refused: Refused, besides: int) -> list[Person]:
    incident = queries.find(work, refused.about) if refused.about[:1] in ("S", "C") else None
    apart: Collection[int] = ()
    first: list[Person] = []
    if incident is not None:
        apart = organisations.staff_of(work.people, incident.against or ())
        first = [work.people.get(incident.taken_by_id)] if incident.taken_by_id else []
    found = [*first, *work.rights.holders(refused.deed, refused.counties, FIRST)]
    each = {person.id: person for person in found if person.id not in apart and person.id != besides}
    return [person for person in each.values() if _may(work, person, refused)]


def _may(work: UnitOfWork, person: Person, refused: Refused) -> bool:
    if not work.rights.may(person, refused.deed, refused.counties):
        return False
    if refused.deed in OF_ALL and not set(refused.counties) <= set(
        work.rights.counties(person, refused.deed)
    ):
        return False
    if refused.deed in (Deed.NOMINATE, Deed.APPOINT):
        return _owes(work, person, refused)
    if refused.deed != Deed.TELL or announcing.named(work, refused.rest) is None:
        return True
    return announcing.read(work, person, refused.rest) is not None


def _owes(work: UnitOfWork, person: Person, refused: Refused) -> bool:
    """Return True if a person owes the seat that refused words name."""
    said = seat_text.read(work.configuration, refused.rest, appoints=refused.deed == Deed.APPOINT)
    if said is None or said.role is None or said.county is None:
        return True
    return owing.may(work, person, said.role, said.county)


def pass_on(
    work: UnitOfWork, refused: Refused, sender: Person, address: Address, inbox_id: int, ref: str
) -> Person | None:
    """Send the words, once, to the first person who may use them; return that person. `ref`: the kept text
    that they are already, if any. None: there is no such person, or a coordinator has settled the text.
    """
    people = people_who_may(work, refused, sender.id)
    if not people:
        return None
    receiver = people[0]
    if not ref:
        ref = kept_texts.keep(work, inbox_id, address, PASSED, refused.words, KeptStatus.SETTLED)
    elif not _settle(work, ref):
        return None
    work.flush()
    row = {"kept_ref": ref, "person_id": receiver.id, "told_at": work.now, "bundle": ref}
    work.rows.add(KeptReader, row)
    work.audit_log.add(ref, Event.PASSED_ON, receiver.id, detail=receiver.name)
    args: dict[str, Arg] = {
        "who": kept_texts.writer_of(work, sender, refused.words),
        "ref": ref,
        "reply": reply_of(work, receiver, refused.deed, refused.words, refused.counties),
    }
    decline = Action(Text("button.decline"), Text("say.decline", {"ref": ref}))
    screen = Screen(Text("pass_on.told", args), max_segments=None, actions=(decline,))
    work.outbox.tell(receiver, screen, "notice", ref)
    return receiver


def reply_of(work: UnitOfWork, receiver: Person, deed: Deed, words: str, counties: Sequence[str]) -> str:
    """Return what the recipient sends to do it: the same words; with the county, for a meeting of one of
    several counties of theirs.
    """
    said = " ".join(words.split())[:LONGEST]
    first, _, rest = said.partition(" ")
    if deed != Deed.MEETING or len(counties) != 1 or set(forms_of(counties[0])) <= set(forms_of(said)):
        return said
    if len(work.rights.counties(receiver, deed)) < 2 or not rest:
        return said
    return f"{first} {counties[0]}, {rest}"


def _settle(work: UnitOfWork, ref: str) -> bool:
    """Compare and set: of a coordinator who settles the text and its sender who passes it on, one does."""
    work.flush()
    mine = update(Kept).where(Kept.ref == ref, Kept.status == KeptStatus.OPEN, Kept.reason == NOT_THEIRS)
    return changed_one(work.session, mine.values(status=KeptStatus.SETTLED, reason=PASSED, pass_at=None))


def decline(work: UnitOfWork, shown: KeptText, by: Person, by_address: str) -> bool:
    """Tell the sender that the recipient does not do it. Return False if that was said before."""
    work.flush()
    mine = update(Kept).where(
        Kept.ref == shown.kept.ref, Kept.reason == shown.kept.reason, Kept.status == KeptStatus.SETTLED
    )
    declined = mine.values(status=KeptStatus.DISMISSED, settled_by_id=by.id, settled_at=work.now)
    if not changed_one(work.session, declined):
        return False
    work.audit_log.add(shown.kept.ref, Event.DISMISSED, by.id, by_address)
    _tell_sender(work, shown, Screen(Text("pass_on.no", {"who": phrases.named(by)}), quote=shown.text))
    return True


def answer(work: UnitOfWork, shown: KeptText, by: Person, by_address: str, words: str) -> None:
    """Send the recipient's words to the sender."""
    work.audit_log.add(shown.kept.ref, Event.REPLIED, by.id, by_address, words)
    args: dict[str, Arg] = {"who": phrases.named(by), "ref": shown.kept.ref}
    _tell_sender(work, shown, Screen(Text("pass_on.answer", args), quote=words, max_segments=2))


def _tell_sender(work: UnitOfWork, shown: KeptText, screen: Screen) -> None:
    if shown.person is not None:
        work.outbox.tell(shown.person, screen, "notice", shown.kept.ref)
