"""Metrics page: counted in the database at each request, so that all processes agree."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.version import VERSION
from sek_core.deliveries import spending, spending_figures
from sek_core.inbox import queue
from sek_core.monitoring.checks import Figures, Watch, find, names
from sek_core.store.base import among, is_just
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import History, Incident
from sek_core.store.states import DeliveryStatus, InboxStatus, IncidentStatus, KeptStatus
from sek_core.work.events import Event

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


READER_FAILURES = Counter(
    "sek_reader_failures", "Failures of the learned reader; the rules read instead.", registry=None
)
"""Failures in this process."""


class Metrics:
    """Metrics of one process, and those of the shared database."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._registry = CollectorRegistry()
        self.received = Counter(
            "sek_webhook_requests",
            "Webhook requests by route and status.",
            ["route", "status"],
            registry=self._registry,
        )
        self._registry.register(READER_FAILURES)
        self._registry.register(_Stored(database, watch))

    def page(self) -> bytes:
        """Return the page, in Prometheus's text format."""
        return generate_latest(self._registry)


class _Stored(Collector):
    """Metrics counted in the database."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def describe(self) -> list[Metric]:
        """Describe nothing ahead of time: registering must not query the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Query the database now."""
        with self._database.reading() as session:
            yield from self._families(session)

    def _families(self, session: Session) -> Iterator[Metric]:
        build = GaugeMetricFamily("sek_build_info", "The version that runs; always 1.", labels=["version"])
        build.add_metric([VERSION], 1)
        yield build
        inbox = GaugeMetricFamily("sek_inbox", "Messages received, by status.", labels=["status"])
        for (status,), count in _by_status(session, InboxRow.id, [InboxRow.status], _INBOX):
            inbox.add_metric([status], count)
        yield inbox
        _, unread = queue.count_failed(session)
        yield GaugeMetricFamily("sek_inbox_unread", "Messages received that could not be read.", value=unread)
        sent = GaugeMetricFamily(
            "sek_deliveries", "Deliveries, by channel and status.", labels=["channel", "status"]
        )
        by_channel = [Delivery.channel, Delivery.status]
        for (channel, left), count in _by_status(session, Delivery.id, by_channel, _DELIVERIES):
            sent.add_metric([channel, left], count)
        yield sent
        kept = GaugeMetricFamily(
            "sek_kept_waiting", "Texts that wait for a coordinator, by why.", labels=["reason"]
        )
        waiting = select(Kept.reason, func.count()).where(
            Kept.pass_at.is_not(None), Kept.status == KeptStatus.OPEN
        )
        for reason, count in session.execute(waiting.group_by(Kept.reason)):
            kept.add_metric([reason], count)
        yield kept
        beyond = select(func.count()).select_from(History).where(is_just(History.what, Event.TOLD_BEYOND))
        yield CounterMetricFamily(
            "sek_told_beyond",
            "Messages to others, as none of the coordinators who should have them was there.",
            value=session.scalar(beyond) or 0,
        )
        incidents = GaugeMetricFamily("sek_incidents", "Incidents, by status.", labels=["status"])
        by_age = Incident.reported_at
        for (stands,), count in _by_status(session, by_age, [Incident.status], _INCIDENTS):
            incidents.add_metric([stands], count)
        yield incidents
        unsent = session.scalar(
            select(func.min(Delivery.created_at)).where(Delivery.status == DeliveryStatus.QUEUED)
        )
        figures = self._watch.figures(session)
        yield _seconds("sek_outbox_oldest", "Age of the oldest message that is not sent.", figures, unsent)
        yield from self._watched(figures)
        yield from self._spending(session)

    def _spending(self, session: Session) -> Iterator[Metric]:
        """Yield what the messages of today cost, the budgets, and what waits for tomorrow."""
        mechanism = self._watch.mechanism
        today = spending.day_of(mechanism, self._watch.clock.now())
        labels = ["budget", "county"]
        spent = GaugeMetricFamily("sek_spent", "Cost of the messages of today.", labels=labels)
        limits = GaugeMetricFamily("sek_budget", "What they may cost.", labels=labels)
        for row in spending_figures.by_county_and_day(session, mechanism, today, today):
            spent.add_metric([row.budget, row.key], float(row.spent))
            if row.limit is not None:
                limits.add_metric([row.budget, row.key], float(row.limit))
        waits = GaugeMetricFamily(
            "sek_budget_waiting", "Messages that wait for the budget of tomorrow.", labels=labels
        )
        for each in spending_figures.waiting(session):
            waits.add_metric([each.budget, each.county], each.messages)
        yield from (spent, limits, waits)

    def _watched(self, figures: Figures) -> Iterator[Metric]:
        """Yield the figures of the program's own health."""
        oldest = min(figures.alerts.values(), default=None)
        yield _seconds(
            "sek_inbox_oldest", "Age of the oldest message that is not handled.", figures, figures.message
        )
        yield _seconds("sek_alert_oldest", "Age of the oldest alert that is not sent.", figures, oldest)
        yield _seconds("sek_hold_late", "How long half a report is late to go out.", figures, figures.hold)
        yield _seconds("sek_step_late", "How long the clock is late with what is due.", figures, figures.step)
        tried = _of_channels("sek_channel_tried", "Messages of the last hour that were tried.")
        share = _of_channels("sek_channel_failing_share", "Share of them that did not get through, 0 to 1.")
        refused = _of_channels("sek_channel_refused", "Whether the provider refuses our account.")
        reported = _of_channels(
            "sek_callback_seconds", "Since the last delivery report, if there ever was one."
        )
        for channel, traffic in sorted(figures.traffic.items()):
            tried.add_metric([channel], traffic.tried)
            share.add_metric([channel], traffic.share)
            refused.add_metric([channel], channel in figures.refused)
            if traffic.reported_at:
                reported.add_metric([channel], figures.seconds(traffic.reported_at))
        yield from (tried, share, refused, reported)
        wrong = {problem.name for problem in find(figures, self._watch.mechanism.watch)}
        health_problems = GaugeMetricFamily(
            "sek_ails", "What is wrong (1), of all that could be.", labels=["name"]
        )
        for name in names(self._watch.channels):
            health_problems.add_metric([name], name in wrong)
        yield health_problems


NEWEST = 1_000
"""Number of newest rows among which those are counted that are over: a count of all would take ever longer.
"""

Condition = ColumnElement[bool]

_INBOX: Mapping[str, Condition] = {
    status: is_just(InboxRow.status, status)
    for status in (InboxStatus.NEW, InboxStatus.FAILED, InboxStatus.UNMATCHED)
}
_DELIVERIES: Mapping[str, Condition] = {
    f"{one}, {other}": among(Delivery.status, one, other)
    for one, other in (
        (DeliveryStatus.QUEUED, DeliveryStatus.SENDING),
        (DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN),
    )
}
_INCIDENTS: Mapping[str, Condition] = {
    "held": is_just(Incident.status, IncidentStatus.HELD),
    "open, taken": among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN),
}
"""For each table the statuses of what is not over, with the conditions of their partial indexes."""


def _by_status(
    session: Session,
    age: ColumnElement[Any] | InstrumentedAttribute[Any],
    by: Sequence[InstrumentedAttribute[Any]],
    waiting: Mapping[str, Condition],
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the numbers of rows by these columns, of which the last is the status: of what is not over
    (`waiting`) all, of the others those among the newest.
    """
    found: dict[tuple[str, ...], int] = {}
    for condition in waiting.values():
        # As a table of its own: to group, SQLite would read an index of all rows in the order of `by`.
        rows = select(*by).where(condition).cte("rows").prefix_with("MATERIALIZED")
        for *key, count in session.execute(select(*rows.c, func.count()).group_by(*rows.c)):
            found[tuple(key)] = count
    over = {status for statuses in waiting for status in statuses.split(", ")}
    newest = select(*by).order_by(age.desc()).limit(NEWEST).subquery()
    for *key, count in session.execute(select(*newest.c, func.count()).group_by(*newest.c)):
        if key[-1] not in over:
            found[tuple(key)] = count
    yield from sorted(found.items())


def _of_channels(name: str, means: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, means, labels=["channel"])


def _seconds(name: str, means: str, figures: Figures, since: datetime | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{name}_seconds", means, value=figures.seconds(since))
