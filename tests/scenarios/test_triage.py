"""Texts of strangers, and texts that were not understood: seen, vouched for, blocked, merged."""

from datetime import timedelta

import pytest

from bot.sms import receive
from sek_core.store.inbox import Kept
from sek_core.store.incidents import History, ReportRow
from sek_core.store.people import PersonRow
from tests.scenarios.conftest import ROSTER, Phone, World

STRANGER = "+254300000099"


@pytest.fixture
def stranger(world: World) -> Phone:
    return world.phone(STRANGER)


def sender(world: World) -> str:
    """Return the stranger's name as coordinators see it."""
    return STRANGER if world.channel == "sms" else "a stranger on Telegram"


def writes(stranger: Phone, rla: Phone, *texts: str) -> None:
    """Send texts of a stranger; RLA's messages about them are another story."""
    for text in texts:
        stranger.texts(text)
        stranger.expects("not on the SEK roster")
        rla.expects(f'"{text}"', "VOUCH U", "BLOCK U")


def statuses(world: World) -> dict[str, str]:
    with world.program.database.reading() as session:
        return {row.ref: row.status for row in session.query(Kept)}


def happened(world: World, about: str) -> list[str]:
    with world.program.database.reading() as session:
        return [row.what for row in session.query(History).filter_by(about=about).order_by(History.id)]


def test_a_text_that_somebody_vouches_for_is_a_report_of_the_time_when_it_was_sent(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "flood in Kibwezi severe")
    world.passes("2h")
    rla.texts("VOUCH U1 Jane Mwende, KIM, county PoC Makueni")
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
    makueni_clt.expects("You took S1. Jane Mwende, KIM has been told")
    stranger.expects("S1 flood Kibwezi, Makueni: taken by the Makueni CLT lead")
    for phone in (usaid, rla):
        phone.expects("taken by")


def test_the_hold_of_such_a_report_begins_when_it_is_vouched_for(
    world: World, stranger: Phone, rla: Phone, clt: Phone, usaid: Phone, lead: Phone, deputy: Phone
) -> None:
    writes(stranger, rla, "drought Mutomo")
    world.passes("1d")
    rla.texts("vouch u1 Kitui County Officer, county_poc Kitui")
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
    rla.texts("THIBITISHA U1 mburu PATRICK")
    rla.expects("sasa ni Patrick Mburu, KIWASH")
    lead.expects(f"{sender(world)} now writes as you", "tell RLA")
    stranger.expects("S1 FLOOD, severe, Kyuso, Kitui")
    world.everyone_expects("S1 SEVERE FLOOD", "Patrick Mburu, KIWASH 10:04", besides=lead)
    rla.expects("U1 of Patrick Mburu is now S1 FLOOD")


def test_an_unclear_name_is_asked_back(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "flood Kibwezi severe")
    rla.texts("VOUCH U1 Martin Mriti")
    rla.expects("Who sent U1?", "1 Martin Miriti, KCDMS", "VOUCH U1 name, role county")
    rla.texts("1")
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
    rla.texts("VOUCH U1 Kitui CLT")
    rla.expects("1 Kitui CLT Lead, USAID", "2 Kitui CLT Member, USAID")
    rla.texts("0")
    rla.expects("Nothing was changed, U1 is still kept")
    rla.texts("VOUCH U1")
    rla.expects("Who sent U1? Send the name")
    rla.texts("Kitui CLT Member")
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
    rla.texts(f"VOUCH U1 {said}")
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
    rla.texts(f"VOUCH U1 {said}")
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
    rla.sends("VOUCH U1 Jane Mwende, county PoC Makueni")
    makueni_lead.sends("VOUCH U1 John Mutua, county PoC Makueni")
    world.settle()
    rla.expects("is now Jane Mwende")
    makueni_lead.expects("U1: RLA Secretariat, RLA vouched for it 10:04: it is from Jane Mwende")
    stranger.expects("S1 FLOOD")
    for phone in (makueni_lead, makueni_clt, usaid, rla):
        phone.expects("S1")
    rla.expects("U1 of Jane Mwende is now S1")
    rla.texts("vouch u1 John Mutua, county PoC Makueni")
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
    rla.texts("VOUCH U2 Jane Mwende, county PoC Kitui")
    rla.expects("U1, U2 are handled as theirs")
    stranger.expects("S1 FLOOD, severe, Kyuso, Kitui, 400 households")
    stranger.expects("Change S1: 400 to 40 households?")
    world.everyone_expects("S1 SEVERE FLOOD")
    rla.expects("U1 of Jane Mwende is now S1")
    rla.expects("U2 of Jane Mwende is now S1")


def test_what_is_still_not_understood_waits_under_its_old_number(
    world: World, stranger: Phone, rla: Phone
) -> None:
    writes(stranger, rla, "blue seven")
    rla.texts("VOUCH U1 Jane Mwende, county PoC Kitui")
    rla.expects("is now Jane Mwende")
    stranger.expects("Not understood, but kept")
    rla.expects("U1 of Jane Mwende is not understood yet. ASSIGN U1")
    assert statuses(world) == {"U1": "open"}
    rla.texts("TRIAGE")
    assert "VOUCH" not in rla.expects('U1 Jane Mwende 10:04: "blue seven"', "ASSIGN U1 S")


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
    rla.texts("VOUCH U1 Kitui CLT Lead")
    rla.expects("is now Kitui CLT Lead")
    clt.expects("now writes as you")
    stranger.expects("You took S1")
    lead.expects("S1 drought Mutomo, Kitui: taken by the Kitui CLT lead")
    for phone in (usaid, rla):
        phone.expects("taken by the Kitui CLT lead")
    rla.expects("U1 of Kitui CLT Lead is now S1")


def test_a_blocked_stranger_is_neither_answered_nor_passed_on(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "buy cheap airtime in Kibwezi")
    rla.texts("BLOCK U1")
    rla.expects(f"{sender(world)} is blocked", "UNBLOCK U1")
    for text in ("flood Kibwezi severe", "hello", "STOP", "START"):
        stranger.texts(text)
        stranger.expects_nothing()
    rla.texts("block u1")
    rla.expects("U1: RLA Secretariat, RLA blocked its sender 10:04. UNBLOCK U1")
    assert statuses(world) == {"U1": "blocked", "U2": "blocked", "U3": "blocked"}
    rla.texts("TRIAGE")
    rla.expects("No kept text waits")
    rla.texts("UNBLOCK U1")
    rla.expects("is answered again")
    rla.texts("triage")
    rla.expects("U3", "U2", '"flood Kibwezi severe"', "U1")
    writes(stranger, rla, "are you there")
    assert "unblocked" in happened(world, "U1")


def test_vouching_for_a_blocked_stranger_unblocks(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "hello everybody there")
    rla.texts("ZUIA U1")
    rla.expects("amezuiwa", "RUHUSU U1")
    stranger.texts("flood Kibwezi severe")
    stranger.expects_nothing()
    rla.texts("vouch u1 Jane Mwende, county PoC Makueni")
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
    rla.texts("BLOCK U1")
    rla.expects("U1 is from Patrick Mburu, who is on the roster and cannot be blocked")
    rla.texts("VOUCH U1 Patrick Mburu")
    rla.expects("U1 is from Patrick Mburu", "nothing to vouch for", "ASSIGN U1")


def test_the_words_of_a_stranger_join_an_incident(
    world: World, lead: Phone, deputy: Phone, clt: Phone, rla: Phone, stranger: Phone
) -> None:
    lead.texts("drought Mutomo severe")
    world.everyone_ignores()
    writes(stranger, rla, "the borehole at Kyatune is dry too")
    rla.texts("ASSIGN U1 S1")
    rla.expects("U1 is now part of S1 drought Mutomo, Kitui. 3 people have been told")
    unknown = f"{sender(world)} (not on the roster)"
    world.everyone_expects(
        f'S1 drought Mutomo, Kitui: "the borehole at Kyatune is dry too" from {unknown} 10:04',
        besides=(deputy, rla),
    )
    rla.texts("ambatisha s1 u1")
    rla.expects("U1: RLA Secretariat, RLA", "S1 10:04")
    clt.texts("MORE S1")
    clt.expects("drought Mutomo severe / the borehole at Kyatune is dry too")
    assert happened(world, "S1") == ["reported", "opened", "joined"]
    assert happened(world, "U1") == ["kept", "assigned"]


def test_the_words_of_somebody_on_the_roster_join_too_and_they_hear_of_it(
    world: World, lead: Phone, deputy: Phone
) -> None:
    deputy.texts("drought Mutomo severe")
    world.everyone_ignores()
    lead.texts("blue seven")
    lead.expects("Not understood, so a coordinator reads it")
    deputy.texts("TRIAGE")
    deputy.expects('U1 Patrick Mburu 10:04: "blue seven"', "ASSIGN U1 S")
    deputy.texts("assign u1 s1")
    deputy.expects("U1 is now part of S1")
    lead.expects('Your text "blue seven" now stands with S1 drought Mutomo, Kitui')
    world.everyone_expects('"blue seven" from Patrick Mburu', besides=(lead, deputy))


def test_leads_see_what_concerns_their_county_and_rla_sees_all(
    world: World, stranger: Phone, rla: Phone, lead: Phone, makueni_lead: Phone, clt: Phone
) -> None:
    writes(stranger, rla, "flood in Kibwezi", "hello everybody there")
    lead.texts("TRIAGE")
    lead.expects("No kept text waits")
    lead.texts("VOUCH U1 Jane Mwende, county PoC Kitui")
    lead.expects("U1 does not concern your county")
    makueni_lead.texts("KAGUA")
    seen = makueni_lead.expects("U1", "flood in Kibwezi", "THIBITISHA U1 jina, ZUIA U1")
    assert "U2" not in seen
    makueni_lead.texts("LIST")
    makueni_lead.expects("1 kept text waits: TRIAGE")
    rla.texts("TRIAGE")
    rla.expects("U2", "U1")
    clt.texts("TRIAGE")
    clt.expects("Kept texts are for RLA and the county leads")
    clt.texts("BLOCK U1")
    clt.expects("Kept texts are for RLA and the county leads")


def test_a_lead_vouches_for_people_of_the_county_and_rla_hears_of_it(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "flood Kibwezi severe")
    for said in ("USAID Officer", "Patrick Mburu"):
        makueni_lead.texts(f"vouch u1 {said}")
        makueni_lead.expects("Only RLA can vouch for")
    makueni_lead.texts("vouch u1 Jane Mwende, clt lead Makueni")
    makueni_lead.expects("Only RLA can add somebody as CLT lead")
    makueni_lead.texts("vouch u1 Jane Mwende, county PoC Kitui")
    makueni_lead.expects("or in another county than yours")
    makueni_lead.texts("vouch u1 Jane Mwende, county PoC Makueni")
    makueni_lead.expects("is now Jane Mwende")
    stranger.expects("S1 FLOOD")
    for phone in (makueni_lead, makueni_clt, usaid, rla):
        phone.expects("S1")
    rla.expects(f"U1: {sender(world)} is now Jane Mwende. Martin Miriti, KCDMS vouched for it", "the roster")
    makueni_lead.expects("U1", "S1")


def test_the_list_is_short_and_says_how_to_see_more(
    world: World, stranger: Phone, rla: Phone, lead: Phone
) -> None:
    words = (
        "a long tale of my cousin and his friends whom you will meet on Monday, so long that it has no end"
    )
    writes(stranger, rla, "first", "second", "third")
    lead.texts(words)
    lead.expects("Not understood")
    rla.texts("TRIAGE")
    shown = rla.expects(
        'U4 Patrick Mburu 10:04: "a long tale of my cousin and his..."', "U3", "U2", "1 more: TRIAGE U1"
    )
    assert "VOUCH U3 name, BLOCK U3, ASSIGN U3 S..." in shown
    assert len(shown) <= 306
    rla.texts("triage u1")
    assert "U2" not in rla.expects("U1", '"first"')
    rla.texts("U4")
    rla.expects(f'"{words}"', "ASSIGN U4")


@pytest.mark.parametrize(
    "text", ["VOUCH", "BLOCK", "UNBLOCK", "ASSIGN", "ASSIGN S1", "VOUCH U9 x", "BLOCK S1", "U9"]
)
def test_a_command_that_lacks_something_says_what(world: World, rla: Phone, text: str) -> None:
    rla.texts(text)
    assert len(rla.expects("")) <= 160


def test_an_import_of_the_roster_leaves_a_vouched_number_to_its_person(
    world: World, stranger: Phone, rla: Phone, lead: Phone
) -> None:
    writes(stranger, rla, "hello everybody there")
    rla.texts("VOUCH U1 Patrick Mburu")
    rla.ignores()
    lead.ignores()
    stranger.ignores()
    world.enrols(ROSTER)
    stranger.texts("HELP")
    stranger.expects("Report:")


@pytest.mark.only("sms")
def test_an_opt_out_without_a_stop_is_told_to_rla_once(world: World, lead: Phone, rla: Phone) -> None:
    lead.texts("blue seven")
    lead.expects("Not understood")
    for _ in range(2):
        opted_out(world, lead)
    rla.expects("Patrick Mburu, KIWASH gets no more SMS", "no STOP came", f"call {lead.number}")
    rla.expects_nothing()


@pytest.mark.only("sms")
def test_an_opt_out_after_a_stop_is_no_news(world: World, lead: Phone, deputy: Phone, rla: Phone) -> None:
    lead.texts("STOP")
    lead.expects("no more messages")
    rla.expects("has stopped messages")
    deputy.expects("has stopped messages")
    opted_out(world, lead)
    rla.expects_nothing()


@pytest.mark.only("sms")
def test_an_opt_out_beside_its_stop_leaves_it_to_the_text(
    world: World, lead: Phone, deputy: Phone, rla: Phone
) -> None:
    lead.sends("stop")
    opted_out(world, lead)
    lead.expects("no more messages")
    rla.expects("has stopped messages")
    deputy.expects("has stopped messages")


def opted_out(world: World, phone: Phone) -> None:
    form = {"senderId": "SEK", "phoneNumber": phone.number}
    world._runner.run(world.program.intake.put(receive.opt_out(form, world.clock)))
    world.settle()
