"""The fetcher goes on in the gateway's list where it stopped last; a gateway without a list stops nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from bot.signals import Signals
from bot.sms.answer import Answer, Unanswered
from bot.sms.fetch import FETCH_SECONDS, SETTLED, FetchLoop, InboxFetcher, NotListedError
from bot.threads import Threads
from config.mechanism import Configuration
from sek_core.inbox.reconciliation import Reconciled
from sek_core.messages.channel import Refused
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.understanding.pressing import PressingWords
from tests.conftest import MovedClock

NUMBER = "+254300000001"


class List:
    """The gateway's answers: texts in pages of two; or `instead`."""

    def __init__(self, clock: MovedClock) -> None:
        self._clock = clock
        self.texts: list[dict[str, Any]] = []
        self.instead: Answer | Unanswered | None = None
        self.asked: list[int] = []

    def receives(self, text: str, **other: Any) -> None:
        date = f"{self._clock.now():%Y-%m-%dT%H:%M:%S}.445Z"
        message = {"linkId": "L", "text": text, "to": "28901", "id": 15071 + len(self.texts), "date": date}
        self.texts.append({**message, "from": NUMBER, **other})

    async def ask(self, after: int) -> Answer:
        self.asked.append(after)
        if isinstance(self.instead, Unanswered):
            raise self.instead
        page = [text for text in self.texts if not str(text["id"]).isdigit() or int(text["id"]) > after][:2]
        return self.instead or Answer(200, {}, {"SMSMessageData": {"Messages": page}})


@pytest.fixture
def gateway(clock: MovedClock) -> List:
    return List(clock)


@pytest.fixture
async def threads(sqlite_url: str) -> AsyncIterator[Threads]:
    database = Database(sqlite_url)
    threads = Threads(database)
    yield threads
    threads.close()
    database.close()


@pytest.fixture
def fetcher(gateway: List, threads: Threads, clock: MovedClock, configuration: Configuration) -> InboxFetcher:
    return InboxFetcher(gateway.ask, threads, clock, PressingWords(configuration))


@pytest.fixture
def loop(fetcher: InboxFetcher, threads: Threads, clock: MovedClock) -> FetchLoop:
    return FetchLoop(fetcher, threads, clock, Signals())


def texts(threads: Threads) -> list[str]:
    with threads.database.reading() as session:
        return list(session.scalars(select(InboxRow.text).order_by(InboxRow.id)))


async def test_a_new_installation_answers_nobody_who_wrote_before(
    fetcher: InboxFetcher, gateway: List, clock: MovedClock, threads: Threads
) -> None:
    gateway.receives("years ago")
    clock.forward(timedelta(hours=1))
    assert await fetcher.fetch() == Reconciled(old=1)
    for number in range(5):
        clock.forward(timedelta(seconds=1))
        gateway.receives(f"OK S{number}")
    assert await fetcher.fetch() == Reconciled(new=5)
    assert texts(threads) == [f"OK S{number}" for number in range(5)]
    gateway.asked.clear()
    assert await fetcher.fetch() == Reconciled()
    assert gateway.asked == [15076]


async def test_from_the_beginning(fetcher: InboxFetcher, gateway: List, clock: MovedClock) -> None:
    began = clock.now()
    gateway.receives("OK S1")
    clock.forward(timedelta(hours=1))
    assert await fetcher.fetch() == Reconciled(old=1)
    assert await fetcher.fetch(since=began) == Reconciled(new=1)
    assert await fetcher.fetch(since=began) == Reconciled(known=1)


async def test_a_young_text_waits_for_its_callback(
    fetcher: InboxFetcher, gateway: List, clock: MovedClock
) -> None:
    await fetcher.fetch()
    clock.forward(timedelta(seconds=1))
    gateway.receives("OK S1")
    clock.forward(SETTLED + timedelta(seconds=1))
    gateway.receives("OK S2")
    assert await fetcher.fetch(SETTLED) == Reconciled(new=1)
    clock.forward(SETTLED + timedelta(seconds=1))
    assert await fetcher.fetch(SETTLED) == Reconciled(new=1)


async def test_entries_that_cannot_be_read_are_passed_over(
    fetcher: InboxFetcher, gateway: List, clock: MovedClock, threads: Threads
) -> None:
    await fetcher.fetch()
    clock.forward(timedelta(seconds=1))
    gateway.receives("without an id", id="abc")
    gateway.receives("without a sender", **{"from": ""})
    gateway.receives("OK S1")
    assert await fetcher.fetch() == Reconciled(new=1)
    assert texts(threads) == ["OK S1"]


@pytest.mark.parametrize(
    ("instead", "offered"),
    [
        (Unanswered(Refused("could not connect")), True),
        (Answer(503, {}, None), True),
        (Answer(404, {}, None), False),
        (Answer(200, {}, {"SMSMessageData": "Not a premium account"}), False),
        (Answer(200, {}, None), False),
    ],
)
async def test_no_list(
    fetcher: InboxFetcher, gateway: List, instead: Answer | Unanswered, offered: bool
) -> None:
    gateway.instead = instead
    with pytest.raises(NotListedError) as raised:
        await fetcher.fetch()
    assert raised.value.offered == offered


async def test_an_account_without_a_list_is_said_once(
    loop: FetchLoop, gateway: List, clock: MovedClock
) -> None:
    gateway.instead = Answer(404, {}, None)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            await loop.look()
            clock.forward(timedelta(seconds=FETCH_SECONDS))
    assert [entry["event"] for entry in logs] == ["sms_list_not_offered"]
    assert len(gateway.asked) == 3, "it may be offered one day"


async def test_one_process_looks_and_another_takes_over(
    fetcher: InboxFetcher, loop: FetchLoop, threads: Threads, gateway: List, clock: MovedClock
) -> None:
    other = FetchLoop(fetcher, threads, clock, Signals())
    await loop.look()
    await other.look()
    assert len(gateway.asked) == 1
    running = asyncio.create_task(loop.run())
    await asyncio.sleep(0)
    loop.stop()
    await running
    gateway.asked.clear()
    await other.look()
    assert len(gateway.asked) == 1, "a stop gives the lease away"
