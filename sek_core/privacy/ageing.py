"""Old rows: messages, copies of what the providers sent, kept texts and links, beyond their time.

Each kind is looked through in the order in which its rows came, a slice at a time, so that no look reads
more than a slice however many rows there are. A fact keeps how far the clock has come. The next night begins
at the first row that had to stay, so that nothing that was still needed is passed over.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from sek_core.inbox.queue import DELIVERY_REPORT
from sek_core.store import facts
from sek_core.store.deliveries import Delivery
from sek_core.store.erasure import WORDS
from sek_core.store.files import File
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import LIVE, Incident, ReportRow
from sek_core.store.meetings import CalendarLink, Task
from sek_core.store.statements import changed_one
from sek_core.store.states import DeliveryStatus, FileStatus, InboxStatus, KeptStatus, TaskStatus
from sek_core.work.unit_of_work import UnitOfWork

SLICE = 200
"""Number of rows that one transaction looks at."""

COUNTED = 10_000
"""Number of rows that are looked at to say how many wait."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far one kind was looked through on one day: the last row, and the first that had to stay."""

    day: str = ""
    at: int = 0
    stayed: int = 0

    @classmethod
    def read(cls, written: str) -> "Place":
        """Return a place as it was written."""
        day, at, stayed = written.split()
        return cls(day, int(at), int(stayed))

    def __str__(self) -> str:
        return f"{self.day} {self.at} {self.stayed}"

    def on(self, day: str) -> "Place":
        """Return where to go on: on a new day at the first row that had to stay."""
        if self.day == day:
            return self
        return Place(day, self.stayed - 1 if self.stayed else self.at)


@dataclass(frozen=True, slots=True)
class Ageing:
    """One kind of rows that are removed, or emptied, once they are old.

    `key` orders them as they came; `came` is when. `needed` returns the condition under which an old row
    stays until another night, for the time before which rows are old. `remove` takes rows by their keys.
    """

    name: str
    key: InstrumentedAttribute[int]
    came: InstrumentedAttribute[datetime]
    needed: Callable[[datetime], ColumnElement[bool]]
    remove: Callable[[UnitOfWork, Sequence[int]], None]

    def due(self, work: UnitOfWork, before: datetime, _limit: int | None) -> Sequence[int]:
        """Return where the next slice begins, if a row in it is old."""
        place = self._place(work)
        rows = self._after(work, place, before, SLICE)
        return [place.at] if any(is_old for _, is_old, _ in rows) else []

    def waiting(self, work: UnitOfWork, before: datetime) -> int:
        """Count the rows that are to be removed, among the next ones."""
        rows = self._after(work, self._place(work), before, COUNTED)
        return sum(is_old > needed for _, is_old, needed in rows)

    def remove_slice(self, work: UnitOfWork, before: datetime) -> bool:
        """Remove what is old in the next slice; False if another clock was quicker."""
        place = self._place(work)
        rows = self._after(work, place, before, SLICE)
        going = [key for key, is_old, needed in rows if is_old > needed]
        staying = [key for key, is_old, needed in rows if is_old <= needed]
        if not rows or not self._move(
            work, Place(place.day, rows[-1][0], place.stayed or min(staying, default=0))
        ):
            return False
        if going:
            self.remove(work, going)
        return bool(going)

    def _after(
        self, work: UnitOfWork, place: Place, before: datetime, most: int
    ) -> list[tuple[int, bool, bool]]:
        """Return the rows behind a place: the key of each, if it is old, and if it is needed."""
        query = select(self.key, self.came < before, self.needed(before))
        rows = work.session.execute(query.where(self.key > place.at).order_by(self.key).limit(most))
        return [(key, bool(is_old), bool(needed)) for key, is_old, needed in rows]

    @property
    def _fact(self) -> str:
        return f"retention_{self.name}"

    def _place(self, work: UnitOfWork) -> Place:
        written = facts.value_of(work.session, self._fact)
        return (Place.read(written) if written else Place()).on(_today(work).isoformat())

    def _move(self, work: UnitOfWork, moved: Place) -> bool:
        was = facts.value_of(work.session, self._fact)
        if was is None:
            facts.begin(work.session, {self._fact: str(moved)})
            return True
        return facts.change(work.session, self._fact, str(moved), was)


def _today(work: UnitOfWork) -> date:
    return work.now.astimezone(work.configuration.mechanism.zone).date()


def _of_incident(ref: Any, before: datetime) -> ColumnElement[bool]:
    """Return whether an incident is open, or was closed only after a time."""
    late = or_(Incident.status.in_(LIVE), Incident.closed_at >= before)
    return exists().where(Incident.ref == ref, late)


ON_THE_WAY = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)


def _messages_needed(before: datetime) -> ColumnElement[bool]:
    """Messages stay while they are on their way, or what they are about is open."""
    task = exists().where(Task.ref == Delivery.about, Task.status == TaskStatus.OPEN)
    text = exists().where(Kept.ref == Delivery.about, Kept.status == KeptStatus.OPEN)
    return or_(Delivery.status.in_(ON_THE_WAY), _of_incident(Delivery.about, before), task, text)


def _remove_messages(work: UnitOfWork, ids: Collection[int]) -> None:
    """Remove messages. Others that were sent in their place, or with them, stay by themselves."""
    for column in (Delivery.origin_id, Delivery.bundle_id):
        others = update(Delivery).where(column.in_(ids)).values({column: None})
        work.session.execute(others.execution_options(synchronize_session=False))
    mine = delete(Delivery).where(Delivery.id.in_(ids))
    work.session.execute(mine.execution_options(synchronize_session=False))


def _received_needed(before: datetime) -> ColumnElement[bool]:
    """What came in stays as it came while it is not handled, or its incident is open."""
    reported = exists().where(ReportRow.inbox_id == InboxRow.id, _of_incident(ReportRow.incident_ref, before))
    return or_(InboxRow.status != InboxStatus.DONE, reported)


def _empty_received(work: UnitOfWork, ids: Collection[int]) -> None:
    """Remove delivery reports; of all else only the copy of what the provider sent: the words stay."""
    reports = delete(InboxRow).where(InboxRow.id.in_(ids), InboxRow.kind == DELIVERY_REPORT)
    work.session.execute(reports.execution_options(synchronize_session=False))
    copies = update(InboxRow).where(InboxRow.id.in_(ids), InboxRow.payload != {})
    work.session.execute(copies.values(payload={}, read_as=None).execution_options(synchronize_session=False))


def _kept_needed(before: datetime) -> ColumnElement[bool]:
    """A kept text stays while it waits, and while the incident that it belongs to is open."""
    live = exists().where(Incident.ref == Kept.became, Incident.status.in_(LIVE))
    return or_(Kept.status == KeptStatus.OPEN, and_(Kept.settled_at >= before), live)


def _empty_kept(work: UnitOfWork, inbox_ids: Collection[int]) -> None:
    """Erase the words of kept texts, and the messages that carried them. That there was one stays."""
    refs = list(work.session.scalars(select(Kept.ref).where(Kept.inbox_id.in_(inbox_ids))))
    carried = select(Delivery.id).where(Delivery.about.in_(refs), Delivery.status.not_in(ON_THE_WAY))
    if ids := list(work.session.scalars(carried)):
        _remove_messages(work, ids)
    gone: dict[str, Any] = {"text": WORDS, "payload": {}, "parts": None, "read_as": None, "error": None}
    words = update(InboxRow).where(InboxRow.id.in_(inbox_ids), InboxRow.status == InboxStatus.DONE)
    work.session.execute(words.values(**gone).execution_options(synchronize_session=False))


def _links_needed(_before: datetime) -> ColumnElement[bool]:
    """The link to a file stays while the file is still to come."""
    return File.status.in_((FileStatus.WANTED, FileStatus.FETCHING))


def _remove_links(work: UnitOfWork, ids: Collection[int]) -> None:
    """Give files a link that nobody knows; the files stay."""
    for file_id in ids:
        mine = update(File).where(File.id == file_id).values(token=secrets.token_urlsafe(24))
        changed_one(work.session, mine)


def codes_due(work: UnitOfWork, before: datetime, limit: int | None) -> Sequence[int]:
    """Return messages that hold the code of a question that is over."""
    query = select(Delivery.id).where(
        Delivery.secret.is_not(None), Delivery.created_at < before, Delivery.status.not_in(ON_THE_WAY)
    )
    return list(work.session.scalars(query.order_by(Delivery.person_id).limit(limit)))


def erase_code(work: UnitOfWork, delivery_id: int) -> bool:
    """Erase the code in one of these messages."""
    mine = update(Delivery).where(Delivery.id == delivery_id, Delivery.secret.is_not(None))
    return changed_one(work.session, mine.values(secret=None))


def revoked_due(work: UnitOfWork, before: datetime, limit: int | None) -> Sequence[int]:
    """Return people with links to calendars that were revoked before."""
    query = select(CalendarLink.person_id).where(CalendarLink.revoked_at < before).distinct()
    return list(work.session.scalars(query.order_by(CalendarLink.person_id).limit(limit)))


def remove_revoked(work: UnitOfWork, person_id: int) -> bool:
    """Remove the revoked links to a person's calendar."""
    theirs = delete(CalendarLink).where(
        CalendarLink.person_id == person_id, CalendarLink.revoked_at.is_not(None)
    )
    return changed_one(work.session, theirs)


MESSAGES = Ageing("messages", Delivery.id, Delivery.created_at, _messages_needed, _remove_messages)
RECEIVED = Ageing("received", InboxRow.id, InboxRow.received_at, _received_needed, _empty_received)
KEPT = Ageing("kept_texts", Kept.inbox_id, Kept.created_at, _kept_needed, _empty_kept)
LINKS = Ageing("links", File.id, File.created_at, _links_needed, _remove_links)
