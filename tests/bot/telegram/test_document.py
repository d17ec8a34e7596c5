"""A document beside a message: the words are its caption, and never lost for it."""

from typing import Any

import pytest
import structlog

from bot.telegram.fake import FakeTelegram, Phone
from bot.telegram.render import render
from bot.telegram.sender import TelegramSender
from sek_core.messages.channel import Accepted
from sek_core.messages.content import content_from_json, content_to_json
from sek_core.messages.screens import Content, Enclosure
from tests.bot.telegram.conftest import AMINA
from tests.serving import serving

CALENDAR = Enclosure(
    "M12.ics", "text/calendar", "SEK meeting Kitui (M12)", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
)
MINUTES = Enclosure("M12.pdf", "application/pdf", "Minutes of M12", "What was decided")
CONTENT = Content(
    "M12 SEK meeting Kitui Thu 3 Dec 9:00. Will you come?",
    options=(("yes", "Yes"), ("no", "No")),
    asked="p1:1",
    document=CALENDAR,
)
LONG = Content("word " * 500, options=CONTENT.options, asked="p1:1", document=CALENDAR)


async def send(sender: TelegramSender, content: Content = CONTENT, **aim: Any) -> Any:
    rendered = render(content)
    return (await sender.send(rendered.text, [str(AMINA)], {**(rendered.wire or {}), **aim}))[str(AMINA)]


def held(fake: FakeTelegram, message: dict[str, Any]) -> tuple[str, bytes]:
    """Return name and bytes of the document of a message."""
    return fake.files[message["document"]["file_id"]]


def buttons(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


def test_it_is_kept_with_the_delivery() -> None:
    assert content_from_json(content_to_json(CONTENT)) == CONTENT


async def test_it_goes_with_the_words_as_its_caption_and_the_buttons_below(
    fake: FakeTelegram, sender: TelegramSender, amina: Phone
) -> None:
    assert await send(sender) == Accepted(f"{AMINA}:{amina.messages[-1]['message_id']}")
    [message] = amina.messages
    assert message["caption"] == CONTENT.body
    assert buttons(message) == ["Yes", "No"]
    assert held(fake, message) == ("M12.ics", CALENDAR.text.encode())
    assert message["document"]["file_name"] == "M12.ics"


async def test_over_http_too(fake: FakeTelegram, amina: Phone) -> None:
    from bot.telegram.fake import app

    async with serving(app(fake)) as url:
        sender = TelegramSender(fake.token, url)
        assert isinstance(await send(sender), Accepted)
        await sender.close()
    assert held(fake, amina.messages[-1]) == ("M12.ics", CALENDAR.text.encode())


async def test_a_pdf_is_drawn(fake: FakeTelegram, sender: TelegramSender, amina: Phone) -> None:
    await send(sender, Content("Minutes of M12", document=MINUTES))
    name, pdf = held(fake, amina.messages[-1])
    assert name == "M12.pdf"
    assert pdf.startswith(b"%PDF-")


async def test_words_too_long_for_a_caption_come_first_and_whole(
    fake: FakeTelegram, sender: TelegramSender, amina: Phone
) -> None:
    answered = await send(sender, LONG)
    words, document = amina.messages
    assert answered == Accepted(f"{AMINA}:{words['message_id']}")
    assert words["text"] == LONG.body.strip()
    assert buttons(words) == ["Yes", "No"]
    assert held(fake, document)[0] == "M12.ics"
    assert "caption" not in document


async def test_an_answer_in_the_place_of_the_question_has_it_behind(
    fake: FakeTelegram, sender: TelegramSender, amina: Phone
) -> None:
    await send(sender, Content("Will you come?", options=CONTENT.options, asked="p1:1"))
    question = amina.messages[-1]["message_id"]
    await send(sender, Content("Noted: coming", document=CALENDAR), edit=question)
    answer, document = amina.messages
    assert (answer["message_id"], answer["text"]) == (question, "Noted: coming")
    assert "reply_markup" not in answer
    assert held(fake, document)[0] == "M12.ics"


async def test_an_answer_in_the_place_of_a_caption_leaves_the_document(
    fake: FakeTelegram, sender: TelegramSender, amina: Phone
) -> None:
    await send(sender)
    question = amina.messages[-1]["message_id"]
    assert await send(sender, Content("Noted: coming"), edit=question) == Accepted(f"{AMINA}:{question}")
    [message] = amina.messages
    assert (message["caption"], "reply_markup" in message) == ("Noted: coming", False)
    assert held(fake, message)[0] == "M12.ics"


async def test_an_answer_too_long_for_the_caption_is_a_message_of_its_own(
    sender: TelegramSender, amina: Phone
) -> None:
    await send(sender)
    await send(sender, Content("word " * 500), edit=amina.messages[-1]["message_id"])
    assert amina.messages[-1]["text"] == ("word " * 500).strip()


@pytest.mark.parametrize("content", [CONTENT, LONG], ids=["caption", "behind"])
async def test_refused_it_leaves_the_words(
    fake: FakeTelegram, sender: TelegramSender, amina: Phone, content: Content
) -> None:
    fake.fail("sendDocument", description="Bad Request: FILE_PARTS_INVALID")
    with structlog.testing.capture_logs() as logged:
        assert isinstance(await send(sender, content), Accepted)
    assert [message["text"] for message in amina.messages] == [content.body.strip()]
    assert [line["event"] for line in logged] == ["document_refused"]


async def test_without_an_answer_it_is_not_sent_behind_again(
    fake: FakeTelegram, sender: TelegramSender, amina: Phone
) -> None:
    fake.be_silent("hang", "sendDocument")
    assert isinstance(await send(sender, LONG), Accepted)
    assert len(amina.messages) == 1


async def test_what_cannot_be_drawn_leaves_the_words(
    sender: TelegramSender, amina: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(_title: str, _text: str) -> bytes:
        raise RuntimeError("out of ink")

    monkeypatch.setattr("bot.documents._drawn", cannot)
    with structlog.testing.capture_logs() as logged:
        assert isinstance(await send(sender, Content("Minutes of M12", document=MINUTES)), Accepted)
    assert amina.messages[-1]["text"] == "Minutes of M12"
    assert [line["event"] for line in logged] == ["document_failed"]


async def test_a_blocked_bot_is_told_as_ever(sender: TelegramSender, amina: Phone) -> None:
    amina.blocks()
    assert (await send(sender)).permanent
