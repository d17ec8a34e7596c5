"""What grows with the years: every look-up beside millions of rows that are over, and beside none.

`make bench-growth`, outside `make bench`: filling the databases takes minutes. On SQLite processor time
counts; on PostgreSQL, whose work another process does, time that passes.
"""

import argparse
import gc
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, event, exists, make_url, select, text

from benchmarks import growth_rows, texts
from benchmarks.table import Result, render
from bot.channels import CHANNELS
from bot.cli import listing
from bot.metrics import Metrics
from bot.turns import Turns
from bot.wiring import make_core
from config.mechanism import load_configuration
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from scheduler.jobs import JOBS
from sek_core.deliveries import claims
from sek_core.digests import morning, weekly
from sek_core.inbox import queue
from sek_core.monitoring.checks import Watch
from sek_core.privacy.retention import BATCH, RETAINED
from sek_core.roster import csv_file
from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.incidents import Incident
from sek_core.work.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
CLT_LEAD = "+254301000006"
SAME, TWICE = 1.1, 2.0
MOST_MILLISECONDS = 100
MOST_SECONDS = 60
"""Most seconds in which `sek incidents` prints a million rows."""

NOISE = 0.3
"""Milliseconds that two measurements of the same thing may differ by."""


class Moving:
    """A clock that moves a second with each message."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        """Return the program's time."""
        return self.at

    def real(self) -> datetime:
        """Return the same time."""
        return self.at


class Installation:
    """A program on a database with `many` incidents that are over."""

    def __init__(self, url: str, many: int) -> None:
        self.clock = Moving()
        self.database = Database(url)
        migrations.upgrade(self.database)
        configuration = load_configuration()
        self.core = make_core(configuration, self.clock, CHANNELS.turned_on({"sms"}))
        with self.database.writing() as session:
            is_new = session.scalar(select(exists().select_from(Incident))) is False
            if is_new:
                lines = csv_file.read(texts.roster(), "roster.csv", configuration, CHANNELS)
                csv_file.import_lines(session, lines)
        if is_new:
            growth_rows.fill(self.database, many, NOW)
        grammar = Grammar(configuration, self.core.reader, REGISTRY.verbs)
        self.turns = Turns(self.database, self.core, grammar)
        self.watch = Watch(configuration.mechanism, self.clock, frozenset({"sms"}))
        self.page = Metrics(self.database, self.watch)
        self.statements = 0
        self._open = itertools.count(many + 2, 2)
        for engine in self.database.engines:
            event.listen(engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.statements += 1

    def text(self, words: str, sender: str) -> Callable[[], object]:
        """Return the turn of a text that has come in."""
        self.clock.at += timedelta(seconds=1)
        row = queue.arrival(
            "sms", queue.TEXT, uuid4().hex, sender, {}, self.clock.at, sender=sender, text=words
        )
        with self.database.writing() as session:
            queue.store(session, [row])
        return self.turns.run_batch

    def open_one(self) -> str:
        """Return the reference of the next incident that waits for a person to take it."""
        return f"S{next(self._open)}"

    def claim(self) -> object:
        """Claim what waits to be sent, and give it back."""
        with self.database.writing() as session:
            found = claims.claim(self.core.work(session), "sms", 100)
            session.rollback()
        return found

    def tick(self) -> None:
        """Look for all that is due."""
        for job in JOBS:
            with self.database.writing() as session:
                job.due(self.core.work(session))

    def look(self) -> object:
        """Look at the program's health."""
        with self.database.reading() as session:
            return self.watch.health_problems(session)

    def ready(self) -> object:
        """Answer /readyz."""
        with self.database.reading() as session:
            return migrations.is_usable(session) and self.watch.health_problems(session)

    def morning(self) -> object:
        """Read the morning digest."""
        with self.database.reading() as session:
            return morning.read(self.core.work(session), NOW.date())

    def monday(self) -> object:
        """Read the digest of the week."""
        with self.database.reading() as session:
            return weekly.read(self.core.work(session), NOW.date() - timedelta(days=1))

    def sent(self, digest: "Sends") -> Callable[[], object]:
        """Return the transaction that sends a digest, and takes it back."""
        found = self.morning() if digest is morning.tell else self.monday()

        def send() -> None:
            with self.database.writing() as session:
                work = self.core.work(session)
                digest(work, NOW.date(), found)
                work.flush()
                session.rollback()

        return send

    def start(self) -> None:
        """Check the version and load the roster, as at the start."""
        with self.database.reading() as session:
            assert migrations.is_usable(session)
            make_core(self.core.configuration, self.clock, reader=self.core.reader).work(
                session
            ).people.everybody()

    def page_of(self) -> object:
        """Make the page of the metrics."""
        return self.page.page()

    def exports(self) -> tuple[float, float, int]:
        """Return the seconds until the first incident of `sek incidents`, until the last, and how many."""
        clock = time.process_time if self.database.is_sqlite else time.perf_counter
        begin, first, count = clock(), 0.0, 0
        with self.database.reading() as session:
            for row in listing.incidents(session):
                count += 1
                listing.as_json(row)
                first = first or clock() - begin
        return first, clock() - begin, count


Sends = Callable[[UnitOfWork, date, Any], None]
Asked = Callable[[Installation], Callable[[], object]]


def _of(number: int) -> str:
    return texts.reporter(number % texts.REPORTERS)


_numbers = itertools.count(1)


def _report(words: str) -> Asked:
    def asked(there: Installation) -> Callable[[], object]:
        return there.text(words.format(100 + there.statements % 899), _of(3 * (there.statements % 30)))

    return asked


MEASURED: dict[str, tuple[float, Asked]] = {
    "report, with its place": (SAME, _report("DROUGHT MUTOMO extreme {} households")),
    "report, without a place": (SAME, _report("landslide extreme {} households")),
    "nonsense": (SAME, _report("xyzzy plugh {}")),
    "LIST": (SAME, lambda there: there.text("LIST", CLT_LEAD)),
    "STATUS": (SAME, lambda there: there.text(f"STATUS {there.open_one()}", CLT_LEAD)),
    "OK": (SAME, lambda there: there.text(f"OK {there.open_one()}", CLT_LEAD)),
    "tick": (SAME, lambda there: there.tick),
    "claim": (SAME, lambda there: there.claim),
    "watch": (TWICE, lambda there: there.look),
    "/readyz": (TWICE, lambda there: there.ready),
    "/metrics": (TWICE, lambda there: there.page_of),
    "morning digest": (TWICE, lambda there: there.morning),
    "morning digest, its transaction": (TWICE, lambda there: there.sent(morning.tell)),
    "Monday digest": (TWICE, lambda there: there.monday),
    "Monday digest, its transaction": (TWICE, lambda there: there.sent(weekly.tell)),
    "start": (SAME, lambda there: there.start),
}


def measure(empty: Installation, full: Installation, rounds: int, only: str) -> Iterator[Result]:
    """Measure each look-up in turn on both sides."""
    clock = time.process_time if empty.database.is_sqlite else time.perf_counter
    for name, (bound, asked) in MEASURED.items():
        if only not in name:
            continue
        took: dict[Installation, list[float]] = {empty: [], full: []}
        counted: dict[Installation, int] = {}
        for number in range(rounds + 2):
            for there in (empty, full) if number % 2 else (full, empty):
                do = asked(there)
                gc.collect()
                gc.disable()
                before, begin = there.statements, clock()
                do()
                seconds = clock() - begin
                gc.enable()
                counted[there] = there.statements - before
                if number > 1:
                    took[there].append(seconds * 1000)
        ours, baseline = median(took[full]), median(took[empty])
        note = f"{counted[empty]} statements beside none, {counted[full]} beside them"
        yield Result(name, max(ours - NOISE, 0.01), baseline, "ms", "at most", bound, note)
        if bound == TWICE:
            yield Result(f"{name}, in itself", ours, MOST_MILLISECONDS, "ms", "at most", 1)


def _old_rows(full: Installation) -> Iterator[Result]:
    """Yield how long the clock needs to find and remove a slice of old rows."""
    full.clock.at += timedelta(days=365)
    for kind in RETAINED:
        with full.database.writing() as session:
            work = full.core.work(session)
            before = work.now - kind.kept(work.configuration.mechanism)
            begin = time.perf_counter()
            for row in kind.due(work, before, BATCH)[:1]:
                kind.forget(work, row)
            seconds = time.perf_counter() - begin
            session.rollback()
        yield Result(f"old rows, {kind.name}", seconds * 1000, MOST_MILLISECONDS, "ms", "at most", 1)
    full.clock.at -= timedelta(days=365)


def _export(full: Installation) -> Iterator[Result]:
    first, last, count = full.exports()
    yield Result("sek incidents, its first row", first, 1, "s", "at most", 1)
    yield Result(
        "sek incidents, a million rows",
        last / count * 1e6,
        MOST_SECONDS,
        "s",
        "at most",
        1,
        f"{count:,} rows",
    )


def _all(empty: Installation, full: Installation, rounds: int, only: str) -> Iterator[Result]:
    yield from measure(empty, full, rounds, only)
    if only in "old rows":
        yield from _old_rows(full)
    if only in "sek incidents":
        yield from _export(full)


def _url_of(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


@contextmanager
def _databases(url: str, folder: Path | None) -> Iterator[tuple[str, str]]:
    """Make two databases, and remove them afterwards: in a folder, or on the server `url`. Those in a given
    folder stay for the next run.
    """
    if folder:
        yield f"sqlite:///{folder / 'empty.db'}", f"sqlite:///{folder / 'full.db'}"
        return
    if not url:
        with TemporaryDirectory() as name:
            yield f"sqlite:///{Path(name) / 'empty.db'}", f"sqlite:///{Path(name) / 'full.db'}"
        return
    names = empty, full = "sek_growth_empty", "sek_growth_full"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for each in names:
            connection.execute(text(f"DROP DATABASE IF EXISTS {each}"))
            connection.execute(text(f"CREATE DATABASE {each}"))
    try:
        yield _url_of(url, empty), _url_of(url, full)
    finally:
        with server.connect() as connection:
            for each in names:
                connection.execute(text(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)"))


def main() -> int:
    """Measure, print a table, and return 1 if a bound is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth", description="What grows with the years."
    )
    parser.add_argument(
        "--incidents", type=int, default=1_000_000, help="those that are over (default: 1000000)"
    )
    parser.add_argument("--rounds", type=int, default=9, help="how often each side is measured (default: 9)")
    parser.add_argument("--only", default="", help="measure what has these words in its name")
    parser.add_argument(
        "--postgresql", default="", metavar="URL", help="a server on which to make two databases"
    )
    parser.add_argument(
        "--folder", type=Path, help="keep the databases (SQLite) here, and use those of last time"
    )
    given = parser.parse_args()
    with _databases(given.postgresql, given.folder) as (small, large):
        begin = time.perf_counter()
        empty, full = Installation(small, 0), Installation(large, given.incidents)
        print(f"filled in {time.perf_counter() - begin:.0f} s", flush=True)
        try:
            results = []
            for result in _all(empty, full, given.rounds, given.only):
                print(".", end="", flush=True)
                results.append(result)
        finally:
            empty.database.close()
            full.database.close()
    print(f"beside {given.incidents:,} incidents that are over, and beside none\n{render(results)}")
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
