"""Words of the holder, a recipient or an informed person that name no incident and are no command."""

from handlers.engine import meanwhile, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import acknowledge, follow, report
from handlers.incidents.kinds import ABOUT_OPEN
from handlers.language.intents import Choose, Command, Skip
from handlers.language.words import REFERENCE
from sek_core.incidents import wording
from sek_core.messages.screens import Screen, Text
from sek_core.response import following
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.states import IncidentStatus
from sek_core.triage import kept_texts
from sek_core.triage.last_said import Last
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of, words_of
from sek_core.work.conversations import Question

FEWEST = 2
"""Minimum number of words that may be news of an incident: a single word says too little."""


def of_acting_person(turn: Turn, reading: Reading) -> Reply | None:
    """Ask whether words that may be a report are about the incident that the sender has, or was just asked to
    take; None if they cannot be.
    """
    named = _named(turn)
    if named is not None and turn.text.rstrip().endswith("?") and not _cannot_be(turn, reading):
        return follow.status(turn, Command("status", named.ref))
    incident = named or _theirs(turn)
    if incident is None or _cannot_be(turn, reading):
        return None
    told = turn.work.core.reader.outcome(turn.text)
    if _asks(turn) and (reading.hazard in (None, incident.hazard)):
        return follow.status(turn, Command("status", incident.ref))
    mine = incident.taken_by_id == turn.sender.id
    if reading.hazard and not (_of_the_same(turn, incident, reading) and (mine or told in ("help", "deed"))):
        return None
    if incident.taken_by_id != turn.sender.id:
        may_take = incident.status == IncidentStatus.OPEN
        return _ask(turn, incident, ("take", "note", "new") if may_take else ("note", "new"))
    if "cannot" in turn.work.core.reader.sayings.said(turn.text):
        return _ask(turn, incident, ("release", "note", "new"))
    done = told in ("help", "deed")
    return _ask(turn, incident, ("note", "close", "new") if done else ("note", "new"))


def _asks(turn: Turn) -> bool:
    """Return True for a question about how it stands; "how many are trapped?" is one for the reporter."""
    forms = forms_of(turn.text)
    return turn.text.rstrip().endswith("?") and not {"many", "much", "ngapi", "wangapi"} & set(forms)


def _of_the_same(turn: Turn, incident: Incident, reading: Reading) -> bool:
    """Return True for the incident's hazard, or one that follows from it, at no other place."""
    if reading.place is not None and reading.place.name != incident.place:
        return False
    known = turn.work.configuration.hazards.get(incident.hazard)
    return reading.hazard == incident.hazard or (known is not None and reading.hazard in known.leads_to)


def of_informed_person(turn: Turn) -> Reply | None:
    """Ask whether words that nothing explains are about the incident of the last message."""
    last = turn.lookup.last_said(turn.sender) if turn.person is not None else Last()
    incident = turn.incident(last.ref) if last.ref[:1] in ("S", "C") else None
    if incident is None or incident.status not in LIVE or _cannot_be(turn, Reading()):
        return None
    if not following.may_see(turn.work, incident, turn.sender):
        return None
    return _ask(turn, incident, ("note", "new"))


def _cannot_be(turn: Turn, reading: Reading) -> bool:
    waits = turn.parts.kept or turn.said_at or turn.parts.edited or turn.question or turn.parts.group
    return bool(waits) or len(words_of(turn.text)) < FEWEST or reading.plea or reading.protection


def _ask(turn: Turn, incident: Incident, choices: tuple[str, ...]) -> Reply:
    """Ask what the words are. Without an answer they go to a coordinator at the end of the hold."""
    ref = meanwhile.keep(turn, "may be about an incident")
    turn.ask(ABOUT_OPEN, ref, choices=choices, draft=f"{incident.ref} {turn.text}")
    return Reply(Screen(_question(turn, incident.ref), questions.options(ABOUT_OPEN, choices)), incident.ref)


def _named(turn: Turn) -> Incident | None:
    """Return the live incident whose reference stands anywhere in the text, if the sender may see it."""
    if turn.person is None:
        return None
    refs = [form.upper() for form in forms_of(turn.text) if REFERENCE.fullmatch(form)]
    found = turn.incident(refs[0]) if len(refs) == 1 and refs[0][0] in "SC" else None
    if found is None or found.status not in LIVE or not following.may_see(turn.work, found, turn.sender):
        return None
    return found


def _theirs(turn: Turn) -> Incident | None:
    """Return the incident of the last message, if the sender has it or may take it; else the only one that
    the sender has.
    """
    if turn.person is None:
        return None
    last = turn.lookup.last_said(turn.sender)
    if last.what in ("alert", "held"):
        return turn.incident(last.ref)
    held = following.held_by(turn.work, turn.sender)
    return held[0] if len(held) == 1 else None


def _question(turn: Turn, ref: str) -> Text:
    incident = turn.incident(ref)
    return Text("ask.about_open", {"ref": ref, "incident": wording.brief(incident) if incident else ""})


def _answered(turn: Turn, action: Choose | Skip) -> Reply | None:
    """Do with the words what the sender chose."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    kept_texts.settle(turn.work, question.about)
    ref, _, words = question.draft.partition(" ")
    match action:
        case Choose("take"):
            return acknowledge.take(turn, Command("take", ref, words))
        case Choose("release"):
            return acknowledge.release(turn, Command("release", ref))
        case Choose("note"):
            return follow.note(turn, Command("note", ref, words))
        case Choose("close"):
            return follow.close(turn, Command("close", ref, words))
    reading = turn.work.core.reader.read(words, turn.counties)
    return report.confirmed(turn, words) if reading.hazard else report.ask_hazard(turn, words)


def _shown(turn: Turn, question: Question) -> Text:
    return _question(turn, question.draft.partition(" ")[0])


QUESTIONS = (Asks(ABOUT_OPEN, questions.of_choice(_answered), _shown, questions.end_question),)
