"""The net: texts that the program does not surely understand reach a person.

A kept text waits for its sender to say what it is. At the end of the hold its words go to a coordinator, and
later to the next one if the first does nothing. Texts of one sender go together.
`sek_core.triage.net_answers` handles the coordinators' answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select, update

from sek_core.alerts.circles import Circle
from sek_core.incidents import wording
from sek_core.messages.screens import Action, Arg, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.base import among, is_just
from sek_core.store.inbox import InboxRow, Kept, KeptReader
from sek_core.store.questions import Inquiry
from sek_core.store.statements import changed_one, table_of
from sek_core.store.states import KeptStatus
from sek_core.timing.clock import SKEW
from sek_core.triage import kept_texts, last_said, strangers
from sek_core.triage.kept_texts import KeptText
from sek_core.triage.readers import HOUR, circle_for, next_reader, readers_of
from sek_core.triage.strangers import Share
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

WORDS_WITHIN = timedelta(hours=1)
"""Time after such a message within which a coordinator's own words count as the answer to it."""


MAY_ANSWER = "may answer "
"""Reason for which a text is kept that may be a report or the answer to a question to many, with its
reference.
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """The sender whose texts go together: a person, or one address that is not on the roster."""

    person_id: int | None
    channel: str
    sender: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Kept texts that went to a coordinator in one message, oldest first; `ref` is the newest one's."""

    ref: str
    texts: tuple[KeptText, ...]
    told_at: datetime

    @property
    def newest(self) -> KeptText:
        """The text whose words the message quoted."""
        return self.texts[-1]


def schedule_for_coordinator(work: UnitOfWork, ref: str, after: timedelta | None = None) -> datetime:
    """Schedule a kept text for a coordinator `after` this time, by default the hold. Return when it is
    due.
    """
    at = work.now + (work.configuration.mechanism.report_hold if after is None else after)
    for row in work.rows.pending(Kept):
        if row["ref"] == ref and row["status"] == KeptStatus.OPEN:
            row["pass_at"] = at  # kept in this very turn, and not written yet
            return at
    work.flush()
    changed_one(
        work.session, update(Kept).where(Kept.ref == ref, Kept.status == KeptStatus.OPEN).values(pass_at=at)
    )
    return at


def make_texts_due_now(work: UnitOfWork, lane: Lane) -> int:
    """Make all waiting texts of a sender due now, because the sender says that they are a report. Return how
    many.
    """
    work.flush()
    mine = update(Kept).where(*_of(lane), Kept.status == KeptStatus.OPEN, Kept.pass_at > work.now)
    done = work.session.execute(
        mine.values(pass_at=work.now).execution_options(synchronize_session=False).returning(Kept.ref)
    )
    return len(done.all())


def settle_as_no_report(work: UnitOfWork, lane: Lane, until: datetime) -> None:
    """Settle the texts of a sender kept up to `until`: the sender says that they are no report."""
    work.flush()
    mine = update(Kept).where(
        *_of(lane), Kept.status == KeptStatus.OPEN, Kept.pass_at.is_not(None), Kept.created_at <= until
    )
    work.session.execute(
        mine.values(status=KeptStatus.SETTLED, pass_at=None).execution_options(synchronize_session=False)
    )


def due(work: UnitOfWork, most: int = 50) -> list[Lane]:
    """Return the senders with a text that is due for a coordinator. A text whose due time is further ahead
    than the program can have set it is due too: the clock was set back.
    """
    query = (
        select(Kept.person_id, Kept.channel, Kept.sender, Kept.created_at)
        .where(
            Kept.pass_at.is_not(None),
            or_(Kept.pass_at <= work.now, Kept.pass_at > _impossible(work)),
            Kept.status == KeptStatus.OPEN,
            Kept.reason != kept_texts.PROTECTION,
        )
        .order_by(Kept.pass_at)
        .limit(most)
    )
    lanes = (_lane(row.person_id, row.channel, row.sender) for row in work.session.execute(query))
    return list(dict.fromkeys(lanes))


def _impossible(work: UnitOfWork) -> datetime:
    """Return the time after which no text can be due, unless the clock was set back since."""
    mechanism = work.configuration.mechanism
    return work.now + max(mechanism.report_hold, mechanism.net.next_after) + SKEW


def lane_of(kept: Kept) -> Lane:
    """Return the sender of a kept text."""
    return _lane(kept.person_id, kept.channel, kept.sender)


def _lane(person_id: int | None, channel: str, sender: str) -> Lane:
    return Lane(None, channel, sender) if person_id is None else Lane(person_id, "", "")


def pass_on(work: UnitOfWork, lane: Lane) -> bool:
    """Send the waiting texts of a sender to the next coordinator. Return False if nothing was done, for
    example because another process was quicker.
    """
    texts = waiting(work, lane)
    impossible = _impossible(work)
    late = [text for text in texts if (at := text.kept.pass_at) and (at <= work.now or at > impossible)]
    if not late:
        return False
    told = readers_of(work, [text.kept.ref for text in texts])
    fresh = any(not told.get(text.kept.ref) for text in late)
    order = circle_for(work, texts)
    receiver = next_reader(work, order, late, told, fresh)
    if receiver is None:
        return _wait_or_end(work, order, late, told)
    # A text that another coordinator has just got keeps its time, though an older one of its sender goes on.
    ripe = [text for text in texts if text in late or not told.get(text.kept.ref)]
    going = [text for text in ripe if receiver.id not in told.get(text.kept.ref, ())]
    after = work.now + work.configuration.mechanism.net.next_after
    won_ones = [text for text in going if _postpone(work, text.kept, after)]
    if not won_ones:
        return False
    if lane.person_id is None:
        cost = strangers.cost_of(work, [receiver], _screen(work, won_ones, busy=True))
        if not strangers.spend(work, Share.PLEAS, cost):
            strangers.note_untold(work)
            return True  # it is this coordinator's turn again after the wait
    send_texts_to_coordinator(work, receiver, won_ones, wide=order.wide)
    for text in won_ones:
        if not told.get(text.kept.ref):
            _tell_asker(work, text, receiver)
    return True


def _tell_asker(work: UnitOfWork, text: KeptText, receiver: Person) -> None:
    """Tell words to the asker of the question that they may answer: their sender has not said so."""
    if not text.kept.reason.startswith(MAY_ANSWER):
        return
    inquiry = work.session.get(Inquiry, text.kept.reason.removeprefix(MAY_ANSWER))
    if inquiry is None or inquiry.asker_id == receiver.id:
        return
    args: dict[str, Arg] = {"ref": inquiry.ref, "who": who_sent(work, text), "name": receiver.name}
    screen = Screen(Text("inquiry.perhaps", args), quote=text.text, max_segments=2)
    asker = work.people.get(inquiry.asker_id)
    work.outbox.tell(work.people.cover_of(asker) or asker, screen, "notice", inquiry.ref)


def postpone(work: UnitOfWork, lane: Lane) -> None:
    """Delay the texts of a sender that could not be sent now, so that they do not block the others."""
    for text in waiting(work, lane):
        _postpone(work, text.kept, work.now + timedelta(minutes=1))


def send_texts_to_coordinator(
    work: UnitOfWork, receiver: Person, texts: Sequence[KeptText], *, wide: bool = False
) -> None:
    """Send these texts of one sender to a coordinator, and record the coordinator as their reader. `wide`:
    none of the proper readers is available.
    """
    newest = texts[-1]
    ref = newest.kept.ref
    busy = f"p{receiver.id}" in work.conversations.busy(work.now)
    plea = newest.person is None
    work.outbox.tell(
        receiver, _screen(work, texts, busy=busy), "alert" if plea else "notice", ref, urgent=plea
    )
    for text in texts:
        row = {"kept_ref": text.kept.ref, "person_id": receiver.id, "told_at": work.now, "bundle": ref}
        work.rows.add(KeptReader, row)
        what = Event.TOLD_BEYOND if wide else Event.PASSED_ON
        work.audit_log.add(text.kept.ref, what, receiver.id, detail=receiver.name)
    work.flush()


def who_may_hear(work: UnitOfWork, plea: KeptText, circle: Circle) -> Sequence[Person]:
    """Return who hears at once of a stranger's call for help: all of the circle, the first of them when very
    many have called, and no one if another number told the same: the next digest counts it.
    """
    key = strangers.kind_of_plea(work.core.reader.read(plea.text, ()))
    screen = _screen(work, [plea], busy=True)
    cost = strangers.cost_of(work, circle.people, screen)
    if not strangers.was_told(work, key):
        if strangers.spend(work, Share.PLEAS, cost, key, keep=strangers.RESERVE):
            return circle.people
        one = strangers.cost_of(work, circle.people[:1], screen)
        if strangers.spend(work, Share.PLEAS, one, key):
            return circle.people[:1]
    strangers.note_untold(work)
    return ()


def _screen(work: UnitOfWork, texts: Sequence[KeptText], *, busy: bool) -> Screen:
    newest = texts[-1]
    ref = newest.kept.ref
    # A digit would answer the coordinator's other question, if one is open.
    by_digit = "net.how.digits" if newest.person is not None else "net.how.plea"
    how = Text("net.how.ref", {"ref": ref}) if busy else Text(by_digit)
    args: dict[str, Arg] = {
        "ref": ref,
        "who": who_sent(work, newest),
        "time": Moment(newest.kept.created_at),
        "how": how,
    }
    key = "net.told" if newest.person is not None else "net.told_stranger"
    actions = tuple(
        Action(Text(f"button.net.{name}"), Text(f"say.net.{name}", {"ref": ref})) for name in ("yes", "no")
    )
    return Screen(Text(key, args, n=len(texts)), quote=newest.text, max_segments=2, actions=actions)


def who_sent(work: UnitOfWork, text: KeptText) -> Arg:
    """Return the sender's name for coordinators; no name if the sender asked not to be named."""
    if text.person is None:
        return wording.forwarded(kept_texts.called(text), text.forwarded)
    return wording.forwarded(kept_texts.writer_of(work, text.person, text.text), text.forwarded)


def waiting(work: UnitOfWork, lane: Lane) -> list[KeptText]:
    """Return the waiting texts of a sender, oldest first."""
    work.flush()
    query = (
        select(Kept, InboxRow)
        .join(InboxRow, InboxRow.id == Kept.inbox_id)
        .where(
            *_of(lane),
            is_just(Kept.status, KeptStatus.OPEN),
            Kept.pass_at.is_not(None),
            Kept.reason != kept_texts.PROTECTION,
        )
        .order_by(Kept.inbox_id)
        .execution_options(populate_existing=True)
    )
    return [kept_texts.kept_text(work, kept, row) for kept, row in work.session.execute(query)]


def _of(lane: Lane) -> tuple[ColumnElement[bool], ...]:
    if lane.person_id is not None:
        return (Kept.person_id == lane.person_id,)
    return Kept.channel == lane.channel, Kept.sender == lane.sender, Kept.person_id.is_(None)


def _wait_or_end(
    work: UnitOfWork, order: Circle, late: Sequence[KeptText], told: Mapping[str, set[int]]
) -> bool:
    """Reschedule texts that have no recipient now: for later if a coordinator has not had them; else end the
    passing on, so that they stay in TRIAGE. A text without any reader so far is tried again.
    """
    hold = work.configuration.mechanism.report_hold
    ended = False
    for text in late:
        had = told.get(text.kept.ref, set())
        left = any(person.id not in had for person in order.people)
        ended |= _postpone(work, text.kept, work.now + hold if left or not had else None)
    return ended


def _postpone(work: UnitOfWork, kept: Kept, at: datetime | None) -> bool:
    """Compare and set: set when a text goes on, if it has not changed since it was read."""
    mine = update(Kept).where(
        Kept.ref == kept.ref, Kept.status == KeptStatus.OPEN, Kept.pass_at == kept.pass_at
    )
    return changed_one(work.session, mine.values(pass_at=at))


def plea_within_the_hour(work: UnitOfWork, lane: Lane, besides: str) -> bool:
    """Return True if another plea of this sender went to the coordinators within the hour and is still
    open.
    """
    query = (
        select(Kept.ref)
        .join(KeptReader, KeptReader.kept_ref == Kept.ref)
        .where(
            *_of(lane),
            Kept.ref != besides,
            is_just(Kept.status, KeptStatus.OPEN),
            KeptReader.told_at > work.now - HOUR,
        )
        .limit(1)
    )
    return work.session.scalar(query) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """A coordinator's last question about a kept text, not yet answered. `abuse`: it is a report of abuse,
    whose words they were not sent.
    """

    ref: str
    told_at: datetime
    abuse: bool


_READERS, _KEPT = table_of(KeptReader), table_of(Kept)
_LAST_ASKED = (
    select(_READERS.c.bundle, _READERS.c.told_at, _KEPT.c.reason)
    .join_from(_READERS, _KEPT, _KEPT.c.ref == _READERS.c.kept_ref)
    .where(
        _READERS.c.person_id == bindparam("person"),
        _READERS.c.told_at > bindparam("since", type_=_READERS.c.told_at.type),
        _KEPT.c.status == KeptStatus.OPEN,
    )
    .order_by(_READERS.c.told_at.desc(), _KEPT.c.inbox_id.desc())
    .limit(1)
)
"""Built once: building it costs more than running it."""


def asked_last(work: UnitOfWork, person: Person) -> Asked | None:
    """Return the coordinator's last question about an open kept text; None if they got another message since.

    Every turn asks this, so it reads one index and loads no object into the session if there is none.
    """
    since = work.now - work.configuration.mechanism.question_open
    row = work.session.connection().execute(_LAST_ASKED, {"person": person.id, "since": since}).first()
    if row is None:
        return None
    work.flush()
    if last_said.find_last_message(work, person).ref != row.bundle or last_said.answered_since(
        work, person, row.bundle
    ):
        return None
    return Asked(row.bundle, row.told_at, row.reason == kept_texts.PROTECTION)


def bundle(work: UnitOfWork, person: Person, ref: str) -> Bundle | None:
    """Return the texts of the message to this coordinator whose newest text is `ref`; None if they got
    none.
    """
    query = (
        select(Kept, InboxRow, KeptReader.told_at)
        .join(InboxRow, InboxRow.id == Kept.inbox_id)
        .join(KeptReader, KeptReader.kept_ref == Kept.ref)
        .where(KeptReader.person_id == person.id, KeptReader.bundle == ref)
        .order_by(Kept.inbox_id)
        .execution_options(populate_existing=True)
    )
    rows = work.session.execute(query).all()
    if not rows:
        return None
    return Bundle(ref, tuple(kept_texts.kept_text(work, kept, row) for kept, row, _ in rows), rows[0].told_at)


OPEN = (KeptStatus.OPEN, KeptStatus.REPLIED)
"""Statuses of a kept text on which a coordinator may still decide."""


def still_open(*refs: str) -> tuple[ColumnElement[bool], ...]:
    """Return the condition under which a coordinator's answer to these texts counts."""
    return Kept.ref.in_(refs), among(Kept.status, *OPEN)
