from typing import Any

import pytest

from bot.telegram import receive
from sek_core.inbox.queue import MissingField
from tests.conftest import MovedClock

PERSON = {"id": 9990000000011, "is_bot": False, "first_name": "Amina"}
CHAT = {"id": 9990000000011, "type": "private"}
MESSAGE = {"message_id": 41, "from": PERSON, "chat": CHAT, "date": 1454119029, "text": "Flood Voi"}


def test_a_row(clock: MovedClock) -> None:
    raw = {"update_id": 7, "message": MESSAGE}
    row = receive.update(raw, clock)
    assert row["sent_at"].timestamp() == 1454119029
    del row["sent_at"]
    assert row == {
        "channel": "telegram",
        "kind": "text",
        "provider_id": "7",
        "lane": "telegram:9990000000011",
        "sender": "9990000000011",
        "text": "Flood Voi",
        "about": "",
        "payload": raw,
        "received_at": clock.now(),
        "status": "new",
        "parts": {"name": "Amina", "message": 41},
        "pressing": False,
        "error": None,
        "handled_at": None,
    }


def change(by: int, chat: int) -> dict[str, Any]:
    member = {"status": "member"}
    return {"chat": {"id": chat, "type": "group"}, "from": {"id": by}, "new_chat_member": member}


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"my_chat_member": change(by=5, chat=-77)}, "telegram:-77"),
        ({"message": MESSAGE | {"text": None}}, "telegram:update:7"),
        ({}, "telegram:update:7"),
    ],
)
def test_lanes(update: dict[str, Any], lane: str, clock: MovedClock) -> None:
    assert receive.update({"update_id": 7} | update, clock)["lane"] == lane


def test_without_an_id(clock: MovedClock) -> None:
    with pytest.raises(MissingField):
        receive.update({"message": MESSAGE}, clock)
