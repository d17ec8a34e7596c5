"""The sender against the fake Bot API in the same process."""

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from telegram.warnings import PTBDeprecationWarning

from bot.telegram.fake import FakeTelegram, Phone
from bot.telegram.fake.faults import Silence
from bot.telegram.keyboard import keyboard
from bot.telegram.render import render
from bot.telegram.sender import TelegramSender
from sek_core.messages.channel import Accepted, Moved, NoAnswer, Outcome, Refused, Sender, Wire
from sek_core.messages.screens import Content
from tests.bot.telegram.conftest import AMINA

ADDRESS = str(AMINA)
GROUP = -1001234
ASKED = Content("How bad?", (("minor", "minor"), ("severe", "severe")), asked="p1:1")
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def send(sender: TelegramSender, text: str = "Flood", address: str = ADDRESS, **wire: Any) -> Outcome:
    outcomes = await sender.send(text, [address], wire or None)
    assert list(outcomes) == [address]
    return outcomes[address]


def accepted(phone: Phone) -> Accepted:
    return Accepted(f"{phone.id}:{phone.messages[-1]['message_id']}")


def texts(phone: Phone) -> list[Any]:
    return [message.get("text", message.get("caption", "")) for message in phone.messages]


def methods(fake: FakeTelegram) -> list[str]:
    return [call.method for call in fake.calls]


def tap(fake: FakeTelegram, phone: Phone, message: dict[str, Any]) -> str:
    callback = phone.taps(message, "Minor")["callback_query"]["id"]
    assert isinstance(callback, str)
    return callback


async def asked(sender: TelegramSender, phone: Phone) -> dict[str, Any]:
    """Send a message with buttons to the chat; return it."""
    await send(sender, "", **dict(render(ASKED).wire or {}))
    return phone.messages[-1]


def test_is_a_sender(sender: TelegramSender) -> None:
    as_sender: Sender = sender
    assert as_sender.bulk == 1


async def test_plain_text_stays_as_it_is(sender: TelegramSender, amina: Phone, fake: FakeTelegram) -> None:
    assert await send(sender, "<b>Flood & *fire*") == accepted(amina)
    assert texts(amina) == ["<b>Flood & *fire*"]
    [call] = fake.calls
    assert "parse_mode" not in call.parameters
    assert call.parameters["link_preview_options"] == '{"is_disabled": true}'


async def test_what_is_rendered_arrives_as_typed(sender: TelegramSender, amina: Phone) -> None:
    rendered = render(Content("S12 Flood. \ue000", quote='<i>&amp; *maji* "_"'))
    await sender.send(rendered.text, [ADDRESS], rendered.wire)
    [message] = amina.messages
    assert message["text"] == rendered.text
    assert message["entities"] == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "italic", "offset": 11, "length": 19},
    ]


async def test_buttons(sender: TelegramSender, amina: Phone) -> None:
    message = await asked(sender, amina)
    assert message["reply_markup"] == keyboard(ASKED)
    share = keyboard(Content("", contact="my number"))
    assert await send(sender, "Who?", keyboard=share) == accepted(amina)
    assert amina.reply_keyboard == share


async def test_each_address_once(sender: TelegramSender, fake: FakeTelegram, amina: Phone) -> None:
    outcomes = await sender.send("Flood", [ADDRESS, "5", ADDRESS])
    assert outcomes[ADDRESS] == accepted(amina)
    assert outcomes["5"] == Refused("chat not found", permanent=True)
    assert len(amina.messages) == 1


@pytest.mark.parametrize("address", ["", "amina", "@amina", "+254300000001", "0", "1 2", "\u0661", "9" * 30])
async def test_no_chat(sender: TelegramSender, fake: FakeTelegram, address: str) -> None:
    assert await send(sender, address=address) == Refused("not a Telegram chat", permanent=True)
    assert not fake.calls


async def test_an_edit_in_place(sender: TelegramSender, amina: Phone) -> None:
    message = await asked(sender, amina)
    outcome = await send(sender, "", html="<b>Done</b>", edit=message["message_id"])
    assert outcome == accepted(amina)
    assert texts(amina) == ["Done"]
    assert "reply_markup" not in amina.messages[0]


async def test_an_edit_that_changes_nothing_is_done(sender: TelegramSender, amina: Phone) -> None:
    message = await asked(sender, amina)
    edit = dict(render(ASKED).wire or {}) | {"edit": message["message_id"]}
    assert await send(sender, "", **edit) == accepted(amina)
    assert texts(amina) == ["How bad?"]


async def test_what_cannot_be_edited_is_sent_anew(sender: TelegramSender, amina: Phone) -> None:
    own = amina.says("Hi")["message"]["message_id"]
    for gone in (own, 4711):
        assert await send(sender, "Done", edit=gone) == accepted(amina)
    message = await asked(sender, amina)
    share = keyboard(Content("", contact="my number"))
    assert await send(sender, "Who?", edit=message["message_id"], keyboard=share) == accepted(amina)
    assert texts(amina) == ["Done", "Done", "How bad?", "Who?"]


async def test_a_tap_is_answered_beside_the_message(
    sender: TelegramSender, amina: Phone, fake: FakeTelegram
) -> None:
    message = await asked(sender, amina)
    callback = tap(fake, amina, message)
    fake.calls.clear()
    wire: dict[str, Any] = {"callback": callback, "toast": "Noted", "strip": message["message_id"]}
    assert await send(sender, "Where?", **wire) == accepted(amina)
    assert methods(fake) == ["answerCallbackQuery", "editMessageReplyMarkup", "sendMessage"]
    assert fake.answers[callback] == {"text": "Noted", "alert": False}
    assert "reply_markup" not in amina.messages[0]
    assert texts(amina) == ["How bad?", "Where?"]


@pytest.mark.parametrize("how", ["hang", "drop", "unreachable"])
async def test_a_failed_answer_to_a_tap_costs_nothing(
    sender: TelegramSender, amina: Phone, fake: FakeTelegram, how: Silence
) -> None:
    fake.be_silent(how, "answerCallbackQuery")
    fake.be_silent(how, "editMessageReplyMarkup")
    assert await send(sender, "Where?", callback="4382", strip=4711) == accepted(amina)
    assert texts(amina) == ["Where?"]


async def test_a_failed_message_is_what_counts(
    sender: TelegramSender, amina: Phone, fake: FakeTelegram
) -> None:
    callback = tap(fake, amina, await asked(sender, amina))
    fake.be_silent("hang", "sendMessage")
    assert await send(sender, "Where?", callback=callback) == NoAnswer("no answer in time")
    assert fake.answers[callback] == {"text": "", "alert": False}


async def test_only_a_toast(sender: TelegramSender, amina: Phone, fake: FakeTelegram) -> None:
    callback = tap(fake, amina, await asked(sender, amina))
    wire: dict[str, Any] = {"callback": callback, "toast": "Taken", "alert": True, "only_toast": True}
    assert await send(sender, "Taken", **wire) == Accepted(None)
    assert fake.answers[callback] == {"text": "Taken", "alert": True}
    assert texts(amina) == ["How bad?"]
    # Too old now: the person who tapped still gets the message.
    assert await send(sender, "Taken", **wire) == accepted(amina)
    assert texts(amina) == ["How bad?", "Taken"]


@pytest.mark.parametrize("kind", ["photo", "voice", "video", "audio", "document"])
async def test_files(sender: TelegramSender, amina: Phone, fake: FakeTelegram, kind: str) -> None:
    source = fake.keep(kind, b"...", "voi")
    outcome = await send(sender, "", html="<i>Voi</i>", file={"kind": kind, "source": source})
    assert outcome == accepted(amina)
    assert kind in amina.messages[-1]
    assert texts(amina) == ["Voi"]


async def test_without_the_file_the_words_arrive(sender: TelegramSender, amina: Phone) -> None:
    assert await send(sender, "Voi", file={"kind": "photo", "source": "AgADgone"}) == accepted(amina)
    assert texts(amina) == ["Voi"]


async def test_a_file_id_never_names_a_file_of_this_machine(
    sender: TelegramSender, amina: Phone, fake: FakeTelegram, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("...")
    for kind in ("photo", "voice", "video", "audio", "document"):
        await send(sender, "Voi", file={"kind": kind, "source": str(tmp_path / "secret")})
    sent = [call for call in fake.calls if call.method != "sendMessage"]
    assert [list(call.parameters.values()).count(str(tmp_path / "secret")) for call in sent] == [1] * 5


@pytest.mark.parametrize(
    ("status", "description", "parameters", "outcome"),
    [
        (403, "Forbidden: user is deactivated", None, Refused("user is deactivated", permanent=True)),
        (400, "Bad Request: chat not found", None, Refused("chat not found", permanent=True)),
        (
            400,
            'Bad Request: can\'t parse entities: Unsupported start tag "maji" at byte offset 2',
            None,
            Refused("can't parse entities", permanent=True, content=True),
        ),
        (
            400,
            "Bad Request: inline keyboard button URL 'maji' is invalid",
            None,
            Refused("inline keyboard button url", permanent=True, content=True),
        ),
        (
            429,
            "Too Many Requests: retry after 7",
            {"retry_after": 7},
            Refused("too many messages", retry_after=7),
        ),
        (429, "Too Many Requests", {"retry_after": 9**9}, Refused("too many messages", retry_after=3600)),
        (429, "Too Many Requests", None, Refused("Telegram has trouble")),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100456}, Moved("-100456")),
        (401, "Unauthorized", None, Refused("Telegram does not know the token", ours=True)),
        (404, "Not Found", None, Refused("Telegram does not know the token", ours=True)),
        (500, "Internal Server Error", None, Refused("Telegram has trouble")),
        (502, "Bad Gateway", None, Refused("Telegram has trouble")),
    ],
)
async def test_refusals(
    sender: TelegramSender,
    amina: Phone,
    fake: FakeTelegram,
    status: int,
    description: str,
    parameters: dict[str, Any] | None,
    outcome: Outcome,
) -> None:
    fake.fail("sendMessage", chat=AMINA, status=status, description=description, parameters=parameters)
    assert await send(sender) == outcome
    assert await send(sender) == accepted(amina)


async def test_seconds_to_wait_in_the_older_form_too(
    sender: TelegramSender, amina: Phone, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.fail("sendMessage", status=429, parameters={"retry_after": 7})
    monkeypatch.setitem(os.environ, "PTB_TIMEDELTA", "0")
    with pytest.warns(PTBDeprecationWarning):
        assert await send(sender) == Refused("too many messages", retry_after=7)


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ("hang", NoAnswer("no answer in time")),
        ("drop", NoAnswer("the connection broke")),
        ("unreachable", Refused("could not connect")),
    ],
)
@pytest.mark.parametrize("wire", [{}, {"edit": 1}, {"only_toast": True, "callback": "4382"}])
async def test_silence(
    sender: TelegramSender, amina: Phone, fake: FakeTelegram, how: Silence, outcome: Outcome, wire: Wire
) -> None:
    fake.be_silent(how)
    assert await send(sender, **wire) == outcome


async def test_a_person_who_blocks_and_comes_back(sender: TelegramSender, fake: FakeTelegram) -> None:
    juma = Phone(fake, 9990000000012, "Juma")
    address = str(juma.id)
    not_started = Refused("bot can't initiate conversation with a user", permanent=True)
    assert await send(sender, address=address) == not_started
    juma.starts()
    assert await send(sender, address=address) == accepted(juma)
    juma.blocks()
    blocked = Refused("bot was blocked by the user", permanent=True)
    assert await send(sender, address=address) == blocked
    juma.unblocks()
    assert await send(sender, address=address) == accepted(juma)


async def test_a_group_that_moves(sender: TelegramSender, amina: Phone, fake: FakeTelegram) -> None:
    amina.adds_bot(-77, "Garissa CLT")
    assert isinstance(await send(sender, address="-77"), Accepted)
    fake.move_group(-77, GROUP)
    assert await send(sender, address="-77") == Moved(str(GROUP))
    assert isinstance(await send(sender, address=str(GROUP)), Accepted)
    amina.removes_bot(GROUP)
    kicked = Refused("bot was kicked from the supergroup chat", permanent=True)
    assert await send(sender, address=str(GROUP)) == kicked


async def test_a_wire_that_nobody_wrote(
    sender: TelegramSender, fake: FakeTelegram, amina: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = await send(sender, keyboard={"inline_keyboard": [[{"maji": 1}]]})
    assert isinstance(outcome, NoAnswer)
    assert "maji" not in outcome.reason + "".join(capsys.readouterr())


async def test_after_closing(sender: TelegramSender, amina: Phone) -> None:
    await sender.close()
    assert await send(sender) == Refused("the sender is closed")


async def test_reachable(sender: TelegramSender, fake: FakeTelegram) -> None:
    assert sender.username is None
    assert await sender.reachable() is None
    assert sender.username == "SekTestBot"
    fake.fail("getMe", status=401, description="Unauthorized")
    assert await sender.reachable() == "Telegram does not know the token: copy it again from @BotFather"
    fake.be_silent("unreachable", "getMe")
    assert await sender.reachable() == "Telegram could not be reached: could not connect"


async def test_fetch(sender: TelegramSender, fake: FakeTelegram, amina: Phone) -> None:
    photo = amina.sends("photo", b"12345")["message"]["photo"][-1]["file_id"]
    assert await sender.fetch(photo, 5) == b"12345"
    assert await sender.fetch(photo, 4) == Refused("the file is larger than 4 bytes", permanent=True)
    gone = await sender.fetch("gone", 5)
    assert gone == Refused(
        "wrong file_id or the file is temporarily unavailable", permanent=True, content=True
    )
    fake.be_silent("hang")
    assert await sender.fetch(photo, 5) == Refused("no answer in time")


async def test_nothing_of_it_is_logged(
    sender: TelegramSender, amina: Phone, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for how in ("hang", "drop"):
        fake.be_silent(how, done=True)
        await send(sender, "a secret text")
    fake.fail(status=403, description="Forbidden: a secret text")
    await send(sender, "a secret text")
    assert not caplog.records


async def test_many_at_once(sender: TelegramSender, amina: Phone) -> None:
    outcomes = await asyncio.gather(*(send(sender, f"Flood {number}") for number in range(50)))
    assert len({outcome.provider_id for outcome in outcomes if isinstance(outcome, Accepted)}) == 50
