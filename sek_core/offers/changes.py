"""Changes of an offer: made, delivered, moved, withdrawn, arrived. Each is one conditional UPDATE.

offered -> delivered | late | withdrawn; late -> offered (with a new day) | delivered | withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, insert, select, update

from sek_core.incidents import queries
from sek_core.messages.screens import Screen, Text
from sek_core.offers import audience, wording
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import Incident
from sek_core.store.offers import Offer
from sek_core.store.statements import changed_one
from sek_core.store.states import Arrival, OfferStatus
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

ASKED_AT = time(15)
"""Time of the day at which a giver is asked: by then most of what comes on a day has come."""

WITHOUT_DAY = timedelta(days=3)
"""Time after which the giver of an offer without a day is asked."""

NOT_BEFORE = timedelta(hours=2)
"""Minimum time between an offer for today and the question whether it was delivered."""

ONE_AND_THE_SAME = timedelta(minutes=1)
"""Time within which the same words of one giver are one offer: a phone sends twice, a thumb presses twice."""

EXPECTED = (OfferStatus.OFFERED, OfferStatus.LATE)
"""Statuses of an offer that is still expected."""

SEGMENTS = 2


@dataclass(frozen=True, slots=True)
class Promised:
    """What a giver has confirmed that they bring; `day` and `is_deadline` as in `Offer`."""

    ref: str
    words: str
    what: str
    amount: int | None = None
    unit: str = ""
    place: str = ""
    day: date | None = None
    is_deadline: bool = False


def make(work: UnitOfWork, incident: Incident, giver: Person, promised: Promised, address: str) -> Offer:
    """Record an offer and tell those who hear of offers. Return it, or the one
    that the giver made in the same words just before.
    """
    before = _made_just_now(work, giver, promised)
    if before is not None:
        return before
    row = {
        "incident_ref": incident.ref,
        "person_id": giver.id,
        "organisation": giver.organisation,
        "what": promised.what,
        "amount": promised.amount,
        "unit": promised.unit,
        "place": promised.place,
        "day": promised.day,
        "is_deadline": promised.is_deadline,
        "words": promised.words,
        "status": OfferStatus.OFFERED,
        "created_at": work.now,
        "changed_at": work.now,
        "due_at": asked_from(work, promised.day),
    }
    made = work.session.scalars(insert(Offer).values(**row).returning(Offer)).one()
    work.audit_log.add(incident.ref, Event.OFFERED, giver.id, address, made.what)
    screen = Screen(Text("offer.told", wording.facts(work, incident, made)), max_segments=SEGMENTS)
    audience.tell(work, audience.of_news(work, incident, giver.id), screen, incident.ref)
    return made


def _made_just_now(work: UnitOfWork, giver: Person, promised: Promised) -> Offer | None:
    work.flush()
    query = select(Offer).where(
        Offer.incident_ref == promised.ref,
        Offer.person_id == giver.id,
        Offer.status == OfferStatus.OFFERED,
        Offer.created_at > work.now - ONE_AND_THE_SAME,
    )
    said = forms_of(promised.words)
    return next((each for each in work.session.scalars(query) if forms_of(each.words) == said), None)


def asked_from(work: UnitOfWork, day: date | None) -> datetime:
    """Return when the giver is asked whether it was delivered: on its day, never in quiet hours."""
    mechanism = work.configuration.mechanism
    if day is None:
        return first_not_quiet(mechanism, work.now + WITHOUT_DAY)
    at = datetime.combine(day, ASKED_AT, mechanism.zone)
    return first_not_quiet(mechanism, max(at, work.now + NOT_BEFORE))


def find(work: UnitOfWork, offer_id: int) -> Offer | None:
    """Return an offer as it is now, or None."""
    work.flush()
    return work.session.get(Offer, offer_id, populate_existing=True)


def expected_of(work: UnitOfWork, giver: Person, ref: str = "") -> list[Offer]:
    """Return the offers of a giver that are still expected, oldest first; `ref`: for this incident only."""
    work.flush()
    query = select(Offer).where(Offer.person_id == giver.id, among(Offer.status, *EXPECTED))
    if ref:
        query = query.where(Offer.incident_ref == ref)
    query = query.order_by(Offer.id).execution_options(populate_existing=True)
    return list(work.session.scalars(query))


def of_incidents(work: UnitOfWork, refs: Sequence[str]) -> list[Offer]:
    """Return the offers for these incidents, oldest first."""
    if not refs:
        return []
    work.flush()
    query = select(Offer).where(Offer.incident_ref.in_(refs)).order_by(Offer.id)
    return list(work.session.scalars(query.execution_options(populate_existing=True)))


def deliver(work: UnitOfWork, offer: Offer, giver: Person, address: str) -> bool:
    """Take an offer for delivered, as its giver says. The clock then asks the reporter. Return False if it
    was delivered or withdrawn before.
    """
    is_expected = among(Offer.status, *EXPECTED)
    if not change_if(work, offer, is_expected, status=OfferStatus.DELIVERED, due_at=work.now):
        return False
    work.audit_log.add(offer.incident_ref, Event.OFFER_DELIVERED, giver.id, address, offer.what)
    return True


def move(work: UnitOfWork, offer: Offer, giver: Person, address: str, day: date) -> bool:
    """Move an offer to a later day, and tell those who were told of it. Return False if it was delivered or
    withdrawn before.
    """
    moved = change_if(
        work,
        offer,
        among(Offer.status, *EXPECTED),
        status=OfferStatus.OFFERED,
        day=day,
        is_deadline=False,
        asked_at=None,
        due_at=asked_from(work, day),
    )
    if moved:
        words = f"{offer.what}: {day.isoformat()}"
        work.audit_log.add(offer.incident_ref, Event.OFFER_MOVED, giver.id, address, words)
        _tell_all(work, offer, "offer.moved.told")
    return moved


def put_off(work: UnitOfWork, offer: Offer, giver: Person, address: str, words: str) -> bool:
    """Record that an offer has not come yet, in the giver's words, and tell those who were told of it. Return
    False if it was delivered or withdrawn before.
    """
    if not change_if(work, offer, among(Offer.status, *EXPECTED), status=OfferStatus.LATE, due_at=None):
        return False
    detail = f"{offer.what}: {words}" if words else offer.what
    work.audit_log.add(offer.incident_ref, Event.OFFER_NOT_YET, giver.id, address, detail)
    _tell_all(work, offer, "offer.not_yet.told", words)
    return True


def withdraw(work: UnitOfWork, offer: Offer, giver: Person, address: str) -> bool:
    """Take an offer back, and tell those who were told of it. Return False if it was delivered or withdrawn
    before.
    """
    is_expected = among(Offer.status, *EXPECTED)
    if not change_if(work, offer, is_expected, status=OfferStatus.WITHDRAWN, due_at=None):
        return False
    work.audit_log.add(offer.incident_ref, Event.OFFER_WITHDRAWN, giver.id, address, offer.what)
    _tell_all(work, offer, "offer.withdrawn.told")
    return True


def _tell_all(work: UnitOfWork, offer: Offer, key: str, words: str = "") -> None:
    incident = queries.find(work, offer.incident_ref)
    assert incident is not None
    args = wording.facts(work, incident, offer)
    args["words"] = Text("offer.words") if words else phrases.EMPTY
    screen = Screen(Text(key, args), quote=words, max_segments=SEGMENTS)
    audience.tell(work, audience.of_news(work, incident, offer.person_id), screen, incident.ref)


_EVENTS = {
    Arrival.YES: Event.HELP_CAME,
    Arrival.PARTLY: Event.HELP_CAME_PARTLY,
    Arrival.NO: Event.HELP_DID_NOT_COME,
}


def arrive(
    work: UnitOfWork, offer: Offer, reporter: Person, address: str, arrival: Arrival, words: str = ""
) -> bool:
    """Record what the reporter says of help that was called delivered. If it came in part or not at all, tell
    the giver and the holder. Return False if the reporter had said the same before.
    """
    differs = Offer.arrival.is_(None) | (Offer.arrival != arrival)
    is_delivered = Offer.status == OfferStatus.DELIVERED
    if not change_if(work, offer, is_delivered & differs, arrival=arrival, due_at=None):
        return False
    detail = f"{offer.what}: {words}" if words else offer.what
    work.audit_log.add(offer.incident_ref, _EVENTS[arrival], reporter.id, address, detail)
    incident = queries.find(work, offer.incident_ref)
    assert incident is not None
    if arrival != Arrival.YES:
        args = wording.facts(work, incident, offer)
        args["words"] = Text("offer.words") if words else phrases.EMPTY
        screen = Screen(Text(f"offer.came.{arrival}.told", args), quote=words, max_segments=SEGMENTS)
        giver = [one for one in work.people.many([offer.person_id]) if work.people.roles(one)]
        people = {one.id: one for one in (*giver, *audience.holder(work, incident))}
        people.pop(reporter.id, None)
        audience.tell(work, list(people.values()), screen, incident.ref)
    return True


def change_if(work: UnitOfWork, offer: Offer, condition: ColumnElement[bool], **values: object) -> bool:
    """Compare and set: update the offer under a condition, refresh it, return True if it changed."""
    work.flush()
    mine = update(Offer).where(Offer.id == offer.id, condition)
    done = changed_one(work.session, mine.values(**values, changed_at=work.now))
    work.session.refresh(offer)
    return done
