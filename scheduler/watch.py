"""The clock's look at the program itself: it tells people what is wrong, and others that all is well."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from sqlalchemy.orm import Session

from sek_core.monitoring import alarms
from sek_core.monitoring.alarms import Step
from sek_core.monitoring.checks import HealthProblem, Watch
from sek_core.work.unit_of_work import Services

log = structlog.get_logger(__name__)

LOOK_SECONDS = 15
BEAT_SECONDS = 60

Transaction = Callable[[Callable[[Session], Any]], Awaitable[Any]]


class HealthWatcher:
    """Looks, and tells. Two of them do no harm: people are told once, heartbeats may be many."""

    def __init__(
        self,
        core: Services,
        watch: Watch,
        read: Transaction,
        write: Transaction,
        on_told: Callable[[], None],
        beat: Callable[[], Awaitable[None]],
    ) -> None:
        self._core = core
        self._watch = watch
        self._read = read
        self._write = write
        self._on_told = on_told
        self._beat = beat

    async def look(self) -> None:
        """Look once; people are told where something has begun or is over. Never raises."""
        try:
            health_problems, due = await self._read(self._find)
            done = await self._write(lambda session: self._take(session, due, health_problems)) if due else []
        except Exception as error:
            log.error("watch_failed", error=type(error).__name__)
            return
        for step in done:
            _report(step)
        if any(step.what in alarms.TOLD for step in done):
            self._on_told()

    async def beat(self) -> None:
        """Let others know that all is well, if it is. Never raises.

        By a look of its own: one that is a minute old knows nothing of a database that is gone.
        """
        try:
            health_problems = await self._read(self._watch.health_problems)
        except Exception as error:
            log.error("watch_failed", error=type(error).__name__)
            return
        if not health_problems:
            await self._beat()

    def _find(self, session: Session) -> tuple[list[HealthProblem], list[Step]]:
        health_problems = self._watch.health_problems(session)
        limits = self._core.configuration.mechanism.watch
        return health_problems, alarms.steps(
            health_problems, alarms.standing(session), self._core.clock.real(), limits
        )

    def _take(
        self, session: Session, due: Sequence[Step], health_problems: Sequence[HealthProblem]
    ) -> list[Step]:
        work = self._core.work(session)
        done = alarms.take(work, due, health_problems)
        work.flush()
        return done


def _report(step: Step) -> None:
    """Also where nobody can be told, every alarm stands in the log."""
    said = {"name": step.name, "since": step.since.isoformat(), "detail": step.detail}
    if step.what == "began":
        log.error("alarm_began", **said)
    elif step.what == "lasts":
        log.error("alarm_lasts", **said)
    elif step.what == "over":
        log.warning("alarm_over", **said)
