"""Offers: a text, and what it offers."""

from datetime import date

import pytest

from sek_core.understanding.offering import Offering, Offers
from tests.packaged import packaged

OFFERS = Offers(packaged().words)

TODAY = date(2026, 11, 28)
"""A Saturday."""

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 bowsers Monday", Offering("2 bowsers", 2, "bowsers", MONDAY)),
        ("tutaleta mahema 20 kwa S1 Jumatatu", Offering("mahema 20", 20, "tents", MONDAY)),
        ("we have 3 bowsers ready to send today", Offering("3 bowsers", 3, "bowsers", TODAY)),
        ("FAO can send 2 bowsers to Mutomo from Monday", Offering("2 bowsers", 2, "bowsers", MONDAY)),
        ("50 bales of hay by 5 Dec", Offering("50 bales of hay", 50, "bales", date(2026, 12, 5), True)),
        ("2 bowsers we can send on Monday", Offering("2 bowsers", 2, "bowsers", MONDAY)),
        ("maboza mawili Jumatatu", Offering("maboza mawili", 2, "bowsers", MONDAY)),
        ("tutatuma mahema 20 kesho", Offering("mahema 20", 20, "tents", date(2026, 11, 29))),
        ("magunia 30 kabla ya Jumatatu", Offering("magunia 30", 30, "bags", MONDAY, True)),
        ("5,000 litres of water", Offering("5,000 litres of water", 5000, "litres")),
        ("a bowser", Offering("a bowser", 1, "bowsers")),
        ("3 cranes", Offering("3 cranes", 3, "cranes")),
        ("water for 3 days", Offering("water for 3 days")),
        ("2-3 bowsers tomorrow", Offering("2-3 bowsers", None, "", date(2026, 11, 29))),
        ("1.5 tonnes of maize", Offering("1.5 tonnes of maize")),
        ("help with transport", Offering("help with transport")),
        ("Monday", Offering(day=MONDAY)),
        ("2 bowsers 1 Nov", Offering("2 bowsers", 2, "bowsers", past=True)),
        ("2 bowsers 5 Nov 2026", Offering("2 bowsers", 2, "bowsers", past=True)),
        ("2 bowsers yesterday", Offering("2 bowsers yesterday", 2, "bowsers", past=True)),
        ("", Offering()),
    ],
)
def test_what_is_offered(text: str, expected: Offering) -> None:
    assert OFFERS.read(text, TODAY, "Mutomo") == expected


@pytest.mark.parametrize(
    "text",
    [
        "FAO can send 2 bowsers to Mutomo",
        "we will bring hay on Friday",
        "tunaweza kuleta maji Jumatatu",
        "tutatuma mahema 20",
    ],
)
def test_an_offer_in_own_words(text: str) -> None:
    assert OFFERS.is_offer(text)


@pytest.mark.parametrize(
    "text",
    [
        "can you send 2 bowsers?",
        "please can somebody send water",
        "who can send 2 bowsers",
        "we cannot send bowsers",
        "hatuwezi kutuma maji",
        "we can send a report tomorrow",
        "tunaleta watoto hospitali",
        "they need water, we can send nothing",
    ],
)
def test_no_offer(text: str) -> None:
    assert not OFFERS.is_offer(text)


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("2 bowsers Monday", True),
        ("hay on Friday", True),
        ("need 5 more bowsers", False),
        ("2 bowsers came today", False),
        ("how many bowsers on Monday?", False),
        ("water is finished", False),
        ("tunahitaji maboza 2", False),
    ],
)
def test_just_a_thing(text: str, offers: bool) -> None:
    assert OFFERS.is_plain_offer(text, TODAY) is offers
