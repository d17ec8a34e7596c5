"""Ticks of the scheduler: APScheduler calls, the core finds due rows. A second scheduler does no harm."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.orm import Session

from scheduler import asking, reminders
from sek_core.alerts import escalation, promises, untaken
from sek_core.announcements import clock
from sek_core.asking import dispatch as questions
from sek_core.deliveries import recovery
from sek_core.digests import schedule
from sek_core.inbox import queue
from sek_core.meetings import invitations, series, waking
from sek_core.offers import asking as offers
from sek_core.privacy import erasing, retention
from sek_core.reminders import dispatch
from sek_core.response import confirming, departures, duties, incomplete_reports
from sek_core.seats import confirming as seats
from sek_core.seats import nominating, starting
from sek_core.tasks import many
from sek_core.triage import files_alone, net, protection, strangers, vouching
from sek_core.work.unit_of_work import Services, UnitOfWork

log = structlog.get_logger(__name__)

TICK_SECONDS = 1

WATCH_SECONDS = 5
"""Seconds between checks that the scheduler still ticks."""

FIRST_ROUND = timedelta(seconds=5)
"""Delay of the first round after the start, so that a person who is setting up need not wait for it."""


@dataclass(frozen=True, slots=True)
class Round:
    """Work done every so many seconds beside the ticks. It never raises."""

    seconds: int
    call: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """Work that every tick looks for.

    `due` finds the rows, and locks none. `do` handles one of them (False: another process was quicker).
    `postpone` delays a row that could not be handled, so that it does not block the others. `read`, of work
    that reads much: it reads before the transaction, and `do` gets what it returned.
    """

    name: str
    due: Callable[[UnitOfWork], Sequence[Any]]
    do: Callable[..., bool]
    postpone: Callable[[UnitOfWork, Any], None]
    read: Callable[[UnitOfWork, Any], Any] | None = None


JOBS = (
    Job(
        "end_hold", incomplete_reports.held_too_long, incomplete_reports.end_hold, incomplete_reports.postpone
    ),
    Job("pass_on", net.due, net.pass_on, net.postpone),
    Job("ask_about_files", files_alone.due, files_alone.ask, files_alone.postpone),
    Job("start_vouched", vouching.due, vouching.start_due, starting.postpone),
    Job("start_seat", nominating.due, nominating.start, starting.postpone),
    Job("strangers", strangers.due, strangers.tell, strangers.postpone),
    Job("protect", protection.due, protection.ask_next, protection.postpone),
    Job("escalate", escalation.due, escalation.advance_track, escalation.postpone),
    Job("ask_again", untaken.due, untaken.ask_again, untaken.postpone),
    Job("look_after_delivery", recovery.overdue, recovery.recover, recovery.postpone),
    Job(
        "match_report",
        lambda work: queue.matchable(work.session),
        lambda work, inbox_id: queue.look_again(work.session, inbox_id),
        lambda _work, _inbox_id: None,
    ),
    Job("promise", promises.due, promises.advance, promises.postpone),
    Job("unconfirmed", confirming.due, confirming.leave_unconfirmed, confirming.postpone),
    Job("leave", departures.due, departures.open_one, departures.postpone),
    Job("offers", offers.due, offers.act, offers.postpone),
    Job("digest", schedule.due, schedule.tell, schedule.postpone, schedule.read),
    Job("ask_to_wake", waking.due, waking.ask, waking.postpone),
    Job("lay_out", series.due, series.lay_out, series.postpone),
    Job("remind", dispatch.due, reminders.tell, dispatch.postpone),
    Job("duty", duties.due, duties.remind, duties.postpone),
    Job("tasks_of_many", many.due, many.tell, many.postpone),
    Job("ask_many", clock.due, clock.act, clock.postpone),
    Job("confirm_seats", seats.due, seats.ask, seats.postpone),
    Job("ask", asking.due, asking.ask, questions.postpone),
    Job(
        "erase_what_left",
        lambda work: erasing.left(work.session),
        lambda work, row: erasing.erase_message(work.session, row),
        lambda _work, _row: None,
    ),
    Job("retain", retention.due, retention.forget, retention.postpone),
    Job("ask_later", invitations.waiting, invitations.ask_one, invitations.postpone),
)


class Ticker:
    """Runner of every job once a second while the process lives. Each row has its own transaction."""

    def __init__(
        self,
        core: Services,
        write: Callable[[Callable[[Session], Any]], Awaitable[Any]],
        read: Callable[[Callable[[Session], Any]], Awaitable[Any]],
        on_done: Callable[[], None],
        rounds: Sequence[Round] = (),
    ) -> None:
        self._core = core
        self._write = write
        self._read = read
        self._on_done = on_done
        self.rounds = rounds
        # No job store: the program's own tables hold what is due. Late ticks run once.
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Start ticking; needs a running event loop."""
        self._job = self._scheduler.add_job(self.tick, "interval", seconds=TICK_SECONDS)
        for each in self.rounds:
            first = datetime.now(UTC) + FIRST_ROUND
            self._scheduler.add_job(each.call, "interval", seconds=each.seconds, next_run_time=first)
        self._scheduler.start()
        self._watch()

    def stop(self) -> None:
        """Stop ticking; a running job is finished by its thread."""
        if self._scheduler.running:
            self._watching.cancel()
            self._scheduler.shutdown(wait=False)

    def _watch(self) -> None:
        """Check that the next tick is near. The scheduler waits for a time of day: if the clock is set back
        by an hour, the next tick would come in an hour. The event loop's own time is never set back.
        """
        self._watching = asyncio.get_running_loop().call_later(WATCH_SECONDS, self._watch)
        now = datetime.now(UTC)
        if self._job.next_run_time > now + 2 * timedelta(seconds=TICK_SECONDS):
            log.warning("clock_put_back", next_tick=self._job.next_run_time.isoformat())
            self._job.modify(next_run_time=now)

    async def tick(self) -> None:
        """Handle everything that is due, once. A failure does not stop the rest."""
        left = deque(JOBS)
        while left:
            rows: Sequence[Any] = ()
            try:
                rows = await self._write(partial(self._next_due, left))
            except Exception as error:
                log.error("tick_failed", job=left[0].name, error=type(error).__name__)
            done = [row for row in rows if await self._one(left[0], row)]
            if done:
                self._on_done()
            left.popleft()

    def _next_due(self, left: deque[Job], session: Session) -> Sequence[Any]:
        """Return the rows of the next job that has any; it is then the first of `left`.

        One transaction asks for all jobs up to there, because most have nothing due, and a transaction of its
        own costs each of them more than its query.
        """
        while not (rows := left[0].due(self._core.work(session))) and len(left) > 1:
            left.popleft()
        return rows

    async def _one(self, job: Job, row: Any) -> bool:
        try:
            found = await self._found(job, row)
            return bool(await self._write(lambda session: self._do(session, job, row, *found)))
        except Exception as error:
            log.error("row_failed", job=job.name, row=row, error=type(error).__name__)
        try:
            await self._write(lambda session: job.postpone(self._core.work(session), row))
        except Exception as error:
            log.error("put_off_failed", job=job.name, row=row, error=type(error).__name__)
        return False

    async def _found(self, job: Job, row: Any) -> tuple[Any, ...]:
        """Return what a job reads before its transaction, if it does."""
        if (read := job.read) is None:
            return ()
        return (await self._read(lambda session: read(self._core.work(session), row)),)

    def _do(self, session: Session, job: Job, row: Any, *found: Any) -> bool:
        work = self._core.work(session)
        done = job.do(work, row, *found)
        work.flush()
        return done
