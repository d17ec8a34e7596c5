"""A change of a report by its reporter, and the answer to it."""

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents.kinds import OF_MISSING
from sek_core.incidents import model, wording
from sek_core.messages.screens import Screen, Text
from sek_core.response import corrections
from sek_core.store.incidents import Incident
from sek_core.triage import files_alone
from sek_core.understanding.reader import Reading


def say(
    turn: Turn,
    incident: Incident,
    said: str,
    *,
    correct: bool = False,
    newest: bool = False,
    reading: Reading | None = None,
) -> Reply:
    """Correct or complete a report by what its reporter says now, and show how it stands. `reading`: of these
    words, where they are not to be read alone.
    """
    work = turn.work
    source = turn.source(said)
    reading = reading or work.core.reader.read(said, incident.counties)
    result = corrections.amend(work, incident, source, reading, correct=correct, newest=newest)
    if turn.channel.has_files:
        files_alone.attach(work, turn.sender, incident.ref)
    if result == "over":
        return Reply(Screen(Text("state.not_open", {"ref": incident.ref})), incident.ref)
    keys = {"held": "report.understood", "changed": "report.updated", "words": "amend.words"}
    state = Text(keys[result], {"ref": incident.ref, "summary": wording.summary(incident)})
    question = turn.work.conversations.question(turn.party, work.now)
    missing = {OF_MISSING[what] for what in model.missing_of(incident)}
    if question and question.about == incident.ref and turn.registry.kind(question) in missing:
        return Reply(questions.show_question_again(turn, state), incident.ref)
    return Reply(Screen(state, max_segments=None), incident.ref)


def unchanged(incident: Incident) -> Reply:
    """Show that a report stays as it is."""
    text = Text("report.unchanged", {"ref": incident.ref, "summary": wording.summary(incident)})
    return Reply(Screen(text, max_segments=None), incident.ref)
