"""Sessions of the pages: begun by a sign-in, found by their cookie, ended by their owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sek_core.access import tokens
from sek_core.access.signing_in import SURE, Who
from sek_core.messages.screens import Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.access import PageSession
from sek_core.store.statements import changed_one
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

MINE, SHARED = timedelta(days=30), timedelta(hours=12)
"""How long a session lasts after its last use: on the person's own telephone, and on any other device."""

SEEN_EVERY = timedelta(hours=1)
"""How often the last use is written down: a page must not write each time that it is read."""

MOST_DEVICE = 60


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page: a person on the roster, or a reader of the Mission (`person` None, `email`).
    `sure`: they confirmed who they are a moment ago.
    """

    session_id: int
    person: Person | None
    email: str
    sure: bool
    seen_late: bool = False

    @property
    def name(self) -> str:
        """The name of the visitor."""
        return self.person.name if self.person is not None else self.email


def begin(work: UnitOfWork, who: Who, device: str, *, mine: bool, sure: bool = False) -> str:
    """Begin a session; return the token of its cookie, and tell the person of a new device."""
    token = tokens.cookie_token()
    life = MINE if mine else SHARED
    work.rows.add(
        PageSession,
        {
            "token": tokens.seal(token),
            "person_id": who.person_id,
            "email": who.email,
            "device": device[:MOST_DEVICE],
            "created_at": work.now,
            "seen_at": work.now,
            "until": work.now + life,
            "ended_at": None,
            "sure_until": work.now + SURE if sure else None,
        },
    )
    work.audit_log.add("", Event.SIGNED_IN, who.person_id, f"web:{tokens.seal(token)[:4]}")
    return token


def tell_of_new_device(work: UnitOfWork, person: Person, device: str) -> None:
    """Tell a person that a browser signed in as them, at another address than the code went to if they have
    one: a telephone number can be taken over.
    """
    addresses = work.people.reachable_at(person)
    used = addresses[0].channel if addresses else ""
    screen = Screen(Text("signin.new_device", {"device": device or "?"}))
    work.outbox.tell(person, screen, "notice", avoid=[used] if len(addresses) > 1 else ())


def visitor(work: UnitOfWork, token: str) -> Visitor | None:
    """Return who has this cookie; None if its session ended, or its person holds no role today."""
    query = select(PageSession).where(PageSession.token == tokens.seal(token))
    row = work.session.scalar(query)
    if row is None or row.ended_at is not None or row.until <= work.now:
        return None
    sure = row.sure_until is not None and row.sure_until > work.now
    late = row.seen_at + SEEN_EVERY <= work.now
    if row.person_id is None:
        if not work.configuration.mechanism.is_reader(row.email):
            return None
        return Visitor(row.id, None, row.email, sure, late)
    person = work.people.get(row.person_id)
    return Visitor(row.id, person, "", sure, late) if work.people.roles(person) else None


def seen(work: UnitOfWork, session_id: int) -> None:
    """Write down that a session was used, and let it last longer by as much."""
    row = work.session.get(PageSession, session_id)
    if row is not None and row.ended_at is None:
        longer = max(row.until, work.now + (row.until - row.seen_at))
        mine = update(PageSession).where(PageSession.id == session_id, PageSession.seen_at == row.seen_at)
        changed_one(work.session, mine.values(seen_at=work.now, until=longer))


def confirm(work: UnitOfWork, session_id: int) -> None:
    """Write down that the person of a session has just confirmed who they are."""
    mine = update(PageSession).where(PageSession.id == session_id, PageSession.ended_at.is_(None))
    changed_one(work.session, mine.values(sure_until=work.now + SURE))


def end(work: UnitOfWork, session_id: int) -> None:
    """End one session."""
    mine = update(PageSession).where(PageSession.id == session_id, PageSession.ended_at.is_(None))
    changed_one(work.session, mine.values(ended_at=work.now))


def end_all(work: UnitOfWork, person: Person) -> int:
    """End all sessions of a person; return how many there were."""
    live = [row.id for row in of_person(work.session, person.id, work.now)]
    for session_id in live:
        end(work, session_id)
    work.audit_log.add("", Event.SIGNED_OUT, person.id)
    return len(live)


def of_person(session: Session, person_id: int, now: datetime) -> list[PageSession]:
    """Return the live sessions of a person, the newest first."""
    query = (
        select(PageSession)
        .where(PageSession.person_id == person_id, PageSession.ended_at.is_(None))
        .order_by(PageSession.id.desc())
    )
    return [row for row in session.scalars(query) if row.until > now]
