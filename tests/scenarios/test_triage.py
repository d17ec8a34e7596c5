"""Texts that were not understood: listed, blocked, joined to an incident."""

import pytest

from sek_core.store.incidents import History
from tests.scenarios.conftest import Phone, World
from tests.scenarios.strangers import sender, statuses, writes


@pytest.fixture
def roles_wait() -> bool:
    """Roles start at once: tests/scenarios/test_codes.py tells of the wait."""
    return False


def happened(world: World, about: str) -> list[str]:
    with world.program.database.reading() as session:
        return [row.what for row in session.query(History).filter_by(about=about).order_by(History.id)]


def test_what_is_still_not_understood_waits_under_its_old_number(
    world: World, stranger: Phone, rla: Phone
) -> None:
    writes(stranger, rla, "blue seven")
    rla.does("VOUCH U1 Jane Mwende, county PoC Kitui")
    rla.expects("is now Jane Mwende")
    stranger.expects("Not understood, but kept")
    rla.expects("U1 of Jane Mwende is not understood yet. ASSIGN U1")
    assert statuses(world) == {"U1": "open"}
    rla.texts("TRIAGE")
    assert "VOUCH" not in rla.expects('U1 Jane Mwende 10:04: "blue seven"', "ASSIGN U1 S")


def test_a_blocked_stranger_is_neither_answered_nor_passed_on(
    world: World, stranger: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone
) -> None:
    writes(stranger, rla, "buy cheap airtime in Kibwezi")
    rla.does("BLOCK U1")
    rla.expects(f"{sender(world)} is blocked", "UNBLOCK U1")
    for text in ("flood Kibwezi severe", "hello", "STOP", "START"):
        stranger.texts(text)
        stranger.expects_nothing()
    rla.does("block u1")
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


def test_words_on_which_a_coordinator_wrote_back_may_still_join_an_incident(
    world: World, lead: Phone, deputy: Phone, rla: Phone
) -> None:
    lead.texts("drought Mutomo severe")
    world.passes("5m")  # what comes sooner is a part of the report
    lead.texts("the matter of the wazungu is still there")
    world.passes("5m")
    world.sets_aside()
    deputy.texts("which matter do you mean")
    deputy.expects("Sent to Patrick Mburu")
    world.sets_aside()
    deputy.texts("ASSIGN U1 S1")
    deputy.expects("U1 is now part of S1 drought Mutomo, Kitui")
    world.sets_aside()
    rla.texts("ASSIGN U1 S1")
    rla.expects("U1: Meshack Mulinge, KCDMS")


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
    lead.expects("About S1 drought Mutomo?", "1 Note to it")
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
