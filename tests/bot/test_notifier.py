"""One process wakes another, over a real PostgreSQL."""

import asyncio
from contextlib import suppress

import psycopg

from bot.notifier import PostgresNotifier
from bot.signals import Signals


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


async def soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(5):
        await event.wait()
    event.clear()


async def ended(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_what_one_process_stores_wakes_the_worker_in_another(postgres_url: str) -> None:
    web, worker = Signals(), Signals()
    bells = [PostgresNotifier(plain(postgres_url), signals) for signals in (web, worker)]
    web.ring = bells[0].ring
    arrived = worker.inbox.listen()
    tasks = [asyncio.create_task(notifier.run()) for notifier in bells]
    await soon(arrived)  # the first look, for signals from before it listened
    web.inbox.fire()
    await soon(arrived)
    await ended(*tasks)


async def test_a_bell_that_was_cut_off_rings_again(postgres_url: str) -> None:
    signals = Signals()
    notifier = PostgresNotifier(plain(postgres_url), signals)
    signals.ring = notifier.ring
    arrived = signals.outbox.listen()
    task = asyncio.create_task(notifier.run())
    await soon(arrived)
    with psycopg.connect(plain(postgres_url), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await soon(arrived)  # connected anew, it looks for what it may have missed
    await ended(task)
