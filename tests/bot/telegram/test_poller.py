"""The poller against the fake Bot API: nothing is confirmed before it is stored."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.intake import NotStoredError
from bot.telegram import poller as polling
from bot.telegram.fake import FakeRequest, FakeTelegram, Phone
from bot.telegram.poller import Poller
from tests.conftest import MovedClock

SOON = 5.0


class Store:
    """A store of rows that keeps each once, as the inbox does. `refuses` names texts that it cannot store
    now.
    """

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        self.refuses: set[str] = set()
        self.most_at_once = 0
        self._now = 0

    async def put(self, row: dict[str, Any]) -> None:
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        await asyncio.sleep(0)
        self._now -= 1
        if row["text"] in self.refuses:
            raise NotStoredError
        self.rows.setdefault(row["provider_id"], row)

    @property
    def texts(self) -> list[str]:
        return [self.rows[provider_id]["text"] for provider_id in sorted(self.rows)]

    async def has(self, *texts: str) -> None:
        async with asyncio.timeout(SOON):
            while self.texts != list(texts):
                await asyncio.sleep(0.001)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture(autouse=True)
def _no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FIRST_PAUSE", "LONGEST_PAUSE", "_CONFLICT_PAUSE", "_LEASE_PAUSE"):
        monkeypatch.setattr(polling, name, 0.005)


Start = Callable[..., Any]


@pytest.fixture
def start(fake: FakeTelegram, store: Store, clock: MovedClock) -> Start:
    @asynccontextmanager
    async def started(**options: Any) -> AsyncIterator[Poller]:
        poller = Poller(fake.token, FakeRequest(fake), store.put, clock, timeout=30, **options)
        running = asyncio.create_task(poller.run())
        yield poller
        poller.stop()
        async with asyncio.timeout(1):
            await running

    return started


async def confirmed(fake: FakeTelegram) -> None:
    async with asyncio.timeout(SOON):
        while fake.updates.waiting:
            await asyncio.sleep(0.001)


async def test_stores_and_then_confirms(fake: FakeTelegram, amina: Phone, store: Store, start: Start) -> None:
    amina.says("Flood Voi")
    async with start():
        await store.has("/start", "Flood Voi")
        amina.says("40 households")
        await store.has("/start", "Flood Voi", "40 households")
        await confirmed(fake)
    assert store.most_at_once == 2


async def test_more_than_one_answer_holds(
    fake: FakeTelegram, amina: Phone, store: Store, start: Start
) -> None:
    for number in range(250):
        amina.says(str(number))
    async with start():
        await store.has("/start", *map(str, range(250)))
        await confirmed(fake)
    assert store.most_at_once == polling.MOST


async def test_what_is_not_stored_is_not_confirmed(
    fake: FakeTelegram, amina: Phone, store: Store, start: Start
) -> None:
    store.refuses = {"second"}
    for text in ("first", "second", "third"):
        amina.says(text)
    async with start():
        await store.has("/start", "first", "third")
        await asyncio.sleep(0.02)
        assert [update["message"]["text"] for update in fake.updates.waiting] == ["second", "third"]
        store.refuses.clear()
        await store.has("/start", "first", "second", "third")
        await confirmed(fake)


async def test_stopping_ends_a_long_poll_and_loses_nothing(
    fake: FakeTelegram, amina: Phone, store: Store, start: Start
) -> None:
    async with start():
        await confirmed(fake)
    amina.says("Flood Voi")
    assert store.texts == ["/start"]
    async with start():
        await store.has("/start", "Flood Voi")


async def test_killed_before_the_confirmation_it_comes_again(
    fake: FakeTelegram, amina: Phone, store: Store, clock: MovedClock, start: Start
) -> None:
    async def dies(row: dict[str, Any]) -> None:
        await store.put(row)
        raise asyncio.CancelledError

    amina.says("Flood Voi")
    poller = Poller(fake.token, FakeRequest(fake), dies, clock)
    running = asyncio.create_task(poller.run())
    await store.has("/start", "Flood Voi")
    running.cancel()
    await asyncio.wait({running})
    assert len(fake.updates.waiting) == 2
    async with start():
        await confirmed(fake)
    assert store.texts == ["/start", "Flood Voi"]


@pytest.mark.parametrize(
    "trouble",
    [
        lambda fake: fake.fail("getUpdates", status=502, description="Bad Gateway", times=3),
        lambda fake: fake.fail("getUpdates", status=401, description="Unauthorized", times=3),
        lambda fake: fake.fail("getUpdates", status=409, description="Conflict: webhook", times=3),
        lambda fake: fake.fail("getUpdates", status=429, parameters={"retry_after": 1}, times=3),
        lambda fake: fake.be_silent("hang", "getUpdates", times=3),
        lambda fake: fake.be_silent("drop", "getUpdates", times=3, done=True),
        lambda fake: fake.be_silent("unreachable", "getUpdates", times=3),
    ],
)
async def test_trouble_passes(
    trouble: Callable[[FakeTelegram], None], fake: FakeTelegram, amina: Phone, store: Store, start: Start
) -> None:
    trouble(fake)
    async with start():
        await store.has("/start")
        await confirmed(fake)


async def test_a_webhook_that_is_set(fake: FakeTelegram, amina: Phone, store: Store, start: Start) -> None:
    fake.webhook = {"url": "https://sek.example"}
    async with start():
        await asyncio.sleep(0.02)
        assert not store.rows
        fake.webhook = {}
        await store.has("/start")


async def test_strange_updates_block_nothing(
    fake: FakeTelegram, amina: Phone, store: Store, start: Start
) -> None:
    fake.updates.queue({"message": {"text": "no id"}})
    fake.updates.queue({"update_id": 174114380, "message": {"date": "yesterday", "chat": 5}})
    fake.updates.queue({"update_id": 174114381, "unheard_of": {}})
    async with start():
        await store.has("/start", "", "", "")
        await confirmed(fake)
    (unread,) = (row for row in store.rows.values() if row["kind"] == "unread")
    assert "no id" in unread["payload"]["raw"]


async def test_only_who_may_polls(fake: FakeTelegram, amina: Phone, store: Store, start: Start) -> None:
    may = False

    async def may_poll() -> bool:
        return may

    async with start(may_poll=may_poll):
        await asyncio.sleep(0.02)
        assert not store.rows
        may = True
        await store.has("/start")


async def test_a_lease_that_cannot_be_read_is_asked_for_again(
    amina: Phone, store: Store, start: Start
) -> None:
    answers = iter([ConnectionError(), ConnectionError()])

    async def may_poll() -> bool:
        error = next(answers, None)
        if error:
            raise error
        return True

    async with start(may_poll=may_poll):
        await store.has("/start")


async def test_ids_that_begin_anew_after_a_silent_week(
    fake: FakeTelegram, amina: Phone, store: Store, clock: MovedClock
) -> None:
    poller = Poller(fake.token, FakeRequest(fake), store.put, clock, timeout=0)
    running = asyncio.create_task(poller.run())
    await store.has("/start")
    await confirmed(fake)
    await asyncio.sleep(0.01)
    fake.updates.queue({"update_id": 5})
    async with asyncio.timeout(SOON):
        while "5" not in store.rows:
            await asyncio.sleep(0.001)
    poller.stop()
    await running


async def test_it_waits_longer_and_longer(
    fake: FakeTelegram, store: Store, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_FIRST_PAUSE", 0.5)
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 15.0)
    poller = Poller(fake.token, FakeRequest(fake), store.put, clock, timeout=0)
    fake.be_silent("unreachable", times=7)
    pauses = [await poller._round() for _ in range(9)]
    assert pauses == [0.5, 1, 2, 4, 8, 15, 15, 0, 0]
