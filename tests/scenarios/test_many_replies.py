"""Three hundred replies to one question arrive in one minute: each is kept, and the asker is not flooded."""

import pytest

from tests.scenarios.conftest import World

NUMBER = 300

ANSWERS = ("yes", "no", "2", "1", "Ndiyo, barabara iko wazi", "flood Kyuso severe")


@pytest.fixture
def roster() -> str:
    partners = "".join(
        f"Partner {n},IP {n},ip_focal,Kitui,+2543{n:08},en\n" for n in range(100, 100 + NUMBER)
    )
    return (
        "name,organisation,role,county,phone,language\n"
        "Anne Wairimu,USAID,usaid,,+254300000008,en\n"
        "Kitui CLT Lead,USAID,clt_lead,Kitui,+254300000004,en\n" + partners
    )


@pytest.mark.only("sms")
def test_three_hundred_replies_in_a_minute(world: World) -> None:
    anne = world["Anne Wairimu"]
    anne.texts("ASK partners, is the road to Kyuso open? 1 yes 2 no, Friday")
    anne.expects("Ask 300 people")
    anne.confirms()
    anne.expects("Q1 went to 300 people")
    partners = [phone for phone in world.phones() if phone.name.startswith("Partner")]
    for phone in partners:
        phone.expects("Q1 Anne Wairimu, USAID asks")
    for place, phone in enumerate(partners[:-1]):
        phone.sends(ANSWERS[place % 5])
    partners[-1].sends(ANSWERS[5])  # a shock in place of an answer
    world.settle()
    for phone in partners[:-1]:
        phone.expects("S1 SEVERE FLOOD Kyuso")  # what is urgent leaves first
        phone.expects("Q1")
    partners[-1].expects("S1 FLOOD, severe, Kyuso, Kitui")
    anne.expects("S1 SEVERE FLOOD Kyuso")
    world.sets_aside()
    world.passes("1h")
    said = anne.expects("Q1", "299 of 300 answered")
    assert len(said) <= 3 * 153
    world.sets_aside()
