"""MORE shows all words, page by page, in messages of at most ten SMS."""

import pytest

from bot.sms.segments import count
from tests.scenarios.conftest import Phone, World

WORDS = [f"word{number}" for number in range(900)]
"""Some 7,000 letters."""


def read_on(phone: Phone, ref: str, word: str = "MORE") -> list[str]:
    """Read page after page, as each message says; return the pages."""
    pages: list[str] = []
    text = f"{word} {ref}"
    while text:
        phone.texts(text)
        pages.append(phone.unread.pop())
        _, _, text = pages[-1].partition("Next: ")
        assert len(pages) < 30
    return pages


def quoted(pages: list[str]) -> list[str]:
    return [word for page in pages for word in page.replace('"', " ").split() if word.startswith("word")]


def test_a_long_report_is_read_page_by_page(world: World, deputy: Phone, clt: Phone) -> None:
    sent = WORDS if world.channel == "sms" else WORDS[:500]  # Telegram lets nobody write more
    deputy.texts("flood Kyuso severe " + " ".join(sent))
    world.sets_aside()
    pages = read_on(clt, "S1")
    assert quoted(pages) == sent
    assert len(pages) == (6 if world.channel == "sms" else 2)
    if world.channel == "sms":
        assert all(count(page) <= 10 for page in pages)
    assert pages[1].startswith("S1, page 2:")
    clt.texts("MORE S1 99")
    clt.expects("You have read all of S1", "MORE S1 begins again")
    clt.texts("more s1, page 2")
    assert clt.unread.pop() == pages[1]


def test_words_of_another_script_take_more_pages(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Kyuso severe " + " ".join(f"\u1250\u1260{word}" for word in WORDS[:300]))
    world.sets_aside()
    pages = read_on(clt, "S1")
    assert " ".join(pages).count("\u1250") == 300
    if world.channel == "sms":
        assert all(count(page) <= 10 for page in pages)


def test_a_short_report_has_one_page(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Kyuso severe")
    world.sets_aside()
    assert read_on(clt, "S1") == ['S1 Meshack Mulinge, KCDMS 10:04: "flood Kyuso severe"']


def test_what_was_done_is_read_to_its_end(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Kyuso severe")
    clt.texts("OK S1")
    world.sets_aside()
    clt.texts("CLOSE S1 we brought water, " + " ".join(WORDS[:400]))
    world.sets_aside()
    assert quoted(read_on(deputy, "S1")) == WORDS[:400]


@pytest.mark.only("sms")
def test_a_kept_text_is_read_to_its_end(world: World, rla: Phone) -> None:
    stranger = world.phone("+254300000099")
    stranger.texts("hello " + " ".join(WORDS[:300]))
    world.sets_aside()
    rla.texts("U1")
    assert len(rla.unread.pop()) <= 320
    pages = read_on(rla, "U1")
    assert quoted(pages) == WORDS[:300]
    assert "VOUCH U1" in pages[0] and pages[1].startswith("U1, page 2:")
    world.sets_aside()
