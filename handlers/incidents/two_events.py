"""Two events in one text: "flood in Kyuso. Alafu si hiyo tu, Mutomo kuna kipindupindu" are two reports."""

from dataclasses import replace

from handlers.engine.turn import Reply, Turn
from handlers.incidents import report
from handlers.incidents.report_questions import _receipt, _understood
from handlers.language.intents import Report
from sek_core.alerts import opening
from sek_core.incidents import queries, receiving
from sek_core.messages.screens import Arg, Text
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading


def begin(turn: Turn, action: Report) -> Reply | None:
    """Handle both events of a text; None if it tells of one. The questions are about the second; what the
    first lacks is left out at the end of the hold.
    """
    parts = turn.work.core.reader.two_events(action.words)
    if parts is None or turn.kind.takes == "words" or turn.parts.kept or turn.said_at is not None:
        return None
    first, second = (turn.work.core.reader.read(words, turn.counties) for words in parts)
    if not (_is_report(first) and _is_report(second) and _differ(first, second)):
        return None
    said = _receive(turn, parts[0], first)
    reply = report.begin(turn, replace(action, reading=second, words=parts[1]))
    text = Text("report.two", {"first": said, "second": reply.screen.text})
    return replace(reply, screen=replace(reply.screen, text=text, max_segments=None))


def _is_report(reading: Reading) -> bool:
    return reading.sure and not reading.plea and reading.outside is None


def _differ(first: Reading, second: Reading) -> bool:
    """Return True for another hazard at a place of its own, or the same hazard at another place."""
    if first.hazard == second.hazard:
        return first.place is not None and second.place is not None and first.place != second.place
    return second.place is not None


def _receive(turn: Turn, words: str, reading: Reading) -> Arg:
    """Receive the first event without a question, and say what was understood, or to whom it was sent."""
    assert reading.hazard is not None
    source = turn.source(words)
    incident = receiving.receive(turn.work, source, reading, reading.hazard, ())
    if incident.status != IncidentStatus.OPEN:
        return Text("report.first_held", {"summary": _understood(incident)})
    quoted = queries.choose_quoted_words(incident, words, reading)
    opened = opening.alert(turn.work, incident, turn.sender, quoted)
    return Text("report.first_sent", {"receipt": _receipt(turn, opened)})
