"""Evidence of a run, as plain data: what people sent, what the program kept, what it showed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from sek_core.inbox import queue
from sek_core.integrity import checking
from sek_core.integrity.violations import Circumstances
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.files import File
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import History, Incident, ReportRow
from sek_core.store.meetings import Invitation, Meeting
from sek_core.store.people import AddressRow
from sek_core.timing.clock import SystemClock


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that a person sent. It counts from the moment at which the program answered 200 or confirmed it.
    `answered`: one answer must follow; otherwise one may. `echo`: text of the answer. `kept`: a unique word
    of it that the program must record.
    """

    channel: str
    provider_id: str
    sender: str
    kind: str
    answered: bool = True
    echo: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that a provider accepted for an address; `edit`: in place of an older one."""

    at: datetime
    channel: str
    address: str
    text: str
    provider_id: str
    edit: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A row of the inbox."""

    id: int
    channel: str
    kind: str
    provider_id: str
    sender: str
    status: str
    about: str = ""
    handled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A row of the deliveries. `toast`: only a note beside a button. `extra`: a file behind an answer."""

    id: int
    person: int | None
    channel: str
    address: str
    kind: str
    priority: int
    text: str
    status: str
    created_at: datetime
    provider_id: str | None = None
    repeated: bool = False
    origin: int | None = None
    error: str = ""
    edit: bool = False
    toast: bool = False
    extra: bool = False
    about: str = ""
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of a run. `reported`: the gateway's last report on each of its messages that the program answered
    with 200. `addresses`: the person of each (channel, address). `opted_out`: those among them that sent STOP
    at some time. `tokens`: how often each unique word is in the audit trail. `reports`: number of reports
    from each text (id of its row). `takes`: (reference, change), in their order. `unfinished`: work that is
    left, and rows that break an invariant of the data. `invited`: (meeting, person) of each invitee and
    convener. `overlap`: maximum time for which two transactions may overlap. `joined`: the incident into
    which another one was merged.
    """

    sent: tuple[Sent, ...]
    shown: tuple[Shown, ...]
    received: tuple[Received, ...]
    written: tuple[Written, ...]
    reported: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[tuple[str, str], int] = field(default_factory=dict)
    opted_out: frozenset[tuple[str, str]] = frozenset()
    tokens: Mapping[str, int] = field(default_factory=dict)
    reports: Mapping[int, int] = field(default_factory=dict)
    takes: tuple[tuple[str, str], ...] = ()
    unfinished: tuple[str, ...] = ()
    invited: frozenset[tuple[str, int]] = frozenset()
    overlap: timedelta = timedelta()
    joined: Mapping[str, str] = field(default_factory=dict)


def gather(
    database: Database,
    sent: list[Sent],
    shown: list[Shown],
    reported: Mapping[str, str],
    opted_out: set[tuple[str, str]],
    tokens: set[str],
    files: Sequence[str],
    overlap: timedelta,
) -> Evidence:
    """Read what the program kept, and combine it with what the stand-ins know. `files`: statuses of files
    that are not done.
    """
    with database.reading() as session:
        history = session.execute(
            select(History.about, History.what, History.detail).order_by(History.id)
        ).all()
        counts: dict[int, int] = {}
        for inbox_id in session.scalars(select(ReportRow.inbox_id)):
            counts[inbox_id] = counts.get(inbox_id, 0) + 1
        held = session.scalars(select(Incident.ref).where(Incident.status == "held"))
        waiting = session.execute(select(File.id, File.status).where(File.status.in_(files)))
        invited = session.execute(select(Invitation.meeting_ref, Invitation.person_id))
        conveners = session.execute(
            select(Meeting.ref, Meeting.convener_id).where(Meeting.convener_id.is_not(None))
        )
        wrong = checking.violations(session, Circumstances(SystemClock().now()))
        unfinished = [
            *(f"{ref} is still held" for ref in held),
            *(f"file {i} is {s}" for i, s in waiting),
            *map(str, wrong),
        ]
        return Evidence(
            sent=tuple(sent),
            shown=tuple(shown),
            received=tuple(_received(row) for row in session.scalars(select(InboxRow).order_by(InboxRow.id))),
            written=tuple(_written(row) for row in session.scalars(select(Delivery).order_by(Delivery.id))),
            reported=reported,
            addresses={
                (row.channel, row.value): row.person_id
                for row in session.scalars(select(AddressRow))
                if row.person_id is not None
            },
            opted_out=frozenset(opted_out),
            tokens=_count(tokens, [row.detail for row in history]),
            reports=counts,
            takes=tuple((row.about, row.what) for row in history),
            unfinished=tuple(unfinished),
            invited=frozenset(map(tuple, [*invited, *conveners])),
            overlap=overlap,
            joined={row.ref: row.same_as for row in session.execute(_JOINED)},
        )


_JOINED = select(Incident.ref, Incident.same_as).where(
    Incident.status == "cancelled", Incident.same_as.is_not(None)
)


def _count(tokens: set[str], details: list[str]) -> dict[str, int]:
    """Count how often each token is a whole word of a detail."""
    found = dict.fromkeys(tokens, 0)
    for detail in details:
        for word in set(detail.split()):
            if word in found:
                found[word] += 1
    return found


def _received(row: InboxRow) -> Received:
    return Received(
        row.id,
        row.channel,
        row.kind,
        row.provider_id,
        row.sender,
        row.status,
        row.about,
        row.handled_at,
    )


def _written(row: Delivery) -> Written:
    wire = row.wire or {}
    return Written(
        id=row.id,
        person=row.person_id,
        channel=row.channel,
        address=row.address,
        kind=row.kind,
        priority=row.priority,
        text=row.text,
        status=row.status,
        created_at=row.created_at,
        provider_id=row.provider_id,
        repeated=row.repeated,
        origin=row.origin_id,
        error=row.error or "",
        edit="edit" in wire,
        toast=bool(wire.get("only_toast")),
        extra='"attachment"' in row.content,
        about=row.about,
        step=row.step,
    )


TEXT, DELIVERY_REPORT = queue.TEXT, queue.DELIVERY_REPORT
