"""Web part of a program, called as providers and operators call it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import insert, select, update

from bot.wiring import Program
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow

SECRET = "the-secret-of-the-tests"
NUMBER = "+254300000012"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Site:
    """The web part of a program, and a client of it."""

    program: Program
    client: httpx.AsyncClient

    async def post(self, path: str, form: dict[str, str] | None = None) -> httpx.Response:
        return await self.client.post(path, data=form or {})

    async def post_raw(self, path: str, body: bytes | AsyncIterator[bytes]) -> httpx.Response:
        return await self.client.post(path, content=body, headers=FORM)

    def rows(self) -> list[InboxRow]:
        with self.program.database.reading() as session:
            return list(session.scalars(select(InboxRow).order_by(InboxRow.id)))

    def row(self) -> InboxRow:
        [row] = self.rows()
        return row

    async def handle(self) -> None:
        """Let the turns run, as a worker does."""
        await asyncio.to_thread(self.program.turns.run_batch)

    def make_late(self) -> None:
        """Make everything stored five minutes older."""
        early = datetime.now(UTC) - timedelta(minutes=5)
        with self.program.database.writing() as session:
            session.execute(update(InboxRow).values(received_at=early))
            session.execute(update(Delivery).values(created_at=early))

    def delivery_of(self, provider_id: str) -> Delivery:
        with self.program.database.reading() as session:
            return session.scalars(select(Delivery).where(Delivery.provider_id == provider_id)).one()

    def add_delivery(self, provider_id: str | None, address: str = NUMBER, status: str = "accepted") -> None:
        now = datetime.now(UTC)
        row = {
            "channel": "sms", "address": address, "kind": "alert", "about": "S1", "priority": 0,
            "content": "{}", "text": "Flood", "segments": 1, "status": status, "due_at": now,
            "created_at": now, "changed_at": now, "provider_id": provider_id,
        }  # fmt: skip
        with self.program.database.writing() as session:
            session.execute(insert(Delivery), [row])


OpenSite = Callable[..., AbstractAsyncContextManager[Site]]
