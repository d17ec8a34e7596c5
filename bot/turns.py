"""Handling of received messages: a batch in a transaction; if one message breaks it, one by one."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.signals import Signals, wait
from bot.threads import Threads
from handlers.dialogue.beginning import inbound_of
from handlers.dialogue.dispatch import take_turn
from handlers.language.grammar import Grammar
from handlers.language.optout import gateway_stopped
from handlers.people.groups import membership
from sek_core.deliveries import backup_restore, outcomes, reports
from sek_core.inbox import claiming, queue, reconciliation
from sek_core.messages.incoming import parts_of
from sek_core.messages.screens import Screen, Text
from sek_core.store.database import Database, is_passing
from sek_core.store.inbox import InboxRow
from sek_core.store.states import InboxStatus
from sek_core.work.conversations import party_of
from sek_core.work.unit_of_work import Services, UnitOfWork

log = structlog.get_logger(__name__)

BATCH = 64
TRIES = 3
"""Maximum number of attempts at a batch that fails for a passing reason (a deadlock, a lost connection)."""


class Turns:
    """Handler of new inbox rows."""

    def __init__(self, database: Database, core: Services, grammar: Grammar) -> None:
        self._database = database
        self._core = core
        self._grammar = grammar

    def run_batch(self) -> bool:
        """Handle the next rows; return True if more may wait. Raises only errors that come from the database
        itself.
        """
        for attempt in range(1, TRIES + 1):
            ids: list[int] = []
            try:
                self._prepare()
                with self._database.writing() as session:
                    work = self._core.work(session)
                    rows = claiming.next_batch(session, BATCH, work.now)
                    ids = [row.id for row in rows]
                    self._handle(work, rows)
                    return bool(ids) and claiming.any_new(session)
            except Exception as error:
                if is_passing(error):
                    if attempt == TRIES:
                        raise
                    continue
                if not ids:
                    raise  # no row was taken yet: the database failed, not a message
                log.warning("batch_failed", error=type(error).__name__, rows=len(ids))
                for inbox_id in ids:
                    self._alone(inbox_id)
                return True
        return False

    def _prepare(self) -> None:
        """Let a slow reader read the next texts, so that no transaction waits for it."""
        if self._core.reader.is_slow:
            with self._database.reading() as session:
                texts = claiming.next_texts(session, BATCH, self._core.clock.now())
            self._core.reader.prepare(texts)

    def _handle(self, work: UnitOfWork, rows: list[InboxRow]) -> None:
        """Load everything that the rows need at once, then handle each in its turn."""
        if not rows:
            return
        texts = [row for row in rows if row.kind == queue.TEXT]
        work.people.load_senders((row.channel, row.sender) for row in texts)
        senders = [work.people.sender(row.channel, row.sender) for row in texts]
        work.conversations.load(party_of(address) for address in senders)
        done: list[int] = []
        unmatched: list[int] = []
        fresh = [row for row in texts if not parts_of(row.parts).kept]
        twice = reconciliation.brought_already(work.session, fresh)
        for row in rows:
            if row.id in twice:
                done.append(row.id)
                continue
            work.outbox.repeats = work.lost_at is not None and backup_restore.perhaps_told(work, row)
            (done if self._handle_one(work, row) else unmatched).append(row.id)
        work.flush()
        queue.mark(work.session, done, InboxStatus.DONE, work.now)
        queue.mark(work.session, unmatched, InboxStatus.UNMATCHED, work.now)
        queue.handle_again(work.session, work.again)

    def _handle_one(self, work: UnitOfWork, row: InboxRow) -> bool:
        """Handle one row. Return False for a delivery report whose message is not known yet."""
        if row.kind == queue.TEXT:
            take_turn(work, self._grammar, inbound_of(row, work.core.channels))
            return True
        work.flush()
        if row.kind == queue.MEMBERSHIP:
            membership(work, row)
            return True
        if row.kind == queue.OTHER:
            return True
        if row.kind == queue.DELIVERY_REPORT:
            return row.text == "" or reports.apply_report(work, row)
        gateway_stopped(work, self._grammar, row)
        return True

    def run_at_once(self, row: dict[str, Any]) -> None:
        """Store a text of a page and handle it, in one transaction: its sender waits for the answer. A text
        that was stored before, such as that of a second click, is not handled again. If its turn fails, keep
        it with its error. Raises only errors that come from the database itself.
        """
        for attempt in range(1, TRIES + 1):
            try:
                with self._database.writing() as session:
                    self._store_and_handle(session, row)
                    return
            except Exception as error:
                if is_passing(error):
                    if attempt == TRIES:
                        raise
                    continue
                log.error("turn_failed", channel=row["channel"], error=type(error).__name__)
                failed = {**row, "status": InboxStatus.FAILED, "error": queue.error_text(error)}
                with self._database.writing() as session:
                    queue.store(session, [failed])
                return

    def _store_and_handle(self, session: Session, row: dict[str, Any]) -> None:
        if not queue.stored_now(session, row):
            return
        work = self._core.work(session)
        rows = claiming.just_stored(session, row["channel"], row["provider_id"])
        self._handle(work, rows)
        outcomes.shown_at_once(session, row["channel"], row["sender"], row["provider_id"])

    def _alone(self, inbox_id: int) -> None:
        """Handle one row by itself. If it fails, keep it with its error, and tell its sender."""
        try:
            with self._database.writing() as session:
                self._handle(self._core.work(session), claiming.next_one(session, inbox_id))
        except Exception as error:
            if is_passing(error):
                raise
            log.error("turn_failed", inbox_id=inbox_id, error=type(error).__name__)
            self._put_aside(inbox_id, error)

    def _put_aside(self, inbox_id: int, error: Exception) -> None:
        """Keep the row with its error, and answer its sender if possible."""
        try:
            with self._database.writing() as session:
                self._keep(self._core.work(session), inbox_id, error)
        except Exception as second:
            if is_passing(second):
                raise
            log.error("answer_failed", inbox_id=inbox_id, error=type(second).__name__)
            with self._database.writing() as session:
                reason = queue.error_text(error)
                queue.mark(session, [inbox_id], InboxStatus.FAILED, self._core.clock.now(), reason)

    def _keep(self, work: UnitOfWork, inbox_id: int, error: Exception) -> None:
        rows = claiming.next_one(work.session, inbox_id)
        for row in rows:
            queue.mark(work.session, [row.id], InboxStatus.FAILED, work.now, queue.error_text(error))
            inbound = inbound_of(row, work.core.channels)
            if row.kind == queue.TEXT and inbound.answerable:
                tap = inbound.parts.tap
                address = work.people.sender(row.channel, row.sender)
                person = address.person
                if work.people.is_blocked(address) and not work.people.is_known(address):
                    continue
                silence = work.configuration.mechanism.help_silence
                if not work.conversations.may_explain(party_of(address), work.now, silence):
                    continue  # a machine may answer this, too
                language = (
                    work.people.language_of(person) if person else work.configuration.mechanism.languages[0]
                )
                aim = {"callback": tap.callback} if tap else None
                work.outbox.answer(address, Screen(Text("trouble")), language, aim=aim)
        work.flush()


class TurnLoop:
    """Loop that handles messages for as long as the process lives."""

    def __init__(
        self, turns: Turns, threads: Threads, signals: Signals, present: Callable[[], Awaitable[None]]
    ) -> None:
        """`present`: records that this worker is at work."""
        self._present = present
        self._turns = turns
        self._threads = threads
        self._signals = signals
        self._stopping = False

    async def run(self) -> None:
        """Run until `stop`. If the database does not answer, try again every second."""
        arrived = self._signals.inbox.listen()
        while not self._stopping:
            try:
                more = await self._threads.call(self._turns.run_batch)
            except Exception as error:
                log.error("turns_failed", error=type(error).__name__)
                more = False
            else:
                await self._present()
            self._signals.outbox.fire()
            self._signals.changed.fire()
            if not more:
                await wait(arrived)

    def stop(self) -> None:
        """Finish the current batch, then end."""
        self._stopping = True
        self._signals.inbox.fire()
