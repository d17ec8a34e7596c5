"""Health checks: what is late, refused, failing or silent, as the database shows it.

Any process can check: the scheduler tells people (`sek_core.monitoring.alarms`), the web server tells
machines. A check takes no lock and a few milliseconds, however much is stored: it reads waiting rows over
partial indexes that hold nothing else, and only the newest of the sent messages.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Select, and_, case, func, not_, select
from sqlalchemy.orm import Session

from config.mechanism import Mechanism
from config.sections import WatchLimits
from sek_core.deliveries import outcomes, recovery
from sek_core.inbox import queue
from sek_core.messages.kinds import Priority
from sek_core.messages.screens import Moment, Text
from sek_core.reminders import dispatch
from sek_core.store.base import among, is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident, ReportRow, Track
from sek_core.store.states import DeliveryStatus, InboxStatus, IncidentStatus
from sek_core.timing.clock import Clock

Kind = Literal[
    "inbox_late", "alert_late", "holds_late", "steps_late",
    "account_refused", "channel_failing", "callbacks_silent",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

OF_A_CHANNEL = frozenset({"account_refused", "channel_failing", "callbacks_silent"})
"""Kinds that each channel has separately."""

NOT_SERVING = frozenset({"inbox_late", "steps_late"})
"""Kinds for which `/readyz` is 503: no worker handles the inbox, or no scheduler runs. A provider's fault is
no reason: a balancer that heeds `/readyz` would cut off the webhooks as well.
"""

RECENT = 500
"""Number of newest messages by which channels are judged."""

WITHIN = timedelta(hours=1)
"""Maximum age of these messages."""


@dataclass(frozen=True, slots=True)
class HealthProblem:
    """One fault. `since` is the program's time.

    `figure`: seconds, or for channel_failing the share (0 to 1). `channel`: the channel with the fault, or
    empty. `detail`: additional words.
    """

    kind: Kind
    since: datetime
    figure: float
    channel: str = ""
    detail: str = ""

    @property
    def name(self) -> str:
        """Name in metrics, logs and docs/operations.md."""
        return f"{self.kind}:{self.channel}" if self.kind in OF_A_CHANNEL else self.kind


def names(channels: Collection[str]) -> Iterator[str]:
    """Yield the names of all possible faults."""
    for kind in KINDS:
        if kind in OF_A_CHANNEL:
            yield from (f"{kind}:{channel}" for channel in sorted(channels))
        else:
            yield kind


def line(name: str, since: datetime, detail: str) -> Text:
    """Return a fault in a few words."""
    kind, _, channel = name.partition(":")
    by = Text(f"channel.{channel}") if channel else ""
    return Text(f"watch.{kind}", {"time": Moment(since), "detail": detail, "channel": by})


class Recent(NamedTuple):
    """One of the newest messages. `troubled`: its row holds a provider's refusal or silence."""

    channel: str
    address: str
    status: str
    troubled: bool
    created_at: datetime

    @property
    def failing(self) -> bool:
        """True if the message did not arrive, its fate is unknown, or it was tried and has not left yet."""
        return self.status in (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN) or (
            self.status in (DeliveryStatus.QUEUED, DeliveryStatus.SENDING) and self.troubled
        )

    @property
    def tried(self) -> bool:
        """True if the message says something about its channel."""
        return self.failing or self.status in (DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Traffic of one channel. Times are the program's, None if there is none.

    `failing` of `tried` messages did not get through, the first at `failing_since`. `unreported`: numbers to
    which a message left since the last delivery report (`reported_at`), the first at `unreported_since`.
    """

    tried: int = 0
    failing: int = 0
    failing_since: datetime | None = None
    unreported: int = 0
    unreported_since: datetime | None = None
    reported_at: datetime | None = None

    @property
    def share(self) -> float:
        """Share of the tried messages that failed: 0 to 1."""
        return self.failing / self.tried if self.tried else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one check; times are the program's. Each time is that of the oldest waiting row, None if no
    row waits. `alerts` and `traffic` are by channel. `refused` holds each channel's refusal and its words.
    """

    now: datetime
    message: datetime | None = None
    alerts: Mapping[str, datetime] = field(default_factory=dict)
    hold: datetime | None = None
    step: datetime | None = None
    traffic: Mapping[str, Traffic] = field(default_factory=dict)
    refused: Mapping[str, tuple[datetime, str]] = field(default_factory=dict)

    def seconds(self, since: datetime | None) -> float:
        """Return how many seconds ago that was; 0 for None."""
        return max((self.now - since).total_seconds(), 0.0) if since else 0.0


@dataclass(frozen=True)
class Watch:
    """Health check of a database, with a mechanism's limits, for the enabled channels."""

    mechanism: Mechanism
    clock: Clock
    channels: frozenset[str]

    def figures(self, session: Session) -> Figures:
        """Return all watched figures as they are now."""
        now = self.clock.now()
        reported = {channel: session.scalar(_last_report(channel)) for channel in sorted(self.channels)}
        ended = session.scalar(_FIRST_HELD)
        steps = [at for at in (self._due(session, *step) for step in STEPS) if at is not None]
        return Figures(
            now=now,
            message=session.scalar(_FIRST_MESSAGE),
            alerts=self._alerts(session),
            hold=ended and ended + self.mechanism.report_hold,
            step=min(steps, default=None),
            traffic=traffic([Recent(*row) for row in session.execute(_RECENT)], reported, now),
            refused={
                channel: (refusal.since, refusal.reason)
                for channel, refusal in outcomes.load_refusals(session).items()
                if channel in self.channels
            },
        )

    def health_problems(self, session: Session) -> list[HealthProblem]:
        """Return the present faults."""
        return find(self.figures(session), self.mechanism.watch)

    def _alerts(self, session: Session) -> dict[str, datetime]:
        """Return since when the oldest alert of each channel waits to leave."""
        channels = sorted(self.channels)
        row = session.execute(_first_alerts(channels)).one()
        found: dict[str, datetime] = {}
        for channel, due, gathering in zip(channels, row[::2], row[1::2], strict=True):
            # An alert that waits for others is late when it has not left after that wait.
            times = [due, gathering and gathering + self.mechanism.bundles.wait]
            if known := [at for at in times if at is not None]:
                found[channel] = min(known)
        return found

    def _due(
        self, session: Session, query: Select[datetime | None] | Select[datetime], real: bool
    ) -> datetime | None:
        """Return when the query's result was due, in the program's time."""
        at = session.scalar(query)
        return at and (at + (self.clock.now() - self.clock.real()) if real else at)


def traffic(
    recent: Sequence[Recent], reported: Mapping[str, datetime | None], now: datetime
) -> dict[str, Traffic]:
    """Return the traffic of each channel of `reported`, which holds the channel's last delivery report or
    None.
    """
    found: dict[str, Traffic] = {}
    for channel, last in reported.items():
        mine = [each for each in recent if each.channel == channel and each.created_at > now - WITHIN]
        failing = [each.created_at for each in mine if each.failing]
        # Include messages older than an hour: a provider silent for a day is silent still.
        waiting = [
            each
            for each in recent
            if last
            and each.channel == channel
            and each.status == DeliveryStatus.ACCEPTED
            and each.created_at > last
        ]
        found[channel] = Traffic(
            tried=sum(each.tried for each in mine),
            failing=len(failing),
            failing_since=min(failing, default=None),
            unreported=len({each.address for each in waiting}),
            unreported_since=min((each.created_at for each in waiting), default=None),
            reported_at=last,
        )
    return found


def find(figures: Figures, limits: WatchLimits) -> list[HealthProblem]:
    """Return the figures beyond their limits as faults."""
    found = [
        _late("inbox_late", figures, figures.message, limits.inbox_late),
        _late("holds_late", figures, figures.hold, limits.holds_late),
        _late("steps_late", figures, figures.step, limits.steps_late),
    ]
    if figures.alerts:
        channel = min(figures.alerts, key=lambda each: figures.alerts[each])
        found.append(_late("alert_late", figures, figures.alerts[channel], limits.alert_late, channel))
    for channel, (since, reason) in sorted(figures.refused.items()):
        found.append(HealthProblem("account_refused", since, figures.seconds(since), channel, reason))
    for channel, one in sorted(figures.traffic.items()):
        found += [_failing(channel, one, figures, limits), _silent(channel, one, figures, limits)]
    return [problem for problem in found if problem is not None]


def _late(
    kind: Kind, figures: Figures, since: datetime | None, limit: timedelta, channel: str = ""
) -> HealthProblem | None:
    if since is None or figures.now - since <= limit:
        return None
    return HealthProblem(kind, since, figures.seconds(since), channel)


def _failing(channel: str, one: Traffic, figures: Figures, limits: WatchLimits) -> HealthProblem | None:
    if channel in figures.refused:  # the cause says more than its effect
        return None
    if one.failing_since is None or one.tried < limits.failing_least or one.share < limits.failing_share:
        return None
    return HealthProblem(
        "channel_failing", one.failing_since, one.share, channel, f"{one.failing}/{one.tried}"
    )


def _silent(channel: str, one: Traffic, figures: Figures, limits: WatchLimits) -> HealthProblem | None:
    """Return the fault of a channel whose delivery reports stopped: only if reports ever came, and never for
    a single telephone that is off.
    """
    if one.reported_at is None or one.unreported_since is None:
        return None
    if one.unreported < limits.callbacks_least:
        return None
    if figures.now - one.unreported_since <= limits.callbacks_silent:
        return None
    return HealthProblem("callbacks_silent", one.reported_at, figures.seconds(one.reported_at), channel)


_FIRST_MESSAGE = (
    select(InboxRow.received_at).where(InboxRow.status == InboxStatus.NEW).order_by(InboxRow.id).limit(1)
)
_FIRST_HELD = select(func.min(ReportRow.created_at)).where(
    # As a list, so that SQLite begins with the few incidents that are held.
    ReportRow.incident_ref.in_(
        select(Incident.ref).where(is_just(Incident.status, IncidentStatus.HELD)),
    ),
    ReportRow.kind == "report",
)
"""Not `held_until`, which is delayed when a report cannot be sent; nor `reported_at`, which for a vouched
text is when the text came.
"""

_RECENT = (
    select(
        Delivery.channel,
        Delivery.address,
        Delivery.status,
        Delivery.error.is_not(None),
        Delivery.created_at,
    )
    .order_by(Delivery.id.desc())
    .limit(RECENT)
)

STEPS: tuple[tuple[Select[datetime | None] | Select[datetime], bool], ...] = (
    (select(func.min(Incident.held_until)).where(Incident.status == IncidentStatus.HELD), False),
    (select(func.min(Track.due_at)).where(Track.due_at.is_not(None)), False),
    (recovery.FIRST_OVERDUE, True),
    (dispatch.FIRST_BY_NIGHT, False),
)
"""Queries for the first due time of each kind of scheduled work, and whether that is real time. Work that
cannot be done is delayed, so these are late only if no scheduler runs.
"""


def _last_report(channel: str) -> Select[datetime]:
    return (
        select(InboxRow.received_at)
        .where(InboxRow.kind == queue.DELIVERY_REPORT, InboxRow.channel == channel)
        .order_by(InboxRow.id.desc())
        .limit(1)
    )


def _first_alerts(channels: Sequence[str]) -> Select[Any]:
    """Return the query for when the oldest unsent alert of each channel was made, and the oldest that may
    wait for others: one row, two columns for each channel.

    Sending counts as waiting, because a message that is refused repeatedly is in sending for a moment each
    time. The query does not group by channel: SQLite would then read an index of all deliveries in the order
    of channels; and it names the kind in a list, or SQLite would read the index of all alerts.
    """
    gathers = and_(
        Delivery.status == DeliveryStatus.QUEUED,
        Delivery.priority == Priority.ALERT,
        Delivery.attempts == 0,
    )
    return select(
        *(
            func.min(case((and_(Delivery.channel == channel, condition), Delivery.created_at)))
            for channel in channels
            for condition in (not_(gathers), gathers)
        )
    ).where(
        among(Delivery.status, DeliveryStatus.QUEUED, DeliveryStatus.SENDING), Delivery.kind.in_(("alert",))
    )
