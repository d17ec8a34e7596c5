"""What is asked every second stays cheap with millions of rows: it reads a partial index, or few rows.

SQLite is the one that must be told: it uses a partial index only where a query says its condition.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core import claims, deliveries, digests, escalation, files, holding, inbox, leaving, nudging
from sek_core.store.database import Database
from sek_core.watch import Watch
from sek_core.work import Work
from tests.conftest import MovedClock

CHANNELS = frozenset({"sms", "telegram"})


def watch(work: Work) -> object:
    return Watch(work.configuration.mechanism, work.core.clock, CHANNELS).figures(work.session)


ASKED: list[tuple[Callable[[Work], object], list[str]]] = [
    (lambda work: claims.claim(work, "sms", 100), ["ix_deliveries_queued", "ix_deliveries_lane"]),
    (deliveries.overdue, ["ix_deliveries_watched"]),
    (holding.held_too_long, ["ix_incidents_held"]),
    (escalation.due, ["ix_tracks_due", "ix_tracks_asked"]),
    (nudging.due, ["ix_incidents_follow_up"]),
    (leaving.due, ["ix_incidents_follow_up"]),
    (digests.due, ["sqlite_autoindex_facts_1"]),
    (lambda work: inbox.matchable(work.session), ["ix_inbox_unmatched", "ix_deliveries_provider"]),
    (lambda work: inbox.any_new(work.session), ["ix_inbox_new_id"]),
    (lambda work: files.claim(work, sorted(CHANNELS), 10), ["ix_files_due"]),
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


def plan_of(session: Session, ask: Callable[[], object]) -> list[str]:
    """The steps of the plan of every query that `ask` makes."""
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
    ask: Callable[[Work], object],
    indexes: list[str],
) -> None:
    database = Database(sqlite_url)
    work_of = make_core(configuration, clock, CHANNELS).work
    with database.writing() as session:
        plan = plan_of(session, lambda: ask(work_of(session)))
    database.close()
    assert [index for index in indexes if not any(index in step for step in plan)] == [], plan
    # The newest messages are read from the end of the table, and the refusals are a handful.
    scans = [step for step in plan if step.startswith("SCAN") and "USING INDEX" not in step]
    assert set(scans) <= {"SCAN deliveries", "SCAN refusals"}, plan
