"""Invariants about states: each row has what its state needs, and the history knows of it."""

from collections.abc import Iterator

from sqlalchemy import exists, or_
from sqlalchemy.orm import aliased

from sek_core.integrity.violations import Invariant, rule
from sek_core.store.deliveries import Delivery
from sek_core.store.erasure import WORDS
from sek_core.store.incidents import LIVE, History, Incident, Promise, Recipient, Track
from sek_core.store.meetings import Invitation, Meeting, Reminder, Task
from sek_core.store.offers import Offer
from sek_core.store.questions import Inquiry
from sek_core.store.seats import Nomination
from sek_core.store.states import (
    DeliveryStatus,
    IncidentStatus,
    InquiryStatus,
    NominationStatus,
    OfferStatus,
    PromiseStatus,
    ReminderStatus,
    TaskStatus,
)
from sek_core.work.events import Event

STORY = "Read the story: `sek incident REF`"
TELL = "A message could not be told as it is: look at the row, and phone the person if it was an alert"


def _said(*events: Event) -> object:
    return exists().where(History.about == Incident.ref, History.what.in_(events))


def _incidents() -> Iterator[Invariant]:
    status = Incident.status
    needs = or_(
        (status == IncidentStatus.HELD) & Incident.held_until.is_(None),
        (status == IncidentStatus.OPEN) & Incident.opened_at.is_(None),
        (status == IncidentStatus.TAKEN) & or_(Incident.taken_by_id.is_(None), Incident.taken_at.is_(None)),
        (status == IncidentStatus.CLOSED) & Incident.closed_at.is_(None),
    )
    yield rule(
        "incidents have what their state needs", Incident.ref, needs, "lacks the time or person of its state",
        f"{STORY}; then set it right by text (OK, RELEASE, CLOSE)",
    )  # fmt: skip
    holder = (status == IncidentStatus.OPEN) & Incident.taken_by_id.is_not(None)
    yield rule(
        "an open incident has no holder", Incident.ref, holder, "is open, and a holder is named",
        f"{STORY}; the holder texts OK again",
    )  # fmt: skip
    told = exists().where(Recipient.incident_ref == Incident.ref)
    due = exists().where(Track.incident_ref == Incident.ref, Track.due_at.is_not(None))
    lost = (
        status.in_((IncidentStatus.OPEN, IncidentStatus.TAKEN)) & ~told & ~due & Incident.again_at.is_(None)
    )
    yield rule(
        "an open incident has recipients", Incident.ref, lost, "is open without a recipient or a step due",
        "Phone the CLT lead now; then text ESCALATE and its reference",
    )  # fmt: skip
    reported = ~exists().where(History.about == Incident.ref)
    yield rule(
        "the history knows every incident", Incident.ref, reported, "has no line in the history",
        "Rows were lost or put in by hand: compare with the newest backup",
    )  # fmt: skip
    ended = ~exists().where(
        History.about == Incident.ref, History.what.in_((Event.CLOSED, Event.ENDED, Event.SAME))
    )
    yield rule(
        "the history knows who closed", Incident.ref, (status == IncidentStatus.CLOSED) & ended,
        "is closed, and the history does not say by whom", "Compare with the newest backup",
    )  # fmt: skip
    over = exists().where(Incident.ref == Track.incident_ref, status.not_in((*LIVE,)))
    yield rule(
        "an incident that is over climbs no further", Track.incident_ref, Track.due_at.is_not(None) & over,
        "is over, and a step of its alert is due", "The clock ends it at the next look; else read the log",
    )  # fmt: skip


def _promises() -> Iterator[Invariant]:
    live = Promise.status != PromiseStatus.OVER
    kept = exists().where(
        Incident.ref == Promise.incident_ref,
        Incident.status == IncidentStatus.TAKEN,
        Incident.taken_by_id == Promise.person_id,
    )
    yield rule(
        "a promise is the holder's", Promise.incident_ref, live & ~kept,
        "has a promise of news by a person who does not hold it", f"{STORY}; the holder texts OK with a day",
    )  # fmt: skip
    promised = exists().where(Promise.incident_ref == Incident.ref, live)
    yield rule(
        "a holder has promised news", Incident.ref, (Incident.status == IncidentStatus.TAKEN) & ~promised,
        "is taken, and no news is promised", "The holder texts OK with a day",
    )  # fmt: skip


def _deliveries() -> Iterator[Invariant]:
    waits = Delivery.status.in_((DeliveryStatus.QUEUED, DeliveryStatus.SENDING))
    yield rule(
        "what waits to leave has an address", Delivery.id, waits & (Delivery.address == ""),
        "waits to leave, and has no address", TELL, "message",
    )  # fmt: skip
    failed = Delivery.status.in_((DeliveryStatus.FAILED, DeliveryStatus.SKIPPED)) & Delivery.error.is_(None)
    gone = Delivery.text != WORDS
    yield rule(
        "what did not leave has a reason", Delivery.id, failed & gone, "did not leave, without a reason",
        TELL, "message",
    )  # fmt: skip
    left = Delivery.status.in_((DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED)) & (Delivery.attempts == 0)
    yield rule(
        "what has left was tried", Delivery.id, left, "has left, and was never tried", TELL, "message"
    )  # fmt: skip


def _work() -> Iterator[Invariant]:
    done = (Task.status == TaskStatus.OPEN) != Task.done_at.is_(None)
    yield rule(
        "tasks have the time of their end", Task.ref, done, "is open and ended, or ended without a time",
        "Its giver texts DONE or DROP once more",
    )  # fmt: skip
    meeting = aliased(Meeting)
    ahead = exists().where(meeting.ref == Invitation.meeting_ref, meeting.version < Invitation.version)
    yield rule(
        "invitees know no later version than there is", Invitation.meeting_ref, ahead,
        "has invitees who were told of a version that does not exist", "Compare with the newest backup",
    )  # fmt: skip
    open_task = exists().where(Task.ref == Reminder.about, Task.status == TaskStatus.OPEN)
    waits = (Reminder.status == ReminderStatus.WAITING) & Reminder.about.like("T%") & ~open_task
    yield rule(
        "reminders are of what is open", Reminder.about, waits, "is over, and a reminder waits",
        "The clock drops it when it is due",
    )  # fmt: skip
    over = (Inquiry.status == InquiryStatus.OPEN) != Inquiry.ended_at.is_(None)
    yield rule(
        "questions to many have the time of their end", Inquiry.ref, over,
        "is open and ended, or ended without a time", "Its asker texts CLOSE once more",
    )  # fmt: skip
    arrived = Offer.arrival.is_not(None) & (Offer.status != OfferStatus.DELIVERED)
    asked = Offer.due_at.is_not(None) & (Offer.status == OfferStatus.WITHDRAWN)
    yield rule(
        "offers came only if they were delivered", Offer.id, or_(arrived, asked),
        "came, or is asked about, and is not delivered", "Its giver texts S1 1, or CANCEL", "offer",
    )  # fmt: skip
    named = (Nomination.status == NominationStatus.OPEN) & (Nomination.settled_at.is_not(None))
    confirmed = (Nomination.status == NominationStatus.CONFIRMED) & Nomination.person_id.is_(None)
    yield rule(
        "nominations are settled once", Nomination.id, or_(named, confirmed),
        "is open and settled, or confirmed without a person", "Nominate anew", "nomination",
    )  # fmt: skip


def invariants() -> Iterator[Invariant]:
    """Yield the invariants about states."""
    yield from _incidents()
    yield from _promises()
    yield from _deliveries()
    yield from _work()
