"""Actions on a Telegram phone arrive as if Telegram had sent them."""

import time
from typing import Any

import pytest

from bot.simulator.update import Hand, Owner, Update
from bot.telegram import receive
from sek_core.messages.incoming import Contact, Point, Tap, parts_of
from tests.conftest import MovedClock

LEAD = Owner(9_990_000_000_011, "Patrick Mburu")
KEYBOARD = {"inline_keyboard": [[{"text": "Severe", "callback_data": "p1:3:3"}]]}


@pytest.fixture
def hand(clock: MovedClock) -> Hand:
    return Hand(clock)  # type: ignore[arg-type]  # a clock that the test moves


def arrived(update: Update, clock: MovedClock) -> dict[str, Any]:
    return receive.update(update, clock)  # type: ignore[arg-type]  # see above


def test_a_text(hand: Hand, clock: MovedClock) -> None:
    row = arrived(hand.writes(LEAD, "flood in Voi"), clock)
    assert (row["channel"], row["kind"], row["sender"]) == ("telegram", "text", str(LEAD.chat))
    assert row["text"] == "flood in Voi"
    assert row["sent_at"] == clock.now().replace(microsecond=0)
    assert parts_of(row["parts"]).name == '"Patrick Mburu"'


def test_the_begin(hand: Hand, clock: MovedClock) -> None:
    assert parts_of(arrived(hand.writes(LEAD, "/start"), clock)["parts"]).started


@pytest.mark.parametrize(("keyboard", "label"), [(KEYBOARD, "Severe"), (None, "")])
def test_a_tap_brings_the_label_of_its_button(
    hand: Hand, clock: MovedClock, keyboard: dict[str, Any] | None, label: str
) -> None:
    row = arrived(hand.taps(LEAD, "c1", "p1:3:3", 70, keyboard), clock)
    assert row["text"] == label
    assert parts_of(row["parts"]).tap == Tap("c1", "p1:3:3", 70)


def test_a_place_and_a_number(hand: Hand, clock: MovedClock) -> None:
    place, number = hand.shares_place(LEAD, -0.5, 38), hand.shares_number(LEAD, "+254300000011")
    assert parts_of(arrived(place, clock)["parts"]).point == Point(-0.5, 38)
    assert parts_of(arrived(number, clock)["parts"]).contact == Contact("+254300000011", own=True)


def test_no_number_is_given_twice_not_even_by_the_next_process(
    clock: MovedClock, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates = [hand.writes(LEAD, "flood") for _ in range(3)]
    for numbers in (
        [update["update_id"] for update in updates],
        [update["message"]["message_id"] for update in updates],
    ):
        assert numbers == sorted(set(numbers))
    later_on = time.time() + 60
    monkeypatch.setattr("time.time", lambda: later_on)
    later = Hand(clock).writes(LEAD, "flood")  # type: ignore[arg-type]  # see above
    assert later["update_id"] > updates[-1]["update_id"]
    assert later["message"]["message_id"] > updates[-1]["message"]["message_id"]
