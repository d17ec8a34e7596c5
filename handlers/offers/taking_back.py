"""CANCEL for a giver: takes an offer back. Of a giver who also reported the incident, it asks which."""

import json
from dataclasses import replace

from config.rights import Guarded
from handlers.engine import proving, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import amend
from handlers.language.intents import OFFER, Choose, Command, Skip
from handlers.offers import outcome
from handlers.offers.kinds import OFFER_CANCEL, OFFER_WITHDRAW
from sek_core.messages.screens import Option, Screen, Text
from sek_core.offers import audience, changes
from sek_core.response import corrections
from sek_core.store.offers import Offer
from sek_core.store.states import IncidentStatus
from sek_core.work.conversations import Question

REPORT = "report"


def cancel(turn: Turn, command: Command) -> Reply:
    """Take back an offer, or withdraw a report: CANCEL S1. Without a reference, an open
    question ends first; "withdraw my offer" is always about an offer.
    """
    if command.ref is None and command.rest == OFFER:
        return _offer_only(turn)
    if command.ref is None and turn.question is not None:
        return amend.cancel(turn, command)
    offers = changes.expected_of(turn.work, turn.sender, command.ref or "")
    if not offers:
        return amend.cancel(turn, command)
    rows = [(str(each.id), each.what, each.incident_ref) for each in offers]
    if reported := _reported(turn, command):
        rows.append((REPORT, "", reported))
    if len(rows) == 1:
        return _ask(turn, offers[0])
    return _which(turn, rows, command.ref or "")


def _offer_only(turn: Turn) -> Reply:
    """Take back the one open offer of the sender; ask which if there are several."""
    offers = changes.expected_of(turn.work, turn.sender, "")
    if not offers:
        return Reply(Screen(Text("offer_cancel.none")))
    if len(offers) == 1:
        return _ask(turn, offers[0])
    return _which(turn, [(str(each.id), each.what, each.incident_ref) for each in offers], "")


def _which(turn: Turn, rows: list[tuple[str, str, str]], about: str) -> Reply:
    """Ask which offer, or the report, is meant."""
    draft = json.dumps(rows)
    turn.ask(OFFER_CANCEL, about, choices=tuple(row[0] for row in rows), draft=draft)
    return Reply(Screen(Text("ask.offer_cancel"), _options_of(draft), max_segments=2), about)


def _reported(turn: Turn, command: Command) -> str:
    """Return the reference of the sender's own report that CANCEL may mean, or empty."""
    if command.ref is None:
        mine = corrections.reported_by(turn.work, turn.sender)
        return mine[0].ref if mine else ""
    incident = turn.incident(command.ref)
    if incident is None or incident.status == IncidentStatus.CLOSED:
        return ""
    return incident.ref if corrections.has_reported(turn.work, incident, turn.sender) else ""


def _ask(turn: Turn, offer: Offer) -> Reply:
    turn.ask(OFFER_WITHDRAW, offer.incident_ref, choices=questions.YES_NO, draft=str(offer.id))
    options = questions.options(OFFER_WITHDRAW, questions.YES_NO)
    reply = Reply(Screen(_taking_back(turn, offer), options, max_segments=2), offer.incident_ref)
    if turn.work.now - offer.created_at <= proving.FRESH:
        return reply
    return proving.guard(turn, Guarded.CANCEL, reply, _told(turn, offer))


def _told(turn: Turn, offer: Offer) -> int:
    incident = turn.incident(offer.incident_ref)
    return len(audience.of_news(turn.work, incident, turn.sender.id)) if incident else 0


def _taking_back(turn: Turn, offer: Offer) -> Text:
    """Return "Take back your offer of 2 bowsers for S1? 3 people will be told"."""
    args = {"what": offer.what, "ref": offer.incident_ref}
    return Text("ask.offer_withdraw", args, n=_told(turn, offer))


def sure(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle yes or no to "Take back your offer?"."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    offer = changes.find(turn.work, int(question.draft))
    assert offer is not None  # offers are never deleted
    if isinstance(action, Choose) and action.value == "yes":
        return outcome.withdraw(turn, offer)
    args = {"what": offer.what, "ref": offer.incident_ref}
    return Reply(Screen(Text("offer.stays", args)), offer.incident_ref)


def chosen(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle the choice between offers and a report."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose):
        return Reply(Screen(Text("question.ended")), question.about)
    if action.value == REPORT:
        return amend.cancel(replace(turn, question=None), Command("cancel", question.about or None))
    offer = changes.find(turn.work, int(action.value))
    assert offer is not None
    return _ask(turn, offer)


def _options_of(draft: str) -> tuple[Option, ...]:
    """Return "1 my offer of 2 bowsers for S1 2 my report S1"."""
    return tuple(
        Option(
            value,
            Text(f"offer_cancel.{'report' if value == REPORT else 'offer'}", {"what": what, "ref": ref}),
        )
        for value, what, ref in json.loads(draft)
    )


def _shown(turn: Turn, question: Question) -> Text:
    offer = changes.find(turn.work, int(question.draft))
    assert offer is not None
    return _taking_back(turn, offer)


QUESTIONS = (
    Asks(OFFER_WITHDRAW, questions.of_choice(sure), _shown, questions.shown_again),
    Asks(
        OFFER_CANCEL,
        questions.of_choice(chosen),
        questions.by_its_kind,
        questions.end_question,
        lambda asked: _options_of(asked.draft),
    ),
)
COMMANDS = {("cancel", ""): cancel}
