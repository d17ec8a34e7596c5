"""VOUCH: a coordinator says who a stranger is, and the texts are handled."""

from datetime import timedelta

import pytest

from sek_core.store.incidents import ReportRow
from sek_core.store.people import PersonRow
from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.strangers import STRANGER, sender, statuses, writes


@pytest.fixture
def roles_wait() -> bool:
    """Roles start at once: tests/scenarios/test_codes.py tells of the wait."""
    return False


def test_a_text_that_somebody_vouches_for_is_a_report_of_the_time_when_it_was_sent(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "flood in Kibwezi severe")
    world.passes("2h")
    rla.does("VOUCH U1 Jane Mwende, KIM, county PoC Makueni")
    rla.expects(f"{sender(world)} is now Jane Mwende, KIM", "U1 is handled as theirs")
    stranger.expects("S1 FLOOD, severe, Kibwezi, Makueni", "Sent to USAID")
    makueni_clt.expects("S1 SEVERE FLOOD Kibwezi, Makueni", "Jane Mwende, KIM 10:04", "Reply OK S1")
    makueni_lead.expects("S1")
    usaid.expects("S1 SEVERE FLOOD")
    rla.expects("S1 SEVERE FLOOD")
    rla.expects("U1 of Jane Mwende is now S1 FLOOD, severe, Kibwezi, Makueni")
    assert world.incident("S1").reported_at == world.clock.at - timedelta(hours=2)
    assert statuses(world) == {"U1": "vouched"}
    stranger.texts("status s1")
    shown = stranger.expects("S1 FLOOD", "Reported 10:04", "not yet taken")
    if world.channel == "telegram":
        assert "10:04 reported by Jane Mwende" in shown
    makueni_clt.texts("ok s1")
    makueni_clt.expects("You have S1. Jane Mwende, KIM has been told")
    stranger.expects("S1 flood Kibwezi, Makueni: taken by the Makueni CLT lead")
    for phone in (usaid, rla):
        phone.expects("taken by")


def test_the_hold_of_such_a_report_begins_when_it_is_vouched_for(
    world: World, stranger: Phone, rla: Phone, clt: Phone, usaid: Phone, lead: Phone, deputy: Phone
) -> None:
    writes(stranger, rla, "drought Mutomo")
    world.passes("1d")
    rla.does("vouch u1 Kitui County Officer, county_poc Kitui")
    rla.expects("is now Kitui County Officer")
    stranger.expects("DROUGHT, Mutomo, Kitui. How bad? 1 minor 2 moderate")
    rla.expects("U1 of Kitui County Officer is now S1 DROUGHT, Mutomo, Kitui", "goes out by itself")
    world.passes("4m")
    clt.expects_nothing()
    world.looks(after="1m")  # an old report raises no alarm
    world.passes("1s")
    clt.expects("S1 DROUGHT Mutomo, Kitui", "24 Nov 10:04")
    for phone in (rla, usaid, lead, deputy, stranger):
        phone.expects("S1 DROUGHT")


def test_who_is_on_the_roster_is_known_by_name(
    world: World, stranger: Phone, rla: Phone, lead: Phone
) -> None:
    """A lead with a new number: it is added to them, and the old number is told."""
    writes(stranger, rla, "flood Kyuso severe")
    rla.does("THIBITISHA U1 mburu PATRICK")
    rla.expects("sasa ni Patrick Mburu, KIWASH")
    lead.expects(f"{sender(world)} now writes as you", "tell RLA")
    stranger.expects("S1 FLOOD, severe, Kyuso, Kitui")
    world.everyone_expects("S1 SEVERE FLOOD", "Patrick Mburu, KIWASH 10:04", besides=lead)
    rla.expects("U1 of Patrick Mburu is now S1 FLOOD")


def test_an_unclear_name_is_asked_back(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "flood Kibwezi severe")
    rla.does("VOUCH U1 Martin Mriti")
    rla.expects("Who sent U1?", "1 Martin Miriti, KCDMS", "VOUCH U1 name, role county")
    rla.does("1")
    rla.expects("is now Martin Miriti, KCDMS")
    makueni_lead.expects("anaandika kama wewe")
    stranger.expects("S1 FLOOD")
    for phone in (makueni_clt, usaid, rla):
        phone.expects("S1 SEVERE FLOOD")
    rla.expects("U1 of Martin Miriti is now S1")


def test_a_question_who_it_is_can_be_left_out_or_answered_by_a_name(
    world: World, stranger: Phone, rla: Phone
) -> None:
    writes(stranger, rla, "flood Kyuso severe")
    rla.does("VOUCH U1 Kitui CLT")
    rla.expects("1 Kitui CLT Lead, USAID", "2 Kitui CLT Member, USAID")
    rla.texts("0")
    rla.expects("Nothing was changed, U1 is still kept")
    rla.does("VOUCH U1")
    rla.expects("Who sent U1? Send the name")
    rla.does("Kitui CLT Member")
    rla.expects("is now Kitui CLT Member")
    world["Kitui CLT Member"].expects("now writes as you")
    stranger.expects("S1 FLOOD")
    world.everyone_expects("S1 SEVERE FLOOD")
    rla.expects("U1 of Kitui CLT Member is now S1")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Jane Mwende", "Jane Mwende is not on the roster. Add role and county"),
        ("Jane Mwende, county PoC", "Add the county, for example: VOUCH U1 Jane Mwende, county PoC"),
        ("Jane Mwende, Kitui", "Add the role, for example: VOUCH U1 Jane Mwende, county PoC Kitui"),
    ],
)
def test_of_somebody_new_the_answer_names_what_is_missing(
    world: World, stranger: Phone, rla: Phone, said: str, heard: str
) -> None:
    writes(stranger, rla, "flood in Kibwezi")
    rla.does(f"VOUCH U1 {said}")
    assert len(rla.expects(heard)) <= 160
    assert statuses(world) == {"U1": "open"}


@pytest.mark.parametrize(
    ("said", "role", "county"),
    [
        ("Jane Mwende, county_poc Kitui", "county_poc", "Kitui"),
        ("Jane Mwende point of contact kitui", "county_poc", "Kitui"),
        ("Jane Mwende, mwakilishi wa IP, Taita Taveta", "ip_focal", "Taita Taveta"),
        ("Jane Mwende, naibu kiongozi wa kaunti Makweni", "deputy_county_lead", "Makueni"),
        ("Jane Mwende, CLT member Kitui", "clt_member", "Kitui"),
        ("Jane Mwende, USAID", "usaid", None),
    ],
)
@pytest.mark.only("sms")
def test_roles_are_given_in_plain_words(
    world: World, stranger: Phone, rla: Phone, said: str, role: str, county: str | None
) -> None:
    writes(stranger, rla, "hello everybody there")
    rla.does(f"VOUCH U1 {said}")
    rla.expects(f"{STRANGER} is now Jane Mwende")
    stranger.ignores()
    rla.ignores()
    with world.program.database.reading() as session:
        person = session.query(PersonRow).filter_by(name="Jane Mwende").one()
        held = session.execute(
            PersonRow.__table__.metadata.tables["roles"]
            .select()
            .where(PersonRow.__table__.metadata.tables["roles"].c.person_id == person.id)
        ).one()
    assert (held.role, held.county) == (role, county)


def test_vouching_happens_once_and_the_second_hears_who_did_it(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "flood Kibwezi severe")
    said = {rla: "VOUCH U1 Jane Mwende, county PoC Makueni"}
    said[makueni_lead] = "VOUCH U1 John Mutua, county PoC Makueni"
    if world.channel == "sms":
        for phone, words in said.items():
            phone.texts(words)
            phone.expects("To do it, reply YES")
            said[phone] = f"YES {phone.code}"
    for phone, words in said.items():
        phone.sends(words)
    world.settle()
    rla.expects("is now Jane Mwende")
    makueni_lead.expects("U1: RLA Secretariat, RLA vouched for it 10:04: it is from Jane Mwende")
    stranger.expects("S1 FLOOD")
    for phone in (makueni_lead, makueni_clt, usaid, rla):
        phone.expects("S1")
    rla.expects("U1 of Jane Mwende is now S1")
    rla.does("vouch u1 John Mutua, county PoC Makueni")
    rla.expects("U1: RLA Secretariat, RLA vouched for it 10:04: it is from Jane Mwende, and is now S1")
    with world.program.database.reading() as session:
        assert session.query(ReportRow).count() == 1
        assert session.query(PersonRow).filter_by(name="John Mutua").count() == 0


def test_everything_that_a_stranger_sent_is_handled_in_its_order(
    world: World, stranger: Phone, rla: Phone
) -> None:
    writes(stranger, rla, "flood Kyuso severe 400 households")
    world.passes("5m")
    writes(stranger, rla, "sorry 40 not 400")
    rla.does("VOUCH U2 Jane Mwende, county PoC Kitui")
    rla.expects("U1, U2 are handled as theirs")
    stranger.expects("S1 FLOOD, severe, Kyuso, Kitui, 400 households")
    stranger.expects("Change S1: 400 to 40 households?")
    world.everyone_expects("S1 SEVERE FLOOD")
    rla.expects("U1 of Jane Mwende is now S1")
    rla.expects("U2 of Jane Mwende is now S1")


def test_a_stranger_who_says_ok_takes_nothing_until_somebody_vouches(
    world: World, lead: Phone, clt: Phone, usaid: Phone, rla: Phone, stranger: Phone
) -> None:
    """The CLT lead answers from a private number. No stranger may stop the escalation."""
    lead.texts("drought Mutomo severe")
    world.everyone_ignores()
    stranger.texts("OK S1")
    stranger.expects("not on the SEK roster")
    rla.expects('"OK S1"', "VOUCH U1 name")
    assert world.incident("S1").status == "open"
    rla.does("VOUCH U1 Kitui CLT Lead")
    rla.expects("is now Kitui CLT Lead")
    clt.expects("now writes as you")
    stranger.expects("You have S1")
    lead.expects("S1 drought Mutomo, Kitui: taken by the Kitui CLT lead")
    for phone in (usaid, rla):
        phone.expects("taken by the Kitui CLT lead")
    rla.expects("U1 of Kitui CLT Lead is now S1")


def test_vouching_for_a_blocked_stranger_unblocks(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "hello everybody there")
    rla.does("ZUIA U1")
    rla.expects("amezuiwa", "RUHUSU U1")
    stranger.texts("flood Kibwezi severe")
    stranger.expects_nothing()
    rla.does("vouch u1 Jane Mwende, county PoC Makueni")
    rla.expects("U1, U2 are handled as theirs")
    stranger.ignores()
    for phone in (makueni_lead, makueni_clt, usaid, rla):
        phone.ignores()
    assert world.incident("S1").status == "open"
    stranger.texts("list")
    stranger.expects("S1 flood Kibwezi")


def test_nobody_on_the_roster_is_blocked_or_vouched_for(world: World, lead: Phone, rla: Phone) -> None:
    lead.texts("blue seven")
    lead.expects("Not understood, so a coordinator reads it")
    rla.does("BLOCK U1")
    rla.expects("U1 is from Patrick Mburu, who is on the roster and cannot be blocked")
    rla.does("VOUCH U1 Patrick Mburu")
    rla.expects("U1 is from Patrick Mburu", "nothing to vouch for", "ASSIGN U1")


def test_a_lead_vouches_for_people_of_the_county_and_rla_hears_of_it(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "flood Kibwezi severe")
    for said in ("USAID Officer", "Patrick Mburu"):
        makueni_lead.does(f"vouch u1 {said}")
        makueni_lead.expects("Only RLA can vouch for")
    makueni_lead.does("vouch u1 Jane Mwende, clt lead Makueni")
    makueni_lead.expects("Only RLA can add somebody as CLT lead")
    makueni_lead.does("vouch u1 Jane Mwende, county PoC Kitui")
    makueni_lead.expects("or in another county than yours")
    makueni_lead.does("vouch u1 Jane Mwende, county PoC Makueni")
    makueni_lead.expects("is now Jane Mwende")
    stranger.expects("S1 FLOOD")
    for phone in (makueni_lead, makueni_clt, usaid, rla):
        phone.expects("S1")
    rla.expects(
        f"U1: {sender(world)} is now Jane Mwende, county PoC, Makueni. Martin Miriti, KCDMS vouched for it",
        "the roster",
    )
    makueni_lead.expects("U1", "S1")


def test_an_import_of_the_roster_leaves_a_vouched_number_to_its_person(
    world: World, stranger: Phone, rla: Phone, lead: Phone
) -> None:
    writes(stranger, rla, "hello everybody there")
    rla.does("VOUCH U1 Patrick Mburu")
    rla.ignores()
    lead.ignores()
    stranger.ignores()
    world.enrols(ROSTER)
    stranger.texts("HELP")
    stranger.expects("Report:")
