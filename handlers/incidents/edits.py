"""Reports that their sender edited after sending."""

from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents import changing, parts
from sek_core.incidents import known_places, model, wording
from sek_core.messages.screens import Screen, Text
from sek_core.response import following, incomplete_reports
from sek_core.response.incomplete_reports import Addition
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of

ALIKE = 0.8
"""Share of the words from which two versions differ only in their spelling."""


@dataclass(frozen=True, slots=True)
class Anew:
    """Marks an edited message to handle as a new one: its first version led to nothing that could be
    changed.
    """


def of_closed(incident: Incident) -> Reply:
    """Say that nothing is changed about a report that is over."""
    return Reply(Screen(Text("edit.over", {"ref": incident.ref}), max_segments=2), incident.ref)


def change_report(turn: Turn, incident: Incident, before: str) -> Reply | Anew | None:
    """Complete or correct the report with the text as edited. Return None if nothing has changed."""
    work, person = turn.work, turn.sender
    old = work.core.reader.read(before, turn.counties)
    reading = work.core.reader.read(turn.text, turn.counties)
    if incident.kind == CONCERN:
        return _noted(turn, incident)
    if reading.outside is not None or (reading.hazard and _is_of_another_county(incident, reading)):
        # It happened in another county: other people must know of it, and these that it is not here.
        following.note(work, incident, person, turn.address.value, turn.text, corrects=True)
        return Anew()
    if reading.hazard is None and (old.hazard is not None or not reading.plea):
        # "No flood after all" is not for the program to decide; the people who follow the incident read the
        # words.
        return _noted(turn, incident)
    words = _new_words(old, reading)
    if _facts(old) == _facts(reading) and not words:
        return None
    if incident.place is None:
        reading = known_places.locate(work, turn.text, reading, incident.counties)
    if incident.status == IncidentStatus.HELD:
        return parts.take_in(turn, incident, turn.text, reading, correct=True)
    if reading.hazard not in (None, incident.hazard) or words:
        quoted = replace(reading, beyond=words)
        return changing.say(turn, incident, words or turn.text, correct=True, reading=quoted)
    model.add_report(work, incident, turn.source(turn.text), "words")
    addition = Addition(
        place=reading.place.name if reading.place else None,
        ward_code=reading.place.ward_code or None if reading.place else None,
        severity=reading.severity,
        affected=reading.affected or None,
    ).beyond(incident)
    if not addition.says_something:
        return None
    incomplete_reports.complete(work, incident, addition)
    incomplete_reports.tell_update(work, incident, person)
    return _reply(turn, incident, "report.updated")


def _is_of_another_county(incident: Incident, reading: Reading) -> bool:
    place = reading.place
    if place is not None and place.name != incident.place and place.county not in incident.counties:
        return True
    return not set(reading.counties) & set(incident.counties)


def _noted(turn: Turn, incident: Incident) -> Reply:
    count = following.note(turn.work, incident, turn.sender, turn.address.value, turn.text, corrects=True)
    return Reply(Screen(Text("note.done", {"ref": incident.ref}, n=count)), incident.ref)


def _facts(reading: Reading) -> tuple[object, ...]:
    place = reading.place.name if reading.place else None
    numbers = tuple(sorted(reading.affected.items()))
    return reading.hazard, place, reading.severity, numbers, tuple(reading.needs), reading.plea


def _new_words(old: Reading, reading: Reading) -> str:
    """Return the words beside the facts, if they are others than before and not only spelt otherwise."""
    before, now = (" ".join(forms_of(each.beyond)) for each in (old, reading))
    if not now or SequenceMatcher(None, before, now, autojunk=False).ratio() >= ALIKE:
        return ""
    return reading.beyond


def _reply(turn: Turn, incident: Incident, key: str) -> Reply:
    """Show what is known now, and the question that is still open about it."""
    text = Text(key, {"ref": incident.ref, "summary": wording.summary(incident)})
    if turn.question and turn.question.about == incident.ref:
        return Reply(questions.show_question_again(turn, text), incident.ref)
    return Reply(Screen(text, max_segments=None), incident.ref)
