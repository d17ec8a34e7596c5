"""ADD with fewer deaths than the reporter told of before: are these further deaths, or is it a correction?"""

import json

from handlers.engine import questions
from handlers.engine.disambiguation import nothing_to
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents.changing import say, unchanged
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from sek_core.messages.screens import Arg, Option, Screen, Text
from sek_core.response import figures, following
from sek_core.response.figures import DEATHS
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.understanding.tokens import forms_of
from sek_core.work.conversations import Question

FEWER_DEAD = Kind("fewer_dead")
"""Do fewer deaths come on top of those before, or replace them?"""

MORE, CORRECTION = "more", "correction"


def ask(turn: Turn, incident: Incident, said: str) -> Reply | None:
    """Ask what a lower number of deaths means, if the words do not say so; None if nothing is to be asked.
    The words are passed on at once, whatever the answer is.
    """
    if incident.status not in (IncidentStatus.OPEN, IncidentStatus.TAKEN):
        return None
    core = turn.work.core
    reading = core.reader.read(said, incident.counties)
    known, fewer = incident.affected.get(DEATHS, 0), reading.affected.get(DEATHS, 0)
    if reading.more or not 0 < fewer < known or core.correcting.intersection(forms_of(said)):
        return None
    corrected = figures.added(turn.work, incident, turn.sender.id, said, reading).get(DEATHS, 0)
    if corrected >= known:
        return None
    further = figures.as_more(turn.work, incident, said, turn.language)
    dead = figures.added(
        turn.work, incident, turn.sender.id, further, core.reader.read(further, incident.counties)
    )[DEATHS]
    following.note(turn.work, incident, turn.sender, turn.address.value, said)
    draft = json.dumps({"said": said, "further": further, MORE: dead, CORRECTION: corrected, "n": fewer})
    turn.ask(FEWER_DEAD, incident.ref, choices=(MORE, CORRECTION), draft=draft)
    screen = Screen(_question(incident), _options(draft), skippable=True, max_segments=2)
    return Reply(screen, incident.ref)


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle what fewer deaths mean: further ones, a correction, or, if it is left out, nothing."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(question.about)
    if incident is None:
        return nothing_to(turn, Command("add", question.about))
    if not isinstance(action, Choose):
        return unchanged(incident)
    draft = json.loads(question.draft)
    return say(turn, incident, draft["further" if action.value == MORE else "said"], newest=True)


def _question(incident: Incident) -> Text:
    """Return "S1 says 3 dead. Your words were passed on. What is right?"."""
    dead = Text("affected.deaths", n=incident.affected.get(DEATHS, 0))
    return Text("ask.fewer_dead", {"ref": incident.ref, "old": dead})


def _options(draft: str) -> tuple[Option, ...]:
    """Return "1 Now 4 (1 more) 2 Now 1 (correction)"."""
    found = json.loads(draft)
    more: dict[str, Arg] = {"new": found[MORE], "count": found["n"]}
    return (
        Option(MORE, Text("fewer_dead.more", more)),
        Option(CORRECTION, Text("fewer_dead.correction", {"new": found[CORRECTION]})),
    )


def _shown(turn: Turn, question: Question) -> Text:
    incident = turn.incident(question.about)
    return _question(incident) if incident else Text("ref.unknown", {"ref": question.about})


QUESTIONS = (
    Asks(
        FEWER_DEAD,
        questions.of_choice(answered),
        _shown,
        questions.end_question,
        lambda asked: _options(asked.draft),
    ),
)
