"""The question whether a doubtful text is a report. Nothing is sent before the sender confirms. Without an
answer, a coordinator gets the words at the end of the hold.
"""

from config.mechanism import OTHER
from handlers.engine import meanwhile, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import report
from handlers.incidents.kinds import CONFIRM, WHICH
from handlers.incidents.report_questions import choices_of, join_texts
from handlers.language.intents import Answer, Choose, Confirm, Say, Skip
from handlers.language.kinds import Kind
from sek_core.messages.screens import HazardName, Moment, Screen, Text
from sek_core.store.states import KeptStatus
from sek_core.triage import kept_texts
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of
from sek_core.work.conversations import Question

_NO = (("no",), ("nope",), ("hapana",), ("la",))
"""First words of an answer that tells of no report."""


def ask(turn: Turn, action: Confirm) -> Reply:
    """Ask "Is this a report of a flood?", or what it reports. Keep the text meanwhile, for a coordinator if
    no answer comes.
    """
    ref = meanwhile.keep(turn, "may be a report")
    if action.reading.guesses:
        return _ask_which(turn, ref, action)
    turn.ask(CONFIRM, ref, choices=questions.YES_NO, draft=action.words)
    question = of_draft(turn, action.words)
    return Reply(Screen(question, questions.options(CONFIRM, questions.YES_NO), skippable=True), ref)


def _ask_which(turn: Turn, ref: str, action: Confirm) -> Reply:
    """Ask "What is it? 1 Landslide 2 Flood 3 Another shock (0 no report)"."""
    choices = choices_of(action.reading)
    turn.ask(WHICH, ref, choices=choices, draft=action.words)
    return Reply(_which(choices), ref)


def _which(choices: tuple[str, ...]) -> Screen:
    return Screen(
        Text("ask.which"),
        questions.options(WHICH, choices),
        skippable=True,
        skip=WHICH.skip,
        max_segments=None,
    )


def _in_words(turn: Turn, asked: Question, words: str) -> Reply:
    """Handle words that name the hazard; ask again after words that tell only where it is or how many, and
    after words that tell nothing of it.
    """
    reader = turn.work.core.reader
    reading = reader.read(words, turn.counties)
    whole = join_texts(words, asked.draft)
    if reading.hazard is not None:
        _settle(turn, is_report=True, hazard=reading.hazard)
        return report.confirmed(turn, whole)
    if not (_tells(reading) or reading.guesses):
        return Reply(questions.show_question_again(turn), asked.about)
    choices = choices_of(reader.read(whole, turn.counties)) or asked.choices
    turn.ask(WHICH, asked.about, choices=choices, draft=whole)
    return Reply(_which(choices), asked.about)


def _tells(reading: Reading) -> bool:
    """Return True if words tell anything of an event."""
    told = reading.hazard or reading.place or reading.affected or reading.needs or reading.plea
    return bool(told or reading.severity or reading.denied)


def passes_by(kind: Kind, said: Say) -> bool:
    """Return True for words that answer nothing where "Which of these is it?" is open, such as "I will
    attend".
    """
    return kind == WHICH and forms_of(said.words)[:1] not in _NO and not _tells(said.reading)


def chosen(turn: Turn, action: Answer) -> Reply:
    """Handle the answer to which hazard it is: one of the offered, other words, or 0 for no report."""
    asked = turn.question
    assert asked is not None
    match action:
        case Choose(hazard):
            _settle(turn, is_report=True, hazard=hazard)
            return report.confirmed(turn, asked.draft, hazard)
        case Say(words) if _says_no(turn, words):
            _settle(turn, is_report=False)
            return Reply(Screen(Text("confirm.no")), asked.about)
        case Say(words):
            return _in_words(turn, asked, words)
        case Skip():
            _settle(turn, is_report=False)
            return Reply(Screen(Text("confirm.no")), asked.about)


def _says_no(turn: Turn, words: str) -> bool:
    """Return True for "no thanks" and "hapana, ni mkutano tu", which tell of no shock."""
    if forms_of(words)[:1] not in _NO:
        return False
    reading = turn.work.core.reader.read(words, turn.counties)
    return not (reading.hazard or reading.affected or reading.plea or reading.needs or reading.place)


def _settle(turn: Turn, *, is_report: bool, hazard: str | None = None) -> None:
    """End the question and settle the kept text as what its sender says that it is."""
    asked = turn.question
    assert asked is not None
    turn.work.conversations.answered(turn.party)
    kept_texts.settle(turn.work, asked.about)
    kept_texts.label_by_sender(turn.work, asked.about, is_report=is_report, hazard=hazard)


def end_question(turn: Turn) -> Reply:
    """Handle CANCEL of the question: nothing is sent. It says nothing about the text."""
    asked = turn.question
    assert asked is not None
    turn.work.conversations.answered(turn.party)
    kept_texts.settle(turn.work, asked.about)
    return Reply(Screen(Text("confirm.no")), asked.about)


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle the answer. Yes: handle the report as usual. No: settle the kept text. 0: a coordinator reads
    it.
    """
    asked = turn.question
    assert asked is not None
    if isinstance(action, Choose) and action.value == "yes":
        hazard = turn.work.core.reader.read(asked.draft, turn.counties).hazard
        _settle(turn, is_report=True, hazard=hazard)
        return report.confirmed(turn, join_texts(asked.draft, action.rest))
    if isinstance(action, Choose):
        _settle(turn, is_report=False)
        return Reply(Screen(Text("confirm.no")), asked.about)
    turn.work.conversations.answered(turn.party)
    shown = kept_texts.find(turn.work, asked.about)
    waits = shown is not None and shown.kept.status == KeptStatus.OPEN and shown.kept.pass_at is not None
    at = Moment(shown.kept.pass_at) if shown is not None and shown.kept.pass_at is not None else None
    return Reply(Screen(Text("net.kept", {"time": at}) if waits and at else Text("confirm.no")), asked.about)


def of_draft(turn: Turn, draft: str) -> Text:
    """Return the question "Is this a report of a flood?"."""
    reading = turn.work.core.reader.read(draft, turn.counties)
    return Text("ask.confirm", {"hazard": HazardName(reading.hazard or OTHER)})


QUESTIONS = (
    Asks(
        CONFIRM,
        questions.of_choice(answered),
        lambda turn, asked: of_draft(turn, asked.draft),
        end_question,
    ),
    Asks(
        WHICH,
        questions.of_any(chosen),
        questions.by_its_kind,
        end_question,
    ),
)
