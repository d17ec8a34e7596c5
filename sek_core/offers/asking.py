"""The clock's part in offers: it asks the giver on the day, takes silence for late, and asks the reporter.

A question of the clock waits for another open question of the same person, for `report_hold` at most; then it
says how to answer by reference ("S1 1"). Nothing is asked or told in quiet hours.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from sek_core.incidents import queries
from sek_core.messages.screens import Arg, Option, Screen, Text
from sek_core.offers import audience, changes, wording
from sek_core.offers.changes import SEGMENTS, change_if
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.offers import Offer
from sek_core.store.states import IncidentStatus, OfferStatus
from sek_core.timing.quiet_hours import is_quiet
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

DELIVERED, ARRIVED = "offer_delivered", "offer_arrived"
"""Kinds of the questions: to the giver whether it was delivered, to the reporter whether it came."""

ANSWERS = {DELIVERED: ("yes", "later", "no"), ARRIVED: ("yes", "partly", "no")}
"""Their answers, in the order of the digits."""

SILENCE = timedelta(days=1)
"""Time for an answer: a giver who is silent for longer is late."""

_MOST = 50

_RETRY = timedelta(minutes=5)


def due(work: UnitOfWork) -> list[int]:
    """Return the ids of the offers that the clock must look at: those that are due, and those to an incident
    that was withdrawn. None in quiet hours.
    """
    if is_quiet(work.configuration.mechanism, work.now):
        return []
    query = (
        select(Offer.id)
        .join(Incident, Incident.ref == Offer.incident_ref)
        .where(
            Offer.due_at.is_not(None),
            or_(Offer.due_at <= work.now, Incident.status == IncidentStatus.CANCELLED),
        )
        .order_by(Offer.due_at, Offer.id)
        .limit(_MOST)
    )
    return list(work.session.scalars(query))


def act(work: UnitOfWork, offer_id: int) -> bool:
    """Do what is due of one offer. Return False if nothing was done: it waits for a question that is open
    with the person, or another process was quicker.
    """
    offer = changes.find(work, offer_id)
    incident = queries.find(work, offer.incident_ref) if offer else None
    if offer is None or incident is None or offer.due_at is None:
        return False
    if incident.status == IncidentStatus.CANCELLED:
        return _follow_incident(work, offer, incident)
    if offer.due_at > work.now:
        return False
    if offer.status == OfferStatus.OFFERED:
        giver = work.people.get(offer.person_id)
        if offer.asked_at is not None or not work.people.roles(giver):
            return _is_late(work, offer, incident)
        return _ask_giver(work, offer, incident, giver)
    if offer.status == OfferStatus.DELIVERED:
        return _ask_reporter(work, offer, incident)
    return _unchanged(work, offer, due_at=None)


def postpone(work: UnitOfWork, offer_id: int) -> None:
    """Postpone an offer that could not be handled, so that it does not hold up the others."""
    offer = changes.find(work, offer_id)
    if offer is not None and offer.due_at is not None:
        _unchanged(work, offer, due_at=work.now + _RETRY)


def _unchanged(work: UnitOfWork, offer: Offer, **values: object) -> bool:
    """Change an offer if no other process has changed what is due of it."""
    same: ColumnElement[bool] = (Offer.status == offer.status) & (Offer.due_at == offer.due_at)
    return change_if(work, offer, same, **values)


def _follow_incident(work: UnitOfWork, offer: Offer, incident: Incident) -> bool:
    """Move the offer to the incident that stands, if its own was the same event; else tell the giver that it
    is not needed.
    """
    standing = queries.joined_to(work, incident.ref)
    if standing != incident.ref:
        return _unchanged(work, offer, incident_ref=standing)
    if offer.status != OfferStatus.OFFERED:
        return _unchanged(work, offer, due_at=None)
    if not _unchanged(work, offer, status=OfferStatus.WITHDRAWN, due_at=None):
        return False
    work.audit_log.add(incident.ref, Event.OFFER_WITHDRAWN, detail=offer.what)
    screen = Screen(Text("offer.not_needed", wording.facts(work, incident, offer)), max_segments=SEGMENTS)
    work.outbox.tell(work.people.get(offer.person_id), screen, "update", incident.ref)
    return True


def _is_late(work: UnitOfWork, offer: Offer, incident: Incident) -> bool:
    if not _unchanged(work, offer, status=OfferStatus.LATE, due_at=None):
        return False
    work.audit_log.add(incident.ref, Event.OFFER_LATE, offer.person_id, detail=offer.what)
    screen = Screen(Text("offer.late.told", wording.facts(work, incident, offer)), max_segments=SEGMENTS)
    people = audience.of_news(work, incident, offer.person_id, reporters=False)
    audience.tell(work, people, screen, incident.ref)
    return True


def _ask_giver(work: UnitOfWork, offer: Offer, incident: Incident, giver: Person) -> bool:
    if (before := _other_waiting(work, offer)) is not None:
        # "S1 1" could be for either: the second question follows the answer to the first.
        return _unchanged(work, offer, due_at=before + timedelta(seconds=1))
    return _ask(work, offer, incident, giver, DELIVERED, asked_at=work.now, due_at=work.now + SILENCE)


def _other_waiting(work: UnitOfWork, offer: Offer) -> datetime | None:
    """Return until when another offer of this giver for this incident waits for an answer, or None."""
    query = select(Offer.due_at).where(
        Offer.incident_ref == offer.incident_ref,
        Offer.person_id == offer.person_id,
        Offer.id != offer.id,
        Offer.status == OfferStatus.OFFERED,
        Offer.asked_at.is_not(None),
        Offer.due_at > work.now,
    )
    return work.session.scalar(query.order_by(Offer.due_at.desc()).limit(1))


def _ask_reporter(work: UnitOfWork, offer: Offer, incident: Incident) -> bool:
    """Ask the reporter whether it came. No one is asked if the giver is the reporter, or a stranger reported
    it.
    """
    reporter = work.people.get(incident.reporter_id)
    if incident.caller or reporter.id == offer.person_id or not work.people.roles(reporter):
        return _unchanged(work, offer, due_at=None)
    other = select(Offer.confirm_asked_at).where(
        Offer.incident_ref == offer.incident_ref,
        Offer.id != offer.id,
        Offer.status == OfferStatus.DELIVERED,
        Offer.arrival.is_(None),
        Offer.confirm_asked_at > work.now - SILENCE,
    )
    asked = work.session.scalar(other.order_by(Offer.confirm_asked_at.desc()).limit(1))
    if asked is not None:
        return _unchanged(work, offer, due_at=asked + SILENCE + timedelta(seconds=1))
    return _ask(work, offer, incident, reporter, ARRIVED, confirm_asked_at=work.now, due_at=None)


def _ask(
    work: UnitOfWork, offer: Offer, incident: Incident, person: Person, kind: str, **values: object
) -> bool:
    """Ask a person, by digits if no other question is open with them."""
    party = f"p{person.id}"
    work.conversations.load([party])  # before anything else, as a turn does
    busy = work.conversations.is_busy(party, work.now)
    assert offer.due_at is not None
    if busy and work.now < offer.due_at + work.configuration.mechanism.report_hold:
        return False
    if not _unchanged(work, offer, **values):
        return False
    screen = question(work, incident, offer, kind, digits=not busy)
    if not busy:
        until = work.now + work.configuration.mechanism.question_open
        language = work.people.language_of(person)
        asked = Question(kind, incident.ref, language, until.isoformat(), ANSWERS[kind], draft=str(offer.id))
        screen = replace(screen, asked=work.conversations.ask(party, asked, work.now))
    work.outbox.tell(person, screen, "reminder", incident.ref)
    return True


def question(work: UnitOfWork, incident: Incident, offer: Offer, kind: str, *, digits: bool = True) -> Screen:
    """Return the question of this kind about an offer."""
    text = question_text(work, incident, offer, kind, digits=digits)
    options = tuple(Option(each, Text(f"{kind}.{each}")) for each in ANSWERS[kind]) if digits else ()
    return Screen(text, options, max_segments=SEGMENTS)


def question_text(
    work: UnitOfWork, incident: Incident, offer: Offer, kind: str, *, digits: bool = True
) -> Text:
    """Return the text of the question, without its options."""
    how: Arg = phrases.EMPTY if digits else Text(f"{kind}.by_word", {"ref": incident.ref})
    return Text(f"{kind}.ask", wording.facts(work, incident, offer) | {"how": how})
