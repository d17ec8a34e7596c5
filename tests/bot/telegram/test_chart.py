"""The chart of a digest: a picture of the size that a telephone shows, and never in place of the words."""

import subprocess
import sys
from struct import unpack
from typing import Any

import pytest

from bot.telegram import chart
from bot.telegram.fake import FakeTelegram, Phone
from bot.telegram.render import render
from bot.telegram.sender import TelegramSender
from sek_core.messages.channel import Accepted
from sek_core.messages.content import bars_from_json, content_from_json, content_to_json
from sek_core.messages.screens import Bars, Content
from tests.bot.telegram.conftest import AMINA
from tests.serving import serving

BARS = Bars(
    "SEK Taita Taveta: wiki zilizopita",
    ("mpya", "zilizochukuliwa", "zilizofungwa"),
    (
        ("26 Okt-1 Nov", (3, 2, 1)),
        ("2-8 Nov", (12, 11, 9)),
        ("9-15 Nov", (0, 0, 8)),
        ("16-22 Nov", (5, 4, 3)),
    ),
)
CONTENT = Content("SEK Taita Taveta 16-22 Nov: mpya 5, zilizochukuliwa 4", chart=BARS)


def size(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return unpack(">II", png[16:24])


@pytest.mark.parametrize(
    "bars",
    [
        BARS,
        Bars("SEK", ("opened", "taken", "closed"), (("23-29 Nov", (0, 0, 0)),)),
        Bars("SEK", ("opened", "taken", "closed"), (("23-29 Nov", (1200, 1, 0)),)),
    ],
)
def test_it_is_drawn(bars: Bars) -> None:
    assert size(chart.draw(bars)) == (800, 600)


def test_it_is_kept_with_the_delivery() -> None:
    assert content_from_json(content_to_json(CONTENT)) == CONTENT
    wire = render(CONTENT).wire
    assert wire is not None and bars_from_json(wire["chart"]) == BARS


def test_a_caption_is_no_longer_than_telegram_takes() -> None:
    assert len(render(Content("word " * 500, chart=BARS)).text) <= 1024


async def send(sender: TelegramSender) -> Any:
    rendered = render(CONTENT)
    return (await sender.send(rendered.text, [str(AMINA)], rendered.wire))[str(AMINA)]


async def test_it_goes_with_the_words_as_its_caption(
    fake: FakeTelegram, sender: TelegramSender, amina: Phone
) -> None:
    assert await send(sender) == Accepted(f"{AMINA}:{amina.messages[-1]['message_id']}")
    assert amina.messages[-1]["caption"] == CONTENT.body
    assert size(fake.files[amina.messages[-1]["photo"][-1]["file_id"]][1]) == (800, 600)


async def test_over_http_too(fake: FakeTelegram, amina: Phone) -> None:
    from bot.telegram.fake import app

    async with serving(app(fake)) as url:
        sender = TelegramSender(fake.token, url)
        assert isinstance(await send(sender), Accepted)
        await sender.close()
    assert amina.messages[-1]["caption"] == CONTENT.body
    assert size(fake.files[amina.messages[-1]["photo"][-1]["file_id"]][1]) == (800, 600)


async def test_refused_it_leaves_the_words(fake: FakeTelegram, sender: TelegramSender, amina: Phone) -> None:
    fake.fail("sendPhoto", description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    assert isinstance(await send(sender), Accepted)
    assert amina.messages[-1]["text"] == CONTENT.body


def test_nothing_of_it_is_imported_at_the_start() -> None:
    """A process that draws nothing does not need it."""
    code = "import sys, bot.cli.app, bot.server, bot.telegram.sender; print('PIL' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
