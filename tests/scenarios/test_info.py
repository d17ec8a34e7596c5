"""INFO: county information for USAID, RLA and the CLT lead, which needs no answer."""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

OBSERVER = "KIM Observer,KIM,observer,Kitui,,+254300000023,en\n"


def test_information_with_a_flood_in_it_is_a_report(
    deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("INFO flood in Kyuso severe, 3 dead")
    deputy.expects("S1 FLOOD")
    for phone in (lead, clt, usaid, rla):
        phone.expects("S1 SEVERE FLOOD")


def test_a_bare_word_asks(deputy: Phone, clt: Phone, usaid: Phone, rla: Phone) -> None:
    deputy.texts("info")
    deputy.expects("What is there to know?")
    deputy.texts("0")
    deputy.expects("Nothing was sent", "INFO and your words")
    deputy.texts("FAHAMISHA")
    deputy.expects("Unataka kufahamisha nini?")
    deputy.texts("gavana anakuja Kyuso Ijumaa")
    deputy.expects("USAID, RLA, kiongozi wa CLT (Kitui)")
    for phone in (clt, usaid, rla):
        phone.expects('INFO Kitui: "gavana anakuja Kyuso Ijumaa"')


def test_one_notice_each_and_nobody_has_to_answer(
    world: World, deputy: Phone, lead: Phone, clt: Phone
) -> None:
    words = "The governor opens the new market of Kyuso on Friday; " * 6
    lead.texts(f"INFO {words}")
    lead.expects("USAID, RLA, CLT lead (Kitui)", "CONCERN and your words")
    world.everyone_expects(
        f'INFO Kitui: "{words.strip()}"',
        "Patrick Mburu, KIWASH 10:04",
        "no answer needed",
        besides=(lead, deputy),
    )
    clt.texts("ok")
    clt.expects("Thank you")
    world.passes("1d")


def test_who_sends_it_does_not_get_it(usaid: Phone, rla: Phone, clt: Phone) -> None:
    rla.texts("INFO the report of the drought fund for Kitui is out")
    rla.expects("USAID, CLT lead (Kitui)")
    for phone in (usaid, clt):
        phone.expects("INFO Kitui")


def test_who_only_looks_on_informs_nobody(world: World) -> None:
    world.enrols(ROSTER + OBSERVER)
    world["KIM Observer"].texts("INFO the road is bad")
    world["KIM Observer"].expects("Your words were kept for the coordinators")


def test_nobody_can_be_told(world: World, lead: Phone) -> None:
    world.enrols("\n".join(ROSTER.splitlines()[:3]) + "\n")
    lead.texts("INFO the road is mended")
    lead.expects("It is kept for the coordinators")


@pytest.mark.parametrize("words", ["INFO S1", "info s 1?"])
def test_information_about_a_report_is_its_status(
    lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, words: str
) -> None:
    deputy.texts("flood Kyuso severe")
    for phone in (deputy, lead, clt, usaid, rla):
        phone.ignores()
    lead.texts(words)
    lead.expects("S1 FLOOD, severe", "not yet taken")
