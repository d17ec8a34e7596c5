"""The same event twice: asked, merged, told only if worse or new; never merged silently."""

import json

import pytest

from bot.cli import listing
from tests.scenarios.conftest import Phone, World


@pytest.fixture
def everyone(world: World) -> list[Phone]:
    names = ("Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
    return [world[name] for name in names]


def heard(everyone: list[Phone]) -> None:
    """Discard the messages so far: the story is not about them."""
    for phone in everyone:
        phone.unread.clear()


def incidents(world: World) -> dict[str, dict[str, object]]:
    with world.program.database.reading() as session:
        return {str(row["ref"]): json.loads(listing.as_json(row)) for row in listing.incidents(session)}


@pytest.fixture
def flood(world: World, lead: Phone, everyone: list[Phone]) -> str:
    """Report S1, a moderate flood in Kyuso, known to all recipients."""
    lead.texts("flood Kyuso moderate 40 households")
    lead.expects("S1 FLOOD, moderate, Kyuso")
    heard(everyone)
    return "S1"


def test_the_same_is_joined_and_nobody_is_told_what_they_know(
    world: World, flood: str, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    world.passes("52m")
    deputy.texts("flood kyuso")
    question = deputy.expects(
        "FLOOD, Kyuso, Kitui. Is this S1 (flood Kyuso, reported 10:04 by the county lead)? 1 Same 2 New"
    )
    assert len(question) <= 160
    deputy.texts("1")
    deputy.expects("Added to S1, now 2 reports. Sent, not yet taken. You hear what becomes of it")
    assert list(incidents(world)) == ["S1"]
    assert incidents(world)["S1"]["reports"] == 2

    clt.texts("ok")
    clt.expects("You have S1")
    world.everyone_expects("S1", "taken by the Kitui CLT lead", besides=clt)
    clt.texts("close s1 boats sent, 40 households moved")
    clt.expects("S1 is closed")
    for phone in (lead, deputy):  # both have reported it
        phone.expects("S1", '"boats sent, 40 households moved"')
    for phone in (usaid, rla):
        phone.expects("S1")


def test_what_is_worse_or_new_is_told_once_with_old_and_new(
    world: World, flood: str, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("FLOOD Kyuso severe 60 households 12 houses, the bridge is gone")
    deputy.expects("Is this S1", "1 Same 2 New")
    deputy.texts("same")
    deputy.expects("Added to S1, now 2 reports")
    for phone in (clt, usaid, rla):
        phone.expects(
            "S1 Flood Kyuso, Kitui, now 2 reports. moderate to severe, 40 to 60 households, 12 houses",
            '"the bridge is gone"',
            "Meshack Mulinge, KCDMS 10:04"
            + (". Reply OK S1 to take it" if phone in (clt, usaid, rla) else ""),
        )
    assert incidents(world)["S1"]["severity"] == "severe"


def test_a_smaller_number_changes_nothing(
    world: World, flood: str, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("flood kyuso minor 10 households")
    deputy.expects("Is this S1")
    deputy.texts("yes the same")
    deputy.expects("Added to S1")
    assert incidents(world)["S1"]["severity"] == "moderate"


def test_new_goes_its_own_way(
    world: World, flood: str, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("flood kyuso")
    deputy.expects("Is this S1")
    deputy.texts("2")
    deputy.expects("FLOOD, Kyuso, Kitui. How bad?")
    deputy.texts("3")
    deputy.expects("S2 FLOOD, severe, Kyuso, Kitui. Sent to USAID, RLA, Kitui CLT")
    for phone in (clt, usaid, rla, lead):
        assert "maybe" not in phone.expects("S2 SEVERE FLOOD Kyuso").lower()


def test_unanswered_it_goes_out_marked_and_a_late_answer_joins_it(
    world: World, flood: str, deputy: Phone, clt: Phone
) -> None:
    deputy.texts("flood kyuso severe")
    deputy.expects("Is this S1")
    world.passes("5m")
    world.everyone_expects("S2 SEVERE FLOOD Kyuso, Kitui. Maybe S1, reported before.", besides=deputy)
    deputy.expects("S2 FLOOD, severe, Kyuso, Kitui. Sent to", "You can still answer")

    deputy.texts("1")
    deputy.expects("Added to S1, now 2 reports")
    world.everyone_expects(
        "S2 is the same as S1 Flood Kyuso, Kitui, now 2 reports. moderate to severe", "S1", besides=deputy
    )
    assert {ref: row["status"] for ref, row in incidents(world).items()} == {"S1": "open", "S2": "cancelled"}
    deputy.texts("status s2")
    deputy.expects("the same as S1")
    clt.texts("more s2")
    clt.expects("S1 ", "flood Kyuso moderate 40 households / flood kyuso severe")
    clt.texts("ok s2")
    clt.expects("You have S1")
    world.everyone_expects("S1 flood Kyuso, Kitui: taken by the Kitui CLT lead", besides=clt)


def test_a_late_new_takes_the_mark_away(world: World, flood: str, lead: Phone, deputy: Phone) -> None:
    deputy.texts("flood kyuso severe")
    deputy.expects("Is this S1")
    world.passes("5m")
    world.everyone_ignores()
    deputy.texts("new")
    deputy.expects("S2 stays as it was sent")
    world.everyone_expects(
        "S2 Flood Kyuso, Kitui: not S1, says Meshack Mulinge, KCDMS", besides=(lead, deputy)
    )


def test_what_is_urgent_does_not_wait_for_the_question(world: World, flood: str, deputy: Phone) -> None:
    deputy.texts("flood kyuso 3 dead")
    deputy.expects("S2 FLOOD, Kyuso, Kitui, 3 dead. Sent to", "Is this S1")
    world.everyone_expects("S2 FLOOD Kyuso, Kitui. 3 dead. Maybe S1, reported before.", besides=deputy)
    deputy.texts("1")
    deputy.expects("Added to S1, now 2 reports")
    world.everyone_expects("S2 is the same as S1", "3 dead", besides=deputy)


def test_what_was_taken_meanwhile_stays_and_both_hear_of_each_other(
    world: World, flood: str, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("flood kyuso severe")
    world.passes("5m")
    usaid.texts("OK S2")
    clt.texts("OK S1")
    heard([lead, deputy, clt, usaid, rla])
    deputy.texts("1")
    deputy.expects("S2 and S1 are the same", "both stay")
    usaid.expects("S2 Flood Kyuso, Kitui", "Meshack Mulinge, KCDMS says that it is the same as S1")
    clt.expects("S1 Flood Kyuso, Kitui", "the same as S2")


def test_what_is_over_meanwhile_is_joined_by_nothing(
    world: World, flood: str, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("flood kyuso severe")
    deputy.expects("Is this S1")
    clt.texts("close s1 the water is gone")
    heard([lead, deputy, clt, usaid, rla])
    deputy.texts("1")
    deputy.expects("S2 FLOOD, severe, Kyuso, Kitui. Sent to")
    world.everyone_expects("S2 SEVERE FLOOD Kyuso", besides=deputy)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("cholera outbreak in Kyuso", True),  # it follows from the flood
        ("landslide Kyuso severe", True),
        ("flood in Mwingi North severe", True),  # Kyuso lies in it
        ("flood severe", False),  # first of all: where?
        ("drought Kyuso severe", False),
        ("flood Mutomo severe", False),
        ("locusts Kyuso severe", False),
    ],
)
def test_what_may_be_the_same(
    world: World, flood: str, lead: Phone, deputy: Phone, everyone: list[Phone], text: str, asked: bool
) -> None:
    deputy.texts(text)
    assert ("Is this S1" in deputy.expects("")) == asked
    heard(everyone)
    world["Kitui CLT Member"].unread.clear()


def test_after_three_days_it_is_another_one(
    world: World, lead: Phone, deputy: Phone, clt: Phone, everyone: list[Phone]
) -> None:
    lead.texts("flood Kyuso moderate")
    clt.texts("ok")
    world.passes("71h")
    heard(everyone)
    deputy.texts("flood kyuso severe")
    deputy.expects("Is this S1 (flood Kyuso, reported 24 Nov 10:04 by the county lead)?")
    deputy.texts("0")  # skipped: it goes out marked
    deputy.expects("S2 FLOOD, severe, Kyuso")
    clt.expects("S2 SEVERE FLOOD Kyuso, Kitui. Maybe S1")
    clt.texts("ok s2")
    world.passes("73h")
    heard(everyone)
    deputy.texts("flood kyuso severe")
    deputy.expects("S3 FLOOD, severe, Kyuso")
    # One of them has the week's digest, the other hears that no news of S2 came.
    heard([*everyone, world["Kitui CLT Member"], world["SEK Chair"]])


def test_in_swahili(world: World, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone, rla: Phone) -> None:
    makueni_lead.texts("mafuriko mtito andei kali")
    makueni_lead.expects("S1 MAFURIKO, makali")
    makueni_lead.texts("mafuriko mtito andei familia 30")
    question = makueni_lead.expects(
        "MAFURIKO, Mtito Andei, Makueni, familia 30.",
        "Je, ni S1 (mafuriko Mtito Andei, iliyoripotiwa 10:04 na wewe)?",
        "1 Ileile 2 Mpya",
    )
    assert len(question) <= 160
    makueni_lead.texts("ile ile")
    makueni_lead.expects("Imeongezwa kwenye S1, sasa ripoti 2. Imetumwa, bado hakuna anayeishughulikia")
    for phone in (makueni_clt, usaid, rla):
        phone.expects("S1 SEVERE FLOOD")
        phone.expects("S1 Flood Mtito Andei, Makueni, now 2 reports. 30 households")


def test_a_disease_after_the_flood_reaches_those_who_work_on_it(
    world: World, lead: Phone, deputy: Phone, everyone: list[Phone]
) -> None:
    world.enrols(
        "name,organisation,role,county,sectors,phone,language\n"
        "Patrick Mburu,KIWASH,county_lead,Kitui,,+254300000001,en\n"
        "Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,+254300000002,en\n"
        "Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000004,en\n"
        "RLA Secretariat,RLA,rla,,,+254300000009,en\n"
        "Health IP,LMS,ip_focal,Kitui,health,+254300000010,en\n"
        "School IP,LMS,ip_focal,Kitui,education,+254300000011,en\n"
    )
    lead.texts("landslide Kyuso moderate")
    health = world["Health IP"]
    heard([*everyone, health])
    deputy.texts("flood kyuso moderate")
    deputy.expects("S2")
    heard([*everyone, health])
    lead.texts("cholera in Kyuso moderate")
    lead.expects("Is this S2 (flood Kyuso")
    lead.texts("1")
    lead.expects("Added to S2")
    health.expects("S2 Flood Kyuso, Kitui, now 2 reports. Disease outbreak")
    heard([*everyone, health])


def test_the_words_behind_the_answer_are_kept(world: World, flood: str, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood kyuso")
    deputy.expects("Is this S1")
    deputy.texts("same, the school too")
    deputy.expects("Added to S1")
    clt.texts("more s1")
    clt.expects("the school too")


def test_a_conflict_is_not_shown_to_who_may_not_see_it(
    world: World, lead: Phone, deputy: Phone, everyone: list[Phone]
) -> None:
    lead.texts("conflict Kyuso severe")
    heard(everyone)
    deputy.texts("people displaced by fighting in Kyuso severe")
    deputy.ignores()
    heard(everyone)


def test_two_in_one_batch_meet(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.sends("flood Kyuso severe")
    deputy.sends("flood kyuso severe")
    world.settle()
    lead.expects("S1 FLOOD, severe, Kyuso, Kitui. Sent to")
    deputy.expects("FLOOD, severe, Kyuso", "Is this S1")
    heard([deputy, clt, usaid, rla])
    deputy.texts("1")
    deputy.expects("Added to S1, now 2 reports")


def test_two_half_reports_become_one_and_go_out_once(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("flood Kyuso")
    lead.expects("How bad?")
    deputy.texts("flood Kyuso severe 40 households")
    deputy.expects("Is this S1")
    deputy.texts("1")
    deputy.expects("Added to S1, now 2 reports. It is sent soon")
    for phone in (clt, usaid, rla):
        phone.expects_nothing()
    world.passes("5m")
    world.everyone_expects("S1 SEVERE FLOOD Kyuso, Kitui. 40 households", besides=(lead, deputy))
    lead.expects("S1 FLOOD, severe, Kyuso, Kitui, 40 households. Sent to")
    deputy.expects("S1 SEVERE FLOOD")


def test_what_is_withdrawn_is_no_other_one(
    world: World, flood: str, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("flood kyuso severe")
    world.passes("5m")
    heard([lead, deputy, clt, usaid, rla])
    deputy.texts("cancel s2")
    deputy.expects("Withdraw S2")
    deputy.texts("yes")
    heard([lead, deputy, clt, usaid, rla])
    deputy.texts("status s2")
    deputy.expects("S2", "Withdrawn by the reporter")
    clt.texts("ok s2")
    clt.expects("S2 is not open")
