"""Attendees who were neither invited nor are on the roster, as a convener typed them."""

import re
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from sek_core.messages.plain_line import typed_name, typed_title
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Meeting, WalkIn
from sek_core.store.statements import insert_missing
from sek_core.understanding.tokens import forms_of
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Typed:
    """An attendee as typed: "Jane Mutua, county communication director, Kitui County, jane@example.org"."""

    name: str
    title: str = ""
    organisation: str = ""
    email: str = ""


def parse(words: str) -> Typed:
    """Read a name, and what is given of title, organisation and e-mail address, with commas between."""
    name, *rest = [part for part in (part.strip() for part in words.split(",")) if typed_name(part)] or [""]
    email = next((part for part in rest if _EMAIL.fullmatch(part)), "")
    title, organisation = [*(typed_title(part) for part in rest if part != email), "", ""][:2]
    return Typed(typed_name(name), title, organisation, email)


def add(work: UnitOfWork, meeting: Meeting, typed: Typed, by: Person, address: str) -> None:
    """Record an attendee; one of the same name at the same meeting is recorded once."""
    row = asdict(typed) | {
        "meeting_ref": meeting.ref,
        "folded": " ".join(forms_of(typed.name)),
        "county": "" if meeting.also_in else meeting.county,
        "recorded_by_id": by.id,
        "recorded_at": work.now,
    }
    insert_missing(work.session, WalkIn, [row])
    work.audit_log.add(meeting.ref, Event.PRESENT, by.id, address, typed.name)


def remove(work: UnitOfWork, meeting: Meeting, name: str, by: Person, address: str) -> bool:
    """Remove an attendee by name; False if no one of that name was recorded."""
    folded = " ".join(forms_of(typed_name(name)))
    found = [each for each in of_meeting(work, meeting) if each.folded == folded]
    for each in found:
        work.session.execute(delete(WalkIn).where(WalkIn.id == each.id))
        work.audit_log.add(meeting.ref, Event.ABSENT, by.id, address, each.name)
    return bool(found)


def of_meeting(work: UnitOfWork, meeting: Meeting) -> list[WalkIn]:
    """Return the attendees of a meeting who were typed, by organisation and name."""
    work.flush()
    query = select(WalkIn).where(WalkIn.meeting_ref == meeting.ref)
    return list(work.session.scalars(query.order_by(WalkIn.organisation, WalkIn.name, WalkIn.id)))
