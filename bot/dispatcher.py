"""Sending of queued deliveries: claim them, pass them to the channel's sender, record the outcomes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import structlog
from sqlalchemy.orm import Session

from bot.pacing import Pacer
from bot.signals import POLL_SECONDS, Signals, wait
from bot.threads import Threads
from sek_core.deliveries import outcomes as delivery_outcomes
from sek_core.deliveries.claims import Claimed, claim
from sek_core.messages.channel import NoAnswer, Outcome, Refused, Sender
from sek_core.messages.kinds import Priority
from sek_core.store.database import is_passing
from sek_core.work.unit_of_work import Services

log = structlog.get_logger(__name__)

CLAIM = 40
"""Maximum number of deliveries in one claim: two requests of one SMS to many recipients. An alert that comes
now leaves after the claimed ones, so the number is small.
"""

IN_FLIGHT = 8
"""Maximum number of requests to one provider at a time."""

IN_FLIGHT_PACED = 20
"""The same where the channel has a rate of its own, and each request carries one message: at 28.8 a
second, the provider may take 0.7 seconds to answer.
"""

RESERVED = 4
"""Number of requests to one provider beside these, for urgent messages alone."""


SHORTEST_PAUSE = 0.01
"""Seconds between two rounds while a channel's own limit holds messages back."""


@dataclass(frozen=True, slots=True)
class _Round:
    """Result of one round: the claimed deliveries, whether more may be due at once, and the pause
    otherwise.
    """

    claimed: list[Claimed]
    more: bool = False
    pause: float = POLL_SECONDS


_NOTHING = _Round([])


class _Lanes:
    """Slots for the requests to one provider. Those of urgent messages may use all of them, others not the
    last few: an urgent message does not wait until the provider answers another one.
    """

    def __init__(self, most: int, pacer: Pacer) -> None:
        self.most = most
        self.pacer = pacer
        self.ordinary = asyncio.Semaphore(most)
        self.all = asyncio.Semaphore(most + RESERVED)
        self.under_way: Counter[bool] = Counter()
        """Number of requests that wait or are under way, by whether they are urgent."""

    @property
    def lowest(self) -> Priority | None:
        """What may be claimed now, down to this priority; None for nothing."""
        if self.under_way[False] < self.most:
            return Priority.ROUTINE
        return Priority.URGENT if self.under_way[True] < RESERVED else None

    @asynccontextmanager
    async def slot(self, *, urgent: bool) -> AsyncIterator[None]:
        """Wait for a slot, and hold it."""
        async with AsyncExitStack() as held:
            if not urgent:
                await held.enter_async_context(self.ordinary)
            await held.enter_async_context(self.all)
            yield


class Dispatcher:
    """Sender of queued deliveries. Any number of processes may each run one.

    Outcomes collect while the database is busy; each round writes all of them, and claims the next
    deliveries, in one transaction.
    """

    def __init__(
        self,
        threads: Threads,
        core: Services,
        signals: Signals,
        senders: Mapping[str, Sender],
        *,
        paced: bool = True,
    ) -> None:
        """`paced`: each request waits for its time. False where the clock stands still."""
        self._threads = threads
        self._core = core
        self._signals = signals
        self._senders = senders
        self._sending: set[asyncio.Task[None]] = set()
        self._outcomes: dict[int, Outcome] = {}
        # One limit for each channel: a provider that hangs must not hold up the other channel.
        self._lanes = {
            channel: _Lanes(
                IN_FLIGHT if core.channels.of(channel).limits is None else IN_FLIGHT_PACED,
                Pacer(core.clock, waits=paced),
            )
            for channel in senders
        }
        self._stopping = False

    async def run(self) -> None:
        """Run until `stop`; then wait until the last outcome is recorded."""
        queued = self._signals.outbox.listen()
        while not self._stopping:
            try:
                round_ = await self._next_round()
            except Exception as error:
                log.error("round_failed", error=type(error).__name__)
                round_ = _NOTHING
            if not round_.more:  # nothing else is due; a signal announces what an address held back
                await wait(queued, round_.pause)
        await self.finish()

    async def send_due(self) -> int:
        """Record the outcomes so far and start to send what is due; return the number of claimed
        deliveries.
        """
        round_ = await self._next_round()
        while round_.more and not round_.claimed:  # what waited became one message, which leaves now
            round_ = await self._next_round()
        return len(round_.claimed)

    async def _next_round(self) -> "_Round":
        outcomes, self._outcomes = self._outcomes, {}
        free = {name: lowest for name, lanes in self._lanes.items() if (lowest := lanes.lowest) is not None}
        try:
            round_ = await self._threads.write(lambda session: self._round(session, outcomes, free))
        except Exception as error:
            if not outcomes:
                raise  # the database refused no outcome
            if is_passing(error):
                # Keep them for the next round. If it never comes, the lease runs out, and the deliveries
                # become unknown: they are sent again, and the message says so.
                self._outcomes = {**outcomes, **self._outcomes}
                raise
            await self._record_alone(outcomes)
            return _NOTHING
        lease = self._core.configuration.mechanism.send_lease.total_seconds()
        latest = asyncio.get_running_loop().time() + lease / 2
        for batch in self._batches(round_.claimed):
            task = asyncio.create_task(self._send(batch, latest))
            self._sending.add(task)
            self._lanes[batch[0].channel].under_way[batch[0].urgent] += 1
            task.add_done_callback(partial(self._sent, batch[0]))
        if outcomes:
            self._signals.changed.fire()
        return round_

    async def finish(self) -> None:
        """Wait for all requests under way, and record their outcomes."""
        while self._sending:
            await asyncio.wait(self._sending)
        outcomes, self._outcomes = self._outcomes, {}
        if not outcomes:
            return
        try:
            await self._threads.write(partial(self._round, outcomes=outcomes, free={}))
        except Exception:  # try them one by one; errors are logged there
            await self._record_alone(outcomes)

    async def _record_alone(self, outcomes: Mapping[int, Outcome]) -> None:
        """Record outcomes one by one, so that one that the database refuses does not cost the others."""
        for delivery_id, outcome in outcomes.items():
            one = {delivery_id: outcome}
            try:
                await self._threads.write(partial(self._round, outcomes=one, free={}))
            except Exception as error:
                # A delivery that stays "sending" becomes unknown when its lease runs out.
                log.error("outcome_refused", delivery=delivery_id, error=type(error).__name__)

    def stop(self) -> None:
        """Claim nothing more."""
        self._stopping = True
        self._signals.outbox.fire()

    def _batches(self, claimed: list[Claimed]) -> list[list[Claimed]]:
        """Group the claimed deliveries into requests: one message to many addresses, as far as the channel
        can.
        """

        def same(one: Claimed) -> tuple[str, bool, str, bool]:
            return one.channel, one.urgent, one.unmasked, one.wire is None

        # Sorting by text changes the order between addresses, which no recipient sees; but an alert that was
        # claimed with many reminders does not wait for their requests.
        batches: list[list[Claimed]] = []
        for _, group in groupby(sorted(claimed, key=same), key=same):
            members = list(group)
            # What a channel renders beside the text is for one address.
            most = self._senders[members[0].channel].bulk if members[0].wire is None else 1
            batches += [members[i : i + most] for i in range(0, len(members), most)]
        return sorted(batches, key=lambda batch: (batch[0].priority, batch[0].id))

    def _round(
        self, session: Session, outcomes: Mapping[int, Outcome], free: Mapping[str, Priority]
    ) -> "_Round":
        work = self._core.work(session)
        if outcomes:
            delivery_outcomes.record(work, outcomes)
            work.flush()
        claims = [claim(work, channel, CLAIM, lowest) for channel, lowest in free.items()]
        pauses = [(each.free_at - work.real_now).total_seconds() for each in claims if each.free_at]
        return _Round(
            [claimed for each in claims for claimed in each.claimed],
            any(each.more and not each.free_at for each in claims),
            max(SHORTEST_PAUSE, min([*pauses, POLL_SECONDS])),
        )

    def _sent(self, first: Claimed, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._lanes[first.channel].under_way[first.urgent] -= 1
        self._signals.outbox.hear()

    async def _send(self, batch: list[Claimed], latest: float) -> None:
        """Send one request when a slot is free. After `latest` (loop time) the lease could run out before the
        provider answers: return the messages to the queue instead.
        """
        lanes = self._lanes[batch[0].channel]
        async with lanes.slot(urgent=batch[0].urgent):
            if asyncio.get_running_loop().time() > latest:
                late = Refused("no connection was free in time")
                self._outcomes |= {claimed.id: late for claimed in batch}
                return
            await lanes.pacer.wait_for(batch[0].leaves_at, urgent=batch[0].urgent)
            await self._send_now(batch)

    async def _send_now(self, batch: list[Claimed]) -> None:
        sender = self._senders[batch[0].channel]
        try:
            answers = await sender.send(
                batch[0].unmasked, [claimed.address for claimed in batch], batch[0].wire
            )
        except Exception as error:  # a sender never raises; if one does, the outcome is unknown
            log.error("sender_failed", channel=batch[0].channel, error=type(error).__name__)
            answers = {}
        lost = NoAnswer("the sender gave no outcome")
        outcomes = {claimed.id: answers.get(claimed.address, lost) for claimed in batch}
        _report(batch[0].channel, outcomes)
        self._outcomes |= outcomes


def _report(channel: str, outcomes: Mapping[int, Outcome]) -> None:
    """Log the provider errors that an operator must fix."""
    reasons = {
        outcome.reason for outcome in outcomes.values() if isinstance(outcome, Refused) and outcome.ours
    }
    for reason in sorted(reasons):
        log.error("provider_refuses_us", channel=channel, reason=reason)
