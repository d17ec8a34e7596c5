"""What became of an offer: the giver's answer to "delivered?", the reporter's to "did it come?"."""

from datetime import date, timedelta

from config.rights import Deed
from handlers.engine import questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import confirm
from handlers.language.intents import (
    Action,
    Answer,
    Choose,
    Confirm,
    Denial,
    Say,
    Skip,
    StillWaiting,
    Unclear,
)
from handlers.offers.kinds import ARRIVED, DELIVERED, OFFER_LATER
from handlers.triage import net
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.offers import asking, audience, changes, replies
from sek_core.offers import wording as offer_wording
from sek_core.store.incidents import Incident
from sek_core.store.offers import Offer
from sek_core.store.states import Arrival
from sek_core.understanding import dates
from sek_core.understanding.tokens import forms_of
from sek_core.work.conversations import Question

SEGMENTS = 2

AFTERWARDS = timedelta(days=1)
"""Time after an offer without a day within which a day alone is the day of it."""

SHORT = 4
"""Maximum number of words of an answer that only names a day: "on Thursday 3 Dec"."""


def by_reference(turn: Turn, incident: Incident, words: str) -> Reply | None:
    """Handle "S1 1", "S1 2 Thursday" or "S1 3" of a person who was asked about an offer for S1. Return
    None if the words are no such answer.
    """
    said = replies.answer_in(turn.work, words)
    asked = replies.waiting_for(turn.work, turn.sender, incident.ref) if said else None
    if said is None or asked is None:
        return None
    if turn.question is not None and turn.question.about == incident.ref:
        turn.work.conversations.answered(turn.party)
    kind, offer = asked
    return _take(turn, kind, offer, asking.ANSWERS[kind][said[0] - 1], said[1])


def not_yet(turn: Turn, action: Action) -> Reply | None:
    """Handle "not yet, truck broke down" to "delivered?" or "did it come?", also after another message.
    Return None if the words are no such answer.
    """
    if turn.person is None or turn.parts.kept or turn.parts.tap or turn.parts.edited:
        return None
    free = isinstance(action, Unclear | Confirm | StillWaiting | Denial)
    if not free or (turn.question is not None and not turn.asked(DELIVERED, ARRIVED)):
        return None
    asked = replies.not_yet(turn.work, turn.sender, turn.text)
    if asked is None:
        return None
    if turn.question is not None:
        turn.work.conversations.answered(turn.party)
    return _not_yet(turn, *asked, turn.text.strip())


def _not_yet(turn: Turn, kind: str, offer: Offer, words: str) -> Reply:
    """Record in the sender's words that help has not come, and ask its giver when it will."""
    if kind == asking.ARRIVED:
        return _arrived(turn, offer, Arrival.NO, words)
    if not changes.put_off(turn.work, offer, turn.sender, turn.address.value, words):
        return _reply(turn, offer, "offer.settled")
    turn.ask(OFFER_LATER, offer.incident_ref, draft=str(offer.id))
    return _reply(turn, offer, "offer.not_yet")


def day_of_last(turn: Turn) -> Reply | None:
    """Take a day alone as that of the one offer without a day that the sender made just before."""
    if turn.person is None or turn.parts.kept or turn.question is not None:
        return None
    day = day_alone(turn, turn.text)
    if day is None:
        return None
    mine = changes.expected_of(turn.work, turn.sender)
    lately = [each for each in mine if each.day is None and each.created_at > turn.work.now - AFTERWARDS]
    return _later(turn, lately[0], day) if len(lately) == 1 else None


def day_alone(turn: Turn, words: str) -> date | None:
    """Return the day that a short answer names."""
    return day_in(turn, words) if len(forms_of(words)) <= SHORT else None


def day_in(turn: Turn, words: str) -> date | None:
    """Return the day, from today on, that words name, or None."""
    today = turn.work.now.astimezone(turn.work.configuration.mechanism.zone).date()
    found = dates.find(words, today)
    return found.day if found and found.day >= today else None


def answered(turn: Turn, action: Answer) -> Reply | None:
    """Handle the answer to a question of the clock, which is the last thing that was said to the person."""
    question = turn.question
    assert question is not None
    offer = changes.find(turn.work, int(question.draft))
    assert offer is not None  # offers are never deleted
    match action:
        case Choose(value, rest):
            turn.work.conversations.answered(turn.party)
            return _take(turn, question.kind, offer, value, rest)
        case Skip():
            turn.work.conversations.answered(turn.party)
            return Reply(Screen(Text("offer.left", {"ref": question.about})), question.about)
        case Say(words, reading):
            said = replies.answer_in(turn.work, words)
            if said is not None:
                turn.work.conversations.answered(turn.party)
                value = asking.ANSWERS[question.kind][said[0] - 1]
                return _take(turn, question.kind, offer, value, said[1])
            day = day_alone(turn, words)
            if question.kind == asking.DELIVERED and day is not None:
                turn.work.conversations.answered(turn.party)
                return _later(turn, offer, day)
            if turn.work.core.offers.is_not_yet(words) and not reading.affected:
                turn.work.conversations.answered(turn.party)
                return _not_yet(turn, question.kind, offer, words)
            if reading.in_doubt and turn.may(Deed.REPORT):
                return confirm.ask(turn, Confirm(reading, words))
            return net.not_understood(turn)


def _take(turn: Turn, kind: str, offer: Offer, value: str, rest: str) -> Reply:
    if kind == asking.ARRIVED:
        return _arrived(turn, offer, Arrival(value), rest)
    if value == "later":
        day = day_in(turn, rest) if rest else None
        if day is None and rest:
            return _not_yet(turn, kind, offer, rest)
        if day is None:
            turn.ask(OFFER_LATER, offer.incident_ref, draft=str(offer.id))
            return _reply(turn, offer, "ask.offer_later")
        return _later(turn, offer, day)
    if value == "yes":
        done = changes.deliver(turn.work, offer, turn.sender, turn.address.value)
        return _reply(turn, offer, "offer.delivered" if done else "offer.settled")
    if rest and not turn.work.core.offers.is_given_up(rest):
        return _not_yet(turn, kind, offer, rest)  # "no, the truck broke down"
    return withdraw(turn, offer)


def withdraw(turn: Turn, offer: Offer) -> Reply:
    """Take an offer back for its giver."""
    done = changes.withdraw(turn.work, offer, turn.sender, turn.address.value)
    return _reply(turn, offer, "offer.withdrawn" if done else "offer.settled")


def _later(turn: Turn, offer: Offer, day: date) -> Reply:
    done = changes.move(turn.work, offer, turn.sender, turn.address.value, day)
    return _reply(turn, offer, "offer.moved" if done else "offer.settled")


def _arrived(turn: Turn, offer: Offer, arrival: Arrival, words: str) -> Reply:
    done = changes.arrive(turn.work, offer, turn.sender, turn.address.value, arrival, words)
    if not done:
        return _reply(turn, offer, "offer.settled")
    args: dict[str, Arg] = {"what": offer.what, "ref": offer.incident_ref}
    return Reply(Screen(Text(f"offer.came.{arrival}", args), max_segments=SEGMENTS), offer.incident_ref)


def _reply(turn: Turn, offer: Offer, key: str) -> Reply:
    incident = turn.incident(offer.incident_ref)
    assert incident is not None
    args = offer_wording.facts(turn.work, incident, offer)
    told = len(audience.of_news(turn.work, incident, turn.sender.id))
    counted = told if key == "offer.withdrawn" else None
    return Reply(Screen(Text(key, args, n=counted), max_segments=SEGMENTS), incident.ref)


def when_given(turn: Turn, words: str | None) -> Reply:
    """Handle the answer to "When will it come?"; None: it is not known."""
    question = turn.question
    assert question is not None
    day = day_in(turn, words) if words else None
    if words and day is None:
        return Reply(Screen(Text("offer.no_day")), question.about)
    turn.work.conversations.answered(turn.party)
    offer = changes.find(turn.work, int(question.draft))
    assert offer is not None
    return _later(turn, offer, day) if day else _reply(turn, offer, "offer.left")


def _shown(turn: Turn, question: Question) -> Text:
    offer = changes.find(turn.work, int(question.draft))
    incident = turn.incident(question.about)
    assert offer is not None and incident is not None
    return asking.question_text(turn.work, incident, offer, question.kind)


QUESTIONS = (
    Asks(DELIVERED, questions.of_any(answered), _shown, questions.end_question),
    Asks(ARRIVED, questions.of_any(answered), _shown, questions.end_question),
    Asks(OFFER_LATER, questions.of_words(when_given), questions.by_its_kind, questions.end_question),
)
