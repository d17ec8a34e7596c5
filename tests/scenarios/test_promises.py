"""What is taken has a time by which the county hears news of it, and what happens when none comes."""

import pytest

from tests.scenarios.conftest import Phone, World


@pytest.fixture
def taken(world: World, deputy: Phone, clt: Phone) -> str:
    """Report a severe flood at Mutomo, taken on Tuesday at 10:04: news is due in two days."""
    deputy.texts("flood Mutomo severe")
    world.everyone_ignores()
    clt.texts("ok s1")
    said = clt.expects(
        "You have S1.", "The county expects news by Thu 26 Nov 10:04.", "OK S1 by ... changes it"
    )
    assert len(said) <= 160
    deputy.expects(
        "S1 flood Mutomo, Kitui: taken by the Kitui CLT lead 10:04. You will hear from them by Thu 26 Nov"
    )
    world.sets_aside()
    return "S1"


def test_reminded_then_asked_and_two_others_hear_it(
    world: World, taken: str, deputy: Phone, clt: Phone
) -> None:
    world.passes("36h")
    world.without_digests()
    said = clt.expects(
        "S1 flood Mutomo, Kitui: the county expects your news by Thu 26 Nov 10:04.", "OK S1 by"
    )
    assert len(said) <= 160
    world.passes("12h")
    world.without_digests()
    said = clt.expects("S1 flood Mutomo, Kitui: news was due Thu 26 Nov 10:04.", "1 done")
    deputy.expects(
        "S1 flood Mutomo, Kitui: no news yet from the Kitui CLT lead, due Thu 26 Nov 10:04.", "ESCALATE S1"
    )
    world["SEK Chair"].expects("the Kitui CLT lead has it since", "none came", "GIVE S1 me")
    clt.texts("2 Friday")
    clt.expects("S1: the county now expects news by Fri 27 Nov 17:00")
