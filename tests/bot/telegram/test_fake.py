"""The fake refuses what Telegram refuses, and tells the bot what Telegram tells it."""

import json
from typing import Any

import pytest

from bot.telegram import parse
from bot.telegram.fake import FakeTelegram, Phone
from tests.bot.telegram.conftest import AMINA

GROUP = -77


async def call(fake: FakeTelegram, method: str, **parameters: Any) -> Any:
    """Return the result, or the description of the refusal."""
    written = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
    }
    status, answer = await fake.call(fake.token, method, written)
    assert answer["ok"] is (status == 200)
    assert answer.get("error_code", 200) == status
    return answer["result"] if answer["ok"] else answer["description"]


async def send(fake: FakeTelegram, text: str, **parameters: Any) -> Any:
    return await call(fake, "sendMessage", chat_id=AMINA, text=text, **parameters)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>Flood</b> &lt;Voi&gt; &amp; &#39;Garsen&#x27;", "Flood <Voi> & 'Garsen'"),
        ("<b>a<i>b</i></b>", "ab"),
        ("a > b & c", "a > b & c"),
        (" x ", "x"),
    ],
)
async def test_html(fake: FakeTelegram, amina: Phone, html: str, text: str) -> None:
    assert (await send(fake, html, parse_mode="HTML"))["text"] == text


@pytest.mark.parametrize(
    ("html", "detail"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("\u00e9<maji>", 'Unsupported start tag "maji" at byte offset 2'),
        ("<b>a", "Can't find end tag corresponding to start tag b"),
        ("<b><i>a</b></i>", "Unexpected end tag at byte offset 7"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
    ],
)
async def test_html_that_does_not_parse(fake: FakeTelegram, amina: Phone, html: str, detail: str) -> None:
    assert await send(fake, html, parse_mode="HTML") == f"Bad Request: can't parse entities: {detail}"
    assert not amina.messages


def button(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "OK", "callback_data": data}]]}


@pytest.mark.parametrize(
    ("text", "parameters", "description"),
    [
        ("", {}, "message text is empty"),
        (" \n", {}, "message text is empty"),
        ("<b></b>", {"parse_mode": "HTML"}, "message text is empty"),
        ("x" * 4097, {}, "message is too long"),
        ("\U0001f30a" * 2049, {}, "message is too long"),
        ("Hi", {"reply_markup": button("x" * 65)}, "BUTTON_DATA_INVALID"),
        ("Hi", {"reply_markup": button("")}, "BUTTON_DATA_INVALID"),
        ("Hi", {"chat_id": 5}, "chat not found"),
        (
            "Hi",
            {"chat_id": GROUP, "reply_markup": {"keyboard": []}},
            "phone number can be requested in private chats only",
        ),
    ],
)
async def test_refusals(
    fake: FakeTelegram, amina: Phone, text: str, parameters: dict[str, Any], description: str
) -> None:
    amina.adds_bot(GROUP, "Garissa CLT")
    refused = await call(fake, "sendMessage", **({"chat_id": AMINA, "text": text} | parameters))
    assert refused == f"Bad Request: {description}"


async def test_just_within_the_limits(fake: FakeTelegram, amina: Phone) -> None:
    message = await send(fake, "\U0001f30a" * 2048, reply_markup=button("x" * 64))
    assert message["reply_markup"] == button("x" * 64)


async def test_another_token_and_another_method(fake: FakeTelegram) -> None:
    assert (await fake.call("123456:other", "getMe", {}))[0] == 401
    assert await call(fake, "sendDice") == "Not Found: method not found"


async def test_a_query_is_answered_once(fake: FakeTelegram, amina: Phone) -> None:
    message = await send(fake, "How bad?", reply_markup=button("p1:1:1"))
    query = amina.taps(message, "OK")["callback_query"]
    long = await call(fake, "answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    assert long == "Bad Request: MESSAGE_TOO_LONG"
    assert await call(fake, "answerCallbackQuery", callback_query_id=query["id"]) is True
    again = await call(fake, "answerCallbackQuery", callback_query_id=query["id"])
    assert again == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    with pytest.raises(LookupError, match="no button 'Minor' among \\['OK'\\]"):
        amina.taps(message, "Minor")


async def test_edits(fake: FakeTelegram, amina: Phone) -> None:
    own = amina.says("Hi")["message"]["message_id"]
    sent = await send(fake, "How bad?", reply_markup=button("p1:1:1"))
    where = {"chat_id": AMINA, "message_id": sent["message_id"]}
    same = await call(fake, "editMessageText", text="How bad?", reply_markup=button("p1:1:1"), **where)
    assert same.startswith("Bad Request: message is not modified")
    stripped = await call(fake, "editMessageReplyMarkup", **where)
    assert (stripped["text"], "reply_markup" in stripped) == ("How bad?", False)
    again = await call(fake, "editMessageReplyMarkup", **where)
    assert again.startswith("Bad Request: message is not modified")
    assert (await call(fake, "editMessageText", text="Severe", **where))["text"] == "Severe"
    assert [message["text"] for message in amina.messages] == ["Severe"]
    gone = await call(fake, "editMessageText", text="x", chat_id=AMINA, message_id=4711)
    assert gone == "Bad Request: message to edit not found"
    others = await call(fake, "editMessageText", text="x", chat_id=AMINA, message_id=own)
    assert others == "Bad Request: message can't be edited"


async def test_failures_are_for_whom_they_are_meant(fake: FakeTelegram, amina: Phone) -> None:
    juma = Phone(fake, 9990000000012, "Juma")
    juma.starts()
    fake.fail("sendMessage", chat=juma.id, status=500, description="Internal Server Error", times=2)
    assert (await send(fake, "Hi"))["text"] == "Hi"
    for _ in range(2):
        assert await call(fake, "sendMessage", chat_id=juma.id, text="Hi") == "Internal Server Error"
    assert (await call(fake, "sendMessage", chat_id=juma.id, text="Hi"))["text"] == "Hi"
    fake.fail(times=99)
    assert await send(fake, "Hi") == "Bad Request"
    fake.heal()
    assert (await send(fake, "Hi"))["text"] == "Hi"


def test_what_people_do_is_read_as_it_was_meant(fake: FakeTelegram, amina: Phone) -> None:
    said = amina.says("Flod Voi")
    updates = [
        said,
        amina.edits(said, "Flood Voi"),
        amina.shares_location(-0.5, 38.2),
        amina.shares_contact("+254300000001"),
        amina.shares_contact("+254300000002", of=5),
        amina.sends("voice", b"..."),
        amina.sends("document", b"...", name="voi.pdf", caption="See this"),
        amina.adds_bot(GROUP, "Garissa CLT"),
        amina.says("/status S1", chat=GROUP),
        amina.says("hello all", chat=GROUP),
        amina.removes_bot(GROUP),
        amina.blocks(),
        *fake.move_group(GROUP, -1001234),
    ]
    read = [parse.update(update) for update in updates]
    assert fake.updates.waiting[-len(updates) :] == updates
    assert [(update.kind, update.text) for update in read] == [
        ("text", "Flod Voi"),
        ("text", "Flood Voi"),
        ("text", ""),
        ("text", ""),
        ("text", ""),
        ("text", ""),
        ("text", "See this"),
        ("membership", ""),
        ("text", "status S1"),
        ("other", ""),
        ("membership", ""),
        ("membership", ""),
        ("membership", ""),
        ("membership", ""),
    ]
    parts = [set(update.parts or {}) - {"name", "message"} for update in read]
    assert parts[:7] == [set(), {"edited"}, {"location"}, {"contact"}, {"contact"}, {"file"}, {"file"}]
    assert [(update.parts or {})["contact"]["own"] for update in read[3:5]] == [True, False]


async def test_what_was_confirmed_may_come_again_before_all_others(fake: FakeTelegram, amina: Phone) -> None:
    first, second, third = amina.says("one"), amina.says("two"), amina.says("three")
    fake.updates.confirm(third["update_id"])
    fake.updates.bring_again([first, second])
    assert await call(fake, "getUpdates", timeout=0) == [first, second, third]
