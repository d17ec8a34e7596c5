"""Words that may be a report or the answer to the question before: the sender says which."""

import json
from dataclasses import asdict, replace
from typing import Any

from handlers.engine import meanwhile, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import confirm, report
from handlers.language.intents import Answer, Choose, Confirm, Report, Say
from handlers.language.intents import Either as Action
from handlers.language.kinds import Kind
from sek_core.messages.screens import Option, Screen, Text
from sek_core.triage import kept_texts, net
from sek_core.work.conversations import Question

EITHER = Kind("either")
"""Are words a report, or the answer to the question before?"""

REPORT_OR_ANSWER = ("report", "answer")


def ask(turn: Turn, action: Action) -> Reply:
    """Ask which; without an answer the words go to a coordinator at the end of the hold; what may answer a
    question to many, also to its asker.
    """
    asked = turn.question
    assert asked is not None  # only where a question is open may words be its answer
    reason = net.MAY_ANSWER + asked.about if asked.kind == "inquiry" else "may be a report"
    ref = meanwhile.keep(turn, reason)
    draft = json.dumps({"words": action.words, "asked": asdict(asked)})
    turn.ask(EITHER, ref, choices=REPORT_OR_ANSWER, draft=draft)
    screen = Screen(Text("ask.either"), _options_of(draft), skippable=True)
    return Reply(screen, ref)


def _options_of(draft: str) -> tuple[Option, ...]:
    """ "1 Report 2 Minutes of M7"."""
    asked = json.loads(draft)["asked"]
    answer = Text(f"either.{asked['kind']}", {"ref": asked["about"]})
    return (Option("report", Text("either.report")), Option("answer", answer))


def _answered(turn: Turn, action: Answer, _sure: bool) -> Reply | None:
    """Take the words as a report, or as the answer to the question before. If skipped, that question is asked
    again.
    """
    question = turn.question
    assert question is not None
    draft = json.loads(question.draft)
    before = replace(turn, question=question_of(draft["asked"]))
    asked, words = before.question, draft["words"]
    assert asked is not None
    turn.work.conversations.ask(turn.party, asked, turn.work.now)
    if not isinstance(action, Choose):
        return Reply(questions.show_question_again(before), asked.about)
    kept_texts.settle(turn.work, question.about)
    reading = turn.work.core.reader.read(words, turn.counties)
    if action.value == "report" and reading.hazard is None and reading.guesses:
        return confirm.ask(replace(before, text=words), Confirm(reading, words))
    if action.value == "report":
        return report.confirmed(before, words)
    done = turn.registry.questions[asked.kind].answered(before, Say(words, reading), True)
    return report.begin(before, done) if isinstance(done, Report) else done


def question_of(written: dict[str, Any]) -> Question:
    """Return a question as written in a draft."""
    lists = {name: tuple(written[name]) for name in ("choices", "suggestions", "point")}
    return Question(**{**written, **lists})


def _ended(turn: Turn) -> Reply:
    """End both this question and the one before; pass the words to no coordinator."""
    assert turn.question is not None
    kept_texts.settle(turn.work, turn.question.about)
    return questions.end_question(turn)


QUESTIONS = (
    Asks(
        EITHER,
        _answered,
        lambda _turn, _asked: Text("ask.either"),
        _ended,
        lambda question: _options_of(question.draft),
    ),
)
