"""Threads beside the event loop that run the synchronous core, as many as the database takes."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.orm import Session

from sek_core.store.database import Database

Result = TypeVar("Result")


class Threads:
    """Runs database work off the event loop. SQLite has one writing thread."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._writers = ThreadPoolExecutor(database.writers, thread_name_prefix="write")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._lookers = ThreadPoolExecutor(2, thread_name_prefix="look")

    async def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in a transaction that is committed when it returns."""
        return await self.call(lambda: self._writing(work))

    async def call(self, job: Callable[[], Result]) -> Result:
        """Run a job that makes its own transactions, in its turn among the writers."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, job)

    async def read(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in a read-only transaction, beside the writers."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._reading, work)

    async def look(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` as `read` does, beside it: pages keep neither health checks nor webhooks waiting."""
        return await asyncio.get_running_loop().run_in_executor(self._lookers, self._reading, work)

    def _writing(self, work: Callable[[Session], Result]) -> Result:
        with self.database.writing() as session:
            return work(session)

    def _reading(self, work: Callable[[Session], Result]) -> Result:
        with self.database.reading() as session:
            return work(session)

    def close(self) -> None:
        """Wait for running work, then end the threads."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._lookers.shutdown()


class AtOnce(Threads):
    """Threads without threads: database work runs when it is asked for, in the caller's own."""

    async def call(self, job: Callable[[], Result]) -> Result:
        """Run a job now."""
        return job()

    async def read(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in a read-only transaction now."""
        return self._reading(work)

    async def look(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in a read-only transaction now."""
        return self._reading(work)
