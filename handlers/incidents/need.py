"""What is needed most: asked in the receipt of a report, and never a second time."""

from config.mechanism import NEEDS
from handlers.engine import questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents.kinds import NEED
from handlers.language.intents import Choose, Skip
from sek_core.alerts.texts import ALERT_SEGMENTS
from sek_core.incidents import needs, wording
from sek_core.incidents.model import AnyIncident
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.response import needs_told
from sek_core.store.incidents import LIVE
from sek_core.wording import phrases


def ask(turn: Turn, incident: AnyIncident, words: str, said: Arg) -> Reply | None:
    """Ask behind the receipt `said`, if the report is one to ask about and the whole fits into two SMS.
    `words`: those of the report.
    """
    waits = turn.parts.kept or turn.said_at or turn.work.conversations.is_busy(turn.party, turn.work.now)
    if waits or not needs.should_ask(incident, turn.work.core.reader.read(words, turn.counties)):
        return None
    text = Text("need.with_receipt", {"receipt": said})
    actions = phrases.actions(incident.ref, "note", "status")
    screen = Screen(text, questions.options(NEED, NEEDS), max_segments=None, actions=actions)
    if turn.work.outbox.sms_segments(screen, turn.sender, turn.language) > ALERT_SEGMENTS:
        return None
    turn.ask(NEED, incident.ref, choices=NEEDS, yields=True)
    return Reply(screen, incident.ref)


def _answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Store what is needed, and tell those who act on the report."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(question.about)
    if incident is None or incident.status not in LIVE:
        return Reply(Screen(Text("question.over", {"ref": question.about})), question.about)
    if isinstance(action, Choose):
        named = action.value.split()
        needs_told.add(turn.work, incident, turn.sender, turn.address.value, named)
        args: dict[str, Arg] = {"ref": incident.ref, "needs": wording.needs_named(incident.needs or named)}
        return Reply(Screen(Text("need.done", args)), incident.ref)
    text = Text("report.unchanged", {"ref": incident.ref, "summary": wording.summary(incident)})
    return Reply(Screen(text, max_segments=None), incident.ref)


QUESTIONS = (Asks(NEED, questions.of_choice(_answered), questions.by_its_kind, questions.end_question),)
