"""News of a shock: words about one's own open shock, which are no new report."""

from dataclasses import replace

from handlers.engine import meanwhile, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import report
from handlers.incidents.kinds import NEWS
from handlers.language.intents import Choose, Report, Skip
from sek_core.incidents import wording
from sek_core.messages.screens import Screen, Text
from sek_core.response import watching
from sek_core.store.incidents import Incident
from sek_core.triage import kept_texts
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of, plain
from sek_core.work.conversations import Question

CHOICES = ("news", "new")

BEGINNING = 5
"""Number of words at the beginning of a text among which it says that something goes on."""


def of_own_shock(turn: Turn) -> Reply | None:
    """Take words of change as news of the sender's own shock, or ask whether they are; None if they are none.

    Pleas, deaths and words that answer an open question are never held back. Words are surely news if they
    name the shock's hazard, and fit no other shock of the sender's.
    """
    action = turn.intent.action
    if isinstance(action, Report) and action.words != plain(turn.text):
        return None  # "REPORT ...": its sender says what it is
    waits = turn.parts.kept or turn.said_at or turn.parts.edited or turn.question
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    if waits or _is_pressing(reading) or reading.drill:
        return None
    if not turn.work.core.reader.tells_change(turn.text):
        return _of_more_numbers(turn, reading)
    found = watching.fitting(turn.work, turn.sender, reading)
    if not found and reading.place is None and _begins_with_change(turn):
        found = watching.fitting(turn.work, turn.sender, replace(reading, hazard=None, denied=()))
    if not found:
        return None
    short = reading.hazard is None and turn.work.core.reader.tells_only_change(turn.text)
    if len(found) == 1 and (short or found[0].hazard in (reading.hazard, *reading.denied)):
        return _add(turn, found[0], turn.text, reading)
    return _ask(turn, found[0])


def _of_more_numbers(turn: Turn, reading: Reading) -> Reply | None:
    """Ask whether "cattle 30 dead" and "20 sick now", which name no place, are of the sender's own shock, if
    it is of that hazard, or of a slow one from which that follows. Cholera after a flood is an event of its
    own.
    """
    bare = reading.place is None and reading.severity is None and bool(reading.hazard and reading.affected)
    if not bare or turn.work.core.reader.tells_another(turn.text):
        return None
    since = turn.work.now - turn.work.configuration.mechanism.same_event
    found = [
        each
        for each in watching.fitting(turn.work, turn.sender, replace(reading, needs=()))
        if each.reported_at >= since
        and (each.hazard == reading.hazard or turn.work.configuration.hazards[each.hazard].onset == "slow")
    ]
    return _ask(turn, found[0]) if len(found) == 1 else None


def _begins_with_change(turn: Turn) -> bool:
    """Return True for "same as yesterday but worse, 40 goats dead": it goes on from what was said before,
    whatever hazard its later words name.
    """
    return turn.work.core.reader.tells_change(" ".join(forms_of(turn.text)[:BEGINNING]))


def of_change_alone(turn: Turn) -> Reply | None:
    """Take words that tell nothing but a change ("ni afadhali kidogo", "mbaya zaidi sana") as news of the
    sender's own shock, before they are read as a correction of its severity; None if they are none.
    """
    return of_own_shock(turn) if turn.work.core.reader.tells_only_change(turn.text) else None


def of_improvement(turn: Turn) -> Reply | None:
    """Take good news in doubtful words ("brief rain, pasture is better") as news of the sender's own shock,
    or else thank for it and send nothing; None if the words tell of anything bad.
    """
    if turn.parts.kept or turn.said_at or turn.parts.edited or turn.question:
        return None
    reader = turn.work.core.reader
    reading = reader.read(turn.text, turn.counties)
    bad = _is_pressing(reading) or reading.severity or reading.affected or reading.drill
    if bad or not reader.tells_improvement(turn.text):
        return None
    found = watching.fitting(turn.work, turn.sender, replace(reading, hazard=None))
    if len(found) == 1:
        return _add(turn, found[0], turn.text, reading)
    return _ask(turn, found[0]) if found else Reply(Screen(Text("news.good"), max_segments=2))


def _is_pressing(reading: Reading) -> bool:
    grave = reading.severity == "extreme" or "deaths" in reading.affected
    return grave or reading.plea or reading.protection or reading.urgent


def _ask(turn: Turn, incident: Incident) -> Reply:
    """Ask which; without an answer the words go to a coordinator at the end of the hold."""
    ref = meanwhile.keep(turn, "may be news")
    turn.ask(NEWS, ref, choices=CHOICES, draft=f"{incident.ref} {turn.text}")
    return Reply(Screen(_question(turn, incident.ref), questions.options(NEWS, CHOICES)), incident.ref)


def _question(turn: Turn, ref: str) -> Text:
    incident = turn.incident(ref)
    return Text("ask.news", {"ref": ref, "incident": wording.brief(incident) if incident else ""})


def _answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Add the words as news, or take them as a report."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    kept_texts.settle(turn.work, question.about)
    ref, _, words = question.draft.partition(" ")
    incident = turn.incident(ref)
    reading = turn.work.core.reader.read(words, turn.counties)
    if isinstance(action, Choose) and action.value == "news" and incident is not None:
        return _add(turn, incident, words, reading)
    if reading.hazard is None:
        return report.ask_hazard(turn, words)
    return report.confirmed(turn, words)


def _add(turn: Turn, incident: Incident, words: str, reading: Reading) -> Reply:
    source = turn.source(words)
    if turn.work.core.reader.tells_only_change(words):
        reading = replace(reading, severity=None)  # "afadhali kidogo" is no minor shock
    if watching.add_news(turn.work, incident, source, reading) == "over":
        return Reply(Screen(Text("state.not_open", {"ref": incident.ref})), incident.ref)
    text = Text("news.done", {"ref": incident.ref, "summary": wording.summary(incident)})
    return Reply(Screen(text, max_segments=None), incident.ref)


def _shown(turn: Turn, question: Question) -> Text:
    return _question(turn, question.draft.partition(" ")[0])


QUESTIONS = (Asks(NEWS, questions.of_choice(_answered), _shown, questions.end_question),)
