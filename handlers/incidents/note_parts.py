"""Later parts of a long NOTE or CLOSE: the phone cut it, and the rest came as a text of its own."""

from datetime import timedelta

from handlers.engine.turn import Reply, Turn
from handlers.incidents import follow
from handlers.language.intents import Action, Confirm, Denial, Report, Unclear
from handlers.language.words import REFERENCE
from sek_core.inbox import queue
from sek_core.response import following
from sek_core.understanding.tokens import forms_of

WITHIN = timedelta(minutes=2)
"""Time within which the parts of one message come."""


def join(turn: Turn, action: Action) -> Reply | None:
    """Add the next part of NOTE S127 or CLOSE S127 that a phone has cut, within two minutes, to the notes."""
    parts = turn.parts
    if turn.person is None or parts.kept or parts.edited or parts.group or turn.said_at is not None:
        return None
    if turn.question is not None or not isinstance(action, Report | Confirm | Denial | Unclear):
        return None
    address, work = turn.address, turn.work
    row = queue.last_text(work.session, address.channel, address.value, turn.inbox_id)
    if row is None or not work.now - WITHIN <= row.received_at or not work.core.reader.part_of(row.text).cut:
        return None
    forms = forms_of(row.text)[:3]
    refs = [form.upper() for form in forms if REFERENCE.fullmatch(form) and form[0] in "sc"]
    words = {
        form.lower()
        for verb in turn.registry.verbs
        if verb.name in ("note", "close")
        for form in (*verb.en, *verb.sw)
    }
    incident = turn.incident(refs[0]) if len(refs) == 1 and words & set(forms) else None
    if incident is None or not following.may_see(work, incident, turn.sender):
        return None
    reading = work.core.reader.read(turn.text, turn.counties)
    own = reading.hazard is not None and (reading.place is not None or reading.severity is not None)
    if own or reading.plea or reading.protection:
        return None  # an event of its own
    return follow.add_note(turn, incident, turn.text.strip())
