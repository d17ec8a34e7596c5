"""A row of rights.yaml decides which roles may use a word, what HELP shows, and how others are refused."""

from dataclasses import replace
from typing import Any

from config.rights import RightFile
from sek_core.store.inbox import Kept
from tests.scenarios.conftest import Phone, World


def change(world: World, name: str, **changes: Any) -> None:
    """Change a right of the running mechanism, or several at once: their names with commas."""
    core = world.program.core
    rows = core.configuration.rights.model_dump()["rights"]
    changed = {each: {**rows.get(each, {}), **changes} for each in name.split(", ")}
    rights = RightFile.model_validate({"rights": rows | changed})
    assert list(rights.unknown(core.configuration.texts)) == []
    object.__setattr__(core, "configuration", replace(core.configuration, rights=rights))


def ignore(*phones: Phone) -> None:
    for phone in phones:
        phone.ignores()


def test_a_county_lead_who_may_close_is_told_so_and_closes(
    world: World, lead: Phone, deputy: Phone, makueni_lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("drought Mutomo severe")
    ignore(deputy, lead, clt, usaid, rla)
    lead.texts("CLOSE S1 water was trucked to Mutomo")
    lead.expects("Only the CLT of the county, USAID, RLA and the chair close alerts. NOTE S1")
    lead.texts("HELP")
    assert "CLOSE" not in lead.expects("Report: FLOOD Mwingi severe", "NOTE S1 ...", "FIX S1")

    roles = ["county_lead", "clt_lead", "clt_member", "usaid", "chair", "rla"]
    change(world, "close", roles=roles, refused="amend.forbidden", elsewhere="triage.not_yours")
    lead.texts("HELP")
    lead.expects("Report: FLOOD Mwingi severe", "NOTE S1 ..., CLOSE S1 ..., FIX S1")
    deputy.texts("CLOSE S1 water was trucked to Mutomo")
    deputy.expects("Only who reported S1 changes it")
    makueni_lead.texts("CLOSE S1 water was trucked to Mutomo")
    makueni_lead.expects("S1 does not concern your county")
    lead.texts("OK S1")
    lead.expects("Only the CLT of the county, USAID, RLA and the chair take alerts")
    lead.texts("CLOSE S1 water was trucked to Mutomo")
    lead.expects("S1 is closed")
    deputy.expects("S1 drought Mutomo, Kitui, closed by the Kitui county lead")
    ignore(clt, usaid, rla)


def test_words_may_be_refused_in_silence_and_are_kept(world: World, lead: Phone, clt: Phone) -> None:
    change(world, "tell_county", roles=[])
    change(world, "tell_county, tell, tell_everywhere", refused="silent")
    lead.texts("TELL Kitui, the office is closed on Friday")
    lead.expects_nothing()
    with world.program.database.reading() as session:
        assert [row.reason for row in session.query(Kept)] == ["not for them"]
    clt.texts("TELL Kitui, the office is closed on Friday")
    clt.expects("the office is closed on Friday")


def test_a_right_for_all_counties_is_one_whatever_the_county_of_the_role(
    world: World, lead: Phone, clt: Phone, makueni_clt: Phone, deputy: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("flood Kyuso severe")
    ignore(lead, deputy, clt, usaid, rla)
    makueni_clt.texts("OK S1")
    makueni_clt.expects("take alerts")
    change(world, "take", counties="all")
    makueni_clt.texts("OK S1")
    makueni_clt.expects("You have S1")
    ignore(lead, clt, usaid, rla)


def test_what_a_role_may_do_no_more_is_not_in_its_help(world: World, lead: Phone, clt: Phone) -> None:
    change(world, "concern", roles=["rla"])
    change(world, "give", roles=["rla"])
    lead.texts("HELP")
    assert "CONCERN" not in lead.expects("CANCEL S1")
    lead.texts("CONCERN the market fee went up")
    lead.expects("Concerns come from those who work in the counties")
    clt.texts("HELP")
    assert "GIVE" not in clt.expects("OK S1, RELEASE S1", "CLOSE S1")


def test_a_row_of_ones_own_opens_a_word_to_more_people(world: World, rla: Phone, clt: Phone) -> None:
    world.phone("+254300000099").texts("blue seven")
    world.phone("+254300000099").ignores()
    ignore(rla)
    clt.texts("TRIAGE")
    clt.expects("Kept texts are for RLA and the county leads")
    refusals = {"refused": "triage.forbidden", "elsewhere": "triage.not_yours"}
    change(world, "triage_clt", roles=["clt_lead"], counties="all", words=["TRIAGE"], **refusals)
    clt.texts("TRIAGE")
    clt.expects("U1", "blue seven")
    clt.texts("BLOCK U1")
    clt.expects("Kept texts are for RLA and the county leads")
