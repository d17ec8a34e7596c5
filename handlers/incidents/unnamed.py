"""A wish not to be named: before a report, in a second text, or afterwards about an earlier report."""

from dataclasses import replace
from datetime import timedelta

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import (
    Action,
    Command,
    Confirm,
    Courtesy,
    Denial,
    Either,
    Report,
    Say,
    Skip,
    StillWaiting,
    Unclear,
)
from handlers.language.words import REFERENCE
from sek_core.inbox import queue
from sek_core.incidents import hidden_names
from sek_core.messages.screens import Joined, Screen, Text
from sek_core.store.incidents import Incident
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import Phrases, forms_of

BESIDES = 2
"""Maximum number of words beside the wish in a text that says nothing else: "about the theft"."""

BEFORE = timedelta(minutes=10)
"""Time within which a wish without a report is about the next report."""

MOST_BEFORE = 3
"""Maximum number of texts of the sender before a report that are searched for the wish."""

ABOUT_ONE = ("note", "add", "fix", "status", "more")
"""Command words behind which the wish may stand, beside a reference."""

_FREE = (Unclear, Confirm, Courtesy, Either, Say, Skip, StillWaiting, Denial)


def wish(turn: Turn, action: Action) -> Reply | None:
    """Hide the sender's name where the text asks for that. Return the answer if it asks for nothing else."""
    if turn.person is None or turn.parts.kept or turn.parts.tap:
        return None
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    if not reading.nameless or isinstance(action, Report):
        return None
    if isinstance(action, Confirm) and reading.hazard is not None:
        return None  # it becomes a report, with the same words
    free = isinstance(action, _FREE) or (isinstance(action, Command) and action.verb in ABOUT_ONE)
    if not free:
        return None
    mine = _meant(turn)
    hidden = [each for each in mine if hidden_names.hide(turn.work, each, turn.sender, turn.address.value)]
    facts = reading.hazard or reading.affected or reading.place or reading.plea or reading.protection
    if facts or _says_more(turn):
        return None
    if not mine:
        return Reply(Screen(Text("nameless.next")))
    refs = Joined(tuple(each.ref for each in mine))
    key = "nameless.done" if hidden else "nameless.before"
    return Reply(Screen(Text(key, {"refs": refs}), max_segments=2), mine[0].ref)


def _says_more(turn: Turn) -> bool:
    """Return True if a text says something besides the wish: a coordinator then reads it."""
    words = turn.work.configuration.words
    wish = Phrases((phrase, "") for phrases in words.nameless.values() for phrase in phrases)
    little = {
        form
        for some in (words.courtesy, words.joining, words.common)
        for phrases in some.values()
        for phrase in phrases
        for form in forms_of(phrase)
    }
    forms = forms_of(turn.text)
    said = {at for found in wish.find(forms) for at in range(found.start, found.end)}
    rest = [form for at, form in enumerate(forms) if at not in said and form not in little]
    return len([form for form in rest if not REFERENCE.fullmatch(form)]) > BESIDES


def _meant(turn: Turn) -> list[Incident]:
    """Return the reports that the wish is about: those named, or else all that are open or recent."""
    mine = hidden_names.reported_by(turn.work, turn.sender)
    named = {form.upper() for form in forms_of(turn.text) if REFERENCE.fullmatch(form)}
    return [each for each in mine if each.ref in named] or mine


def as_wished_before(turn: Turn, reading: Reading) -> Reading:
    """Return the reading of a report without a name, if its sender asked for that just before it."""
    at = turn.inbox_id
    for _ in range(MOST_BEFORE):
        before = queue.last_text(turn.work.session, turn.address.channel, turn.address.value, at)
        if reading.nameless or before is None or before.received_at < turn.work.now - BEFORE:
            return reading
        if turn.work.core.reader.read(before.text, turn.counties).nameless:
            return replace(reading, nameless=True)
        at = before.id
    return reading
