"""Display of an open question: its text, its options, and the additions for channels with buttons."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.engine.turn import Answered, Reply, Turn
from handlers.language.intents import Answer, Choose, Report, Say, Skip
from handlers.language.kinds import Kind
from sek_core.messages.screens import Arg, HazardName, Option, Screen, Text
from sek_core.work.conversations import Question

CHAT = "chat"
"""Proof of a question whose buttons are in the person's chat."""

YES_NO = ("yes", "no")
SAME_NEW = ("same", "new")


def show_question_again(turn: Turn, said: Arg = "") -> Screen:
    """Show the open question again with its options, behind the text `said` of what was understood meanwhile,
    or, without it, after words that did not answer the question.
    """
    question = turn.question
    assert question is not None
    row, kind = turn.registry.questions[question.kind], turn.kind
    asked = row.shown(turn, question)
    if question.proof and not turn.channel.proves_sender:
        return _to_be_proven(question, asked, said)
    return Screen(
        Text("ask", {"said": said, "question": asked})
        if said
        else Text("question.again", {"question": asked}),
        row.options(question) if row.options else options(kind, question.choices),
        skippable=kind.skippable,
        skip=kind.skip,
        max_segments=None if said else 1,
        # A suggested hazard is a word of the vocabulary, and reads well enough as a label.
        suggestions=options_of_names(question.suggestions),
        hint=hint(kind),
    )


def _to_be_proven(question: Question, asked: Text, said: Arg) -> Screen:
    """Show a question again whose yes needs a code, or a button in a chat: it has no digits here."""
    key = "code.again_in_chat" if question.proof == CHAT else "code.again"
    again = Text(key, {"question": asked})
    return Screen(Text("ask", {"said": said, "question": again}) if said else again, max_segments=3)


def repeat_after_late_digit(turn: Turn) -> Reply | None:
    """Show a question of the clock again, after a digit that came behind another message: the digit may have
    been meant for that. Return None if there is no such question.
    """
    asked = turn.work.conversations.question(turn.party, turn.work.now)
    if (
        asked is None
        or turn.registry.kind(asked).lasts != "while_last"
        or not is_stray_digit(turn, asked.choices)
    ):
        return None
    return ask_to_be_sure(turn, asked)


def is_stray_digit(turn: Turn, choices: Sequence[str]) -> bool:
    """Return True for the digit of one of these choices and nothing else, where no question takes it."""
    return turn.question is None and turn.text.strip().strip(".") in _DIGITS[: len(choices)]


def ask_to_be_sure(turn: Turn, question: Question) -> Reply:
    """Show an open question to whose choices a digit may belong."""
    screen = show_question_again(replace(turn, question=question), Text("question.to_be_sure"))
    return Reply(screen, question.about)


_DIGITS = tuple("123456789")


def by_its_kind(_turn: Turn, question: Question) -> Text:
    """Return the text of a question that depends only on its kind and its reference."""
    return Text(f"ask.{question.kind}", {"ref": question.about})


def end_question(turn: Turn) -> Reply:
    """End the open question, as CANCEL asks."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    return Reply(Screen(Text("question.ended")), turn.question.about)


def left_open(_turn: Turn) -> None:
    """Do nothing: CANCEL withdraws the report that the question is about."""


def shown_again(turn: Turn) -> Reply:
    """Show the question again, because CANCEL might be a yes."""
    assert turn.question is not None
    return Reply(show_question_again(turn), turn.question.about)


def of_words(answered: Callable[[Turn, str | None], Reply | None]) -> Answered:
    """Answer a question without options: with the words of the sender, or None where it was skipped."""

    def answer(turn: Turn, action: Answer, _sure: bool) -> Reply | None:
        return answered(turn, words_of(action))

    return answer


def of_choice(answered: Callable[[Turn, Choose | Skip], Reply | None]) -> Answered:
    """Answer a question that takes no words but its options."""

    def answer(turn: Turn, action: Answer, _sure: bool) -> Reply | None:
        assert not isinstance(action, Say)
        return answered(turn, action)

    return answer


def of_any(answered: Callable[[Turn, Answer], Reply | Report | None]) -> Answered:
    """Answer a question that takes its options and words as well."""
    return lambda turn, action, _sure: answered(turn, action)


def words_of(action: Answer) -> str | None:
    """Return the words of an answer, or None if the sender skipped it. The question has no options."""
    assert not isinstance(action, Choose)
    return action.words if isinstance(action, Say) else None


def options(kind: Kind, choices: tuple[str, ...]) -> tuple[Option, ...]:
    """What is numbered, or has buttons: `choices` with their labels."""
    if kind.options == "hazards":
        return tuple(Option(hazard, Text("name", {"name": HazardName(hazard)})) for hazard in choices)
    if not kind.labels:
        return options_of_names(choices)
    return tuple(Option(choice, Text(f"{kind.labels}.{choice}")) for choice in choices)


def options_of_names(names: tuple[str, ...]) -> tuple[Option, ...]:
    """Return options whose labels are names."""
    return tuple(Option(name, Text("name", {"name": name})) for name in names)


def hint(kind: Kind) -> Text | None:
    """What else may be sent, where a channel can."""
    return Text("hint.location") if kind.located else None
