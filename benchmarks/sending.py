"""How fast messages leave under a flood: Telegram's rate, and an urgent message behind very many others.

The dispatcher runs as it does in `sek run`, on a fresh SQLite database, with a provider that takes its time
to answer. The rate is compared with the 30 a second that Telegram takes; more than 30 in any second end the
run. The wait of an urgent message, from its commit until its request begins, is compared with 100 ms. It is
the longest of several, each in another phase of the flood.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from benchmarks.table import Result
from bot.channels import CHANNELS
from bot.dispatcher import Dispatcher
from bot.signals import Signals
from bot.threads import Threads
from bot.wiring import make_core
from config.mechanism import load_configuration
from sek_core.messages.channel import Accepted, Outcome, Wire
from sek_core.messages.screens import Screen, Text
from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.timing.clock import SystemClock

ALLOWED = 30
"""Messages a second that Telegram takes."""

SECONDS = 8.0
URGENT = 5
WAITING = 150
SOON = 100.0
"""Milliseconds."""

HERE = "7"
"""The chat, and the end of the number, of the one who gets both the flood and the urgent messages."""


class _Provider:
    """A provider that answers each request after a while, and keeps when it began."""

    def __init__(self, answers_after: float) -> None:
        self.bulk = 1
        self.answers_after = answers_after
        self.begun: list[float] = []
        self.urgent: dict[str, float] = {}

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        at = time.perf_counter()
        self.begun.append(at)
        if text.startswith("urgent"):
            self.urgent[text.split()[1]] = at
        await asyncio.sleep(self.answers_after)
        return {address: Accepted(None) for address in addresses}

    async def close(self) -> None:
        pass


def measure(rounds: int) -> list[Result]:
    """Measure the rate, and the longest wait over each channel."""
    rates, chats, numbers = [], [], []
    for _ in range(rounds):
        rates.append(asyncio.run(_flood("telegram", 0.15))[0])
        chats.append(asyncio.run(_flood("telegram", 0.15, urgent=True))[1])
        numbers.append(asyncio.run(_flood("sms", 2.0, urgent=True))[1])
    waits = f"{URGENT} urgent messages to one who has {WAITING} waiting, while the channel is full"
    return [
        Result("telegram, rate", median(rates), ALLOWED, "messages/s", "at least", 0.95),
        Result("urgent, Telegram", median(chats) * 1000, SOON, "ms", "at most", 1.0, waits),
        Result("urgent, SMS", median(numbers) * 1000, SOON, "ms", "at most", 1.0, waits),
    ]


async def _flood(channel: str, answers_after: float, *, urgent: bool = False) -> tuple[float, float]:
    """Return the rate, and the longest wait of an urgent message, while very many others leave."""
    with TemporaryDirectory() as name:
        database = Database(f"sqlite:///{Path(name) / 'sek.db'}")
        migrations.upgrade(database)
        core = make_core(load_configuration(), SystemClock(), CHANNELS)
        threads, signals, provider = Threads(database), Signals(), _Provider(answers_after)
        dispatcher = Dispatcher(threads, core, signals, {channel: provider})

        def others(session: Session) -> None:
            work = core.work(session)
            for number in range(1000):
                where = HERE if number < WAITING else str(number)
                screen = Screen(Text("name", {"name": f"alert {number}"}))
                work.outbox.post(channel, where, screen, "alert")
            work.flush()

        await threads.write(others)
        running = asyncio.create_task(dispatcher.run())
        queued: dict[str, float] = {}
        for number in range(URGENT if urgent else 0):
            await asyncio.sleep(SECONDS / URGENT)

            def one(session: Session, number: int = number) -> None:
                work = core.work(session)
                screen = Screen(Text("name", {"name": f"urgent {number}"}))
                work.outbox.post(channel, HERE, screen, "alert", urgent=True)
                work.flush()

            await threads.write(one)
            queued[str(number)] = time.perf_counter()
            signals.outbox.fire()
        await asyncio.sleep(1.0 if urgent else SECONDS)
        dispatcher.stop()
        await running
        threads.close()
        database.close()
    begun = sorted(provider.begun)
    most = max(sum(first <= at < first + 1 for at in begun) for first in begun)
    if channel == "telegram" and most > ALLOWED:
        raise RuntimeError(f"{most} messages left within one second")
    assert provider.urgent.keys() == queued.keys(), "every urgent message left"
    whole = begun[-1] - begun[0]
    return (len(begun) - 1) / whole, max([provider.urgent[key] - at for key, at in queued.items()], default=0)
