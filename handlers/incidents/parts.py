"""Reports in parts: two or three texts of one message, in whatever order the network brings them."""

from dataclasses import dataclass, replace
from datetime import timedelta

from config.mechanism import OTHER
from config.rights import Deed
from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents import amend, report
from handlers.incidents.kinds import OF_MISSING, PLACE, PLACE_NAME
from handlers.incidents.report import MOST_QUESTIONS, _ask, _send
from handlers.incidents.report_questions import _understood
from handlers.language.intents import Action, Command, Confirm, Denial, Either, Report, Say, Unclear
from sek_core.inbox import queue
from sek_core.incidents import model, queries
from sek_core.messages.screens import Text
from sek_core.response import corrections, incomplete_reports
from sek_core.store.incidents import CONCERN, LIVE, Incident
from sek_core.store.states import IncidentStatus
from sek_core.triage import kept_texts
from sek_core.understanding import cuts
from sek_core.understanding.cuts import Part
from sek_core.understanding.reader import Reading

WITHIN = timedelta(minutes=2)
"""Time within which the parts of one message come."""

ANSWER = 5
"""Maximum number of words that "Where?" takes as they are."""


BEGINNING = 4
"""Number of words in which a report names its hazard, if it begins with it."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The sender's text before this one. `incident`: the one that it is part of, if any; `begun`: it reported
    it.
    """

    inbox_id: int
    text: str
    part: Part
    incident: Incident | None
    begun: bool


def join(turn: Turn, action: Action) -> Reply | None:
    """Join a text with the one before it, if they are parts of one message; None if they are not."""
    if not _may_be_part(turn, action):
        return None
    now = turn.work.core.reader.part_of(turn.text)
    before = _text_before(turn)
    if before is None:
        return _of_unknown(turn, action, now)
    reading = turn.work.core.reader.read(now.words, turn.counties)
    if _comes_first(turn, now, before, reading) and (done := _put_in_front(turn, now, before)):
        return done
    if before.incident is not None and _goes_on(turn, action, now, before, reading):
        return _joined(turn, before.incident, now, whole(turn, before.part, now))
    if before.incident is None and (before.part.cut or now.goes_on) and not _is_own(reading):
        return _from_both(turn, before, whole(turn, before.part, now))
    return _of_unknown(turn, action, now)


def _may_be_part(turn: Turn, action: Action) -> bool:
    parts = turn.parts
    if parts.kept or parts.edited or parts.tap or parts.attached or turn.said_at is not None:
        return False
    if parts.replies_to is not None or parts.group or not any(map(str.isalpha, turn.text)):
        return False
    if isinstance(action, Command):
        # "take water to 400 households": a word of an order may begin the second part.
        return action.ref is None and len(turn.text.split()) > ANSWER and turn.may(Deed.REPORT)
    if isinstance(action, Say):
        takes = turn.kind.of_report or turn.kind.drafted
        short = turn.asked(PLACE, PLACE_NAME) and len(turn.text.split()) <= ANSWER
        return takes and not (short and not turn.work.core.reader.part_of(turn.text).goes_on)
    open_ = turn.question is None or turn.kind.of_report or turn.kind.drafted or turn.question.yields
    return (
        open_ and isinstance(action, Report | Confirm | Denial | Either | Unclear) and turn.may(Deed.REPORT)
    )


def _text_before(turn: Turn) -> _Before | None:
    row = queue.last_text(turn.work.session, turn.address.channel, turn.address.value, turn.inbox_id)
    if row is None or not turn.work.now - WITHIN <= row.received_at or not any(map(str.isalpha, row.text)):
        return None
    incident, begun = queries.of_message(turn.work, row.id)
    if incident is not None and (incident.status not in LIVE or incident.kind == CONCERN):
        return None
    if incident is None and not kept_texts.refs_of_message(turn.work, row.id):
        return None  # an order, an answer or a greeting: it is no part of a report
    return _Before(row.id, row.text, turn.work.core.reader.part_of(row.text), incident, begun)


def whole(turn: Turn, first: Part, second: Part) -> str:
    """Return both parts as one text. A word that was cut in two is one word again."""
    apart, together = cuts.joined(first.words, second.words)
    if first.cut == "surely" and not cuts.is_of_size(first.words):
        return apart  # it ends with a whole word
    if cuts.is_of_size(first.words) and first.words[-1:].isalnum() and second.words[:1].islower():
        return _better(turn, apart, together, otherwise=together)
    return _better(turn, apart, together, otherwise=apart)


def _better(turn: Turn, apart: str, together: str, otherwise: str) -> str:
    """Return the reading of the two that tells more."""
    told = [_told(turn.work.core.reader.read(text, turn.counties)) for text in (apart, together)]
    return otherwise if told[0] == told[1] else apart if told[0] > told[1] else together


def _told(reading: Reading) -> int:
    facts = (reading.hazard, reading.place, reading.severity, reading.plea)
    return sum(map(bool, facts)) + len(reading.affected) + len(reading.needs)


def _is_own(reading: Reading) -> bool:
    """Return True for an event of its own: a hazard, at a place."""
    return reading.hazard is not None and (reading.place is not None or reading.outside is not None)


def _goes_on(turn: Turn, action: Action, now: Part, before: _Before, reading: Reading) -> bool:
    """Return True if this text goes on with what the text before it reported."""
    incident = before.incident
    assert incident is not None
    reader = turn.work.core.reader
    if reader.tells_another(now.words) or reader.takes_back(now.words) or reader.asks(now.words):
        return False
    if amend.is_elsewhere(turn, incident, reading):
        return False
    if isinstance(action, Command):
        return before.part.cut == "surely"
    if now.follows(before.part):
        return True
    if isinstance(action, Report) and not reading.plea:
        anew = any(incident.affected.get(what, count) != count for what, count in reading.affected.items())
        return reading.place is None and not anew and _in_family(turn, incident, reading)
    return False


def _in_family(turn: Turn, incident: Incident, reading: Reading) -> bool:
    """Return True for the same hazard, or a slow one that often follows from the other."""
    hazards = turn.work.configuration.hazards
    if reading.hazard is None or reading.hazard == incident.hazard:
        return reading.hazard is not None
    new, old = hazards[reading.hazard], hazards.get(incident.hazard)
    if old is None or new.sensitive != old.sensitive or "sudden" in (new.onset, old.onset):
        return False
    return new.id in old.leads_to or old.id in new.leads_to


def _comes_first(turn: Turn, now: Part, before: _Before, reading: Reading) -> bool:
    """Return True if this is the first part of a message whose second part came before it."""
    read, first = turn.work.core.reader.read, before.part.words
    if reading.hazard is None or now.goes_on or not (now.cut or before.part.goes_on):
        return False
    earlier = read(first, turn.counties)
    if earlier.place is not None or (earlier.place is None and reading.place is None):
        return False
    if before.part.goes_on:
        return True
    # A second part begins in the middle of a sentence. "drought is very bad here" is no such beginning.
    beginning = read(" ".join(first.split()[:BEGINNING]), turn.counties)
    return not first[:1].isupper() and beginning.hazard is None


def _joined(turn: Turn, incident: Incident, now: Part, words: str) -> Reply:
    reading = _quoting(turn, turn.work.core.reader.read(words, turn.counties), now)
    if incident.status == IncidentStatus.HELD:
        return take_in(turn, incident, now.words, _without_other_hazard(incident, reading))
    if incident.hazard == OTHER and reading.hazard:
        return amend.add_words(turn, incident, now.words)
    return amend.add_part(turn, incident, now.words, _without_other_hazard(incident, reading))


def _quoting(turn: Turn, reading: Reading, part: Part) -> Reading:
    """Return the reading of the whole, of which only the words of this part are news."""
    alone = turn.work.core.reader.read(part.words, turn.counties)
    return replace(reading, beyond=alone.beyond or part.words)


def _without_other_hazard(incident: Incident, reading: Reading) -> Reading:
    return reading if incident.hazard == OTHER else replace(reading, hazard=incident.hazard)


def take_in(turn: Turn, incident: Incident, words: str, reading: Reading, *, correct: bool = False) -> Reply:
    """Take more words into a held report. Send it if it is whole or urgent now; else ask what it lacks."""
    result = corrections.amend(turn.work, incident, turn.source(words), reading, correct=correct)
    if result != "held":
        return amend.add_words(turn, incident, words)
    question = turn.work.conversations.question(turn.party, turn.work.now)
    about = question if question and question.about == incident.ref else None
    missing = model.missing_of(incident)
    left = about.left if about else MOST_QUESTIONS - 1
    if not missing or model.is_urgent(incident, reading):
        if incomplete_reports.open_held(turn.work, incident):
            return _send(turn, incident, missing, left, words)
        return amend.add_words(turn, incident, words)
    if about and turn.registry.kind(about) in {OF_MISSING[what] for what in missing}:
        shown = replace(turn, question=about)
        return Reply(questions.show_question_again(shown, _understood(incident)), incident.ref)
    return _ask(turn, incident, missing[0], left, _understood(incident))


def _from_both(turn: Turn, before: _Before, words: str) -> Reply | None:
    """Make a report of two texts of which the first alone was none; None if they are none together."""
    reading = turn.work.core.reader.read(words, turn.counties)
    if not (reading.sure or reading.plea) or _tells_no_more(turn, before, reading):
        return None
    _settle(turn, before)
    return report.begin(replace(turn, question=None), Report(reading, words))


def _tells_no_more(turn: Turn, before: _Before, reading: Reading) -> bool:
    """Return True if this text alone is the report."""
    alone = turn.work.core.reader.read(turn.text, turn.counties)
    return alone.sure and before.part.cut != "surely" and not turn.work.core.reader.part_of(turn.text).goes_on


def _settle(turn: Turn, before: _Before) -> None:
    """End what was asked about the text before: it is part of a report now."""
    if turn.question is not None and (turn.kind.drafted or turn.kind.name == "is_report"):
        turn.work.conversations.answered(turn.party)
    for ref in kept_texts.refs_of_message(turn.work, before.inbox_id):
        kept_texts.settle(turn.work, ref)


def _put_in_front(turn: Turn, now: Part, before: _Before) -> Reply | None:
    """Put this text in front of the one before it, whichever report that has become part of."""
    words = whole(turn, now, before.part)
    reading = turn.work.core.reader.read(words, turn.counties)
    incident = before.incident
    if incident is None:
        _settle(turn, before)
        return report.begin(replace(turn, question=None), Report(reading, words))
    if before.begun:
        front = turn.work.core.reader.read(now.words, turn.counties)
        first = replace(_quoting(turn, reading, now), hazard=front.hazard, place=front.place or reading.place)
        if not set(first.counties) & set(incident.counties):
            return None
        if incident.status == IncidentStatus.HELD:
            incomplete_reports.narrow(turn.work, incident, first.counties)
            return take_in(turn, incident, now.words, first, correct=True)
        return amend.add_part(turn, incident, now.words, first, correct=True)
    own = turn.work.core.reader.read(now.words, turn.counties)
    if not _differs(turn, incident, own):
        return None
    corrections.take_words_away(turn.work, incident, before.inbox_id, turn.sender, before.part.words)
    return report.begin(replace(turn, question=None), Report(reading, words))


def _differs(turn: Turn, incident: Incident, reading: Reading) -> bool:
    return reading.hazard != incident.hazard or amend.is_elsewhere(turn, incident, reading)


def _of_unknown(turn: Turn, action: Action, now: Part) -> Reply | None:
    """Wait for the beginning of a message whose later part came first, unless it may not wait."""
    if not now.goes_on or not isinstance(action, Report | Confirm | Unclear) or turn.question is not None:
        return None
    reading = turn.work.core.reader.read(now.words, turn.counties)
    if reading.place is not None or model.is_pressing(reading):
        return None
    if queries.latest_of(turn.work, turn.sender, WITHIN) is not None and not now.number:
        return None
    return report.ask_hazard(turn, turn.text, Text("part.later"))
