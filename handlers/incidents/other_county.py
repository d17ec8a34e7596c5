"""A report that was sent for one county and belongs to another: withdrawn there, and sent anew."""

from dataclasses import replace
from typing import cast

from config.terms import Severity
from handlers.engine import questions
from handlers.engine.disambiguation import nothing_to
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import corrected, report
from handlers.incidents.changing import read, unchanged
from handlers.incidents.corrected import ELSEWHERE
from handlers.language.intents import Choose, Command, Skip
from sek_core.messages.screens import Text
from sek_core.response import corrections


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """After a yes, withdraw the report and send what it said for the county of the place."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(question.about)
    if incident is None:
        return nothing_to(turn, Command("fix", question.about))
    words = question.draft
    said = read(turn, incident, words, correct=True)
    if said.place is None or not (isinstance(action, Choose) and action.value == "yes"):
        return unchanged(incident)
    known = turn.work.core.reader.read(words, (said.place.county,))
    reading = replace(
        known,
        hazard=said.hazard or incident.hazard,
        doubts=(),
        counties=(said.place.county,),
        place=said.place,
        severity=cast(Severity | None, said.severity or incident.severity),
        affected=dict(incident.affected) | dict(said.affected),
        beyond="",
    )
    done = corrections.withdraw(turn.work, incident, turn.sender, turn.address.value)
    sent = report.receive_anew(replace(turn, question=None), words, reading)
    told = Text("elsewhere.withdrawn" if done == "done" else "elsewhere.stays", {"ref": incident.ref})
    text = Text("ask", {"said": told, "question": sent.screen.text})
    return replace(sent, screen=replace(sent.screen, text=text))


QUESTIONS = (
    Asks(
        ELSEWHERE,
        questions.of_choice(answered),
        lambda turn, asked: corrected.of_other_county(turn, asked.about, asked.draft),
        questions.end_question,
    ),
)
