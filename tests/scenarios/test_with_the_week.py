"""What became of minor and moderate shocks stands in Monday's digest of those who were only informed.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

PARTNER = "KIM Officer,KIM,ip_focal,Kitui,,+254300000022,sw\n"


@pytest.fixture
def roster() -> str:
    return ROSTER + PARTNER


def until_monday(world: World) -> None:
    """Go on to Monday, 30 November, 8:05; nothing of the days before is what the story is about."""
    for step in ("1m", "24h", "24h", "24h", "24h", "24h", "21h"):
        world.passes(step)
        world.sets_aside()
    world.passes("1h")


def test_it_stands_behind_the_figures(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    deputy.texts("flood Kyuso moderate")
    deputy.texts("crop pest Mutomo minor")
    world.sets_aside()
    clt.texts("ok s1")
    clt.texts("ok s2")
    usaid.texts("close s2 seed was brought")
    world.sets_aside()
    until_monday(world)
    said = lead.expects("SEK Kitui 23-29 Nov: 2 opened", "2 for your information:\nS1 flood Kyuso, Kitui")
    assert "taken by Kitui CLT Lead" in said
    assert "S2 crop pest Mutomo, Kitui" in said
    assert "closed by USAID Officer: seed was brought" in said
    assert len(said) <= 3 * 153
    world["KIM Officer"].expects("2 kwa taarifa yako:\nS1 mafuriko Kyuso")
    world.sets_aside()
    for _ in range(7):
        world.passes("24h")
    assert not any("for your information" in said for said in lead.unread)  # it is told once
    world.sets_aside()


def test_a_graver_word_comes_sooner(world: World, lead: Phone, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Kyuso moderate")
    clt.texts("ok s1")
    deputy.texts("fix s1 severe")
    world.sets_aside()
    clt.texts("close s1 boats brought all to the school")
    lead.expects("S1 flood Kyuso, Kitui, closed by the Kitui CLT lead")
    world.sets_aside()
    until_monday(world)
    assert "for your information" not in lead.expects("SEK Kitui 23-29 Nov: 1 opened")
    world.sets_aside()
