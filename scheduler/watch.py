"""The scheduler's health checks: tell people of faults, and an outside monitor that all is well."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from sqlalchemy.orm import Session

from sek_core.monitoring import alarms
from sek_core.monitoring.alarms import AlarmStep
from sek_core.monitoring.checks import HealthProblem, Watch
from sek_core.work.unit_of_work import Services

log = structlog.get_logger(__name__)

LOOK_SECONDS = 15
BEAT_SECONDS = 60

Transaction = Callable[[Callable[[Session], Any]], Awaitable[Any]]


class HealthWatcher:
    """Watcher of the program's health. Two of them do no harm: people are told once, extra heartbeats are
    harmless.
    """

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
        """Check once, and tell people of faults that began or are over. Never raise."""
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
        """Send a heartbeat if all is well. Never raise.

        It makes its own check: a minute-old result would not show that the database is gone.
        """
        try:
            health_problems = await self._read(self._watch.health_problems)
        except Exception as error:
            log.error("watch_failed", error=type(error).__name__)
            return
        if not health_problems:
            await self._beat()

    def _find(self, session: Session) -> tuple[list[HealthProblem], list[AlarmStep]]:
        health_problems = self._watch.health_problems(session)
        limits = self._core.configuration.mechanism.watch
        return health_problems, alarms.steps(
            health_problems, alarms.standing(session), self._core.clock.real(), limits
        )

    def _take(
        self, session: Session, due: Sequence[AlarmStep], health_problems: Sequence[HealthProblem]
    ) -> list[AlarmStep]:
        work = self._core.work(session)
        done = alarms.apply_steps_and_notify(work, due, health_problems)
        work.flush()
        return done


def _report(step: AlarmStep) -> None:
    """Log every alarm, even if no recipient can be told."""
    said = {"name": step.name, "since": step.since.isoformat(), "detail": step.detail}
    if step.what == "began":
        log.error("alarm_began", **said)
    elif step.what == "lasts":
        log.error("alarm_lasts", **said)
    elif step.what == "over":
        log.warning("alarm_over", **said)
