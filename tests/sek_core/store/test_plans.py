"""Queries of every second stay cheap with millions of rows: each reads a partial index, or few rows.

SQLite uses a partial index only if a query repeats its condition.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.alerts import escalation, promises
from sek_core.announcements import clock
from sek_core.deliveries import bundles, claims, recovery
from sek_core.digests import morning, schedule, statistics, waiting
from sek_core.inbox import attachments, claiming, queue
from sek_core.meetings import invitations, series
from sek_core.messages.kinds import Priority
from sek_core.monitoring.checks import Watch
from sek_core.offers import asking as offers
from sek_core.privacy import erasing
from sek_core.reminders import dispatch
from sek_core.response import departures, duties, incomplete_reports
from sek_core.seats import nominating
from sek_core.store.database import Database
from sek_core.store.incidents import History
from sek_core.tasks import many
from sek_core.triage import vouching
from sek_core.work.unit_of_work import UnitOfWork
from tests.conftest import MovedClock

NAMES = frozenset(CHANNELS.names)


def watch(work: UnitOfWork) -> object:
    return Watch(work.configuration.mechanism, work.core.clock, NAMES).figures(work.session)


def behind(work: UnitOfWork) -> object:
    """Claim texts of which the oldest waits long, and one is pressing."""
    for number, pressing in enumerate((False, True)):
        row = queue.arrival(
            "sms", queue.TEXT, str(number), f"lane{number}", {}, work.now - timedelta(seconds=9)
        )
        queue.store(work.session, [{**row, "pressing": pressing}])
    return claiming.next_batch(work.session, 10, work.now)


def crowded(work: UnitOfWork) -> object:
    """Claim an alert to a person who may have got many."""
    row = SimpleNamespace(
        kind="alert", priority=Priority.ALERT, person_id=1, about="S1", attempts=0, origin_id=None,
        address="+254300000001", id=1,
    )  # fmt: skip
    return bundles.gather(work, "sms", [row])


ASKED: list[tuple[Callable[[UnitOfWork], object], list[str]]] = [
    (
        lambda work: claims.claim(work, "sms", 100),
        [
            "ix_deliveries_queued",
            # However many wait for the address: one look for the head of its queue, one for what is leaving.
            "ix_deliveries_lane (channel=? AND address=? AND priority<?)",
            "ix_deliveries_leaving (channel=? AND address=?)",
        ],
    ),
    (crowded, ["ix_deliveries_alerts (channel=? AND address=? AND created_at>?)"]),
    (dispatch.due, ["ix_reminders_due"]),
    (lambda work: erasing.left(work.session), ["ix_deliveries_erase"]),
    (invitations.waiting, ["ix_invitations_wait"]),
    (series.due, ["sqlite_autoindex_facts_1"]),
    (recovery.overdue, ["ix_deliveries_watched"]),
    (incomplete_reports.held_too_long, ["ix_incidents_held"]),
    (escalation.due, ["ix_tracks_due", "ix_tracks_asked"]),
    (promises.due, ["ix_promises_due"]),
    (departures.due, ["ix_incidents_holder"]),
    (offers.due, ["ix_offers_due"]),
    (schedule.due, ["sqlite_autoindex_facts_1"]),
    (
        clock.due,
        ["ix_inquiries_open", "ix_inquiry_answers_pass", "ix_announcement_replies_pass"],
    ),
    (many.due, ["ix_task_groups_tell"]),
    (duties.due, ["ix_duties_remind"]),
    (vouching.due, ["ix_role_starts_due"]),
    (nominating.due, ["ix_role_starts_due"]),
    (waiting.of, ["ix_recipients_waits"]),
    (lambda work: queue.matchable(work.session), ["ix_inbox_unmatched", "ix_deliveries_provider"]),
    (lambda work: claiming.any_new(work.session), ["ix_inbox_new_id"]),
    (
        behind,
        [
            "ix_inbox_new_id",
            # However long the queue is: for each pressing text a look for one before, and for the head.
            "ix_inbox_pressing_id",
            "ix_inbox_pressing (lane=? AND id<?)",
            "ix_inbox_new (lane=?)",
            "ix_inbox_new (lane=? AND id<?)",
        ],
    ),
    (lambda work: attachments.claim(work, sorted(NAMES), 10), ["ix_files_due"]),
    (
        watch,
        [
            "ix_inbox_reports (channel=?)",
            "ix_incidents_held",
            "ix_inbox_new_id",
            "ix_deliveries_lane",
            "ix_deliveries_watched",
            "ix_incidents_held",
            "ix_tracks_due",
        ],
    ),
]


ONCE_A_DAY: list[tuple[Callable[[UnitOfWork], object], list[str]]] = [
    (lambda work: morning.items_for(work, date(2026, 11, 24)), ["ix_incidents_live", "ix_tracks_due"]),
    (
        lambda work: statistics.records(work, date(2026, 11, 23)),
        ["SEARCH history USING INTEGER PRIMARY KEY", "ix_history_about", "ix_incidents_live"],
    ),
]


def plan_of(session: Session, ask: Callable[[], object]) -> list[str]:
    """Return the steps of the plan of every query that `ask` makes."""
    asked: list[tuple[str, Any]] = []
    connection = session.connection()

    def keep(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", keep)
    ask()
    event.remove(connection, "before_cursor_execute", keep)
    return [
        str(row[-1])
        for statement, parameters in asked
        if statement.startswith("SELECT")
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]


@pytest.mark.parametrize(("ask", "indexes"), ASKED)
def test_every_second(
    sqlite_url: str,
    configuration: Configuration,
    clock: MovedClock,
    ask: Callable[[UnitOfWork], object],
    indexes: list[str],
) -> None:
    database = Database(sqlite_url)
    work_of = make_core(configuration, clock, CHANNELS).work
    with database.writing() as session:
        plan = plan_of(session, lambda: ask(work_of(session)))
    database.close()
    assert [index for index in indexes if not any(index in step for step in plan)] == [], plan
    # The newest messages are read from the end of the table, and refusals and series are a handful.
    scans = [step for step in plan if step.startswith("SCAN") and "USING INDEX" not in step]
    assert set(scans) <= {"SCAN deliveries", "SCAN refusals", "SCAN series_changes", "SCAN series_states"}, (
        plan
    )


@pytest.mark.parametrize(("ask", "indexes"), ONCE_A_DAY)
def test_a_digest_reads_what_is_open_and_the_end_of_the_history(
    sqlite_url: str,
    configuration: Configuration,
    clock: MovedClock,
    ask: Callable[[UnitOfWork], object],
    indexes: list[str],
) -> None:
    database = Database(sqlite_url)
    work_of = make_core(configuration, clock, CHANNELS).work
    with database.writing() as session:
        work = work_of(session)
        at = datetime(2026, 11, 20, tzinfo=UTC)
        # More than a page, so that the second one is read from where the first one ended.
        for what in ("opened", "taken", *["noted"] * 600):
            session.add(History(at=at, about="S1", what=what))
        session.flush()
        plan = plan_of(session, lambda: ask(work))
    database.close()
    assert [index for index in indexes if not any(index in step for step in plan)] == [], plan
    # The first page of the history is read from its end, and no further.
    scans = [step for step in plan if step.startswith("SCAN") and "USING" not in step]
    assert set(scans) <= {"SCAN history"}, plan


def test_nothing_but_the_rows_of_the_days_is_read_in_any_other_second(
    sqlite_url: str, configuration: Configuration, clock: MovedClock
) -> None:
    database = Database(sqlite_url)
    work_of = make_core(configuration, clock, CHANNELS).work
    for _second in range(2):
        with database.writing() as session:
            plan = plan_of(session, lambda session=session: schedule.due(work_of(session)))
    database.close()
    assert len(plan) == 1 and "sqlite_autoindex_facts_1" in plan[0]
