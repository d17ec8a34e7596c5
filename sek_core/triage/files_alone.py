"""Files without words or a report near: their sender is asked what they show, and a person sees them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from sek_core.inbox import attachments
from sek_core.incidents import model
from sek_core.messages.screens import Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.files import File
from sek_core.store.statements import changed_one
from sek_core.timing.clock import SKEW
from sek_core.triage import kept_texts
from sek_core.work.conversations import Question, party_of
from sek_core.work.unit_of_work import UnitOfWork

ALONE = "a file alone"
"""The reason why a message without words was kept."""

ASKED_AFTER = timedelta(seconds=5)
"""Time within which all photos of an album come, one after the other; the words may be with the last."""


def attach(work: UnitOfWork, person: Person, ref: str) -> None:
    """Attach the recent files of a person to the incident that they tell of now: no other person need see
    them.
    """
    for inbox_id in attachments.attach_files_to_incident(work, person, ref, work.now - model.RECENT):
        for kept in kept_texts.refs_of_message(work, inbox_id):
            kept_texts.settle(work, kept)


def due(work: UnitOfWork, most: int = 50) -> Sequence[int]:
    """Return the files about which to ask now. A time further ahead than one can be set was set before the
    clock was put back.
    """
    query = (
        select(File.id)
        .where(
            File.ask_at.is_not(None),
            or_(File.ask_at <= work.now, File.ask_at > work.now + ASKED_AFTER + SKEW),
        )
        .order_by(File.ask_at)
        .limit(most)
    )
    return list(work.session.scalars(query))


def ask(work: UnitOfWork, file_id: int) -> bool:
    """Ask the sender of an album what it shows, unless another question is open; False if outdated."""
    file = work.session.get_one(File, file_id)
    person = work.people.get(file.person_id)
    addresses = work.people.reachable_at(person)
    address = next((each for each in addresses if each.channel == file.channel), None)
    party = party_of(address) if address is not None else f"p{person.id}"
    work.conversations.load([party])
    mine = update(File).where(File.id == file_id, File.ask_at.is_not(None), File.incident_ref.is_(None))
    if not changed_one(work.session, mine.values(ask_at=None)):
        postpone(work, file_id)
        return False
    if not work.people.roles(person):
        return True
    said = Text("file.heard", {"file": Text(f"file.{file.kind}")})
    if work.conversations.question(party, work.now) is not None:
        work.outbox.tell(person, Screen(said), "notice")
        return True
    refs = kept_texts.refs_of_message(work, file.inbox_id)
    language = work.people.language_of(person)
    until: datetime = work.now + work.configuration.mechanism.question_open
    question = Question("hazard", refs[0] if refs else "", language, until.isoformat())
    work.conversations.ask(party, question, work.now)
    work.outbox.tell(person, Screen(Text("ask", {"said": said, "question": Text("ask.hazard")})), "notice")
    return True


def postpone(work: UnitOfWork, file_id: int) -> None:
    """Ask no more about a file that has its incident, or about which asking failed: a person sees it."""
    work.session.execute(
        update(File)
        .where(File.id == file_id)
        .values(ask_at=None)
        .execution_options(synchronize_session=False)
    )
