"""The ticks: APScheduler calls, the core looks for what is due. A second clock does no harm."""

from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.orm import Session

from sek_core import deliveries, incidents
from sek_core.work import Core, Work

log = structlog.get_logger(__name__)

TICK_SECONDS = 1

Due = Callable[[Work], object]

JOBS: dict[str, Due] = {
    "end_holds": incidents.end_holds,
    "watch_deliveries": deliveries.watch,
}
"""What is looked for at every tick, each in a transaction of its own. The result is true if
anything was done."""


class Clockwork:
    """Runs every job once a second, for as long as the process lives."""

    def __init__(
        self,
        core: Core,
        write: Callable[[Callable[[Session], object]], Awaitable[object]],
        on_done: Callable[[], None],
    ) -> None:
        self._core = core
        self._write = write
        self._on_done = on_done
        # No job store: what is due stands in our own tables. A tick that comes late is run once.
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Begin to tick; needs a running event loop."""
        self._scheduler.add_job(self.tick, "interval", seconds=TICK_SECONDS)
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more; a job that runs is finished by its thread."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Look once for everything that is due. A job that fails does not stop the others."""
        for name, due in JOBS.items():
            try:
                done = await self._write(lambda session, due=due: self._run(session, due))  # type: ignore[misc]
            except Exception as error:
                log.error("tick_failed", job=name, error=type(error).__name__)
            else:
                if done:
                    self._on_done()

    def _run(self, session: Session, due: Due) -> object:
        work = self._core.work(session)
        done = due(work)
        work.flush()
        return done
