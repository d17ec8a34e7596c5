"""The same text again, within a day: it is one report, and the answer says who has it."""

from datetime import timedelta

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents import follow
from sek_core.incidents import queries, wording
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.response import asked_after
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

WITHIN = timedelta(days=1)

ANSWERED_WITHIN = timedelta(hours=1)
"""Time in which three repetitions are answered; a telephone may send the same text by itself, without end."""


def sent_before(turn: Turn, words: str) -> Reply | None:
    """Answer a text that the sender sent before, while what it reported is open; None for any other."""
    if turn.parts.kept or turn.said_at is not None or turn.kind.drafted:
        return None
    incident = _reported_by(turn, words)
    if incident is None:
        return None
    if incident.status == IncidentStatus.HELD:
        if turn.question is None or turn.question.about != incident.ref:
            return None
        said = Text("report.understood", {"summary": wording.summary(incident)})
        return Reply(questions.show_question_again(turn, said), incident.ref)
    asked_after.sent_again(turn.work, incident, turn.sender, turn.address.value, words)
    answers = turn.work.conversations.may_explain(turn.party, turn.work.now, ANSWERED_WITHIN)
    state = follow.taken_state(turn, incident) if incident.taken_by_id else Text("state.open")
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "time": Moment(incident.reported_at),
        "state": state,
    }
    actions = phrases.actions(incident.ref, "note", "status")
    screen = Screen(Text("report.repeated", args), max_segments=2, actions=actions)
    return Reply(screen, incident.ref, silent=not answers)


def _reported_by(turn: Turn, words: str) -> Incident | None:
    """Return the sender's own incident that just these words reported."""
    forms = forms_of(words)
    for ref, text in queries.texts_of(turn.work, turn.sender, WITHIN):
        if forms_of(text) == forms:
            return queries.find(turn.work, ref)
    return None
