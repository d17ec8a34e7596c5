"""Replies to announcements and county information: words of a recipient reach the sender within 72 hours.

Several replies go together: the first waits a few minutes for others, and then the sender hears at most once
an hour. Nothing is passed in quiet hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import bindparam, select, update

from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.questions import Announcement, AnnouncementRecipient, AnnouncementReply
from sek_core.store.statements import table_of
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

WITHIN = timedelta(hours=72)
"""Time after an announcement within which a recipient's words reach its sender."""

WAIT = timedelta(minutes=5)
"""Time for which a reply waits for others."""

APART = timedelta(hours=1)
"""Least time between two messages with replies to one announcement."""

What = Literal["tell", "info"]


@dataclass(frozen=True, slots=True)
class Heard:
    """An announcement that a person got lately."""

    id: int
    sender_id: int
    told_at: datetime


def keep_announcement(
    work: UnitOfWork, kind: What, sender: Person, words: str, people: Sequence[Person]
) -> None:
    """Record to whom words went, so that replies find their way back."""
    if not people:
        return
    kept = Announcement(kind=kind, sender_id=sender.id, text=words, created_at=work.now, passed_at=None)
    work.session.add(kept)
    work.session.flush()
    for person in people:
        row = {"announcement_id": kept.id, "person_id": person.id, "told_at": work.now}
        work.rows.add(AnnouncementRecipient, row)


_GOT, _SAID = table_of(AnnouncementRecipient), table_of(Announcement)
_HEARD = (
    select(_SAID.c.id, _SAID.c.sender_id, _GOT.c.told_at)
    .join_from(_GOT, _SAID, _SAID.c.id == _GOT.c.announcement_id)
    .where(
        _GOT.c.person_id == bindparam("person"),
        _GOT.c.told_at > bindparam("since", type_=_GOT.c.told_at.type),
    )
    .order_by(_GOT.c.told_at.desc(), _SAID.c.id.desc())
)
"""Built once."""


def heard_by(work: UnitOfWork, person: Person) -> list[Heard]:
    """Return the announcements to which a person may reply, the newest of each sender, newest first."""
    work.flush(Announcement, AnnouncementRecipient)
    asked = {"person": person.id, "since": work.now - WITHIN}
    newest: dict[int, Heard] = {}
    for row in work.session.connection().execute(_HEARD, asked):
        if work.people.roles(work.people.get(row.sender_id)):
            newest.setdefault(row.sender_id, Heard(row.id, row.sender_id, row.told_at))
    return list(newest.values())


def reply(work: UnitOfWork, to: Heard, person: Person, words: str, address: str) -> Person:
    """Keep a recipient's words for the sender; return the sender."""
    said = work.session.get_one(Announcement, to.id, populate_existing=True)
    at = work.now + WAIT
    if said.passed_at is not None:
        at = max(at, said.passed_at + APART)
    at = first_not_quiet(work.configuration.mechanism, at)
    row = {"announcement_id": to.id, "person_id": person.id, "text": words, "created_at": work.now}
    work.rows.add(AnnouncementReply, row | {"pass_at": at})
    work.audit_log.add("", Event.REPLY_TO_SENDER, person.id, address, words)
    return work.people.get(to.sender_id)


def due(work: UnitOfWork) -> list[int]:
    """Return the announcements that have replies to pass on now."""
    waiting = select(AnnouncementReply.announcement_id).where(
        AnnouncementReply.pass_at.is_not(None), AnnouncementReply.pass_at <= work.now
    )
    return sorted(set(work.session.scalars(waiting)))


def pass_on(work: UnitOfWork, announcement_id: int) -> bool:
    """Send the waiting replies to an announcement to its sender, or the cover. False if there are none."""
    mine = update(AnnouncementReply).where(
        AnnouncementReply.announcement_id == announcement_id, AnnouncementReply.pass_at.is_not(None)
    )
    taken = (
        mine.values(pass_at=None).returning(AnnouncementReply.id).execution_options(synchronize_session=False)
    )
    ids = sorted(work.session.scalars(taken))
    if not ids:
        return False
    said = work.session.get_one(Announcement, announcement_id, populate_existing=True)
    said.passed_at = work.now
    found = select(AnnouncementReply).where(AnnouncementReply.id.in_(ids)).order_by(AnnouncementReply.id)
    lines: list[Arg] = [
        Text("reply.line", {"who": phrases.named(work.people.get(each.person_id)), "words": each.text})
        for each in work.session.scalars(found)
    ]
    args: dict[str, Arg] = {"when": when_of(work, said.created_at), "lines": Joined(tuple(lines), "\n")}
    screen = Screen(Text("reply.told", args, n=len(lines)), max_segments=None)
    for person in work.people.with_cover([work.people.get(said.sender_id)]):
        work.outbox.tell(person, screen, "notice")
    return True


def when_of(work: UnitOfWork, at: datetime) -> Text:
    """Return the day of an announcement: "Mon 23 Nov"."""
    return phrases.day(at.astimezone(work.configuration.mechanism.zone).date())
