"""Plans of the statements that the program runs: none reads a table that grows from one end to the other.

A step may search an index. A whole table, or a whole index, is read only if a row below says why it stays
small.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from sek_core.store.database import Database

SMALL = {
    "people": "the roster, which is in memory, and is read anew when it changes",
    "roles": "the roster",
    "addresses": "the roster",
    "absences": "the roster: only a few people are away",
    "groups": "the group chats in which the program is",
    "leases": "a row for each thing that only one process may do",
    "facts": "a row for each named value",
    "refusals": "a row for each channel",
    "alarms": "a row for each fault that there can be",
    "series_changes": "a row for each series and county",
    "series_states": "a row for each series and county",
    "regular_guests": "a few people for each county",
    "nominations": "a few for each seat of a county",
    "duties": "a row for each county and week",
    "calendar_links": "a few for each person",
    "asked": "a row for each person and kind of question",
    "task_groups": "what was given to many at once, some in a week",
}
"""Tables that stay small by nature, and why."""

WAITING = {
    "ix_addresses_trouble": "addresses that opted out, are dead or blocked",
    "ix_deliveries_queued": "messages that wait",
    "ix_deliveries_lane": "messages that wait",
    "ix_deliveries_leaving": "messages that are leaving",
    "ix_deliveries_held": "messages that wait for the budget of the next day",
    "ix_deliveries_secret": "messages with the code of a question",
    "ix_deliveries_erase": "messages of forgotten people that are leaving",
    "ix_files_due": "files that wait to be fetched",
    "ix_files_ask": "albums of which nothing is known",
    "ix_role_starts_due": "roles that start within minutes",
    "ix_deliveries_watched": "messages that are leaving, or of unknown fate",
    "ix_inbox_new_id": "texts that wait",
    "ix_inbox_pressing_id": "pressing texts that wait",
    "ix_inbox_unmatched": "delivery reports of messages that are not known yet",
    "ix_conversations_open": "people of whom something is asked",
    "ix_incidents_held": "reports that wait for answers",
    "ix_incidents_holder": "incidents that a holder works on",
    "ix_incidents_live": "incidents that are not over",
    "ix_incidents_taken": "incidents that a holder works on",
    "ix_incidents_watch": "incidents that are not over",
    "ix_inquiries_open": "questions to many that are open",
    "ix_kept_open": "kept texts that no coordinator has settled",
    "ix_kept_pass": "kept texts that wait for a coordinator",
    "ix_tasks_owner": "tasks that are not done",
    "ix_recipients_waits": "what waits for a digest",
    "ix_tracks_due": "steps that come",
}
"""Partial indexes that hold only what waits, so that a digest or a clock may read all of one."""

END = {
    "ix_inbox_reports": "the newest delivery report of a channel",
}
"""Indexes that are searched by a column of few values, of which only the end is read."""

NEWEST = {
    "deliveries": ("id", "the newest messages, from the end of the table"),
    "history": ("id", "the newest events, from the end of the table"),
    "meetings": ("starts_at", "the newest meeting with minutes, from the end of an index"),
}
"""Tables of which a statement may read a page from the end, in the order of a column."""

_LIST = re.compile(r"\?(?:, \?)+")
_SCAN = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
_WEAK = re.compile(r"SEARCH (\w+) USING (?:COVERING )?INDEX (\w+) \((?:channel|kind|status)=\?\)$")
"""A search by nothing but a column of few values: it reads a large share of the table."""

_HELPERS = re.compile(r"\w+_listed|few|anon_\d+|sqlite_\w+|CONSTANT|\d+")
"""Names of what a statement itself makes: lists of parameters, subqueries, aliases; and the schema."""

_planned: dict[str, list[str]] = {}
"""Steps that no row allows, by statement: each is explained once in a process."""


def refused(statement: str, steps: Sequence[str]) -> list[str]:
    """Return the steps of a plan that read a whole table or index, and that no row allows."""
    return [step for step in steps if not _is_allowed(statement, step)]


def _is_allowed(statement: str, step: str) -> bool:
    if "AUTOMATIC" in step:
        return False
    scan = _SCAN.match(step)
    if scan is None:
        weak = _WEAK.match(step)
        return weak is None or weak[1] in SMALL or weak[2] in WAITING or weak[2] in END
    table, index = scan.groups()
    if table in SMALL or index in WAITING or _HELPERS.fullmatch(table):
        return True
    column, _ = NEWEST.get(table, ("", ""))
    return bool(column) and re.search(rf"ORDER BY {table}\.{column} DESC\s+LIMIT", statement) is not None


class Plans:
    """Check of the statements of a database while the program runs."""

    def __init__(self, database: Database) -> None:
        self.refused: set[str] = set()
        self._watching = False
        for engine in database.engines if database.is_sqlite else ():
            event.listen(engine, "after_cursor_execute", self._see)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Check what runs meanwhile; what the test itself asks is not checked."""
        self._watching = True
        try:
            yield
        finally:
            self._watching = False

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do not check what the test asks in between."""
        was, self._watching = self._watching, False
        try:
            yield
        finally:
            self._watching = was

    def _see(
        self, connection: Any, _cursor: Any, statement: str, parameters: Any, _c: Any, many: bool
    ) -> None:
        if not self._watching or not statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            return
        key = _LIST.sub("?", statement)
        if key not in _planned:
            explained = connection.connection.cursor()
            explained.execute(f"EXPLAIN QUERY PLAN {statement}", parameters[0] if many else parameters)
            _planned[key] = refused(statement, [str(row[-1]) for row in explained.fetchall()])
            explained.close()
        for step in _planned[key]:
            self.refused.add(f"{step}: {' '.join(statement[statement.find('FROM') :].split())}")
