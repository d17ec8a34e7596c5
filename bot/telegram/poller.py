"""Long polling of Telegram for updates; one is confirmed only when it is on disk."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, TelegramError
from telegram.request import BaseRequest

from bot.telegram import NAME, own_id, receive
from bot.telegram.answer import failure_outcome
from bot.telegram.client import API_URL
from bot.telegram.fields import record, whole
from sek_core.inbox import queue
from sek_core.timing.clock import Clock

log = structlog.get_logger(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""Kinds of updates that the program asks for, by long polling or webhook."""

MOST = 100
"""Maximum number of updates in one answer, by the Bot API."""

LONGEST_PAUSE = 15.0
_FIRST_PAUSE = 0.5
_CONFLICT_PAUSE = 10.0
_LEASE_PAUSE = 1.0
_ANSWER_SECONDS = 10.0
"""Seconds that an answer may take beyond its long poll."""

Put = Callable[[dict[str, Any]], Awaitable[None]]
MayPoll = Callable[[], Awaitable[bool]]


async def _always() -> bool:
    return True


class Poller:
    """Polling loop of one process. Telegram answers 409 if a second one polls, or a webhook is set.

    Updates are read as plain JSON: an update in a newer format, which PTB's types refuse, would otherwise
    block all updates with it.
    """

    def __init__(
        self,
        token: str,
        request: BaseRequest,
        put: Put,
        clock: Clock,
        may_poll: MayPoll = _always,
        *,
        api_url: str | None = None,
        timeout: float = 25.0,
    ) -> None:
        """Make a poller; nothing is asked yet.

        `put` stores one inbox row: it returns when the row is durable, and raises when it is not. `may_poll`
        is called before each poll and tells if this process may poll. If it loses that right during a poll,
        Telegram ends the poll with 409 when the next process polls. `timeout`: the seconds that Telegram
        waits for an update.
        """
        self._url = f"{(api_url or API_URL).rstrip('/')}/bot{token}/getUpdates"
        self._own_id = own_id(token)
        self._request = request
        self._put = put
        self._clock = clock
        self._may_poll = may_poll
        self._timeout = timeout
        self._offset: int | None = None
        self._failures = 0
        self._asking: asyncio.Task[Sequence[Any]] | None = None
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Run until `stop`; store what was received by then first."""
        while not self._stopping.is_set():
            pause = await self._round()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._stopping.wait()

    def stop(self) -> None:
        """Stop polling. Updates in an interrupted answer are not confirmed: they come again."""
        self._stopping.set()
        if self._asking is not None:
            self._asking.cancel()

    async def _round(self) -> float:
        """Poll once; return the seconds to wait before the next poll."""
        try:
            if not await self._may_poll():
                self._offset = None  # the process that polls now confirms
                return _LEASE_PAUSE
            updates = await self._ask_unless_stopped()
            moved_on = await self._store(updates)
        except Conflict:
            log.warning("telegram_conflict", hint="another process polls, or a webhook is set")
            return _CONFLICT_PAUSE
        except TelegramError as error:
            return self._failed(failure_outcome(error).reason)
        except Exception as error:
            return self._failed(type(error).__name__)
        if updates and not moved_on:
            return self._failed("updates could not be stored")
        self._failures = 0
        return 0

    def _failed(self, reason: str) -> float:
        pause = min(_FIRST_PAUSE * float(2 ** min(self._failures, 10)), LONGEST_PAUSE)
        self._failures += 1
        log.warning("telegram_poll_failed", reason=reason, again_in=pause)
        return pause

    async def _ask_unless_stopped(self) -> Sequence[Any]:
        self._asking = asyncio.create_task(self._ask())
        try:
            return await self._asking
        except asyncio.CancelledError:
            if self._stopping.is_set():
                return ()
            raise
        finally:
            self._asking = None

    async def _ask(self) -> Sequence[Any]:
        query: dict[str, Any] = {"limit": MOST, "timeout": int(self._timeout)}
        query["allowed_updates"] = json.dumps(ALLOWED)
        if self._offset is not None:
            query["offset"] = self._offset
        result = await self._request.post(
            f"{self._url}?{urlencode(query)}", read_timeout=self._timeout + _ANSWER_SECONDS
        )
        if not isinstance(result, list):
            raise TelegramError("unreadable answer")
        return result

    async def _store(self, updates: Sequence[Any]) -> bool:
        """Store a batch, all at once so that they share a commit; return True if the offset moved on."""
        if not updates:
            # All is confirmed. After a week of silence Telegram goes on from a random id, and an offset above
            # it would lose the updates that come then.
            self._offset = None
            return False
        read = [self._row(raw) for raw in updates]
        rows = [row for _, row in read]
        results = await asyncio.gather(*map(self._put, rows), return_exceptions=True)
        moved = False
        for (identity, _), result in zip(read, results, strict=True):
            if isinstance(result, BaseException):
                # From here on they come again; stored ones behind it are recognised by their id.
                log.error("telegram_not_stored", error=type(result).__name__, moved_on=moved)
                return moved
            if identity is not None:
                self._offset, moved = identity + 1, True
        return moved

    def _row(self, raw: Any) -> tuple[int | None, dict[str, Any]]:
        """Return the id of an update and its row. An update that we fail to read is kept as it came, and the
        next poll goes past it.
        """
        try:
            row = receive.update(raw, self._clock, self._own_id)
            return int(row["provider_id"]), row
        except Exception as error:
            log.error("telegram_update_unread", error=type(error).__name__)
            row = queue.unread(NAME, queue.TEXT, raw, error, self._clock.now())
            return whole(record(raw).get("update_id")), row
