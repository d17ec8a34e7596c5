"""A shock in a county that the mechanism does not serve, and a concern to a partner."""

from dataclasses import replace

import pytest

from config.sections import Beyond
from tests.scenarios.conftest import Phone, World

ROWS = (
    Beyond(county="Garissa", person="USAID Officer"),
    Beyond(county="Wajir", name="Wajir office", phone="+254300000050"),
    Beyond(county="Tana River", person="RLA Secretariat", name="Hola office", phone="+254300000051"),
)

MORE = """\
name,organisation,role,county,phone,language
Kitui PoC,Kitui County,county_poc,Kitui,+254300000021,sw
FAO Focal,FAO,ip_focal,Kitui,+254300000023,en
Makueni FAO,FAO,ip_focal,Makueni,+254300000024,en
LMS Focal,LMS,ip_focal,Kitui,+254300000026,en
"""


@pytest.fixture
def roster(roster: str) -> str:
    lines = MORE.splitlines()[1:]
    more = [",".join([*line.split(",")[:4], "", *line.split(",")[4:]]) for line in lines]
    return roster + "\n".join(more) + "\n"


def serve(world: World, *rows: Beyond) -> None:
    core = world.program.core
    mechanism = core.configuration.mechanism.model_copy(update={"beyond": rows})
    object.__setattr__(core, "configuration", replace(core.configuration, mechanism=mechanism))


def test_it_goes_to_the_person_named_who_answers(world: World, lead: Phone, usaid: Phone) -> None:
    serve(world, *ROWS)
    lead.texts("flood in Garissa severe")
    lead.expects("Garissa is not a county of SEK. Did this happen there? 1 Yes 2 No")
    lead.texts("1")
    lead.expects("Your words went to USAID Officer, USAID, with your name", "1199 or 999")
    usaid.expects(
        'SHOCK outside SEK, in Garissa, from Patrick Mburu, KIWASH: "flood in Garissa severe"', "U1"
    )
    usaid.texts("U1 the Red Cross goes there")
    usaid.expects("Patrick Mburu has your words")
    lead.expects('"the Red Cross goes there"')
    world.passes("10m")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("REPORT flood in Wajir severe", ("nobody has got your words", "call Wajir office +254300000050")),
        ("drought Tana River severe", ("went to RLA Secretariat", "also call Hola office +254300000051")),
        ("flood in Mandera severe", ("Mandera is not a county", "passed to nobody", "1199 or 999")),
    ],
)
def test_whom_to_call(world: World, lead: Phone, rla: Phone, text: str, parts: tuple[str, ...]) -> None:
    serve(world, *ROWS)
    lead.texts(text)
    lead.expects("Did this happen there?")
    lead.texts("yes")
    lead.expects(*parts)
    if "Tana" in text:
        rla.expects("SHOCK outside SEK, in Tana River")
    world.passes("10m")


def test_a_row_for_any_county_and_the_cover_of_who_is_away(
    world: World, makueni_lead: Phone, usaid: Phone, chair: Phone
) -> None:
    serve(world, Beyond(county="any", person="USAID Officer"))
    usaid.texts("AWAY until 12 Dec, chair covers")
    world.sets_aside()
    makueni_lead.texts("mafuriko makubwa kaunti ya Mandera")
    makueni_lead.expects("Mandera si kaunti ya SEK. Ilitokea huko? 1 Ndiyo 2 Hapana")
    makueni_lead.texts("ndio")
    makueni_lead.expects("yamepelekwa kwa SEK Chair, USAID")
    chair.expects("SHOCK outside SEK, in Mandera")


def test_no_makes_it_a_report_and_silence_is_read_by_a_coordinator(
    world: World, deputy: Phone, lead: Phone
) -> None:
    deputy.texts("flood in Garissa severe")
    deputy.expects("Did this happen there?")
    deputy.texts("2")
    deputy.expects("FLOOD, severe, Kitui", "'Garissa'")
    deputy.texts("0")
    world.sets_aside()
    deputy.texts("drought in Garissa severe")
    deputy.expects("Did this happen there?")
    world.passes("6m")
    lead.expects("drought in Garissa severe", "1")


def test_a_call_for_help_goes_out_at_once_and_there_too(world: World, deputy: Phone, usaid: Phone) -> None:
    serve(world, *ROWS)
    deputy.texts("help us, children are trapped on the roof in Garissa, the flood is rising")
    deputy.expects("Garissa is not a county of SEK. Your words went to USAID Officer", "S1 FLOOD")
    usaid.expects("S1 FLOOD")
    usaid.expects("CALL FOR HELP outside SEK, in Garissa", "It is S1 here")
    world.sets_aside()


def test_a_sender_who_must_not_be_named_is_not_named_beyond(
    world: World, lead: Phone, usaid: Phone, rla: Phone
) -> None:
    serve(world, *ROWS)
    lead.texts("Flood in Garissa, 40 households displaced, do not mention my name")
    lead.expects("Garissa is not a county of SEK. Did this happen there?")
    lead.texts("1")
    lead.expects("Your words went to USAID Officer", "without your name")
    assert "Patrick" not in usaid.expects("Shock outside SEK, in Garissa, from a reporter known to RLA")
    world.sets_aside()


def test_nor_in_a_concern_to_a_partner(world: World, lead: Phone) -> None:
    fao = world["FAO Focal"]
    lead.texts("CONCERN FAO, do not mention my name, the bowsers came empty to Kyuso")
    lead.expects("This goes to FAO (FAO Focal), without your name, and RLA sees it")
    lead.texts("1")
    assert "Patrick" not in fao.expects("C1", "a reporter known to RLA")
    world.sets_aside()


@pytest.mark.only("telegram")
def test_a_shared_location_outside_says_whom_to_call(world: World, lead: Phone) -> None:
    serve(world, *ROWS)
    lead.shares(1.75, 40.06)  # in Wajir
    lead.expects("which is not one of the counties", "call Wajir office")


def test_a_concern_to_a_partner_is_read_back_and_followed(world: World, rla: Phone, lead: Phone) -> None:
    poc, fao = world["Kitui PoC"], world["FAO Focal"]
    poc.texts("HOJA FAO, malori ya maji yalikuja tupu Kyuso")
    poc.expects("Hii inaenda kwa FAO (FAO Focal), pamoja na jina lako", "1 Itume 2 RLA tu", "0 usitume")
    poc.texts("1")
    poc.expects("Imetumwa kwa FAO, RLA")
    fao.expects("C1 CONCERN", "malori ya maji yalikuja tupu", "Reply OK C1")
    rla.expects("C1 CONCERN", "About FAO, sent to FAO Focal.")
    fao.texts("ok")
    fao.expects("You have C1")
    poc.expects("C1", "FAO Focal, FAO")
    rla.expects("taken by FAO Focal")
    fao.texts("CLOSE C1 two full bowsers were sent today")
    fao.expects("C1 is closed")
    poc.expects("two full bowsers were sent today")
    rla.expects("two full bowsers were sent today")
    poc.texts("1")
    poc.expects("Asante")
    fao.expects("it is solved")


def test_others_of_the_county_do_not_read_a_concern_to_a_partner(
    world: World, lead: Phone, deputy: Phone
) -> None:
    lead.texts("CONCERN FAO, the bowsers came empty")
    lead.texts("1")
    world.sets_aside()
    for phone in (world["LMS Focal"], world["Kitui PoC"], deputy):
        for words in ("MORE C1", "STATUS C1", "LIST"):
            phone.texts(words)
            assert "empty" not in phone.expects("")


def test_a_concern_to_a_partner_that_no_one_takes_goes_to_rla_and_chair(
    world: World, lead: Phone, rla: Phone, chair: Phone
) -> None:
    lead.texts("CONCERN FAO: the hay is late")
    lead.expects("This goes to FAO (FAO Focal)", '"the hay is late"', "1 Send it 2 RLA only")
    lead.texts("1")
    lead.expects("C1", "Sent to FAO, RLA")
    world["FAO Focal"].expects("the hay is late")
    rla.expects("the hay is late")
    world.passes("73h")
    world.without_routine()
    chair.expects("C1 ESCALATED", "About FAO, sent to FAO Focal.")
    world.sets_aside()


def test_a_concern_about_a_partner_stays_with_rla(world: World, rla: Phone) -> None:
    lms, fao = world["LMS Focal"], world["FAO Focal"]
    lms.texts("CONCERN FAO, your staff asked for bribes at Kyuso")
    lms.expects("Or to RLA only?")
    lms.texts("2")
    lms.expects("C1", "Sent to RLA. You will hear")
    rla.expects("bribes at Kyuso", "OK C1")
    for text in ("STATUS C1", "MORE C1", "OK C1"):
        fao.texts(text)
        assert "bribes" not in fao.expects("C1")
    fao.texts("LIST")
    fao.expects("Nothing is open")


@pytest.mark.parametrize(
    "text",
    ["CONCERN FAO bowsers came empty", "CONCERN USAID, the road is bad", "CONCERN: the market fee went up"],
)
def test_other_concerns_go_their_way(world: World, lead: Phone, text: str) -> None:
    lead.texts(text)
    lead.expects("C1 CONCERN", "Sent to USAID, RLA, Kitui CLT")
    world.sets_aside()


def test_nothing_is_sent_after_0_or_to_ones_own(world: World, lead: Phone) -> None:
    lead.texts("CONCERN FAO, the hay is late")
    lead.expects("This goes to FAO")
    lead.texts("0")
    lead.expects("Nothing was sent")
    world["FAO Focal"].texts("CONCERN FAO, we need more bowsers")
    world["FAO Focal"].expects("C1 CONCERN", "Sent to USAID, RLA, Kitui CLT")
    world.sets_aside()
