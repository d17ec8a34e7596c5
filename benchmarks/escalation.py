"""Duration of a tick with very many open incidents, compared with few: an index finds what is due.

Both times fifty steps are due, and are taken as the clock takes them, each in its own transaction.
"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, update

from benchmarks.table import Result
from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import load_configuration
from sek_core.alerts import escalation
from sek_core.roster import csv_file
from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident, Recipient, ReportRow, Track
from sek_core.work.unit_of_work import Services

MANY = 100_000
FEW = 1_000
DUE = 50
BOUND = 4.0
SLICE = 5_000
NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
OPENED = NOW - timedelta(minutes=30)
ROSTER = """\
name,organisation,role,county,sectors,phone
A Lead,KIWASH,county_lead,Kitui,,+254300000001
A CLT Lead,USAID,clt_lead,Kitui,,+254300000004
A CLT Member,USAID,clt_member,Kitui,water_wash,+254300000005
A Chair,USAID,chair,,,+254300000007
"""
LEAD, CLT_LEAD = 1, 2


class Still:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the program's time."""
        return NOW

    def real(self) -> datetime:
        """Return the same time."""
        return NOW


def measure(rounds: int) -> list[Result]:
    """Measure both sides in turn, each on its own database, filled before."""
    with TemporaryDirectory() as name:
        few, many = (_Installation(Path(name) / f"{count}.db", count) for count in (FEW, MANY))
        baseline: list[float] = []
        ours: list[float] = []
        for number in range(rounds + 1):
            times = few.tick(number), many.tick(number)
            if number:  # the first round warms both up
                baseline.append(times[0])
                ours.append(times[1])
        few.database.close()
        many.database.close()
    note = f"a tick with {DUE} steps due, of {MANY:,} open tracks beside {FEW:,}"
    milliseconds = [median(each) * 1000 for each in (ours, baseline)]
    return [Result("escalation", *milliseconds, "ms", "at most", BOUND, note)]


class _Installation:
    def __init__(self, path: Path, count: int) -> None:
        self.database = Database(f"sqlite:///{path}")
        migrations.upgrade(self.database)
        configuration = load_configuration()
        self.core: Services = make_core(configuration, Still(), CHANNELS.turned_on({"sms"}))
        with self.database.writing() as session:
            csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
        route = configuration.routes.written
        for begin in range(0, count, SLICE):
            numbers = range(begin + 1, min(begin + SLICE, count) + 1)
            with self.database.writing() as session:
                for table, rows in _rows(numbers, route).items():
                    session.execute(insert(table), rows)

    def tick(self, number: int) -> float:
        """Return the seconds of one tick, in which the next fifty are due."""
        first = number * DUE + 1
        refs = [f"S{each}" for each in range(first, first + DUE)]
        with self.database.writing() as session:
            session.execute(update(Track).where(Track.incident_ref.in_(refs)).values(due_at=NOW))
        begin = time.perf_counter()
        with self.database.writing() as session:
            keys = escalation.due(self.core.work(session))
        for key in keys:
            with self.database.writing() as session:
                work = self.core.work(session)
                assert escalation.advance_track(work, key), f"{key} was not taken"
                work.flush()
        seconds = time.perf_counter() - begin
        assert sorted(ref for ref, _, _ in keys) == sorted(refs), "these, and no others, were due"
        return seconds


def _rows(numbers: range, route: str) -> dict[Any, list[dict[str, Any]]]:
    """Return floods that opened half an hour ago and wait for another hour."""
    incidents, reports, tracks, recipients, inbox = [], [], [], [], []
    for number in numbers:
        ref = f"S{number}"
        words = "flood Mutomo severe, the bridge is under water"
        inbox.append(
            {
                "id": number, "kind": "text", "channel": "sms", "provider_id": ref, "lane": "p1",
                "sender": "+254300000001",
                "text": words, "status": "done", "received_at": OPENED, "payload": {}, "about": "",
            }
        )  # fmt: skip
        incidents.append(
            {
                "ref": ref, "hazard": "flood", "counties": ["Kitui"], "place": "Mutomo", "severity": "severe",
                "affected": {}, "sensitive": False, "status": "open", "reporter_id": LEAD,
                "reported_at": OPENED, "opened_at": OPENED, "route": route,
            }
        )  # fmt: skip
        reports.append(
            {
                "incident_ref": ref, "person_id": LEAD, "inbox_id": number, "text": words, "language": "en",
                "created_at": OPENED, "kind": "report",
            }
        )  # fmt: skip
        tracks.append(
            {
                "incident_ref": ref, "audience": "clt", "county": "Kitui", "step": 1, "acknowledge": True,
                "due_at": NOW + timedelta(hours=1), "gaps": [], "asked_at": OPENED, "repeated": 0,
            }
        )  # fmt: skip
        recipients.append(
            {
                "incident_ref": ref, "person_id": CLT_LEAD, "audience": "clt", "step": 1, "acts": True,
                "told_at": OPENED,
            }
        )  # fmt: skip
    return {InboxRow: inbox, Incident: incidents, ReportRow: reports, Track: tracks, Recipient: recipients}
