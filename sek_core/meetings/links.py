"""Private links to calendars: the link alone gives access to its calendar, until it is revoked."""

import re
import secrets

from sqlalchemy import select, update

from sek_core.meetings import ics
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import CalendarLink, Meeting
from sek_core.store.statements import changed_one
from sek_core.work.unit_of_work import UnitOfWork

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def of_person(work: UnitOfWork, person: Person) -> str:
    """Return the address of a person's calendar, made on first use; empty without a public URL.

    If two are made at the same moment, both work; later calls return the older one.
    """
    if not work.core.public_url:
        return ""
    work.flush()
    live = (
        select(CalendarLink.token)
        .where(CalendarLink.person_id == person.id, CalendarLink.revoked_at.is_(None))
        .order_by(CalendarLink.created_at, CalendarLink.token)
    )
    token = work.session.scalar(live.limit(1)) or _make(work, person)
    return _address(work, token)


def revoke(work: UnitOfWork, person: Person) -> str:
    """Revoke all addresses of a person's calendar, and return a new one."""
    work.flush()
    theirs = update(CalendarLink).where(
        CalendarLink.person_id == person.id, CalendarLink.revoked_at.is_(None)
    )
    changed_one(work.session, theirs.values(revoked_at=work.now))
    return _address(work, _make(work, person))


def of_meeting(work: UnitOfWork, meeting: Meeting) -> str:
    """Return the address of one meeting as a calendar file; empty without a public URL."""
    return _address(work, meeting.token)


def open_calendar(work: UnitOfWork, token: str) -> str | None:
    """Return the calendar that a token opens; None if the token is unknown or revoked, or its owner holds no
    role any more.
    """
    if not _TOKEN.fullmatch(token):
        return None
    session = work.session
    link = select(CalendarLink.person_id).where(
        CalendarLink.token == token, CalendarLink.revoked_at.is_(None)
    )
    person_id = session.scalar(link)
    if person_id is not None:
        person = work.people.get(person_id)
        return ics.feed(work, person) if work.people.roles(person) else None
    meeting = session.scalar(select(Meeting).where(Meeting.token == token))
    return ics.request(work, meeting, work.configuration.mechanism.languages[0]) if meeting else None


def _make(work: UnitOfWork, person: Person) -> str:
    token = secrets.token_urlsafe(24)
    work.rows.add(
        CalendarLink, {"token": token, "person_id": person.id, "created_at": work.now, "revoked_at": None}
    )
    return token


def _address(work: UnitOfWork, token: str) -> str:
    return f"{work.core.public_url}/calendar/{token}.ics" if work.core.public_url else ""
