"""What /metrics shows: counted in the database when it is asked, so that all processes agree."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sek_core.clock import Clock
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one process, and those of the database that it shares."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._registry = CollectorRegistry()
        self.received = Counter(
            "sek_webhook_requests",
            "Webhook requests by route and status.",
            ["route", "status"],
            registry=self._registry,
        )
        self._registry.register(_Stored(database, clock))

    def page(self) -> bytes:
        """The page, in Prometheus's text format."""
        return generate_latest(self._registry)


class _Stored(Collector):
    """Figures that stand in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def describe(self) -> list[Metric]:
        """Nothing ahead of time: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Ask the database now."""
        with self._database.reading() as session:
            yield from self._families(session)

    def _families(self, session: Session) -> Iterator[Metric]:
        inbox = GaugeMetricFamily("sek_inbox", "Messages received, by status.", labels=["status"])
        for status, count in session.execute(select(InboxRow.status, func.count()).group_by(InboxRow.status)):
            inbox.add_metric([status], count)
        yield inbox
        sent = GaugeMetricFamily(
            "sek_deliveries", "Deliveries, by channel and status.", labels=["channel", "status"]
        )
        by_status = select(Delivery.channel, Delivery.status, func.count()).group_by(
            Delivery.channel, Delivery.status
        )
        for channel, status, count in session.execute(by_status):
            sent.add_metric([channel, status], count)
        yield sent
        incidents = GaugeMetricFamily("sek_incidents", "Incidents, by status.", labels=["status"])
        for status, count in session.execute(select(Incident.status, func.count()).group_by(Incident.status)):
            incidents.add_metric([status], count)
        yield incidents
        oldest = session.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.status == "new"))
        waiting = (self._clock.now() - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "sek_inbox_oldest_seconds",
            "Age of the oldest message that is not handled.",
            value=max(waiting, 0.0),
        )
        unsent = session.scalar(select(func.min(Delivery.created_at)).where(Delivery.status == "queued"))
        age = (self._clock.now() - unsent).total_seconds() if unsent else 0.0
        yield GaugeMetricFamily(
            "sek_outbox_oldest_seconds", "Age of the oldest message that is not sent.", value=max(age, 0.0)
        )
