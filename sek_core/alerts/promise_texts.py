"""Texts of promises: the reminder, the question to a holder whose news did not come, and who else hears."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from sek_core.incidents import wording
from sek_core.messages.screens import QUOTE, Arg, Joined, Moment, Option, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import History, Incident, Promise
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

EXCERPT = 60
"""Characters of a note that stands beside other words."""

QUESTION = "promise"
"""The kind of the question to a holder whose news did not come."""

ANSWERS = ("done", "working", "cannot")

ForNext = Callable[[UnitOfWork, Incident, Promise], Screen]
"""A text for the next person of `late`."""


def reminder(work: UnitOfWork, incident: Incident, promise: Promise) -> tuple[Person, Screen]:
    """Return the person to remind, and the reminder."""
    holder = work.people.get(promise.person_id)
    asked = work.people.cover_of(holder) or holder  # without a cover there is no better recipient
    args = _args(work, incident, promise)
    key = "promise.reminder" if asked.id == holder.id else "promise.reminder.cover"
    return asked, Screen(Text(key, args), actions=phrases.actions(incident.ref, "note", "close", "release"))


def lock_dialogue(work: UnitOfWork, promise: Promise) -> None:
    """Lock the dialogue with the person who is asked, before anything else, as a turn does."""
    holder = work.people.get(promise.person_id)
    work.conversations.load([f"p{(work.people.cover_of(holder) or holder).id}"])


def ask_holder(work: UnitOfWork, incident: Incident, promise: Promise) -> None:
    """Ask the holder, or their cover, how it stands. Digits count alone if no other question is open with
    them, else behind the reference.
    """
    holder = work.people.get(promise.person_id)
    asked = work.people.cover_of(holder) or holder
    party = f"p{asked.id}"
    busy = work.conversations.is_busy(party, work.now)
    args = _args(work, incident, promise)
    args["replies"] = Text("promise.replies", {"ref": incident.ref}) if busy else phrases.EMPTY
    key = "promise.late" if asked.id == holder.id else "promise.late.cover"
    screen = Screen(Text(key, args), max_segments=SEGMENTS)
    if not busy:
        screen = _opened(work, asked, incident, screen)
    work.outbox.tell(asked, screen, "nudge", incident.ref)


def _opened(work: UnitOfWork, asked: Person, incident: Incident, screen: Screen) -> Screen:
    """Open the question with the holder, and return its screen with buttons."""
    party, until = f"p{asked.id}", work.now + work.configuration.mechanism.question_open
    language = work.people.language_of(asked)
    question = Question(QUESTION, incident.ref, language, until.isoformat(), ANSWERS)
    options = tuple(Option(answer, Text(f"promise.{answer}")) for answer in ANSWERS)
    return replace(screen, options=options, asked=work.conversations.ask(party, question, work.now))


def moved(work: UnitOfWork, incident: Incident, promise: Promise) -> Screen:
    """Return the update for a reporter: the holder names another day for the news."""
    text = Text("promise.told", _args(work, incident, promise))
    return Screen(text, max_segments=SEGMENTS, actions=phrases.actions(incident.ref, "note"))


def late_for_reporter(work: UnitOfWork, incident: Incident, promise: Promise) -> Screen:
    """Return the update for a reporter: no news came yet, and what they can do."""
    text = Text("promise.late.reporter", _args(work, incident, promise))
    return Screen(text, max_segments=SEGMENTS, actions=phrases.actions(incident.ref, "note"))


def late_for_next(work: UnitOfWork, incident: Incident, promise: Promise) -> Screen:
    """Return the update for the next person: who promised news, for when, and that none came."""
    return _for_next("promise.late.told", work, incident, promise)


def moved_for_next(work: UnitOfWork, incident: Incident, promise: Promise) -> Screen:
    """Return the update for the next person: the promise was moved three times."""
    return _for_next("promise.moved.told", work, incident, promise)


def _for_next(key: str, work: UnitOfWork, incident: Incident, promise: Promise) -> Screen:
    args = _args(work, incident, promise)
    noted, by, _ = last_note(work, incident)
    args["noted"] = Text("promise.noted", {"who": by}) if noted else phrases.EMPTY
    actions = phrases.actions(incident.ref, "note", "more")
    return Screen(Text(key, args), quote=noted, max_segments=SEGMENTS, actions=actions)


def expected(work: UnitOfWork, promise: Promise) -> Joined:
    """Return "Fri 4 Dec 17:00", the time of a promise."""
    return phrases.day_and_hour(work, promise.due_at)


def last_note(work: UnitOfWork, incident: Incident) -> tuple[str, Arg, int | None]:
    """Return the words of the newest note, and who wrote it with their id; or nothing."""
    query = (
        select(History.detail, History.person_id)
        .where(History.about == incident.ref, History.what == Event.NOTED)
        .order_by(History.id.desc())
        .limit(1)
    )
    detail, person_id = work.session.execute(query).one_or_none() or ("", None)
    if person_id is None:
        return detail or "", phrases.EMPTY, None
    return detail or "", wording.name_actor(work, incident, work.people.get(person_id)), person_id


def cut(words: str) -> str:
    """Return the first words, as a part of another text."""
    plain = " ".join(words.replace(QUOTE, "").split())
    return plain if len(plain) <= EXCERPT else plain[:EXCERPT].rsplit(" ", 1)[0] + "..."


def _args(work: UnitOfWork, incident: Incident, promise: Promise) -> dict[str, Arg]:
    holder = work.people.get(promise.person_id)
    return {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "who": phrases.who(work, holder, incident.counties),
        "when": expected(work, promise),
        "time": Moment(promise.made_at if incident.taken_at is None else incident.taken_at),
    }
