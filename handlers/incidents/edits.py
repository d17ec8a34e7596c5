"""Messages that their sender edited after sending."""

from dataclasses import dataclass

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from sek_core.inbox import queue
from sek_core.incidents import known_places, model, queries, wording
from sek_core.incidents.model import Source
from sek_core.messages.screens import Screen, Text
from sek_core.response import following, incomplete_reports
from sek_core.response.incomplete_reports import Addition
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.states import IncidentStatus


@dataclass(frozen=True, slots=True)
class Anew:
    """Marks an edited message to handle as a new one: its first version led to nothing that could be
    changed.
    """


def handle_edited_message(turn: Turn) -> Reply | Anew | None:
    """Complete the report with the text as edited. Return None if nothing has changed."""
    work, person = turn.work, turn.person
    before = queue.said_before(work.session, turn.address, turn.parts, turn.inbox_id)
    if before is None or person is None:
        return Anew()
    if before.text == turn.text:
        return None
    incident = queries.reported_by_message(work, before.first_id)
    if incident is None or incident.status not in LIVE:
        return Anew()
    reading = work.core.reader.read(turn.text, turn.counties)
    if reading.hazard != incident.hazard:
        # "No flood after all" is not for the program to decide; the people who follow the incident read the
        # words.
        count = following.note(work, incident, person, turn.address.value, turn.text)
        return Reply(Screen(Text("note.done", {"ref": incident.ref}, n=count)), incident.ref)
    if incident.place is None:
        reading = known_places.locate(work, turn.text, reading, incident.counties)
    source = Source(person, turn.address.value, turn.inbox_id, turn.text, turn.language)
    model.add_report(work, incident, source, "words")
    addition = Addition(
        place=reading.place.name if reading.place else None,
        ward_code=reading.place.ward_code or None if reading.place else None,
        severity=reading.severity,
        affected=reading.affected or None,
    ).beyond(incident)
    if incident.status == IncidentStatus.HELD:
        incomplete_reports.complete(work, incident, addition)
        return _reply(turn, incident, "report.understood")
    if not addition.says_something:
        return _reply(turn, incident, "report.unchanged")
    incomplete_reports.complete(work, incident, addition)
    incomplete_reports.tell_update(work, incident, person)
    return _reply(turn, incident, "report.updated")


def _reply(turn: Turn, incident: Incident, key: str) -> Reply:
    """Show what is known now, and the question that is still open about it."""
    text = Text(key, {"ref": incident.ref, "summary": wording.summary(incident)})
    if turn.question and turn.question.about == incident.ref:
        return Reply(questions.show_question_again(turn, text), incident.ref)
    return Reply(Screen(text, max_segments=None), incident.ref)
