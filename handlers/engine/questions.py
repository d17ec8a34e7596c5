"""Display of an open question: its text, its options, and the additions for channels with buttons."""

import json

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import EITHER, IS_REPORT, PLACE_NAME, SAME, YES_OR_NO, Answer, Choose, Say
from sek_core.messages.screens import Arg, Option, Screen, Text
from sek_core.work.conversations import Question

YES_NO = ("yes", "no")
SAME_NEW = ("same", "new")

ABOUT_A_REPORT = frozenset({"deaths", "county", "place", PLACE_NAME, SAME, "what", "severity"})
"""Kinds of questions about details that a report leaves open."""


def again(turn: Turn, said: Arg = "") -> Screen:
    """Show the open question again with its options, behind the text `said` of what was understood meanwhile,
    or, without it, after words that did not answer the question.
    """
    question = turn.question
    assert question is not None
    asked = turn.registry.questions[question.kind].shown(turn, question)
    return Screen(
        Text("ask", {"said": said, "question": asked})
        if said
        else Text("question.again", {"question": asked}),
        either_options(question.draft)
        if question.kind == EITHER
        else options(question.kind, question.choices),
        skippable=question.kind != "hazard",
        max_segments=None if said else 1,
        # A suggested hazard is a word of the vocabulary, and reads well enough as a label.
        suggestions=named(question.suggestions),
        hint=hint(question.kind),
    )


def by_its_kind(_turn: Turn, question: Question) -> Text:
    """Return the text of a question that depends only on its kind and its reference."""
    return Text(f"ask.{question.kind}", {"ref": question.about})


def ended(turn: Turn) -> Reply:
    """End the open question, as CANCEL asks."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    return Reply(Screen(Text("question.ended")), turn.question.about)


def left_open(_turn: Turn) -> None:
    """Do nothing: CANCEL withdraws the report that the question is about."""


def shown_again(turn: Turn) -> Reply:
    """Show the question again, because CANCEL might be a yes."""
    assert turn.question is not None
    return Reply(again(turn), turn.question.about)


def words_of(action: Answer) -> str | None:
    """Return the words of an answer, or None if the sender skipped it. The question has no options."""
    assert not isinstance(action, Choose)
    return action.words if isinstance(action, Say) else None


def either_options(draft: str) -> tuple[Option, ...]:
    """Return the options "1 Report 2 Minutes of M7"."""
    asked = json.loads(draft)["asked"]
    return (Option("report", Text("either.report")), Option("answer", _answer_of(asked)))


def _answer_of(asked: dict[str, str]) -> Text:
    return Text(f"either.{asked['kind']}", {"ref": asked["about"]})


def options(kind: str, choices: tuple[str, ...]) -> tuple[Option, ...]:
    """Return `choices` with their labels, to be numbered or shown as buttons."""
    if kind == "severity":
        return tuple(Option(severity, Text(f"severity.{severity}")) for severity in choices)
    if kind == IS_REPORT:
        return tuple(Option(answer, Text(f"pass.{answer}")) for answer in choices)
    if kind in YES_OR_NO or kind == SAME:
        return tuple(Option(answer, Text(f"answer.{answer}")) for answer in choices)
    return named(choices)


def named(names: tuple[str, ...]) -> tuple[Option, ...]:
    """Return options whose labels are names."""
    return tuple(Option(name, Text("name", {"name": name})) for name in names)


def hint(kind: str) -> Text | None:
    """Return a hint on what else the sender may send, for channels that can carry it."""
    return Text("hint.location") if kind == "place" else None
