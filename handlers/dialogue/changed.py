"""Messages that their sender changed after sending: what the first words did is put right, or it is said."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from handlers.dialogue import changed_orders
from handlers.engine.turn import Reply, Turn
from handlers.incidents import amend, edits
from handlers.incidents.edits import Anew
from handlers.language.intents import Choose, Command, Report, Rsvp, Say, Skip
from sek_core.inbox import queue
from sek_core.inbox.queue import Said
from sek_core.incidents import queries
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.store.incidents import LIVE
from sek_core.understanding.tokens import forms_of
from sek_core.work import acts
from sek_core.work.acts import Act

LATE = timedelta(days=1)
"""Time after which a change of an answer or an order does nothing: others have long acted on it."""

Usual = Callable[[Turn], Reply | None]
"""Handles a text as if it had just been written."""

AGAIN = ("need", "watch", "solved")
"""Kinds of questions besides those of a report whose answer may be given again: the newest counts."""


def handle(turn: Turn, usual: Usual) -> Reply | None:
    """Handle a changed message. Return None where nothing changed, or where nothing is to be said."""
    before = turn.changed
    if before is None or turn.person is None:
        return usual(turn)
    if _says_the_same(turn, before):
        return None
    done = tuple(acts.of_written(before.acts))
    late = turn.work.now - before.received_at > LATE
    if before.read.get("question") and isinstance(turn.intent.action, Choose | Skip | Say):
        return _late(before) if late else _answer(turn, before, done, usual)
    incident = queries.reported_by_message(turn.work, before.first_id)
    if incident is not None and incident.status not in LIVE:
        return edits.of_closed(incident)
    if incident is not None:
        changed = edits.change_report(turn, incident, before.text)
        return usual(turn) if isinstance(changed, Anew) else changed
    if isinstance(turn.intent.action, Report) and not done:
        return usual(turn)
    if late:
        return _late(before)
    return changed_orders.handle(turn, before, done, usual) if done else usual(turn)


def _says_the_same(turn: Turn, before: Said) -> bool:
    """Return True if only spaces, signs or capitals changed, or the spelling of the same order."""
    old, new = forms_of(before.text), forms_of(turn.text)
    if old == new and (new or before.text.strip() == turn.text.strip()):
        return True
    read = read_as(turn)
    return read is not None and before.read == read


FEW = 2
"""Maximum number of words of an answer that names only a severity."""


def _late(before: Said) -> Reply:
    """Say that a change so late did nothing."""
    return Reply(Screen(Text("edit.late", {"time": Moment(before.received_at)}), max_segments=2))


def _answer(turn: Turn, before: Said, done: tuple[Act, ...], usual: Usual) -> Reply | None:
    """Let the changed answer count in the place of the first one."""
    work, question, kind = turn.work, turn.question, turn.kind
    assert question is not None
    current = work.conversations.question(turn.party, work.now)
    if current is not None and current.turn == question.turn:
        return usual(turn)  # the first version did not answer it
    made = queries.reported_by_message(work, before.first_id) if kind.drafted else None
    if made is not None:
        if isinstance(turn.intent.action, Say):
            return _report_of_answer(turn, made.ref)
        if current is not None and current.about == made.ref:
            work.conversations.answered(turn.party)
        return amend.cancel(turn, Command("cancel", made.ref))
    if done and not (kind.of_report or kind.name in AGAIN):
        return changed_orders.of_answer(turn, done)
    action = turn.intent.action
    assert isinstance(action, Choose | Skip | Say)
    replied = turn.registry.questions[question.kind].answered(turn, action, True)
    if isinstance(replied, Report):
        return usual(replace(turn, question=None))
    if current is not None and current.about != question.about:
        work.conversations.leave_open(turn.party, current)
    return replied


def _report_of_answer(turn: Turn, ref: str) -> Reply | None:
    incident = turn.incident(ref)
    if incident is None or incident.status not in LIVE:
        return edits.of_closed(incident) if incident else None
    changed = edits.change_report(turn, incident, turn.changed.text if turn.changed else "")
    return None if isinstance(changed, Anew) else changed


def keep_reading(turn: Turn, events: int) -> None:
    """Keep what an order or an answer was read as, and what it did, where its sender can change it later.
    `events`: the number of events of this transaction before it.
    """
    parts = turn.parts
    if parts.message is None or parts.tap or turn.person is None:
        return
    read, done = read_as(turn), acts.written(turn.work, turn.sender, turn.address.value, events)
    if read is not None or done:
        queue.keep_reading(turn.work.session, turn.inbox_id, {"read": read or {}, "acts": done})


def read_as(turn: Turn) -> dict[str, Any] | None:
    """Return what tells an order or an answer, as the inbox keeps it; None for any other text."""
    match turn.intent.action:
        case Command(verb, ref, rest):
            return {"verb": verb, "ref": ref, "rest": rest}
        case Rsvp(answer, ref, note):
            return {"rsvp": answer, "ref": ref, "note": note}
        case Choose(value, rest):
            given = {"value": value, "rest": rest}
        case Skip():
            given = {"value": "", "rest": ""}
        case Say(words, reading):
            given = {"words": words}
            if turn.kind.options == "severities" and reading.severity and len(words.split()) <= FEW:
                given = {"value": reading.severity, "rest": ""}
        case _:
            return None
    if turn.question is None or turn.kind.to_sender:
        return None
    lists = {name: list(value) for name, value in asdict(turn.question).items() if isinstance(value, tuple)}
    return {**given, "question": {**asdict(turn.question), **lists}}
