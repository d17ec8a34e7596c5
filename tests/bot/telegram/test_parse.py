from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import parse
from sek_core.inbox.queue import MissingField

AMINA = {"id": 9990000000011, "is_bot": False, "first_name": "Amina", "last_name": "B", "language_code": "sw"}
BOT = {"id": 9990000000099, "is_bot": True, "first_name": "SEK", "username": "SekBot"}
PRIVATE = {"id": 9990000000011, "type": "private", "first_name": "Amina"}
GROUP = {"id": -1001234, "type": "supergroup", "title": "Garissa CLT"}
AT = datetime(2016, 1, 30, 1, 57, 9, tzinfo=UTC)
WHO = {"name": "Amina B", "language": "sw"}
POINT = {"latitude": -0.5, "longitude": 38.2}
HERE = {"lat": -0.5, "lon": 38.2}


def message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 41, "from": AMINA, "chat": PRIVATE, "date": 1454119029} | fields


def read(field: str = "message", /, **fields: Any) -> parse.Update:
    return parse.update({"update_id": 7, field: message(**fields)})


def parts(**fields: Any) -> dict[str, Any]:
    """Return the parts of a message in the private chat, with the sender and the message's id added."""
    update = read(**fields)
    assert update.kind == "text"
    assert update.parts is not None
    assert update.parts.items() >= {**WHO, "message": 41}.items()
    return {name: part for name, part in update.parts.items() if name not in {*WHO, "message"}}


def test_a_text() -> None:
    raw = {"update_id": 174114370, "message": message(text="Hello World")}
    assert parse.update(raw) == parse.Update(
        provider_id="174114370",
        kind="text",
        payload=raw,
        sender="9990000000011",
        text="Hello World",
        sent_at=AT,
        parts={**WHO, "message": 41},
    )


@pytest.mark.parametrize(
    "raw", [{}, None, [], "foo", 7, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**64}]
)
def test_without_an_id_there_is_nothing_to_keep_it_by(raw: object) -> None:
    with pytest.raises(MissingField, match="update_id"):
        parse.update(raw)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("/status@SekBot S1", "status S1"),
        ("/help", "help"),
        ("/help@SekBot", "help"),
        ("/flood Voi,\n40 households", "flood Voi,\n40 households"),
        ("/ flood", "/ flood"),
        ("/home/flood", "/home/flood"),
        ("3/4 of Voi", "3/4 of Voi"),
        ("a\0b\ud83d", "ab?"),
        ("x" * 5000, "x" * 4096),
    ],
)
def test_words(written: str, text: str) -> None:
    assert read(text=written).text == text
    assert read(caption=written, photo=[{"file_id": "A"}]).text == text


@pytest.mark.parametrize("written", ["/start", "/start invited", "/start@SekBot", "/START x"])
def test_start(written: str) -> None:
    assert read(text=written).text == "/start"
    assert parts(text=written) == {"start": True}


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"first_name": "Amina"}, "Amina"),
        ({"first_name": " Amina ", "last_name": "\nB"}, "Amina B"),
        ({"username": "amina_b"}, "@amina_b"),
        ({"first_name": "A" * 59, "last_name": "B"}, "A" * 59),
        ({"first_name": 5, "last_name": None}, None),
        ({}, None),
    ],
)
def test_names(person: dict[str, Any], name: str | None) -> None:
    update = read(text="Hi", **{"from": {"id": 5} | person})
    assert (update.parts or {}).get("name") == name


@pytest.mark.parametrize(
    ("date", "at"),
    [(1454119029, AT), (0, None), (-5, None), (10**15, None), (2**62, None), ("1", None), (None, None)],
)
def test_when(date: object, at: datetime | None) -> None:
    assert read(text="Hi", date=date).sent_at == at


def test_an_edit_has_its_own_time() -> None:
    update = read("edited_message", text="Flood Voi", edit_date=1454119030)
    assert update.kind == "text"
    assert update.sent_at == AT.replace(second=10)
    assert update.parts == {**WHO, "message": 41, "edited": True}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"location": POINT}, {"location": HERE}),
        ({"location": POINT | {"live_period": 900}}, {"location": HERE | {"live": True}}),
        ({"venue": {"title": "Voi", "location": POINT}}, {"location": HERE}),
        ({"text": "Hi", "location": POINT | {"latitude": 90.5}}, {}),
        ({"text": "Hi", "location": {"latitude": float("nan"), "longitude": 1}}, {}),
        ({"text": "Hi", "location": {"latitude": True, "longitude": "38"}}, {}),
        ({"text": "Hi", "location": []}, {}),
        (
            {"contact": {"phone_number": "+254300000001", "user_id": 9990000000011}},
            {"contact": {"phone": "+254300000001", "own": True}},
        ),
        (
            {"contact": {"phone_number": "0300000001", "user_id": 5}},
            {"contact": {"phone": "0300000001", "own": False}},
        ),
        ({"contact": {"phone_number": "0300000001"}}, {"contact": {"phone": "0300000001", "own": False}}),
        ({"text": "Hi", "reply_to_message": {"message_id": 40, "from": BOT}}, {"reply_to": 40}),
        ({"text": "Hi", "reply_to_message": {"message_id": 40, "from": AMINA}}, {}),
    ],
)
def test_parts(fields: dict[str, Any], found: dict[str, Any]) -> None:
    assert parts(**fields) == found


FILE = {"file_id": "AgAD", "file_unique_id": "u1"}
KEPT = {"source": "AgAD", "unique": "u1", "size": None, "name": "", "mime": ""}


@pytest.mark.parametrize(
    ("fields", "file"),
    [
        (
            {
                "photo": [
                    FILE | {"file_id": "s", "width": 90, "height": 60},
                    FILE | {"width": 900, "height": 600},
                ]
            },
            {"kind": "photo"},
        ),
        ({"photo": [FILE]}, {"kind": "photo"}),
        ({"voice": FILE | {"file_size": 900, "mime_type": "audio/ogg"}}, {"size": 900, "mime": "audio/ogg"}),
        ({"video": FILE}, {"kind": "video"}),
        ({"video_note": FILE}, {"kind": "video"}),
        ({"animation": FILE, "document": FILE | {"file_id": "other"}}, {"kind": "video"}),
        ({"audio": FILE}, {"kind": "audio"}),
        ({"document": FILE | {"file_name": "Voi.pdf"}}, {"kind": "document", "name": "Voi.pdf"}),
    ],
)
def test_files(fields: dict[str, Any], file: dict[str, Any]) -> None:
    kind = {"kind": next(iter(fields))}
    assert parts(**fields) == {"file": KEPT | kind | file}


def test_a_sticker_says_what_its_emoji_says() -> None:
    assert read(sticker=FILE | {"emoji": "\U0001f44d"}).text == "\U0001f44d"
    assert parts(sticker=FILE) == {}


def tap(**fields: Any) -> parse.Update:
    keyboard = {"inline_keyboard": [[{"text": "Minor", "callback_data": "p12:5:1"}], [7], 7]}
    shown = {"message_id": 77, "from": BOT, "chat": PRIVATE, "date": 1, "reply_markup": keyboard}
    query = {"id": "4382bf", "from": AMINA, "message": shown, "data": "p12:5:1"}
    return parse.update({"update_id": 8, "callback_query": query | fields})


TAP = {"callback": "4382bf", "data": "p12:5:1"}


@pytest.mark.parametrize(
    ("fields", "text", "found"),
    [
        ({}, "Minor", {"tap": TAP | {"message": 77}}),
        ({"data": "p12:5:2"}, "", {"tap": TAP | {"data": "p12:5:2", "message": 77}}),
        ({"message": {"message_id": 77, "chat": PRIVATE, "date": 0}}, "", {"tap": TAP}),
        ({"message": {"message_id": 77, "chat": GROUP, "date": 0}}, "", {"chat": "-1001234", "tap": TAP}),
        ({"message": None}, "", {"tap": TAP}),
    ],
)
def test_a_tap(fields: dict[str, Any], text: str, found: dict[str, Any]) -> None:
    update = tap(**fields)
    assert (update.kind, update.sender, update.text) == ("text", "9990000000011", text)
    assert update.parts == WHO | found


@pytest.mark.parametrize("fields", [{"id": 5}, {"data": None}, {"from": BOT}, {"from": None}])
def test_no_tap_of_ours(fields: dict[str, Any]) -> None:
    assert tap(**fields).kind == "other"


TO_BOT = {"reply_to_message": {"message_id": 40, "from": BOT}}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"text": "/status S1"}, "text"),
        ({"text": "ok"} | TO_BOT, "text"),
        ({"location": POINT} | TO_BOT, "text"),
        ({"text": "ok"}, "other"),
        ({"text": "ok", "reply_to_message": {"message_id": 40, "from": AMINA}}, "other"),
        ({"text": "/start"}, "other"),
        ({"text": "/start"} | TO_BOT, "other"),
    ],
)
@pytest.mark.parametrize("group", ["group", "supergroup"])
def test_in_a_group_the_bot_is_called(group: str, fields: dict[str, Any], kind: str) -> None:
    update = read(chat=GROUP | {"type": group}, **fields)
    assert (update.kind, update.sender) == (kind, "9990000000011")
    if kind == "text":
        assert update.parts is not None
        assert update.parts["chat"] == "-1001234"


def membership(status: str, chat: dict[str, Any] = GROUP, **member: Any) -> parse.Update:
    new = {"user": BOT, "status": status} | member
    change = {"chat": chat, "from": AMINA, "date": 1454119029, "new_chat_member": new}
    return parse.update({"update_id": 9, "my_chat_member": change})


@pytest.mark.parametrize(
    ("status", "standing"),
    [("member", "in"), ("administrator", "in"), ("left", "out"), ("kicked", "out"), ("restricted", "out")],
)
def test_membership(status: str, standing: str) -> None:
    update = membership(status)
    assert (update.kind, update.sender, update.sent_at, update.chat) == (
        "membership",
        "9990000000011",
        AT,
        "-1001234",
    )
    assert update.parts == {
        "chat": "-1001234",
        "title": "Garissa CLT",
        "status": standing,
        "by": "9990000000011",
    }


def test_restricted_is_in_as_long_as_it_is_a_member() -> None:
    update = membership("restricted", is_member=True)
    assert update.parts is not None
    assert update.parts["status"] == "in"


def test_blocked_by_a_person() -> None:
    update = membership("kicked", PRIVATE)
    assert (update.kind, update.sender) == ("membership", "9990000000011")
    assert update.parts == {"chat": "9990000000011", "status": "out", "private": True}


@pytest.mark.parametrize(
    ("here", "told"), [(-123, {"migrate_to_chat_id": -100456}), (-100456, {"migrate_from_chat_id": -123})]
)
def test_a_group_that_moved(here: int, told: dict[str, int]) -> None:
    update = read(chat={"id": here, "type": "group"}, **told)
    assert (update.kind, update.sender) == ("membership", "")
    assert update.parts == {"chat": "-123", "moved_to": "-100456"}


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": None},
        {"message": {}},
        {"message": message()},
        {"message": message(poll={"id": "1"})},
        {"message": message(pinned_message={"message_id": 1})},
        {"message": message(text="Hi", **{"from": BOT})},
        {"message": message(text="Hi", **{"from": {"id": "5"}})},
        {"message": message(text="Hi", chat={"id": -5, "type": "channel"})},
        {"message": message(text="Hi", chat=None)},
        {"message": message(photo=[{"file_id": 5}])},
        {"channel_post": message(text="Hi")},
        {"edited_message": message(location=POINT)},
        {"my_chat_member": {"chat": GROUP, "from": AMINA}},
        {"something_new": [1, 2]},
    ],
)
def test_other(update: dict[str, Any]) -> None:
    found = parse.update({"update_id": 10} | update)
    assert (found.kind, found.text, found.parts) == ("other", "", None)


def test_the_payload_can_be_stored() -> None:
    deep: Any = "bottom"
    for _ in range(900):
        deep = [deep]
    raw = {"update_id": 1, "a\0": ["\ud83d", {"b": float("inf")}, 5, True, None], "deep": deep}
    payload = parse.update(raw).payload
    assert payload["a"] == ["?", {"b": None}, 5, True, None]
    assert str(payload["deep"]).count("[") < 40


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(AMINA),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [
        "message_id",
        "from",
        "chat",
        "date",
        "text",
        "photo",
        "location",
        "contact",
        "reply_to_message",
        "venue",
        "voice",
        "sticker",
        "new_chat_member",
        "message",
        "data",
        "id",
        "migrate_to_chat_id",
    ]
)


@given(
    st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]),
    st.dictionaries(FIELDS, ODD) | ODD,
)
def test_nothing_else_raises(field: str, value: Any) -> None:
    parse.update({"update_id": 1, field: value})
    if isinstance(value, dict):
        parse.update({"update_id": 1, field: message(text="Hi", id="5", data="x") | value})
    with suppress(MissingField):
        parse.update(value)
