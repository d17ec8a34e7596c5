"""Answers to "Is this S131?", about an event that was reported before."""

from handlers.engine.turn import Reply, Turn
from handlers.incidents import follow
from handlers.language.intents import Choose, Skip
from sek_core.incidents import model, queries
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.response import merging
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases


def answered(turn: Turn, incident: Incident, action: Choose | Skip) -> Reply | None:
    """Join the two incidents if the answer is yes. Return None if they stay apart; the other questions then
    go on.
    """
    work = turn.work
    if isinstance(action, Skip) or incident.same_as is None:
        return None
    _keep_words(turn, incident, action.rest if isinstance(action, Choose) else "")
    into = merging.find_live_incident(work, incident.same_as)
    if action.value == "new" or into is None:
        merging.mark_separate(work, incident, turn.sender, turn.address.value)
        return None
    ref = incident.ref
    result = merging.join(work, incident, into, turn.sender, turn.address.value)
    if result == "over":
        merging.mark_separate(work, incident, turn.sender, turn.address.value)
        return None
    work.conversations.answered(turn.party)
    if result == "taken":
        return Reply(Screen(Text("same.both", {"ref": ref, "other": into.ref})), ref)
    count = sum(report.kind == "report" for report in queries.reports_of(work, into))
    args: dict[str, Arg] = {
        "ref": into.ref,
        "reports": Text("reports", n=count),
        "state": _state(turn, into),
    }
    actions = phrases.actions(into.ref, "note", "status")
    return Reply(Screen(Text("same.joined", args), max_segments=None, actions=actions), into.ref)


def _keep_words(turn: Turn, incident: Incident, words: str) -> None:
    """Keep the words behind the answer: "same, but now 40 houses"."""
    if words:
        source = turn.source(words)
        model.add_report(turn.work, incident, source, "words")


def _state(turn: Turn, into: Incident) -> Text:
    if into.taken_by_id is None or into.taken_at is None:
        return Text("state.waiting" if into.status == IncidentStatus.HELD else "state.open")
    return follow.taken_state(turn, into)
