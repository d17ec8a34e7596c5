"""Erasure by the Data Protection Act: the name, the numbers and the words of a person go, everywhere.

Events stay: incidents with hazard, place, figures and times, and who did what when, of a former member
without a name. `sek_core.store.classification` says what each column holds; what is not the same for all
tables is here.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, delete, func, inspect, or_, select, tuple_, update
from sqlalchemy.orm import DeclarativeBase, Session

from sek_core.deliveries.transitions import NEVER
from sek_core.privacy import crawling, handing_over, subjects
from sek_core.privacy.crawling import Change, Found
from sek_core.privacy.exporting import models
from sek_core.privacy.subjects import Subject
from sek_core.privacy.traces import Traces
from sek_core.roster import snapshot
from sek_core.store import facts
from sek_core.store.classification import TABLES
from sek_core.store.deliveries import Bucket, Delivery, Spending
from sek_core.store.erasure import ADDRESS, WORDS
from sek_core.store.examples import ExampleRow
from sek_core.store.files import File, FileContent
from sek_core.store.holdings import Words
from sek_core.store.inbox import Conversation, InboxRow, Kept
from sek_core.store.incidents import History, Incident
from sek_core.store.known_places import KnownPlace
from sek_core.store.meetings import CalendarLink, Meeting, WalkIn
from sek_core.store.people import AddressRow, FormerContact, PersonRow, RoleRow
from sek_core.store.seats import Nomination, RoleStart
from sek_core.store.statements import changed_one
from sek_core.store.states import DeliveryStatus, FileStatus, InboxStatus, KeptStatus, StartStatus
from sek_core.work import audit
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

ON_THE_WAY = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)
"""Statuses of a message that may still be sent."""

CONTENT = f'{{"body": "{WORDS}"}}'
"""Replacement for a message's content (JSON)."""

GONE: dict[str, Any] = {"text": WORDS, "content": CONTENT, "wire": None, "erase": False, "secret": None}
"""Replacement for the words of a message."""

OF_A_VENUE = (Event.CONVENED, Event.MOVED, Event.CALLED_OFF)
"""What people do to a meeting with a venue or a reason in their words."""

TO_PURGE = "erased_to_purge"
"""Name of the fact that says that the files must be purged."""

BATCH = 100
"""Maximum number of messages whose words go in one tick."""

EXAMPLES = 3
"""Maximum number of rows that are named of each kind."""


@dataclass(slots=True)
class Forgotten:
    """Result of an erasure.

    `rows`: the keys of changed rows by kind, without what they hold. `paths`: files on disk to remove after
    the commit. `waiting`: messages to others that have not left yet; their
    words go when they have. `open`: what was with the person and needs another one now.
    """

    rows: dict[str, dict[str, None]] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)
    waiting: int = 0
    open: list[str] = field(default_factory=list)

    def add(self, what: str, keys: Iterable[object]) -> None:
        """Add rows of a kind, each once."""
        if named := dict.fromkeys(map(str, keys)):
            self.rows.setdefault(what, {}).update(named)

    @property
    def lines(self) -> Iterator[str]:
        """What was changed, for an operator: how many rows of each kind, and some of them."""
        for what, keys in self.rows.items():
            more = ", ..." if len(keys) > EXAMPLES else ""
            yield f"{len(keys)} {what}: {', '.join(list(keys)[:EXAMPLES])}{more}"


def look(session: Session, subject: Subject, work: UnitOfWork) -> Found:
    """Crawl all tables for what names or quotes the subject, before the transaction that erases."""
    return crawling.crawl(session, _traces(session, subject, work))


def forget(work: UnitOfWork, subject: Subject, found: Found, operator: str) -> Forgotten:
    """Erase the name, addresses and words of one person or number everywhere. This cannot be undone."""
    erasure = _Erasure(work, subject, found)
    erasure.run()
    if erasure.done.rows:
        audit.record(
            work.session, work.now, Event.FORGOTTEN, address=operator,
            person_id=subject.person.id if subject.person else None,
        )  # fmt: skip
    return erasure.done


def left(session: Session) -> list[int]:
    """Return messages that were on their way when a person was forgotten, and can leave no more."""
    query = select(Delivery.id).where(Delivery.erase, Delivery.status.not_in(ON_THE_WAY))
    return list(session.scalars(query.order_by(Delivery.id).limit(BATCH)))


def erase_message(session: Session, delivery_id: int) -> bool:
    """Erase the words of one of these messages; False if another clock was quicker."""
    mine = update(Delivery).where(
        Delivery.id == delivery_id, Delivery.erase, Delivery.status.not_in(ON_THE_WAY)
    )
    note_to_purge(session)
    return changed_one(session, mine.values(**GONE))


def note_to_purge(session: Session) -> None:
    """Note that the database's own files hold what was erased by the clock."""
    facts.put(session, TO_PURGE, "yes")


def is_to_be_purged(session: Session) -> bool:
    """Return True if the clock erased something since the database's own files were purged."""
    return facts.value_of(session, TO_PURGE) == "yes"


def purged(session: Session) -> None:
    """Note that the files hold nothing of it any more."""
    facts.put(session, TO_PURGE, "no")


def _traces(session: Session, subject: Subject, work: UnitOfWork) -> Traces:
    return subjects.traces_of(session, subject, work.configuration, _texts_of(session, subject))


def _texts_of(session: Session, subject: Subject) -> Iterator[str]:
    """Yield every text that the subject wrote."""
    yield from session.scalars(select(InboxRow.text).where(subjects.texts_received(subject)))
    for model in models():
        table = TABLES[_name(model)]
        for words in table.words:
            if words.of:
                written = select(_column(model, words.column)).where(
                    _column(model, words.of) == subject.person_id
                )
                yield from (
                    text for text in session.scalars(written) if isinstance(text, str) and text != WORDS
                )


def _name(model: type[DeclarativeBase]) -> str:
    return str(model.__tablename__)


def _column(model: type[DeclarativeBase], column: str) -> Any:
    return getattr(model, column)


class _Erasure:
    """One erasure, in one transaction."""

    def __init__(self, work: UnitOfWork, subject: Subject, found: Found) -> None:
        self.work, self.session, self.subject, self.found = work, work.session, subject, found
        self.id = subject.person_id
        self.done = Forgotten()
        pairs = list(subject.pairs)
        self.inbox = subjects.texts_received(subject)
        self.sent = list(self.session.scalars(select(InboxRow.id).where(self.inbox)))
        self.kept = or_(Kept.person_id == self.id, tuple_(Kept.channel, Kept.sender).in_(pairs))
        self.to = or_(Delivery.person_id == self.id, tuple_(Delivery.channel, Delivery.address).in_(pairs))
        mine = or_(History.person_id == self.id, History.address.in_(subject.values))
        self.history = mine & History.what.not_in((Event.FORGOTTEN, Event.EXPORTED))  # acts of the operator
        self.callers = [f"{channel}:{value}" for channel, value in pairs]
        self.traces = _traces(self.session, subject, work)

    def run(self) -> None:
        """Erase. What refers to other rows goes before what these rows hold."""
        if self.subject.person is not None and not self.subject.person.name.startswith(WORDS):
            handing_over.hand_over(self.work, self.subject.person, self.done.open)
            self.work.flush()
        self._messages()
        self._files()
        self._examples()
        self._nominations()
        self._role_starts()
        self._venues()
        self._addresses_in_rows()
        self._own_words()
        self._history()
        self._inbox()
        self._others()
        self._dialogues()
        self._roster()
        waiting = select(func.count()).where(Delivery.erase, Delivery.status.in_(ON_THE_WAY))
        self.done.waiting = self.session.scalar(waiting) or 0

    def change(
        self, what: str, model: type[DeclarativeBase], where: ColumnElement[bool], /, **values: object
    ) -> None:
        """Give rows these values, and count those that were different."""
        different = or_(*(_column(model, name).is_distinct_from(value) for name, value in values.items()))
        keys = self._keys(model, where & different)
        self.done.add(what, keys)
        if keys:
            changed_one(self.session, update(model).where(where & different).values(**values))

    def remove(self, what: str, model: type[DeclarativeBase], where: ColumnElement[bool]) -> None:
        """Delete rows, and count them."""
        keys = self._keys(model, where)
        self.done.add(what, keys)
        if keys:
            changed_one(self.session, delete(model).where(where))

    def _keys(self, model: type[DeclarativeBase], where: ColumnElement[bool]) -> list[str]:
        key = inspect(model).primary_key
        rows = self.session.execute(select(*key).where(where).order_by(*key))
        return [" ".join(map(str, row)) for row in rows]

    def _messages(self) -> None:
        """Erase messages to the person, and those to others that are about what the person said."""
        on_the_way = Delivery.status.in_(ON_THE_WAY)
        skipped = {"status": DeliveryStatus.SKIPPED, "error": "forgotten", "due_at": NEVER}
        changed_one(self.session, update(Delivery).where(self.to & on_the_way).values(**skipped))
        # A message's id on Telegram contains its chat.
        self.change("messages to them", Delivery, self.to, address=ADDRESS, provider_id=None, **GONE)
        spoke = select(History.about).where(
            History.person_id == self.id, History.about != "", History.detail.not_in(("", WORDS))
        )
        kept = select(Kept.ref).where(self.kept)
        made = select(Incident.ref).where(Incident.caller.in_(self.callers))
        refs = sorted({ref for query in (spoke, kept, made) for ref in self.session.scalars(query)})
        about = Delivery.about.in_(refs) & ~self.to & (Delivery.text != WORDS)
        self._messages_to_others(about)

    def _messages_to_others(self, where: ColumnElement[bool]) -> None:
        on_the_way = Delivery.status.in_(ON_THE_WAY)
        self.change("messages to others", Delivery, where & ~on_the_way, **GONE)
        changed_one(self.session, update(Delivery).where(where & on_the_way).values(erase=True))

    def _files(self) -> None:
        mine = File.person_id == self.id
        self.done.paths = [Path(path) for path in self.session.scalars(select(File.path).where(mine)) if path]
        for file_id in self.session.scalars(select(File.id).where(mine, File.error.is_distinct_from(WORDS))):
            self.change("files", File, File.id == file_id, name="", source="", path=None, size=None,
                        status=FileStatus.REFUSED, error=WORDS, token=f"erased-{file_id}")  # fmt: skip
        contents = FileContent.file_id.in_(select(File.id).where(mine))
        self.remove("contents of files", FileContent, contents)

    def _examples(self) -> None:
        self.remove(
            "examples", ExampleRow, or_(ExampleRow.person_id == self.id, ExampleRow.inbox_id.in_(self.sent))
        )

    def _nominations(self) -> None:
        listed = self.session.execute(select(Nomination.id, Nomination.name))
        named = [row.id for row in listed if self.traces.redact(row.name, is_place=True) == WORDS]
        known = or_(Nomination.person_id == self.id, Nomination.number.in_(self.subject.values))
        mine = or_(known, Nomination.id.in_(named))
        handing_over.drop_nominations(self.session, mine)
        gone = {"seat": WORDS, "name": WORDS, "number": ADDRESS, "organisation": "", "nominated_by": ""}
        self.change("nominations", Nomination, mine, **gone)
        by_name = (Nomination.nominator_id == self.id) & (Nomination.nominated_by != "")
        self.change("nominations", Nomination, by_name, nominated_by=WORDS)

    def _role_starts(self) -> None:
        """Stop the roles that the person got by text and that have not started."""
        waiting = (RoleStart.person_id == self.id) & (RoleStart.status == StartStatus.WAITING)
        self.change("roles by text that start later", RoleStart, waiting, status=StartStatus.STOPPED)

    def _venues(self) -> None:
        """Erase venues and reasons that the person wrote, as convener or when they moved a meeting."""
        spoke = select(History.about).where(History.person_id == self.id, History.what.in_(OF_A_VENUE))
        mine = or_(Meeting.convener_id == self.id, Meeting.ref.in_(spoke))
        self.change("venues of meetings", Meeting, mine & (Meeting.venue != ""), venue=WORDS)
        self.change("venues of meetings", Meeting, mine & (Meeting.why != ""), why=WORDS)

    def _addresses_in_rows(self) -> None:
        self.change("incidents", Incident, Incident.caller.in_(self.callers), caller="")
        changed_one(
            self.session,
            update(Kept)
            .where(self.kept, Kept.status == KeptStatus.OPEN)
            .values(status=KeptStatus.SETTLED, pass_at=None),
        )
        self.change("kept texts", Kept, self.kept, sender=ADDRESS)
        self.remove("limits of chats", Bucket, Bucket.name.in_(self.callers))
        # Not counted: the key of such a row is the number itself.
        changed_one(self.session, delete(Spending).where(Spending.key.in_(self.subject.values)))
        self.change("places confirmed", KnownPlace, KnownPlace.person_id == self.id, person_id=None)

    def _own_words(self) -> None:
        """Erase the words of the person in every table whose registry says whose they are."""
        for model in models():
            table = TABLES[_name(model)]
            if _name(model) in ("history", "files", "examples", "meetings"):
                continue  # these have rules of their own
            for words in table.words:
                if words.of and self.subject.person is not None:
                    self._own(table.called, model, words)

    def _own(self, called: str, model: type[DeclarativeBase], words: Words) -> None:
        column = _column(model, words.column)
        mine = _column(model, words.of) == self.id
        if column.type.python_type is str:
            self.change(called, model, mine & (column != ""), **{words.column: WORDS})
        else:
            self.change(called, model, mine, **{words.column: []})

    def _history(self) -> None:
        words = self.history & (History.detail != "")
        self.change("lines of the history", History, words, address=ADDRESS, detail=WORDS)
        self.change("lines of the history", History, self.history & (History.address != ""), address=ADDRESS)

    def _inbox(self) -> None:
        """Erase what the person sent. The row stays, so that the provider's repetition is recognised."""
        self.done.add("texts received", self.sent)
        waiting = (InboxStatus.NEW, InboxStatus.FAILED, InboxStatus.UNMATCHED)
        for inbox_id in self.sent:
            mine = update(InboxRow).where(InboxRow.id == inbox_id)
            empty: dict[str, Any] = {
                "sender": ADDRESS, "text": WORDS, "payload": {}, "parts": None, "error": None,
                "read_as": None, "pressing": False, "lane": f"erased:{inbox_id}",
            }  # fmt: skip
            changed_one(self.session, mine.values(**empty))
            over = {"status": InboxStatus.DONE, "handled_at": self.work.now}
            changed_one(self.session, mine.where(InboxRow.status.in_(waiting)).values(**over))

    def _others(self) -> None:
        """Erase the names, numbers and quotations in the rows of others."""
        for model in models():
            name = _name(model)
            if name in crawling.APART:
                continue
            for change in list(crawling.changes_since(self.session, model, self.traces, self.found)):
                self._other(name, model, change)

    def _other(self, name: str, model: type[DeclarativeBase], change: Change) -> None:
        key = inspect(model).primary_key
        this = tuple_(*key) == change.key if len(key) > 1 else key[0] == change.key[0]
        where = cast(ColumnElement[bool], this)
        if name == "deliveries":
            self._message_to_other(where, change)
        elif name == "history":
            self._line_of_other(where, change)
        elif name == "walk_ins":
            row = f"{WORDS} {change.key[0]}"
            self.change(
                TABLES[name].called, WalkIn, where, name=row, folded=row, title="", organisation="", email=""
            )
        else:
            values = dict(change.values)
            if "provider_id" in values:  # unique: of an opt-out, the number and the time
                values["provider_id"] = f"erased:{change.key[0]}"
            self.change(f"{TABLES[name].called} of others", model, where, **values)

    def _message_to_other(self, where: ColumnElement[bool], change: Change) -> None:
        """Erase a message; one that is on its way leaves without the name, and its words go later."""
        on_the_way = Delivery.status.in_(ON_THE_WAY)
        self.change("messages to others", Delivery, where & ~on_the_way, **GONE, error=None)
        row = self.session.execute(
            select(Delivery.text, Delivery.content, Delivery.wire).where(where & on_the_way)
        ).first()
        if row is not None:
            text, content, wire = row
            named = {
                "text": self.traces.redact(text),
                "content": json.dumps(
                    self.traces.without(json.loads(content), quoted=False), ensure_ascii=False
                ),
                "wire": self.traces.without(wire, quoted=False),
                "erase": True,
            }
            changed_one(self.session, update(Delivery).where(where).values(**named))

    def _line_of_other(self, where: ColumnElement[bool], change: Change) -> None:
        """Erase the name in a line of the history, stretch by stretch, as its trigger allows."""
        detail = self.session.scalar(select(History.detail).where(where)) or ""
        self.done.add("lines of the history of others", [change.key[0]])
        # The trigger takes the first mark for the new one; behind an older mark, all of the words go.
        for step in [WORDS] if WORDS in detail else self.traces.steps(detail):
            changed_one(self.session, update(History).where(where).values(detail=step))

    def _dialogues(self) -> None:
        parties = [f"p{self.id}", *(f"a{each}" for each in self.subject.address_ids)]
        self.remove("open dialogues", Conversation, Conversation.party.in_(parties))

    def _roster(self) -> None:
        numbers = tuple_(AddressRow.channel, AddressRow.value).in_(list(self.subject.pairs))
        self.remove("numbers and chats", AddressRow, or_(AddressRow.person_id == self.id, numbers))
        self.remove("calendar links", CalendarLink, CalendarLink.person_id == self.id)
        self.remove("former names, numbers and chats", FormerContact, FormerContact.person_id == self.id)
        # A number that another person had before is not kept as that person's either.
        here = tuple_(FormerContact.what, FormerContact.value).in_(list(self.subject.pairs))
        self.remove("former names, numbers and chats", FormerContact, here)
        self.remove("roles", RoleRow, RoleRow.person_id == self.id)
        nobody = {"name": f"{WORDS} #{self.id}", "organisation": "", "email": "", "channel": ""}
        gone = {**nobody, "chosen_language": None, "batched": None, "left_at": self.work.now}
        still = PersonRow.name.is_distinct_from(nobody["name"])
        self.change("people", PersonRow, (PersonRow.id == self.id) & still, **gone)
        snapshot.mark_roster_changed(self.session)
