"""Corrections in passing: "sorry, it is at Mwingi, not Kyuso", "my mistake, it is drought"."""

from collections.abc import Iterator, Sequence

from config.affected import PEOPLE
from config.hazards import OTHER
from config.rights import Guarded
from handlers.engine import proving, questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents.changing import IN_A_NAME, latest_of_sender, read, say
from handlers.language.intents import Action, Confirm, Report, Say, Unclear
from handlers.language.kinds import Kind
from sek_core.incidents import model, queries
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.response import corrections, figures
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of

CHANGE = Kind("change", "yes_or_no", labels="answer")
"""Is a report to be changed?"""

ELSEWHERE = Kind("elsewhere", "yes_or_no", labels="answer")
"""Is a report of one county to be withdrawn, and sent for another?"""

BEGINNING = 3
"""Number of words at the beginning of a text among which it says that something was wrong."""

LONGEST = 10
"""Maximum number of words of a text that only corrects a place or a hazard."""


def place(turn: Turn) -> Reply | None:
    """Handle "sio kyuso ni mutomo" after the sender's own report of the last 30 minutes."""
    incident = _latest(turn)
    reader = turn.work.core.reader
    forms = forms_of(turn.text)
    if incident is None or len(forms) > LONGEST or not reader.corrects(turn.text):
        return None
    reading = reader.read(turn.text, incident.counties)
    if reading.hazard or reading.affected or reader.asks(turn.text):
        return None
    for words in _names_in(forms, reader.words_that_correct, forms_of(incident.place or "")):
        named = reader.read(f"at {words}", incident.counties).place
        if named is not None and named.name != incident.place:
            return ask_to_change(turn, incident, f"at {named.name}")
    return None


def report(turn: Turn, reading: Reading) -> Reply | None:
    """Handle "my mistake, it is drought not flood" and "sorry, the flood is at Mwingi" after the sender's own
    report of the last 30 minutes.
    """
    grave = reading.plea or reading.protection or reading.affected or reading.outside
    if reading.hazard is None or grave or turn.parts.kept or len(forms_of(turn.text)) > LONGEST:
        return None
    incident = _latest(turn)
    reader = turn.work.core.reader
    if incident is None or not reader.corrects(turn.text):
        return None
    named = reading.place
    elsewhere = named is not None and named.name != incident.place
    if incident.hazard == reading.hazard:
        means = named is not None and elsewhere
    else:
        means = not elsewhere and (reader.takes_back(turn.text) or incident.hazard in reading.denied)
    return ask_to_change(turn, incident, turn.text) if means else None


def numbers(turn: Turn, action: Action) -> Reply | None:
    """Handle "correction, 3 killed 1 injured" and "1 more has died" after the sender's own report of the last
    30 minutes, whatever question about it is open.
    """
    if turn.parts.kept or not isinstance(action, Say | Report | Confirm | Unclear):
        return None
    if turn.question and not (turn.kind.of_report or turn.kind.aside):
        return None
    reader = turn.work.core.reader
    reading = reader.read(turn.text, turn.counties)
    begins = reader.corrects(" ".join(forms_of(turn.text)[:BEGINNING]))
    if not (reading.more or (begins and reading.affected)) or reading.protection:
        return None
    incident = _latest(turn)
    if incident is None or (reading.place is not None and reading.place.name != incident.place):
        return None
    known = turn.work.configuration.hazards.get(incident.hazard)
    follow = known.leads_to if known and reading.more else ()
    if reading.hazard not in (None, OTHER, incident.hazard, *follow):
        return None
    if figures.more_deaths(turn.work, incident, turn.text) and figures.DEATHS in incident.affected:
        return say(turn, incident, turn.text, newest=True)
    if reading.more and reading.affected.keys() & incident.affected.keys():
        return say(turn, incident, turn.text)
    if begins and (fewer := _of_the_dead(turn, incident, reading)) is not None:
        return ask_to_change(turn, incident, fewer)
    differ = any(incident.affected.get(what, number) != number for what, number in reading.affected.items())
    return ask_to_change(turn, incident, turn.text) if begins and differ else None


def ask_to_change(turn: Turn, incident: Incident, words: str) -> Reply:
    """Change a report that no recipient was told of; else read the change back."""
    if (other := to_other_county(turn, incident, words)) is not None:
        return other
    if incident.status == IncidentStatus.HELD:
        return say(turn, incident, words, correct=True)
    turn.ask(CHANGE, incident.ref, choices=questions.YES_NO, draft=words)
    question = of_change(turn, incident.ref, words)
    return Reply(Screen(question, questions.options(CHANGE, questions.YES_NO), skippable=True), incident.ref)


def _of_the_dead(turn: Turn, incident: Incident, reading: Reading) -> str | None:
    """Return the number of dead that "actually it is 2 children" means, if the report counts nothing but
    dead and its words named the same people; None if it means none.
    """
    known, said = dict(incident.affected), reading.affected
    people = said.get(PEOPLE)
    if set(known) != {"deaths"} or not people or "deaths" in said or people == known["deaths"]:
        return None
    kinds = set(said) - {PEOPLE}
    first = queries.reports_of(turn.work, incident)[0].text
    nouns = {kind for kind in kinds if set(forms_of(first)) & _nouns(turn, kind)}
    return f"{people} dead" if kinds and nouns == kinds and set(said) <= {PEOPLE, *kinds} else None


def _nouns(turn: Turn, kind: str) -> set[str]:
    units = turn.work.configuration.words.affected.get(kind, {})
    return {word for phrases in units.values() for word in phrases}


def to_other_county(turn: Turn, incident: Incident, words: str) -> Reply | None:
    """Ask whether a report that has left was of a place in another county, whose people were not told.
    Return None if the words name none.
    """
    named = read(turn, incident, words, correct=True).place
    if incident.kind == CONCERN or named is None or named.county in incident.counties:
        return None
    if incident.status == IncidentStatus.HELD:
        return None
    turn.ask(ELSEWHERE, incident.ref, choices=questions.YES_NO, draft=words)
    question = of_other_county(turn, incident.ref, words)
    screen = Screen(question, questions.options(ELSEWHERE, questions.YES_NO), max_segments=2)
    reply = Reply(screen, incident.ref)
    if turn.work.now - incident.reported_at <= proving.FRESH:
        return reply
    told = corrections.recipients_of_withdrawal(turn.work, incident, turn.sender)
    return proving.guard(turn, Guarded.CANCEL, reply, len(told))


def of_other_county(turn: Turn, ref: str, draft: str) -> Text:
    """ "Kibwezi is in Makueni, which was not told. Withdraw S1 and send it there?" """
    incident = turn.incident(ref)
    place = read(turn, incident, draft, correct=True).place if incident else None
    args: dict[str, Arg] = {"ref": ref, "place": "", "county": ""}
    if place is not None:
        args |= {"place": place.name, "county": place.county}
    told = corrections.recipients_of_withdrawal(turn.work, incident, turn.sender) if incident else []
    return Text("ask.elsewhere", args, n=len(told))


def of_change(turn: Turn, ref: str, draft: str) -> Text:
    """ "Change S127: 400 to 40 households?" """
    incident = turn.incident(ref)
    changes = None
    if incident is not None:
        changes = corrections.preview(incident, read(turn, incident, draft, correct=True))
    told = corrections.recipients_of_withdrawal(turn.work, incident, turn.sender) if incident else []
    return Text("ask.change", {"ref": ref, "changes": changes or draft}, n=len(told))


def _latest(turn: Turn) -> Incident | None:
    incident = latest_of_sender(turn, model.RECENT)
    return None if incident is None or incident.kind == CONCERN else incident


def _names_in(forms: Sequence[str], correct: frozenset[str], wrong: Sequence[str]) -> Iterator[str]:
    """Yield what may be a name, the longest first: no word that corrects, and not the wrong name."""
    for length in range(IN_A_NAME, 0, -1):
        for start in range(len(forms) - length + 1):
            words = forms[start : start + length]
            if not correct.intersection(words) and not set(wrong).intersection(words):
                yield " ".join(words)
