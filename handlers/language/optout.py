"""Handling of an opt-out that the gateway reports."""

from handlers.language.grammar import Grammar
from handlers.language.intents import Command, Context
from sek_core.deliveries import fallback
from sek_core.inbox import queue
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.store.inbox import InboxRow
from sek_core.store.states import InboxStatus
from sek_core.triage import kept_texts
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

_NOBODY = Context(counties=(), may_report=False)


def gateway_stopped(work: UnitOfWork, grammar: Grammar, row: InboxRow) -> None:
    """Stop all messages to this number. If its last text was not STOP, ask the secretariat to call: the
    network may be mistaken, and the person may wait for alerts.
    """
    address = work.people.sender(row.channel, row.sender)
    last = queue.last_text(work.session, row.channel, row.sender, row.id)
    said_stop = last is not None and _is_stop(grammar, last.text)
    if said_stop and last is not None and last.status == InboxStatus.NEW:
        return  # that text opts the sender out and says so
    if not work.people.opt_out(address, True):
        return
    work.audit_log.add("", Event.OPTED_OUT, address.person_id, row.sender, "told by the gateway")
    fallback.drop_for(work, row.channel, row.sender)
    if not said_stop and not work.people.is_blocked(address):
        who: Arg = phrases.named(address.person) if address.person else row.sender
        screen = Screen(Text("optout.told", {"who": who, "number": row.sender}))
        for person in kept_texts.secretariat(work):
            if person.id != address.person_id:
                work.outbox.tell(person, screen, "notice")


def _is_stop(grammar: Grammar, text: str) -> bool:
    action = grammar.read(text, _NOBODY).action
    return isinstance(action, Command) and action.verb == "stop"
