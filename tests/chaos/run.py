"""One run: an installation before the stand-ins, people who text, a monkey that breaks things, a judge."""

import asyncio
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.exc import DBAPIError

from sek_core.messages.kinds import REPEATABLE
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.files import File
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident, Track
from sek_core.store.meetings import Invitation, Reminder
from tests.chaos import kinds, roster
from tests.chaos.evidence import DELIVERY_REPORT, TEXT, Evidence, Shown, gather
from tests.chaos.fleet import DEFECTS, Fleet
from tests.chaos.front import Front
from tests.chaos.gateway import Gateway
from tests.chaos.judge import COMMIT, REPEAT, judge
from tests.chaos.monkey import Monkey
from tests.chaos.pace import Pace
from tests.chaos.person import Ledger, Person
from tests.chaos.postgres import Postgres
from tests.chaos.telegram import Telegram
from tests.process import SEK, inherited
from tests.serving import serving

Kind = Literal["sqlite", "postgresql"]

PARTS = {
    "sqlite": {"run": "run"},
    "postgresql": {"web1": "web", "web2": "web", "worker1": "worker", "worker2": "worker", "clock": "clock"},
}
SECRET = "a-secret-of-these-runs"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a run: number of handled texts, the figures, every fault that the judge found."""

    handled: int
    figures: dict[str, object]
    violations: list[str]


def run(folder: Path, database: Kind, seconds: float, seed: int, pace: Pace) -> Outcome:
    """Run for so many seconds of trouble, and then until no work is left."""
    with _postgres(database) as postgres:
        return asyncio.run(_Run(folder, database, postgres, random.Random(seed), pace).run(seconds))


@contextmanager
def _postgres(database: Kind) -> Iterator[Postgres | None]:
    if database == "sqlite":
        yield None
        return
    with Postgres() as postgres:
        yield postgres


class _Run:
    """The parts of one run. Each has its own random generator: the speed of one must not change the others'
    luck.
    """

    def __init__(
        self, folder: Path, database: Kind, postgres: Postgres | None, chance: random.Random, pace: Pace
    ) -> None:
        self._folder = folder
        self._postgres = postgres
        self._pace = pace
        self._chance = chance
        self._url = postgres.url if postgres else f"sqlite:///{folder / 'sek.db'}"
        self._mode = chance.choice(("polling", "webhook"))
        self._readers: dict[tuple[str, str], Person] = {}
        self._ledger = Ledger()
        self._fleet = Fleet(folder, PARTS[database], pace.times | _morning(), pace.waits, pace.plan)
        self._front = Front(self._fleet.web_ports, self._dice())
        self._gateway = Gateway(self._front, SECRET, self._dice(), pace.hangs, self._read)
        self._telegram = Telegram(self._dice(), pace.hangs, self._read)
        self._monkey = Monkey(self._fleet, self._gateway, self._telegram, postgres, pace, self._dice())

    def _dice(self) -> random.Random:
        return random.Random(self._chance.random())

    def _read(self, shown: Shown) -> None:
        if reader := self._readers.get((shown.channel, shown.address)):
            reader.reads(shown)

    async def run(self, seconds: float) -> Outcome:
        """Make trouble for so long; wait until no work is left; then judge."""
        async with AsyncExitStack() as stack:
            stack.callback(self._fleet.close)
            for provider in (self._gateway, self._telegram):
                await provider.open()
                stack.push_async_callback(provider.close)
            self._fleet.environment |= self._environment(
                await stack.enter_async_context(serving(self._front.app()))
            )
            everybody = roster.members()
            await self._prepare(everybody)
            people = [
                Person(member, self._gateway, self._telegram, self._ledger, self._dice())
                for member in everybody
            ]
            self._readers = {place: person for person in people for place in person.places}
            for name in self._fleet.names:
                self._fleet.start(name)
            await asyncio.to_thread(self._fleet.wait_until_up)
            over = asyncio.Event()
            speaking = [asyncio.create_task(self._live(person, over)) for person in people]
            await self._monkey.run(seconds)
            over.set()
            began = time.monotonic()
            database = Database(self._url)
            stack.callback(database.close)
            late = await self._until_nothing_is_left(database, speaking)
            settled = time.monotonic() - began
            await asyncio.to_thread(self._fleet.stop)
            evidence = await asyncio.to_thread(self._gather, database)
            return self._judged(evidence, late, settled)

    def _environment(self, public_url: str) -> dict[str, str]:
        return {
            "SEK_DATABASE_URL": self._url,
            "SEK_AFRICASTALKING_USERNAME": "chaos",
            "SEK_AFRICASTALKING_API_KEY": "a-key-of-these-runs",
            "SEK_AFRICASTALKING_WEBHOOK_SECRET": SECRET,
            "SEK_AFRICASTALKING_API_URL": self._gateway.url,
            "SEK_TELEGRAM_TOKEN": self._telegram.token,
            "SEK_TELEGRAM_API_URL": self._telegram.url,
            "SEK_TELEGRAM_MODE": self._mode,
            "SEK_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "SEK_PUBLIC_URL": public_url,
        }

    async def _prepare(self, everybody: list[roster.Member]) -> None:
        file = self._folder / "roster.csv"
        file.write_text(roster.csv(everybody), encoding="utf-8")
        for words in (("db", "upgrade"), ("roster", "import", str(file))):
            await asyncio.to_thread(
                subprocess.run,
                [SEK, *words],
                cwd=self._folder,
                env=inherited() | self._fleet.environment,
                stdout=subprocess.DEVNULL,
                check=True,
                timeout=60,
            )

    async def _live(self, person: Person, over: asyncio.Event) -> None:
        while not over.is_set():
            await asyncio.sleep(person.chance.expovariate(1 / self._pace.speaks))
            if not over.is_set():
                await kinds.act(person)

    async def _until_nothing_is_left(
        self, database: Database, speaking: list[asyncio.Task[None]]
    ) -> list[str]:
        """Wait until no work is left; return what is left when the patience ends."""
        end = time.monotonic() + self._pace.patience
        quiet = 0
        left: list[str] = []
        while quiet < 3 and time.monotonic() < end:
            await asyncio.sleep(0.5)
            await asyncio.to_thread(self._fleet.look)
            waiting = {
                "people are not done": sum(not task.done() for task in speaking),
                "reports are not brought": self._gateway.reporting,
                "updates wait": len(self._telegram.updates.waiting),
            }
            left = [f"{count} {what}" for what, count in waiting.items() if count]
            left += await asyncio.to_thread(_left_in, database, self._pace.files)
            quiet = 0 if left else quiet + 1
        for task in speaking:
            if task.done():
                task.result()
            task.cancel()
        return [f"after {self._pace.patience:.0f} seconds, {what}" for what in left]

    def _gather(self, database: Database) -> Evidence:
        """Gather the evidence; keep it for debugging a fault."""
        evidence = gather(
            database,
            self._ledger.sent,
            self._gateway.shown + self._telegram.shown,
            self._gateway.reported,
            self._ledger.opted_out,
            self._ledger.tokens,
            self._pace.files,
            COMMIT + timedelta(seconds=self._pace.lasts[1]) if self._postgres else timedelta(),
        )
        rows = (*evidence.sent, *evidence.shown, *evidence.written, *evidence.received)
        (self._folder / "evidence.txt").write_text("\n".join(map(repr, rows)), encoding="utf-8")
        if self._postgres:  # which ends with the run; an SQLite file stays
            self._postgres.dump(self._folder / "sek.sql")
        return evidence

    def _judged(self, evidence: Evidence, late: list[str], settled: float) -> Outcome:
        events = self._fleet.events()
        violations = [
            *late,
            *self._fleet.faults,
            *(f"the log says {name} {count} times" for name, count in events.items() if name in DEFECTS),
            *(f"{what}, {count} times" for what, count in self._front.surprises.items()),
            *judge(evidence),
        ]
        handled = sum(row.kind == TEXT and row.status == "done" for row in evidence.received)
        figures: dict[str, object] = {
            "Telegram by": self._mode,
            "texts accepted": len(evidence.sent),
            "of which": _table(Counter(text.kind for text in evidence.sent)),
            "texts handled": handled,
            "delivery reports": sum(row.kind == DELIVERY_REPORT for row in evidence.received),
            "callbacks refused or broken": self._front.refusals,
            "messages written": len(evidence.written),
            "of these": _table(Counter(message.status for message in evidence.written)),
            "messages delivered": len(evidence.shown),
            "repeats": sum(one.text.startswith(REPEAT) for one in evidence.shown),
            "faults": _table(self._monkey.faults),
            "kills": _table(self._fleet.kills),
            "seconds until nothing was left": round(settled, 1),
            "events": _table(Counter({name: count for name, count in events.items() if " " not in name})),
        }
        return Outcome(handled, figures, violations)


def _morning() -> dict[str, str]:
    """Set the morning digest within two minutes of any start, with no quiet hours."""
    soon = datetime.now(ZoneInfo("Africa/Nairobi")) + timedelta(minutes=1)
    return {"morning_digest": f'"{soon:%H:%M}"', "quiet_hours": '"00:00-00:00"'}


def _left_in(database: Database, files: Sequence[str]) -> list[str]:
    """Return the work that the program still has."""
    queries = {
        "texts": select(func.count()).where(InboxRow.status == "new"),
        "messages": select(func.count()).where(
            or_(
                Delivery.status.in_(("queued", "sending")),
                (Delivery.status == "unknown") & Delivery.kind.in_(REPEATABLE),
            )
        ),
        "files": select(func.count()).where(File.status.in_(files)),
        "half reports": select(func.count()).where(Incident.status == "held"),
        "steps": select(func.count()).where(Track.due_at.is_not(None)),
        "reminders": select(func.count()).where(
            Reminder.status == "waiting", Reminder.due_at <= datetime.now(UTC)
        ),
        "invitations": select(func.count()).where(Invitation.ask_by.is_not(None)),
    }
    found = []
    try:
        with database.reading() as session:
            for what, query in queries.items():
                count = session.scalar(query)
                if count:
                    found.append(f"{count} {what} are left")
    except DBAPIError as error:
        found.append(f"the database says {type(error).__name__}")
    return found


def _table(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
