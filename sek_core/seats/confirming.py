"""The clock's part in nominations: RLA and the chair are asked to confirm each, by day, and once more every
week until one of them does.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from config.rights import Deed
from sek_core.messages.screens import Arg, Option, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.seats import nominating, owing
from sek_core.store.seats import Nomination, NominationAsk
from sek_core.store.statements import changed_one, inserted
from sek_core.store.states import NominationStatus
from sek_core.timing.quiet_hours import is_quiet
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork

QUESTION = "seat"
"""Kind of the question to the person who confirms."""

AGAIN = timedelta(days=7)

ANSWERS = ("yes", "no")

Ask = tuple[int, int]
"""Number of a nomination, and id of the person to ask."""


def due(work: UnitOfWork) -> list[Ask]:
    """Return whom to ask about which nomination now; none in quiet hours."""
    waiting = [] if is_quiet(work.configuration.mechanism, work.now) else owing.waiting(work)
    if not waiting:
        return []
    query = select(NominationAsk).where(NominationAsk.nomination_id.in_([each.id for each in waiting]))
    asked = {(row.nomination_id, row.person_id): row.asked_at for row in work.session.scalars(query)}
    return [
        (each.id, person.id)
        for each in waiting
        for person in _deciders(work, each)
        if (each.id, person.id) not in asked or asked[each.id, person.id] <= work.now - AGAIN
    ]


def _deciders(work: UnitOfWork, nomination: Nomination) -> Iterable[Person]:
    held = work.rights.holders(Deed.SEAT, [nomination.county])
    return [each for each in work.people.with_cover(held) if nominating.may_decide(work, each, nomination)]


def ask(work: UnitOfWork, which: Ask) -> bool:
    """Ask one person about one nomination; False if it was decided meanwhile, or another clock was
    quicker.
    """
    number, person_id = which
    # Lock the party before anything else, as a turn does.
    party = f"p{person_id}"
    work.conversations.load([party])
    nomination = nominating.find(work, number)
    if nomination is None or nomination.status != NominationStatus.OPEN or not _is_mine(work, which):
        return False
    person = work.people.get(person_id)
    digits = not work.conversations.is_busy(party, work.now)
    screen = Screen(question(work, nomination, digits=digits), max_segments=2)
    if digits:
        screen = replace(screen, options=OPTIONS)
        until = work.now + work.configuration.mechanism.question_open
        language = work.people.language_of(person)
        asked = Question(QUESTION, "", language, until.isoformat(), ANSWERS, draft=str(number), yields=True)
        screen = replace(screen, asked=work.conversations.ask(party, asked, work.now))
    work.outbox.tell(person, screen, "notice")
    return True


def _is_mine(work: UnitOfWork, which: Ask) -> bool:
    """Compare and set: record that the person is asked now; False if they were asked in the last week."""
    number, person_id = which
    row = {"nomination_id": number, "person_id": person_id, "asked_at": work.now}
    if inserted(work.session, NominationAsk, row):
        return True
    mine = update(NominationAsk).where(
        NominationAsk.nomination_id == number,
        NominationAsk.person_id == person_id,
        NominationAsk.asked_at <= work.now - AGAIN,
    )
    return changed_one(work.session, mine.values(asked_at=work.now))


OPTIONS = tuple(Option(answer, Text(f"answer.{answer}")) for answer in ANSWERS)


def question(work: UnitOfWork, nomination: Nomination, *, digits: bool) -> Text:
    """Return the question whether the nominee is to be put on the roster; without digits, with the words that
    answer it.
    """
    who = phrases.named(work.people.get(nomination.nominator_id))
    args: dict[str, Arg] = nominating.args_of(work, nomination) | {"who": who}
    return Text("seat.confirm" if digits else "seat.confirm_by_word", args)


def postpone(_work: UnitOfWork, _which: Ask) -> None:
    """Do nothing: the next tick tries again."""
