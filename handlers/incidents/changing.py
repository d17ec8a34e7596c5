"""A change of a report by its reporter, and the answer to it."""

from dataclasses import replace
from datetime import timedelta

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents.kinds import OF_MISSING
from sek_core.incidents import model, queries, wording
from sek_core.messages.screens import Screen, Text
from sek_core.response import corrections
from sek_core.store.incidents import Incident
from sek_core.triage import files_alone
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of

BARE_NUMBER = 4
"""Maximum number of words of a text that only tells a number."""

IN_A_NAME = 3
"""Maximum number of words of a place's name."""


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
    reading = reading or read(turn, incident, said, correct=correct)
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


def read(turn: Turn, incident: Incident, said: str, *, correct: bool) -> Reading:
    """Return the reading of words about a report. In a correction, a few words that say nothing else may be a
    place whose name is a common word too ("Mwingi").
    """
    reading = turn.work.core.reader.read(said, incident.counties)
    if not correct and not reading.affected and len(forms_of(said)) <= BARE_NUMBER:
        return replace(reading, affected=_counted_before(turn, incident, said))
    says = reading.hazard or reading.place or reading.severity or reading.affected or reading.needs
    if says or not correct or len(forms_of(said)) > IN_A_NAME:
        return reading
    as_place = turn.work.core.reader.read(f"at {said}", incident.counties)
    return replace(reading, place=as_place.place, counties=as_place.counties) if as_place.place else reading


def _counted_before(turn: Turn, incident: Incident, said: str) -> dict[str, int]:
    """Return what a bare number counts that follows the words of a report: "kama 40 hivi" after "ng'ombe
    zinakufa".
    """
    if incident.affected:
        return {}
    reports = queries.reports_of(turn.work, incident)
    read = turn.work.core.reader.read
    return dict(read(f"{reports[0].text} {said}", incident.counties).affected) if reports else {}


def latest_of_sender(turn: Turn, within: timedelta) -> Incident | None:
    """Return the sender's own last report, if the text came within that time. Texts that are handled
    together, once their sender is vouched for, may be days apart.
    """
    incident = turn.lookup.latest(turn.sender, within)
    if incident and turn.said_at and turn.said_at - incident.reported_at > within:
        return None
    return incident


def unchanged(incident: Incident) -> Reply:
    """Show that a report stays as it is."""
    text = Text("report.unchanged", {"ref": incident.ref, "summary": wording.summary(incident)})
    return Reply(Screen(text, max_segments=None), incident.ref)
