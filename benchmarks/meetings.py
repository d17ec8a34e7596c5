"""Cost of inviting very many people to a meeting, compared with a bare insert of the resulting rows.

Our side finds the invitees, makes the text, and writes invitations and deliveries, in the one transaction of
its reminder; the other side gives the same values to sqlite3 with `executemany`. Both are measured in
processor time, each on its own database.
"""

import csv
import gc
import io
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.table import Result
from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import load_configuration
from scheduler import reminders
from sek_core.meetings import convening
from sek_core.reminders import dispatch
from sek_core.roster import csv_file
from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.work.unit_of_work import Services

INVITED = 5_000
BOUND = 3.0
COUNTY = "Kitui"
NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
STARTS = NOW + timedelta(days=3)

TABLES = {"invitations": "meeting_ref", "deliveries": "about"}
"""Tables that an invitation writes, in their order, and the column of the meeting in each."""

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
"""Columns and values, by table."""


class Still:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the program's time."""
        return NOW

    def real(self) -> datetime:
        """Return the same time."""
        return NOW


def measure(rounds: int) -> list[Result]:
    """Measure both sides in turn, each on its own database; one more meeting in every round."""
    with TemporaryDirectory() as name:
        asking, bare = (Installation(Path(name) / f"{side}.db") for side in ("asking", "bare"))
        ours: list[float] = []
        baseline: list[float] = []
        for number in range(rounds + 1):
            ref = asking.convene()
            assert bare.convene() == ref
            times = asking.invite(ref), bare.insert(asking.rows_of(ref))
            if number:  # the first round warms both up
                ours.append(times[0])
                baseline.append(times[1])
        asking.close()
        bare.close()
    note = f"processor time of inviting {INVITED:,} people, of inserting the same rows"
    milliseconds = [median(each) * 1000 for each in (ours, baseline)]
    return [Result("invitations", *milliseconds, "ms", "at most", BOUND, note)]


class Installation:
    """A database with very many people in one county."""

    def __init__(self, path: Path, people: int = INVITED) -> None:
        self.people, self.path = people, path
        self.database = Database(f"sqlite:///{path}")
        migrations.upgrade(self.database)
        configuration = load_configuration()
        self.core: Services = make_core(configuration, Still(), CHANNELS.turned_on({"sms"}))
        with self.database.writing() as session:
            csv_file.import_lines(session, csv_file.read(many(people), "roster.csv", configuration, CHANNELS))

    def convene(self) -> str:
        """Convene a meeting whose invitations are due now; return its reference."""
        with self.database.writing() as session:
            work = self.core.work(session)
            ref = convening.convene(work, [COUNTY], STARTS, "County HQ").ref
            work.flush()
        return ref

    def invite(self, ref: str) -> float:
        """Invite the people as the clock does; return the seconds taken."""
        with self.database.reading() as session:
            [due] = dispatch.due(self.core.work(session))

        def ask() -> None:
            with self.database.writing() as session:
                work = self.core.work(session)
                assert reminders.tell(work, due), f"{ref} was not told of"
                work.flush()

        return seconds(ask)

    def rows_of(self, ref: str) -> Rows:
        """Return the rows that the invitations left, as the file holds them."""
        found: Rows = {}
        with closing(sqlite3.connect(self.path)) as connection:
            for table, about in TABLES.items():
                rows = connection.execute(f"SELECT * FROM {table} WHERE {about} = ?", (ref,))
                columns = [column for column, *_ in rows.description]
                kept = [number for number, column in enumerate(columns) if column != "id"]
                values = [tuple(row[number] for number in kept) for row in rows]
                assert len(values) == self.people, f"{table}: {len(values)}"
                found[table] = [columns[number] for number in kept], values
        return found

    def insert(self, rows: Rows) -> float:
        """Insert the rows without our code; return the seconds taken."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")

            def write() -> None:
                for table, (columns, values) in rows.items():
                    places = ",".join("?" * len(columns))
                    connection.executemany(
                        f"INSERT INTO {table} ({','.join(columns)}) VALUES ({places})", values
                    )
                connection.commit()

            return seconds(write)

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def many(people: int) -> str:
    """Return a roster (CSV) of focal persons of one county, of whom every fifth reads Swahili."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["name", "organisation", "role", "county", "phone", "language"])
    for number in range(people):
        language = "en" if number % 5 else "sw"
        phone = f"+25430{2_000_000 + number:07}"
        rows.writerow([f"Person {number}", f"Partner {number % 40}", "ip_focal", COUNTY, phone, language])
    return file.getvalue()


def seconds(do: Callable[[], None]) -> float:
    """Return the processor time of this process while it does that, without earlier garbage."""
    gc.collect()
    begin = time.process_time()
    do()
    return time.process_time() - begin
