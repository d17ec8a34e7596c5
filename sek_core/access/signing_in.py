"""Signing in: a link that a person asked for by text, or a code to an address of the roster.

Asking tells a stranger nothing: the answer is the same whether an address is on the roster or not.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from sek_core.access import tokens
from sek_core.messages.screens import Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.access import SignIn
from sek_core.store.statements import changed_one
from sek_core.work import codes
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

LIFE = timedelta(minutes=10)
"""How long a link or a code counts."""

TRIES = 5
AN_HOUR, A_DAY = 3, 10
"""Maximum numbers of codes to one person."""

SURE = timedelta(minutes=15)
"""How long a person who confirmed who they are need not do so again."""

ALL_A_DAY = 200
"""Maximum number of codes to all people in a day: each costs an SMS, and a stranger can ask for them."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who signs in: a person on the roster, or a reader of the Mission by their e-mail address."""

    person_id: int | None
    email: str = ""


def link_for(work: UnitOfWork, person: Person) -> str:
    """Return the address of a new link by which this person signs in once."""
    token = tokens.link_token()
    _add(work, "link", Who(person.id), tokens.seal(token))
    return f"{work.core.public_url}/console/in/{token}"


def owner_of(work: UnitOfWork, token: str) -> Person | None:
    """Return whose link this is while it counts; None if it is unknown, used or late, or its owner left."""
    row = _live_link(work, token)
    return _still_here(work, row.person_id) if row is not None else None


def open_link(work: UnitOfWork, token: str) -> Who | None:
    """Use a link up; return who signs in by it, or None. Of two at once one gets in."""
    row = _live_link(work, token)
    if row is None or _still_here(work, row.person_id) is None or not _use_up(work, row.id):
        return None
    return Who(row.person_id)


def ask_for_code(work: UnitOfWork, written: str, browser: str) -> None:
    """Send a code to the person whose number, chat name or e-mail this is; do nothing for a stranger."""
    who = _find(work, written)
    if who is None or not _may_have_code(work, who):
        return
    _send_code(work, "code", who, browser)


def ask_again(work: UnitOfWork, person: Person, browser: str) -> bool:
    """Send a code to a person who is signed in, before a risky act. Return False if they had too many."""
    who = Who(person.id)
    if not _may_have_code(work, who):
        return False
    _send_code(work, "again", who, browser)
    return True


def open_code(work: UnitOfWork, kind: str, written: str, browser: str) -> Who | None:
    """Use up the newest code of a browser; return who it is for, or None if it is wrong or late."""
    query = select(SignIn).where(SignIn.browser == tokens.seal(browser)).order_by(SignIn.id.desc()).limit(1)
    row = work.session.scalar(query)
    if row is None or row.kind != kind or row.used_at or row.until <= work.now or row.tries >= TRIES:
        return None
    digits = "".join(filter(str.isdigit, written))
    if not tokens.same(row.seal, tokens.seal_code(digits, browser)):
        wrong = update(SignIn).where(SignIn.id == row.id, SignIn.tries == row.tries)
        changed_one(work.session, wrong.values(tries=row.tries + 1))
        work.audit_log.add("", Event.WRONG_CODE, row.person_id)
        return None
    if row.person_id is not None and _still_here(work, row.person_id) is None:
        return None
    return Who(row.person_id, row.email) if _use_up(work, row.id) else None


def _live_link(work: UnitOfWork, token: str) -> SignIn | None:
    query = select(SignIn).where(SignIn.seal == tokens.seal(token.strip().upper()), SignIn.kind == "link")
    row = work.session.scalar(query)
    return row if row is not None and row.used_at is None and row.until > work.now else None


def _use_up(work: UnitOfWork, row_id: int) -> bool:
    mine = update(SignIn).where(SignIn.id == row_id, SignIn.used_at.is_(None))
    return changed_one(work.session, mine.values(used_at=work.now))


def _still_here(work: UnitOfWork, person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    person = work.people.get(person_id)
    return person if work.people.roles(person) else None


def _find(work: UnitOfWork, written: str) -> Who | None:
    """Return whose number, chat or e-mail address this is; None for a stranger's. It may be written in any
    way that the roster file takes.
    """
    for channel, value in _read(work, written.strip()):
        person = work.people.at(channel, value)
        if person is not None and work.people.roles(person):
            return Who(person.id)
    email = written.strip().casefold()
    return Who(None, email) if work.configuration.mechanism.is_reader(email) else None


def _read(work: UnitOfWork, written: str) -> Iterator[tuple[str, str]]:
    """Yield each channel that is on and can read what was written as an address, with the address."""
    for channel in work.core.channels.on:
        if channel.column is not None:
            with suppress(ValueError):
                yield channel.name, channel.column.read(written, work.configuration.mechanism)


def _may_have_code(work: UnitOfWork, who: Who) -> bool:
    mine = SignIn.person_id == who.person_id if who.person_id is not None else SignIn.email == who.email
    day = work.now - timedelta(days=1)
    times = list(
        work.session.scalars(
            select(SignIn.created_at).where(mine, SignIn.created_at > day, SignIn.kind != "link")
        )
    )
    hour = work.now - timedelta(hours=1)
    if len(times) >= A_DAY or sum(at > hour for at in times) >= AN_HOUR:
        return False
    everyone = select(func.count()).select_from(SignIn).where(SignIn.created_at > day, SignIn.kind != "link")
    return (work.session.scalar(everyone) or 0) < ALL_A_DAY


def _send_code(work: UnitOfWork, kind: str, who: Who, browser: str) -> None:
    code = tokens.code()
    _add(work, kind, who, tokens.seal_code(code, browser), tokens.seal(browser))
    screen = Screen(Text("signin.code", {"code": codes.masked(tokens.CODE_LENGTH)}), secret=code)
    if who.person_id is not None:
        work.outbox.tell(work.people.get(who.person_id), screen, "answer", urgent=True)
    else:
        for channel, value in _read(work, who.email):
            work.outbox.write_to(work.people.sender(channel, value), screen, _language(work), "answer")


def _language(work: UnitOfWork) -> str:
    return work.configuration.mechanism.languages[0]


def _add(work: UnitOfWork, kind: str, who: Who, seal: str, browser: str = "") -> None:
    work.rows.add(
        SignIn,
        {
            "kind": kind,
            "person_id": who.person_id,
            "email": who.email,
            "seal": seal,
            "browser": browser,
            "created_at": work.now,
            "until": work.now + LIFE,
            "used_at": None,
            "tries": 0,
        },
    )
