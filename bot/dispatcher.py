"""Sends what is queued: claims it, hands it to the channel's sender, records what became of it."""

import asyncio
from collections.abc import Mapping
from itertools import groupby

import structlog
from sqlalchemy.orm import Session

from bot.signals import Signals, wait
from bot.threads import Threads
from sek_core import deliveries
from sek_core.deliveries import Claimed
from sek_core.sending import NoAnswer, Outcome, Refused, Sender
from sek_core.store.database import is_passing
from sek_core.work import Core

log = structlog.get_logger(__name__)

CLAIM = 100
"""Deliveries that are claimed at once."""

IN_FLIGHT = 8
"""Requests to providers at the same time."""

BULK = 20
"""Recipients of one request: an answer that never comes leaves so many in doubt."""


class Dispatcher:
    """The way out. Any number of processes may each run one.

    Outcomes gather while the database is busy; each round writes all that there are, and claims
    the next messages, in one transaction.
    """

    def __init__(self, threads: Threads, core: Core, signals: Signals, senders: Mapping[str, Sender]) -> None:
        self._threads = threads
        self._core = core
        self._signals = signals
        self._senders = senders
        self._sending: set[asyncio.Task[None]] = set()
        self._outcomes: dict[int, Outcome] = {}
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._stopping = False

    async def run(self) -> None:
        """Until `stop`; then until the last outcome is recorded."""
        queued = self._signals.outbox.listen()
        while not self._stopping:
            try:
                claimed = await self.send_due()
            except Exception as error:
                log.error("round_failed", error=type(error).__name__)
                claimed = 0
            if claimed < CLAIM:  # nothing else is due; what an address holds back comes with its signal
                await wait(queued)
        await self.finish()

    async def send_due(self) -> int:
        """Record the outcomes that have come, begin to send what is due; returns how many."""
        outcomes, self._outcomes = self._outcomes, {}
        most = CLAIM if len(self._sending) < IN_FLIGHT else 0
        try:
            claimed = await self._threads.write(lambda session: self._round(session, outcomes, most))
        except Exception as error:
            if is_passing(error):
                # Kept for the next round. If that never comes, the lease runs out, and what has
                # left becomes unknown: it is sent once more, and says so.
                self._outcomes = {**outcomes, **self._outcomes}
                raise
            await self._record_alone(outcomes)
            return 0
        lease = self._core.configuration.mechanism.send_lease.total_seconds()
        latest = asyncio.get_running_loop().time() + lease / 2
        for batch in _batches(claimed):
            task = asyncio.create_task(self._send(batch, latest))
            self._sending.add(task)
            task.add_done_callback(self._sent)
        if outcomes:
            self._signals.changed.fire()
        return len(claimed)

    async def finish(self) -> None:
        """Wait for everything that is being sent, and record what became of it."""
        while self._sending:
            await asyncio.wait(self._sending)
        outcomes, self._outcomes = self._outcomes, {}
        await self._record_alone(outcomes)

    async def _record_alone(self, outcomes: Mapping[int, Outcome]) -> None:
        """Each by itself: one that the database refuses must not cost the others."""
        for delivery_id, outcome in outcomes.items():
            one = {delivery_id: outcome}
            try:
                await self._threads.write(lambda session, one=one: self._round(session, one, 0))  # type: ignore[misc]
            except Exception as error:
                # What stays "sending" becomes unknown when its lease runs out.
                log.error("outcome_refused", delivery=delivery_id, error=type(error).__name__)

    def stop(self) -> None:
        """Claim nothing more."""
        self._stopping = True
        self._signals.outbox.fire()

    def _round(self, session: Session, outcomes: Mapping[int, Outcome], most: int) -> list[Claimed]:
        work = self._core.work(session)
        if outcomes:
            deliveries.record(work, outcomes)
            work.flush()
        return deliveries.claim(work, list(self._senders), most) if most else []

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._signals.outbox.hear()

    async def _send(self, batch: list[Claimed], latest: float) -> None:
        """Send one request when a slot is free. After `latest` (loop time) the lease could run out
        before the answer comes: then the messages go back into the queue instead.
        """
        async with self._slots:
            if asyncio.get_running_loop().time() > latest:
                late = Refused("no connection was free in time")
                self._outcomes |= {claimed.id: late for claimed in batch}
                return
            await self._send_now(batch)

    async def _send_now(self, batch: list[Claimed]) -> None:
        sender = self._senders[batch[0].channel]
        try:
            answers = await sender.send(batch[0].text, [claimed.address for claimed in batch])
        except Exception as error:  # a sender never raises; if one does, nobody knows what left
            log.error("sender_failed", channel=batch[0].channel, error=type(error).__name__)
            answers = {}
        lost = NoAnswer("the sender gave no outcome")
        outcomes = {claimed.id: answers.get(claimed.address, lost) for claimed in batch}
        _report(batch[0].channel, outcomes)
        self._outcomes |= outcomes


def _batches(claimed: list[Claimed]) -> list[list[Claimed]]:
    """The same text to many numbers is one request."""

    def same(one: Claimed) -> tuple[str, str]:
        return one.channel, one.text

    # Sorted by text, the order of different addresses is lost, which nobody can see.
    batches: list[list[Claimed]] = []
    for _, group in groupby(sorted(claimed, key=same), key=same):
        members = list(group)
        batches += [members[i : i + BULK] for i in range(0, len(members), BULK)]
    return sorted(batches, key=lambda batch: batch[0].id)


def _report(channel: str, outcomes: Mapping[int, Outcome]) -> None:
    """Say in the log what an operator must mend."""
    reasons = {
        outcome.reason for outcome in outcomes.values() if isinstance(outcome, Refused) and outcome.ours
    }
    for reason in sorted(reasons):
        log.error("provider_refuses_us", channel=channel, reason=reason)
