"""Fetching of Africa's Talking's list of received messages, for those that no callback brought.

Source: https://developers.africastalking.com/docs/sms/fetch_messages. The gateway offers the list for short
codes and premium numbers; other accounts have callbacks only.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.signals import Signals
from bot.sms import NAME, receive
from bot.sms.answer import Answer, Unanswered
from bot.threads import Threads
from sek_core.inbox import queue, reconciliation
from sek_core.inbox.queue import MissingField, storable
from sek_core.inbox.reconciliation import Position, Reconciled
from sek_core.store import leases
from sek_core.timing.clock import Clock
from sek_core.understanding.pressing import PressingWords

log = structlog.get_logger(__name__)

FETCH_SECONDS = 180.0
"""Seconds between two looks: the longest wait of a text without a callback. Looking more often would nearly
always find nothing.
"""

SETTLED = timedelta(minutes=1)
"""Age below which a text is left for the next look: its callback may be on its way."""

LARGEST_ID = 2**63 - 1

LEASE = "sms-list"

Ask = Callable[[int], Awaitable[Answer]]


class NotListedError(Exception):
    """The gateway gave no list. `offered`: it may give one next time; else this account has none."""

    def __init__(self, reason: str, offered: bool) -> None:
        super().__init__(reason)
        self.offered = offered


class InboxFetcher:
    """Reader of the gateway's list, which goes on where it stopped last."""

    def __init__(self, ask: Ask, threads: Threads, clock: Clock, pressing: PressingWords) -> None:
        self._ask = ask
        self._pressing = pressing
        self._threads = threads
        self._clock = clock

    async def fetch(self, settled: timedelta = timedelta(), since: datetime | None = None) -> Reconciled:
        """Read on until the list ends, or a text is younger than `settled`.

        `since`: read from the list's beginning, and store what was sent since then. Raises NotListedError.
        """
        now = self._clock.now()
        at = await self._threads.write(lambda session: reconciliation.position(session, now))
        if since is not None:
            at = Position(0, since)
        done = Reconciled()
        while True:
            messages = await self._page(at.last_id)
            rows = {number: row for number, row in messages.items() if number > at.last_id}
            young = [n for n, row in rows.items() if row and (row["sent_at"] or now) > now - settled]
            if settled and young:
                rows = {number: row for number, row in rows.items() if number < min(young)}
            if not rows:
                return done
            at = Position(max(rows), at.since)
            texts = [row for _, row in sorted(rows.items()) if row is not None]
            done += await self._threads.write(partial(_store, texts=texts, at=at))

    async def _page(self, after: int) -> Mapping[int, dict[str, Any] | None]:
        """Return inbox rows by the list's ids; None for an entry that cannot be read."""
        try:
            answer = await self._ask(after)
        except Unanswered as unanswered:
            raise NotListedError(unanswered.outcome.reason, offered=True) from unanswered
        if not answer.ok:
            raise NotListedError(f"HTTP {answer.status}", offered=answer.status >= 429)
        data = answer.body.get("SMSMessageData") if isinstance(answer.body, dict) else None
        messages = data.get("Messages") if isinstance(data, dict) else None
        if not isinstance(messages, list):
            raise NotListedError("no list of messages in the answer", offered=False)
        return dict(self._row(message) for message in messages if _has_number(message))

    def _row(self, message: Mapping[str, Any]) -> tuple[int, dict[str, Any] | None]:
        """Return the id and the row of an entry; an unread row if we fail to read it."""
        try:
            form = {storable(str(name)): str(value) for name, value in message.items() if value is not None}
            form = {name: storable(value) for name, value in form.items()}
            return int(message["id"]), queue.weighed(receive.sms(form, self._clock), self._pressing)
        except MissingField as missing:
            log.error("sms_listed_unreadable", field=missing.field)
            return int(message["id"]), None
        except Exception as error:
            log.error("sms_listed_unreadable", error=type(error).__name__)
            kept = queue.unread(NAME, queue.TEXT, dict(message), error, self._clock.now())
            return int(message["id"]), kept


def _has_number(message: object) -> bool:
    """Return True if an entry of the list has an id to go on from; an entry without one is passed over."""
    if isinstance(message, dict):
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            return 0 < int(message.get("id", "")) <= LARGEST_ID
    log.error("sms_listed_unreadable", field="id")
    return False


def _store(session: Session, texts: list[dict[str, Any]], at: Position) -> Reconciled:
    """Store the new texts and the position in the list, in one transaction."""
    queue.store(session, [row for row in texts if row["kind"] == queue.UNREAD])
    read = [row for row in texts if row["kind"] != queue.UNREAD]
    stored = reconciliation.store_listed(session, read, at.since)
    reconciliation.set_position(session, at)
    return stored


class FetchLoop:
    """Loop that reads the list every few minutes, in one of all processes."""

    def __init__(
        self,
        fetcher: InboxFetcher,
        threads: Threads,
        clock: Clock,
        signals: Signals,
        every: float = FETCH_SECONDS,
    ) -> None:
        """Make the loop; `every`: the seconds between two looks."""
        self._fetcher = fetcher
        self._threads = threads
        self._clock = clock
        self._signals = signals
        self._every = every
        self._holder = uuid.uuid4().hex
        self._offered = True
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Run until `stop`. Look at once: messages that came while no process ran are the most urgent."""
        while not self._stopping.is_set():
            await self.look()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._stopping.wait()
        with contextlib.suppress(Exception):  # then the lease runs out by itself
            await self._threads.write(lambda session: leases.give_up(session, LEASE, self._holder))

    def stop(self) -> None:
        """Finish the current look, then end."""
        self._stopping.set()

    async def look(self) -> None:
        """Read on, if no other process does. The next look tries a failed one again."""
        try:
            if not await self._threads.write(self._mine):
                return
            found = await self._fetcher.fetch(SETTLED)
        except NotListedError as error:
            if error.offered:
                log.warning("sms_list_failed", reason=str(error))
            elif self._offered:
                log.warning("sms_list_not_offered", reason=str(error))
            self._offered = error.offered
            return
        except Exception as error:
            log.error("sms_list_failed", reason=type(error).__name__)
            return
        self._offered = True
        if found.new:
            log.warning("sms_by_list", new=found.new, known=found.known)
            self._signals.inbox.fire()

    def _mine(self, session: Session) -> bool:
        """Take the lease until shortly before the next look; its last holder gets it again."""
        length = timedelta(seconds=self._every * 0.9)
        return leases.take(session, LEASE, self._holder, self._clock.real(), length)
