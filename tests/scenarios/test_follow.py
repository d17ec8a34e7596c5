"""Taking, giving back, noting, closing, asking: the time after the alert."""

import pytest

from sek_core.store.incidents import Track
from sek_core.store.people import PersonRow
from tests.scenarios.conftest import Phone, World


@pytest.fixture
def drought(world: World, deputy: Phone) -> str:
    """Report a drought at Mutomo, known to all recipients; return its reference."""
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    world.everyone_ignores()
    return "S1"


@pytest.mark.parametrize(
    "words",
    [
        "OK S1",
        "ok s1",
        "s1 ok",
        "Ok.",
        "ok thanks",
        "OK S-1",
        "ok #s1",
        "take S 1",
        "ACK S01",
        "Sawa S1",
        "ok 1s",
    ],
)
def test_every_way_to_take_it(
    drought: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, words: str
) -> None:
    clt.texts(words)
    clt.expects("S1", "Meshack Mulinge")
    for other in (deputy, usaid, rla):
        other.expects("taken by the Kitui CLT lead")


def test_the_second_hears_who_was_first(
    world: World, lead: Phone, drought: str, clt: Phone, usaid: Phone
) -> None:
    usaid.texts("OK S1")
    usaid.expects("You have S1")
    world.everyone_expects("S1", "taken by USAID Officer, USAID 10:04", besides=(lead, usaid))
    world.passes("3m")
    clt.texts("ok s1")
    clt.expects("S1 was taken by USAID Officer, USAID at 10:04", "NOTE S1")
    usaid.texts("ok s1")
    usaid.expects("You took S1 at 10:04 already")


def test_two_take_it_in_one_batch(
    world: World, drought: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    clt.sends("ok s1")
    usaid.sends("ok s1")
    world.settle()
    clt.expects("You have S1")
    usaid.expects("S1 was taken by the Kitui CLT lead")
    usaid.expects("taken by the Kitui CLT lead")
    for other in (deputy, rla):
        other.expects("taken by the Kitui CLT lead")


def test_given_back_and_taken_by_another(
    drought: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    clt.texts("ok")
    clt.expects("You have S1")
    for other in (deputy, usaid, rla):
        other.ignores()
    usaid.texts("release s1")
    usaid.expects("S1 was taken by the Kitui CLT lead")
    clt.texts("release")
    clt.expects("You gave S1 back")
    deputy.expects("S1", "given back by the Kitui CLT lead", "The others have been asked again")
    for other in (usaid, rla):
        other.expects("given back by the Kitui CLT lead", "Reply OK S1")
    rla.texts("ok s1")
    rla.expects("You have S1")
    for other in (deputy, clt, usaid):
        other.expects("taken by RLA Secretariat, RLA")


def test_a_county_lead_cannot_take_it(drought: str, lead: Phone) -> None:
    lead.texts("ok s1")
    lead.expects("Only the CLT of the county, USAID, RLA and the chair take alerts", "STATUS S1")
    lead.texts("ok")
    lead.expects("Thank you")


def test_a_clt_of_another_county_cannot_take_it(drought: str, makueni_clt: Phone) -> None:
    makueni_clt.texts("ok s1")
    makueni_clt.expects("Only the CLT of the county")


def test_notes_reach_the_others_on_it(
    drought: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    clt.texts("ok")
    for phone in (clt, deputy, usaid, rla):
        phone.ignores()
    clt.texts("note s1 the county sends two bowsers today")
    clt.expects("Noted on S1. 3 others have it")
    for other in (deputy, usaid, rla):
        other.expects('S1 drought Mutomo, Kitui: "the county sends two bowsers today" the Kitui CLT lead')
    deputy.texts("S1 one bowser has come")
    deputy.expects("Noted on S1. 3 others have it")
    for other in (clt, usaid, rla):
        other.expects('"one bowser has come"')
    deputy.texts("NOTE S1")
    deputy.expects("What should be noted?", "NOTE S1")


def test_closing_without_words_asks_for_the_outcome(
    world: World, drought: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    clt.texts("close s1")
    clt.expects("What was done about S1?")
    clt.texts("Thank you")
    clt.expects("Thank you")
    clt.texts("water was trucked to Mutomo")
    clt.expects("S1 is closed")
    world.everyone_expects("closed by the Kitui CLT lead", '"water was trucked to Mutomo"', besides=clt)
    clt.texts("ok s1")
    clt.expects("S1 is closed already")
    usaid.texts("close s1 again")
    usaid.expects("S1 is closed already", "Closed by the Kitui CLT lead", "water was trucked")


def test_close_to_is_no_outcome(drought: str, clt: Phone, deputy: Phone, usaid: Phone, rla: Phone) -> None:
    clt.texts("ok")
    for phone in (clt, deputy, usaid, rla):
        phone.ignores()
    clt.texts("Close to 40 houses flooded in Kyuso")
    clt.expects("Nothing was closed and nothing sent", "CLOSE S1", "REPORT")
    clt.texts("status s1")
    clt.expects("Taken by the Kitui CLT lead")


def test_the_outcome_arrives_in_full(
    drought: str, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    outcome = "water trucking to nine villages: " + ", ".join(
        f"village number {n} on day {n}" for n in range(1, 20)
    )
    clt.texts(f"close s1 {outcome}")
    clt.expects("S1 is closed")
    deputy.expects(outcome)
    for other in (usaid, rla):
        other.expects(outcome)
    lead.expects("closed by the Kitui CLT lead", "village number 1 ")  # who was informed; SMS is cut


def test_status_more_and_list(
    drought: str, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("status s1")
    lead.expects("S1 DROUGHT, severe, Mutomo, Kitui, 400 households. Reported 10:04. Sent, not yet taken")
    lead.texts("S1")
    lead.expects("Sent, not yet taken")
    deputy.texts("more s1")
    deputy.expects('S1 Meshack Mulinge, KCDMS 10:04: "DROUGHT MUTOMO severe 400 households"')
    usaid.texts("LIST")
    usaid.expects("S1 Drought Mutomo, Kitui: not yet taken")
    clt.texts("ok")
    for phone in (clt, deputy, usaid, rla):
        phone.ignores()
    lead.texts("orodha")
    lead.expects("S1 Ukame Mutomo, Kitui: inashughulikiwa")
    lead.texts("hali s1")
    lead.expects("Inashughulikiwa na kiongozi wa CLT, Kitui tangu 10:04")


def test_what_is_another_countys_is_not_shown(drought: str, makueni_lead: Phone) -> None:
    makueni_lead.texts("hali s1")
    makueni_lead.expects("S1 si ya kaunti yako")
    makueni_lead.texts("LIST")
    makueni_lead.expects("Nothing is open in your counties")


def test_a_reference_that_does_not_exist(drought: str, clt: Phone) -> None:
    clt.texts("ok s99")
    clt.expects("There is no S99", "LIST")


def test_without_a_reference_the_candidates_are_listed(
    world: World, drought: str, deputy: Phone, clt: Phone
) -> None:
    world.passes("1m")
    deputy.texts("flood Kyuso severe")
    world.everyone_ignores()
    clt.texts("ok")
    clt.expects("Which one? Reply:\nOK S2 - Flood Kyuso, Kitui\nOK S1 - Drought Mutomo, Kitui")


def test_a_late_answer_to_a_closed_one(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("drought Mutomo")
    deputy.expects("How bad?")
    world.passes("5m")
    clt.texts("close s1 trucks sent")
    world.everyone_ignores()
    deputy.texts("3")
    deputy.expects("S1 is closed already, so nothing was changed")


def test_a_report_is_no_outcome_of_what_is_closed(
    world: World, lead: Phone, clt: Phone, deputy: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("flood in Kyuso severe")
    clt.texts("CLOSE S1")
    usaid.texts("CLOSE S1 the river is back in its bed")
    for phone in (lead, clt, deputy, usaid, rla):
        phone.unread.clear()

    clt.texts("drought in Mutomo severe 400 households")  # "What was done?" is still open with them
    clt.expects("S2 DROUGHT, severe, Mutomo, Kitui, 400 households. Sent to USAID, RLA")
    for other in (lead, deputy, world["Kitui CLT Member"], usaid, rla):
        other.expects("S2 SEVERE DROUGHT Mutomo, Kitui")


def test_the_acknowledgement_of_one_audience_is_kept_apart_from_anothers(
    world: World, lead: Phone, drought: str, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    world.passes("7m")
    clt.texts("ok s1")
    clt.expects("You have S1")
    world.everyone_expects("taken by the Kitui CLT lead 10:11", besides=(lead, clt))
    world.passes("9m")
    for other in (usaid, rla):
        other.texts("ok s1")
        other.expects("S1 was taken by the Kitui CLT lead at 10:11")
    assert acknowledged(world) == {"clt": "Kitui CLT Lead"}
    clt.texts("give s1 usaid")
    world.everyone_ignores(besides=lead)
    assert acknowledged(world) == {"clt": "Kitui CLT Lead", "usaid": "USAID Officer"}
    usaid.texts("release s1")
    world.everyone_ignores(besides=lead)
    assert acknowledged(world) == {}


def test_of_two_counties_the_own_track_is_acknowledged(
    world: World, deputy: Phone, lead: Phone, clt: Phone, makueni_clt: Phone
) -> None:
    deputy.texts("URGENT flood Mtito Andei severe")
    clt.texts("ok s1")
    clt.expects("S1 SEVERE FLOOD Mtito Andei, Makueni / Kitui")
    clt.expects("You have S1")
    with world.program.database.reading() as session:
        tracks = session.query(Track).filter_by(audience="clt").all()
        assert {track.county: track.acknowledged_by_id is not None for track in tracks} == {
            "Makueni": False,
            "Kitui": True,
        }
    for phone in (deputy, lead, makueni_clt, *(world[name] for name in OTHERS)):
        phone.ignores()


OTHERS = ("Martin Miriti", "USAID Officer", "RLA Secretariat")


def acknowledged(world: World) -> dict[str, str]:
    """Return who has acknowledged which track of S1."""
    with world.program.database.reading() as session:
        pairs = session.query(Track.audience, PersonRow.name).join(
            PersonRow, PersonRow.id == Track.acknowledged_by_id
        )
        return dict(map(tuple, pairs))
