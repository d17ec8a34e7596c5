"""Answers to the questions of the clock about offers: to which offer, and whether they still count."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from sek_core.offers import changes
from sek_core.offers.asking import ARRIVED, DELIVERED
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.offers import Offer
from sek_core.store.states import OfferStatus
from sek_core.understanding.tokens import plain, words_of
from sek_core.work.unit_of_work import UnitOfWork

LATELY = timedelta(days=7)
"""Time after the question within which words without a reference are about it."""


def waiting_for(work: UnitOfWork, person: Person, ref: str) -> tuple[str, Offer] | None:
    """Return the kind of the last question to a person about an offer for this incident that they have not
    answered, and the offer; None if there is none. A late giver may still answer.
    """
    work.flush()
    mine = (
        (Offer.person_id == person.id) & among(Offer.status, *changes.EXPECTED) & Offer.asked_at.is_not(None)
    )
    theirs = (
        (Incident.reporter_id == person.id)
        & (Offer.status == OfferStatus.DELIVERED)
        & Offer.confirm_asked_at.is_not(None)
        & Offer.arrival.is_(None)
    )
    query = (
        select(Offer)
        .join(Incident, Incident.ref == Offer.incident_ref)
        .where(Offer.incident_ref == ref, or_(mine, theirs))
        .execution_options(populate_existing=True)
    )
    found = sorted(work.session.scalars(query), key=_asked, reverse=True)
    if not found:
        return None
    return (ARRIVED if found[0].status == OfferStatus.DELIVERED else DELIVERED), found[0]


def not_yet(work: UnitOfWork, person: Person, words: str) -> tuple[str, Offer] | None:
    """Return the kind of the question and the offer about which words say that it has not come yet: the one
    about which a person was asked last. None if the words say no such thing, or tell of distress.
    """
    if not work.core.offers.is_not_yet(words):
        return None
    reading = work.core.reader.read(words, ())
    if reading.plea or reading.protection or reading.affected.keys() & {"deaths", "missing", "injured"}:
        return None
    lately = or_(Offer.asked_at > work.now - LATELY, Offer.confirm_asked_at > work.now - LATELY)
    theirs = select(Offer.incident_ref).where(Offer.person_id == person.id, lately)
    to_them = (
        select(Offer.incident_ref)
        .join(Incident, Incident.ref == Offer.incident_ref)
        .where(Incident.reporter_id == person.id, among(Incident.status, *LIVE), lately)
    )
    refs = {*work.session.scalars(theirs), *work.session.scalars(to_them)}
    asked = [waiting_for(work, person, ref) for ref in sorted(refs)]
    return max((each for each in asked if each), key=lambda each: _asked(each[1]), default=None)


def answer_in(work: UnitOfWork, words: str) -> tuple[int, str] | None:
    """Return the digit with which words begin and the words behind it; None if there is none, or if it counts
    a thing: "2 bowsers Monday".
    """
    found = words_of(plain(words))
    if not found or found[0].form not in ("1", "2", "3"):
        return None
    rest = plain(words)[found[0].end :].strip(" ,.:;-")
    if work.core.offers.quantities(" ".join([found[0].form, *rest.split()[:2]])):
        return None
    return int(found[0].form), rest


def is_answer(work: UnitOfWork, person: Person, ref: str, words: str) -> bool:
    """Return True if words beside a reference answer a question of the clock: "S1 1", "S1 2 Thursday"."""
    return answer_in(work, words) is not None and waiting_for(work, person, ref) is not None


def _asked(offer: Offer) -> tuple[datetime, int]:
    at = offer.confirm_asked_at or offer.asked_at
    assert at is not None
    return at, offer.id
