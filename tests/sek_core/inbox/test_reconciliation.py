"""A text that a gateway delivers and lists under two ids counts once; two that look alike count twice."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from sek_core.inbox import claiming, queue, reconciliation
from sek_core.inbox.reconciliation import TOLERANCE, Reconciled
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from tests.conftest import MovedClock

NUMBER, OTHER_NUMBER = "+254300000001", "+254300000002"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
KENYA = timedelta(hours=3)


class Post:
    """A gateway that delivers texts by callback and by list, in the order of the story."""

    def __init__(self, database: Database, clock: MovedClock) -> None:
        self._database = database
        self._clock = clock
        self._ids = itertools.count(15071)
        self._since = clock.now() - DAY

    def _row(self, provider_id: str, text: str, ago: timedelta, sender: str, link: str) -> dict[str, Any]:
        now = self._clock.now()
        payload = {"linkId": link}
        lane, sent_at = f"sms:{sender}", now - ago
        return queue.arrival(
            "sms", "text", provider_id, lane, payload, now, sender=sender, text=text, sent_at=sent_at
        )

    def callback(self, text: str, ago: timedelta = MINUTE, sender: str = NUMBER, link: str = "") -> bool:
        """Deliver a text by callback, and handle it; return True if it was handled."""
        row = self._row(f"uuid-{next(self._ids)}", text, ago, sender, link)
        with self._database.writing() as session:
            queue.store(session, [row])
        return bool(self._turns())

    def _turns(self) -> set[int]:
        """Handle all new rows; return which were handled."""
        with self._database.writing() as session:
            new = claiming.next_batch(session, 10, self._clock.now())
            twice = reconciliation.brought_already(session, new)
            session.flush()
            queue.mark(session, [each.id for each in new], "done", self._clock.now())
            return {each.id for each in new} - twice

    def lists(self, *texts: tuple[str, timedelta], sender: str = NUMBER, link: str = "") -> Reconciled:
        """Deliver these by list, each with its own id."""
        rows = [self._row(str(next(self._ids)), text, ago, sender, link) for text, ago in texts]
        return self.lists_rows(rows)

    def lists_rows(self, rows: list[dict[str, Any]]) -> Reconciled:
        with self._database.writing() as session:
            found = reconciliation.store_listed(session, rows, self._since)
        self._turns()
        return found

    def rows(self) -> int:
        with self._database.reading() as session:
            return len(list(session.scalars(select(InboxRow.id))))


@pytest.fixture
def post(database: Database, clock: MovedClock) -> Iterator[Post]:
    return Post(database, clock)


NEW, KNOWN, OLD = Reconciled(new=1), Reconciled(known=1), Reconciled(old=1)


@pytest.mark.parametrize(
    ("text", "ago", "sender", "expected"),
    [
        ("OK S1", MINUTE, NUMBER, KNOWN),
        ("OK S1 ", MINUTE, NUMBER, KNOWN),
        ("OK S1", MINUTE + timedelta(seconds=20), NUMBER, KNOWN),
        ("OK S1", MINUTE + KENYA, NUMBER, KNOWN),
        ("OK S1", MINUTE + TOLERANCE * 2, NUMBER, NEW),
        ("OK S2", MINUTE, NUMBER, NEW),
        ("OK S1", MINUTE, OTHER_NUMBER, NEW),
        ("OK S1", 2 * DAY, NUMBER, OLD),
    ],
    ids=[
        "same",
        "a space",
        "seconds apart",
        "another zone",
        "hours apart",
        "words",
        "sender",
        "before our time",
    ],
)
def test_the_list_after_a_callback(
    post: Post, text: str, ago: timedelta, sender: str, expected: Reconciled
) -> None:
    assert post.callback("OK S1")
    assert post.lists((text, ago), sender=sender) == expected


def test_a_callback_after_the_list(post: Post) -> None:
    assert post.lists(("OK S1", MINUTE)) == NEW
    assert post.callback("OK S2"), "another text is not meant"
    assert not post.callback("OK S1")
    assert post.callback("OK S1"), "the second of two callbacks is of another text"


def test_the_same_words_three_times(post: Post) -> None:
    """Two callbacks came, of the first and the last: the list says that there were three."""
    assert post.callback("OK", ago=9 * MINUTE)
    assert post.callback("OK", ago=MINUTE)
    assert post.lists(("OK", 9 * MINUTE), ("OK", 5 * MINUTE), ("OK", MINUTE)) == Reconciled(new=1, known=2)
    assert post.rows() == 3


def test_one_whose_callback_is_lost_does_not_take_the_other_ones_place(post: Post) -> None:
    """Matched with the wrong one of two, as their times say little: and still each is handled once."""
    assert post.lists(("OK", 30 * MINUTE)) == NEW
    assert not post.callback("OK", ago=MINUTE), "taken for the callback of the first"
    assert post.lists(("OK", MINUTE)) == NEW, "so the second is brought by the list"


def test_the_link_id_says_which_is_meant(post: Post) -> None:
    assert post.callback("OK", ago=2 * MINUTE, link="A")
    assert post.callback("OK", ago=9 * MINUTE, link="B")
    assert post.lists(("OK", 3 * MINUTE), link="B") == KNOWN
    assert post.lists(("OK", 3 * MINUTE), link="A") == KNOWN


def test_a_list_read_twice_brings_nothing_new(post: Post, clock: MovedClock) -> None:
    row = queue.arrival(
        "sms", "text", "7", f"sms:{NUMBER}", {}, clock.now(), sender=NUMBER, text="OK", sent_at=clock.now()
    )
    assert post.callback("OK", ago=MINUTE)
    assert [post.lists_rows([row]) for _ in range(2)] == [KNOWN, KNOWN]
    other = {**row, "provider_id": "8"}
    assert [post.lists_rows([other]) for _ in range(2)] == [NEW, KNOWN]
    assert post.rows() == 2
