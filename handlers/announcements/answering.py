"""Answers to a question that was asked of many, and replies to an announcement: words without a command.

The program does not wait for them with an open question: it looks up what the sender was asked or told. A
digit counts only while the question is the last thing that was said; words also later, if they can only be
meant for one question or announcement. Otherwise the sender says what they are for.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from handlers.engine import meanwhile, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import (
    Action,
    Answer,
    Choose,
    Command,
    Confirm,
    Denial,
    LateDigit,
    Report,
    Rsvp,
    Say,
)
from handlers.language.kinds import Kind
from sek_core.announcements import inquiries, replies
from sek_core.announcements.inquiries import Told
from sek_core.announcements.replies import Heard
from sek_core.messages.screens import Arg, Joined, Moment, Option, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.questions import Inquiry, InquiryAnswer
from sek_core.store.states import InquiryStatus
from sek_core.triage import kept_texts, last_said, net
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of, plain
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork

INQUIRY = Kind("inquiry", aside=True)
"""What does a person answer to a question that was asked of many? It is stored only after the sender was
asked whether words are a report or the answer.
"""

REPLY_TO = Kind("reply_to")
"""For which question or announcement are words?"""

GRAVE = frozenset({"deaths", "missing", "injured"})

SHARED = 4
"""Minimum letters of a word by which words and a question are about the same."""

MOST_MEANT = 3
"""Maximum number of questions and announcements that a sender may choose from."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """What words may be for: `key` is kept with the question which one it is."""

    key: str
    label: Text
    at: datetime


def question_about(work: UnitOfWork, person: Person) -> Question | None:
    """Return the question with numbered answers that was the last thing said to a person, or None."""
    told = _asked_last(work, person)
    if told is None or not told.choices:
        return None
    return _question(work, person, told)


def _question(work: UnitOfWork, person: Person, told: Told) -> Question:
    language = work.people.language_of(person)
    return Question(INQUIRY.name, told.ref, language, told.ends_at.isoformat(), told.choices)


def _asked_last(work: UnitOfWork, person: Person) -> Told | None:
    open_ = inquiries.open_to(work, person)
    if not open_:
        return None
    last = last_said.find_last_message(work, person).ref
    return next((told for told in open_ if told.ref == last), None)


def may_be_both(turn: Turn, action: Action) -> Question | None:
    """Return the question to which words may be the answer, although they may be a report as well."""
    if turn.person is None or turn.parts.kept or turn.parts.tap:
        return None
    match action:
        case Command("note" | "yes" | "no" | "maybe", str() as ref, rest) if ref.startswith("Q"):
            reading = turn.work.core.reader.read(rest, turn.counties)
            told = next((each for each in inquiries.open_to(turn.work, turn.sender) if each.ref == ref), None)
            both = reading.sure and not _may_be_answer(turn, reading)
        case Report(reading) | Confirm(reading) if turn.question is None or turn.asked(INQUIRY):
            told = _asked_last(turn.work, turn.sender)
            both = told is not None and not _answers(turn, told, reading, sure=isinstance(action, Report))
            both &= isinstance(action, Confirm) or _may_be_answer(turn, reading)
            if told is None and _may_be_answer(turn, reading):
                told = _asked_about_it(turn, reading)
                both = told is not None
        case _:
            return None
    return _question(turn.work, turn.sender, told) if told is not None and both else None


def _may_be_answer(turn: Turn, reading: Reading) -> bool:
    """Return False for a sudden shock, deaths, a plea, or words of urgency: these are a report."""
    if reading.plea or reading.protection or reading.urgent or not GRAVE.isdisjoint(reading.affected):
        return False
    if reading.hazard is None:
        return True
    slow = turn.work.configuration.hazards[reading.hazard].onset == "slow"
    return slow and reading.severity != "extreme"


def _asked_about_it(turn: Turn, reading: Reading) -> Told | None:
    """Return the newest open question that the sender has not answered and that is about what the words tell,
    though another message came after it: the same hazard, or a word of it.
    """
    said = {form for form in forms_of(turn.text) if len(form) >= SHARED}
    for told in inquiries.open_to(turn.work, turn.sender):
        inquiry = None if told.answered else inquiries.find(turn.work, told.ref)
        if inquiry is None:
            continue
        asked = turn.work.core.reader.read(inquiry.text, turn.counties)
        hazards = {reading.hazard, *reading.guesses} & {asked.hazard, *asked.guesses} - {None}
        if hazards or said & set(forms_of(inquiry.text)):
            return told
    return None


def _answers(turn: Turn, told: Told, reading: Reading, *, sure: bool) -> bool:
    """Return True if words that may tell of a shock surely are the first answer to what was asked last: they
    name no hazard, or the one that the question is about.
    """
    if told.answered or sure or not _may_be_answer(turn, reading):
        return False
    if reading.hazard is None:
        return True
    inquiry = inquiries.find(turn.work, told.ref)
    asked = turn.work.core.reader.read(inquiry.text if inquiry else "", turn.counties)
    return reading.hazard == asked.hazard or reading.hazard in asked.guesses


def to_what_was_asked_last(turn: Turn, action: Action) -> Reply | None:
    """Take yes, no, a number, "no drought here", or words about what was asked as the answer to the question
    that was asked last.
    """
    if not isinstance(action, Rsvp | LateDigit | Denial | Confirm) or turn.person is None or turn.parts.tap:
        return None
    if turn.parts.kept:
        return None
    if turn.question is not None or (isinstance(action, Rsvp) and action.ref):
        return None
    told = _asked_last(turn.work, turn.sender)
    if told is None:
        return None
    if isinstance(action, Confirm) and not _answers(turn, told, action.reading, sure=False):
        return None
    inquiry = inquiries.find(turn.work, told.ref)
    return answer(turn, inquiry, turn.text.strip()) if inquiry else None


def own_words(turn: Turn) -> Reply | None:
    """Take words that nothing else explains as an answer, or as a reply to an announcement."""
    words = turn.text.strip()
    if turn.person is None or turn.parts.kept or turn.parts.tap or not any(map(str.isalnum, words)):
        return None
    since = turn.work.conversations.asked_at(turn.party) if turn.question else None
    open_ = [told for told in inquiries.open_to(turn.work, turn.sender) if _newer(told.asked_at, since)]
    last = _asked_last(turn.work, turn.sender) if open_ else None
    if last is not None and last in open_ and not last.answered:
        inquiry = inquiries.find(turn.work, last.ref)
        return answer(turn, inquiry, words) if inquiry else None
    meant = [_of_question(told) for told in open_ if not told.answered or told == last]
    if not any(map(str.isalpha, words)):
        return _by_reference(open_)
    heard = [each for each in replies.heard_by(turn.work, turn.sender) if _newer(each.told_at, since)]
    meant += [_of_announcement(turn, each) for each in heard]
    if len(meant) == 1 and not (last is not None and last.answered) and _is_clear(turn):
        return _given_to(turn, meant[0].key, words)
    return _which(turn, meant, words) if meant else None


def _is_clear(turn: Turn) -> bool:
    """Return False if words may be about something else that was said last: an alert, a task, a meeting."""
    return turn.lookup.last_said(turn.sender).ref[:1] in ("", "Q")


def _newer(at: datetime, since: datetime | None) -> bool:
    """Return True if nothing else is open, or what is open was asked before."""
    return since is None or at > since


def _by_reference(open_: list[Told]) -> Reply | None:
    """Say how to answer by number, where another message came after the question."""
    told = next((each for each in open_ if not each.answered and each.choices), None)
    return Reply(Screen(Text("inquiry.by_reference", {"ref": told.ref})), told.ref) if told else None


def _of_question(told: Told) -> _Meant:
    return _Meant(told.ref, Text("reply_to.question", {"ref": told.ref}), told.asked_at)


def _of_announcement(turn: Turn, heard: Heard) -> _Meant:
    who = phrases.name_of(turn.work.people.get(heard.sender_id))
    when = replies.when_of(turn.work, heard.told_at)
    label = Text("reply_to.announcement", {"who": who, "when": when})
    return _Meant(str(heard.id), label, heard.told_at)


def _which(turn: Turn, meant: list[_Meant], words: str) -> Reply:
    """Ask what the words are for; without an answer a coordinator gets them at the end of the hold."""
    newest = sorted(meant, key=lambda each: each.at, reverse=True)[:MOST_MEANT]
    ref = meanwhile.keep(turn, "may be a reply")
    turn.ask(REPLY_TO, ref, choices=tuple(each.key for each in newest), draft=json.dumps({"words": words}))
    options = tuple(Option(each.key, each.label) for each in newest)
    return Reply(Screen(Text("ask.reply_to"), options, skippable=True, skip="reply_to.none"), ref)


def _chosen(turn: Turn, action: Answer) -> Reply | None:
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose):
        at = net.schedule_for_coordinator(turn.work, question.about)
        return Reply(Screen(Text("net.kept", {"time": Moment(at)})), question.about)
    kept_texts.settle(turn.work, question.about)
    return _given_to(turn, action.value, json.loads(question.draft)["words"])


def _given_to(turn: Turn, key: str, words: str) -> Reply | None:
    """Take words as the answer to Q3, or as a reply to the announcement of this number."""
    if key.startswith("Q"):
        inquiry = inquiries.find(turn.work, key)
        return answer(turn, inquiry, words) if inquiry else None
    heard = next((each for each in replies.heard_by(turn.work, turn.sender) if str(each.id) == key), None)
    if heard is None:
        return Reply(Screen(Text("reply.over")))
    sender = replies.reply(turn.work, heard, turn.sender, words, turn.address.value)
    return Reply(Screen(Text("reply.passed", {"who": phrases.named(sender)}), quote=words))


def _labels(question: Question) -> tuple[Option, ...]:
    """Return the options where the question is shown again: by their references, or as an announcement."""
    return tuple(
        Option(key, Text("reply_to.question", {"ref": key}) if key.startswith("Q") else Text("reply_to.any"))
        for key in question.choices
    )


def answer(turn: Turn, inquiry: Inquiry, words: str) -> Reply:
    """Keep an answer; say what was kept, and how to change it."""
    work, ref = turn.work, inquiry.ref
    chosen = inquiries.choice_of(words, inquiry.choices)
    if chosen is None and inquiry.choices and words.strip(" .!").isdigit():
        numbered = tuple(f"{number} {choice}" for number, choice in enumerate(inquiry.choices, 1))
        return Reply(Screen(Text("inquiry.no_choice", {"ref": ref, "choices": Joined(numbered)})), ref)
    said = chosen if chosen is not None else words
    done = inquiries.answer(work, inquiry, turn.sender, said, turn.address.value)
    args: dict[str, Arg] = {
        "ref": ref,
        "who": phrases.named(work.people.get(inquiry.asker_id)),
        "day": phrases.day_and_hour(work, inquiry.ends_at),
    }
    return Reply(Screen(Text(f"inquiry.answer.{done}", args), quote=said), ref)


def _answered(turn: Turn, action: Answer, _sure: bool) -> Reply | None:
    """Take an option, or words that the sender called the answer."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    inquiry = inquiries.find(turn.work, question.about)
    assert inquiry is not None
    match action:
        case Choose(value):
            return answer(turn, inquiry, value)
        case Say(words):
            return answer(turn, inquiry, words)
        case _:
            return Reply(Screen(Text("inquiry.left_out", {"ref": inquiry.ref})), inquiry.ref)


def show(turn: Turn, inquiry: Inquiry, mine: InquiryAnswer) -> Reply:
    """Show a person who was asked the question, and their answer."""
    work, ref = turn.work, inquiry.ref
    asker = work.people.get(inquiry.asker_id)
    if mine.answered_at is not None or inquiry.status != InquiryStatus.OPEN:
        key = "inquiry.mine" if mine.answered_at is not None else "inquiry.over"
        args: dict[str, Arg] = {"ref": ref, "who": phrases.named(asker)}
        args["day"] = phrases.day_and_hour(work, inquiry.ends_at)
        return Reply(Screen(Text(key, args), quote=mine.answer, max_segments=2), ref)
    screen = inquiries.question_screen(
        work, asker, ref, inquiry.text, inquiry.choices, inquiry.ends_at, again=True
    )
    return Reply(screen, ref)


def words_behind(text: str, ref: str) -> str:
    """Return the words behind the reference with which a text begins; nothing if it begins otherwise."""
    said = plain(text).strip()
    match = re.match(rf"\W*q[\s#-]*0*{ref[1:]}\b[\s:,.-]*", said, re.IGNORECASE)
    return said[match.end() :].strip() if match else ""


def _shown(turn: Turn, question: Question) -> Text:
    inquiry = inquiries.find(turn.work, question.about)
    return Text("inquiry.shown", {"ref": question.about, "words": inquiry.text if inquiry else ""})


QUESTIONS = (
    Asks(INQUIRY, _answered, _shown, questions.end_question),
    Asks(REPLY_TO, questions.of_any(_chosen), questions.by_its_kind, questions.end_question, _labels),
)
