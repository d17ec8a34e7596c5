"""Which rows are handled next: by age, and need first once texts wait."""

from datetime import timedelta

import pytest

from config.mechanism import Configuration
from sek_core.inbox import claiming, queue
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.store.states import InboxStatus
from sek_core.understanding.pressing import PressingWords
from tests.conftest import MovedClock

CALM, NEED = "drought Mutomo severe", "we are trapped on the roof"
SOON, LATE, LATER = "1s", "3s", "61s"


class Inbox:
    """An inbox with its clock."""

    def __init__(self, database: Database, clock: MovedClock, words: PressingWords) -> None:
        self.database, self.clock, self._words = database, clock, words
        self._count = 0

    def arrive(self, *texts: tuple[str, str]) -> None:
        """Store texts of lanes, in this order."""
        rows = []
        for lane, text in texts:
            self._count += 1
            row = queue.arrival("sms", queue.TEXT, str(self._count), lane, {}, self.clock.now(), text=text)
            rows.append(queue.weighed(row, self._words))
        with self.database.writing() as session:
            queue.store(session, rows)

    def wait(self, seconds: str) -> None:
        self.clock.forward(timedelta(seconds=int(seconds[:-1])))

    def handle(self, most: int = 10) -> list[str]:
        """Handle one batch; return its lanes and ids, in its order."""
        with self.database.writing() as session:
            rows = claiming.next_batch(session, most, self.clock.now())
            queue.mark(session, [row.id for row in rows], InboxStatus.DONE, self.clock.now())
            return [f"{row.lane}{row.provider_id}" for row in rows]

    def texts(self, most: int = 10) -> list[str]:
        with self.database.reading() as session:
            return claiming.next_texts(session, most, self.clock.now())


@pytest.fixture
def inbox(database: Database, clock: MovedClock, configuration: Configuration) -> Inbox:
    return Inbox(database, clock, PressingWords(configuration))


def test_while_nothing_waits_long_the_oldest_goes_first(inbox: Inbox) -> None:
    inbox.arrive(("a", CALM), ("b", CALM), ("c", NEED))
    inbox.wait("2s")
    assert inbox.handle(2) == ["a1", "b2"]


def test_need_goes_first_once_the_oldest_has_waited_more_than_two_seconds(inbox: Inbox) -> None:
    inbox.arrive(("a", CALM), ("b", CALM), ("c", NEED), ("d", CALM), ("e", NEED))
    inbox.wait(LATE)
    assert inbox.handle(3) == ["c3", "e5", "a1"]
    assert inbox.handle(3) == ["b2", "d4"]


def test_a_sender_s_texts_keep_their_order_and_all_move_forward(inbox: Inbox) -> None:
    inbox.arrive(("a", CALM), ("b", CALM), ("c", CALM), ("b", CALM), ("b", NEED), ("b", CALM))
    inbox.wait(LATE)
    assert [inbox.handle(1) for _ in range(6)] == [["b2"], ["b4"], ["b5"], ["a1"], ["c3"], ["b6"]]


def test_pressing_lanes_go_by_age_among_themselves(inbox: Inbox) -> None:
    inbox.arrive(("a", CALM), ("b", NEED), ("c", CALM), ("c", NEED), ("d", NEED))
    inbox.wait(LATE)
    assert inbox.handle(2) == ["b2", "c3"]
    assert inbox.handle(2) == ["c4", "d5"]


def test_after_a_minute_half_of_a_batch_goes_by_age(inbox: Inbox) -> None:
    inbox.arrive(("a", CALM), ("b", CALM), ("c", CALM))
    inbox.wait(LATER)
    inbox.arrive(*((f"n{number}", NEED) for number in range(6)))
    assert inbox.handle(4) == ["n04", "n15", "a1", "b2"]
    assert inbox.handle(4) == ["n26", "n37", "c3", "n48"]


def test_no_text_waits_for_ever_while_need_keeps_coming(inbox: Inbox) -> None:
    inbox.arrive(*((f"calm{number}", CALM) for number in range(10)))
    handled: list[str] = []
    for second in range(90):
        inbox.arrive(*((f"need{second}-{number}-", NEED) for number in range(2)))
        handled += inbox.handle(2)
        inbox.wait(SOON)
    assert sum(lane.startswith("calm") for lane in handled) == 10


def test_a_sender_with_many_calls_does_not_hide_the_others(inbox: Inbox) -> None:
    inbox.arrive(*[("a", CALM), *[("b", NEED)] * (claiming.LOOKED_AT + 1), ("c", NEED)])
    inbox.wait(LATE)
    assert inbox.handle(2) == ["b2", f"c{claiming.LOOKED_AT + 3}"]


def test_a_slow_reader_prepares_those_that_go_first(inbox: Inbox) -> None:
    inbox.arrive(("a", CALM), ("b", CALM), ("c", NEED))
    assert inbox.texts(2) == [CALM, CALM]
    inbox.wait(LATE)
    assert inbox.texts(2) == [NEED, CALM]


def test_a_clock_that_was_put_back_changes_nothing(inbox: Inbox) -> None:
    inbox.arrive(("a", CALM), ("b", NEED))
    inbox.clock.forward(-timedelta(hours=1))
    assert inbox.handle(1) == ["a1"]


def test_what_cannot_be_weighed_is_stored_all_the_same(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_self: PressingWords, _text: str) -> bool:
        raise ValueError("a fault")

    monkeypatch.setattr(PressingWords, "stand_in", fails)
    inbox.arrive(("a", NEED))
    with inbox.database.reading() as session:
        assert [row.pressing for row in session.query(InboxRow)] == [False]
