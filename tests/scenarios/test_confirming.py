"""After CLOSE the reporter, or the county in their place, says whether it is solved.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

from collections.abc import Callable

import pytest

from tests.scenarios.climbing import history
from tests.scenarios.conftest import ROSTER, Phone, World

OTHERS = ("USAID Officer", "RLA Secretariat")


@pytest.fixture
def close(world: World) -> Callable[..., None]:
    """Report a flood at Mutomo, let the CLT lead take it, and close it."""

    def closed(reporter: str = "Meshack Mulinge", severity: str = "severe") -> None:
        world[reporter].texts(f"flood Mutomo {severity}")
        world["Kitui CLT Lead"].texts("ok s1")
        world.sets_aside()
        world["Kitui CLT Lead"].texts("close s1 boats came")
        world["Kitui CLT Lead"].ignores()

    return closed


@pytest.fixture
def closed(world: World, close: Callable[..., None], deputy: Phone) -> str:
    """Close it; the reporter has the question."""
    close()
    said = deputy.expects('S1 flood Mutomo, Kitui, closed by the Kitui CLT lead: "boats came". Solved?')
    assert "1 Yes 2 Partly 3 No" in said
    assert len(said) <= 160
    world.sets_aside()
    return "S1"


@pytest.mark.parametrize("words", ["1", "yes", "ndiyo", "S1 1", "1 asante sana", "yes, all are safe"])
def test_yes_confirms_it(world: World, closed: str, deputy: Phone, clt: Phone, words: str) -> None:
    deputy.texts(words)
    deputy.expects("Thank you. S1 is solved")
    clt.expects("S1 flood Mutomo, Kitui: the Kitui deputy county lead says it is solved")
    assert world.incident().status == "closed"
    assert world.incident().confirmed == "yes"
    clt.texts("status s1")
    clt.expects("Closed by the Kitui CLT lead 10:04, confirmed by the county")


@pytest.mark.parametrize(
    ("words", "quoted", "confirmed"),
    [
        ("3", "", "no"),
        ("2", "", "partly"),
        ("3 no boat came to Kyatune", "no boat came to Kyatune", "no"),
        ("2 half of them wait", "half of them wait", "partly"),
        ("2 the road is still closed", "the road is still closed", "partly"),
        ("3 bado barabara imefungwa", "bado barabara imefungwa", "no"),
        ("no, nobody came", "nobody came", "no"),
        ("nobody came", "nobody came", "no"),
        ("hapana, hakuna aliyekuja", "hakuna aliyekuja", "no"),
        ("haijatatuliwa", "haijatatuliwa", "no"),
        ("S1 3 no boat came", "no boat came", "no"),
        ("partly, half of them wait", "half of them wait", "partly"),
    ],
)
def test_anything_else_hands_it_back_to_its_holder(
    world: World,
    closed: str,
    deputy: Phone,
    clt: Phone,
    chair: Phone,
    words: str,
    quoted: str,
    confirmed: str,
) -> None:
    deputy.texts(words)
    deputy.expects("S1")
    clt.expects(
        "S1 flood Mutomo, Kitui: the Kitui deputy county lead says it is not solved.",
        *([f'"{quoted}"'] if quoted else []),
        "It is with you again, news by Thu 26 Nov 10:04",
    )
    world.everyone_expects("not solved", "With the Kitui CLT lead again", among=(*OTHERS, "SEK Chair"))
    incident = world.incident()
    assert (incident.status, incident.confirmed, incident.outcome) == ("taken", confirmed, None)
    assert history(world, "not_solved") == [f"not_solved {quoted or confirmed}"]


def test_words_that_may_mean_either_are_read_back(
    world: World, closed: str, deputy: Phone, clt: Phone
) -> None:
    deputy.texts("the boats were small")
    deputy.expects('Is S1 solved? "the boats were small" 1 Yes 2 Partly 3 No')
    clt.expects_nothing()
    deputy.texts("2")
    deputy.expects("S1 is with the Kitui CLT lead again")
    clt.expects('"the boats were small"', "It is with you again")
    world.sets_aside()


@pytest.mark.parametrize(
    ("words", "answer"),
    [("1", "S1 imetatuliwa"), ("2 wengine wanasubiri", "S1 iko kwa"), ("hapana", "S1 iko kwa")],
)
def test_in_swahili(world: World, makueni_lead: Phone, makueni_clt: Phone, words: str, answer: str) -> None:
    makueni_lead.texts("mafuriko Kibwezi kali")
    makueni_clt.texts("ok s1")
    makueni_clt.texts("close s1 boats came")
    assert "Imetatuliwa? 1 Ndiyo 2 Kiasi 3 Hapana" in makueni_lead.unread[-1]
    world.sets_aside()
    makueni_lead.texts(words)
    makueni_lead.expects(answer)
    makueni_clt.expects("S1 flood Kibwezi, Makueni")
    world.sets_aside()


@pytest.mark.only("telegram")
@pytest.mark.parametrize(("label", "status"), [("Yes", "closed"), ("Partly", "taken"), ("No", "taken")])
def test_by_button(world: World, closed: str, deputy: Phone, label: str, status: str) -> None:
    world.chat(deputy.number).taps(label)
    deputy.expects("S1")
    assert world.incident().status == status
    world.sets_aside()


def test_no_answer_in_three_days_leaves_it_closed_and_unconfirmed(
    world: World, closed: str, deputy: Phone, clt: Phone
) -> None:
    world.passes("71h")
    world.without_digests()
    assert history(world, "not_confirmed") == []
    world.passes("1h")
    world.without_digests()
    assert history(world, "not_confirmed") == ["not_confirmed "]
    assert world.incident().status == "closed"
    clt.texts("status s1")
    clt.expects("Closed by the Kitui CLT lead", ", not confirmed")
    deputy.texts("reopen s1 still cut off")  # which still works, within a fortnight
    deputy.expects("S1 is open again")
    world.sets_aside()


def test_while_another_question_is_open_the_reference_leads(world: World, deputy: Phone) -> None:
    deputy.texts("flood Mutomo severe")
    deputy.texts("drought Nuu ward")
    assert "How bad?" in deputy.unread[-1]
    world["Kitui CLT Lead"].texts("close s1 boats came")
    assert "Solved? Reply S1 1 yes, S1 2 partly, S1 3 no" in deputy.unread[-1]
    world.sets_aside()
    deputy.texts("S1 3 nobody is here")
    deputy.expects("S1 is with the Kitui CLT lead again")  # who closed it without taking it
    world.sets_aside()


def test_where_the_reporter_has_left_the_county_lead_is_asked(
    world: World, lead: Phone, deputy: Phone, clt: Phone
) -> None:
    deputy.texts("flood Mutomo moderate")
    clt.texts("ok s1")
    world.enrols("".join(line for line in ROSTER.splitlines(True) if "Meshack" not in line))
    world.sets_aside()
    clt.texts("close s1 boats came")
    clt.expects(
        "Meshack Mulinge, KCDMS reported it and has left; the county lead is asked whether it is solved"
    )
    lead.expects('closed by the Kitui CLT lead: "boats came". Solved?')
    deputy.expects_nothing()
    lead.texts("3 nobody came")
    lead.expects("S1 is with the Kitui CLT lead again")
    clt.expects("the Kitui county lead says it is not solved", '"nobody came"')
    world.sets_aside()


def test_a_reporter_who_closed_it_is_not_asked(world: World, clt: Phone, usaid: Phone) -> None:
    clt.texts("flood Mutomo moderate")
    clt.texts("close s1 the water fell")
    world.sets_aside()
    clt.texts("status s1")
    clt.expects("Closed by the Kitui CLT lead")
    assert world.incident().confirm_until is None


def test_a_later_closing_asks_again(world: World, closed: str, deputy: Phone, clt: Phone) -> None:
    deputy.texts("3")
    world.sets_aside()
    clt.texts("close s1 the second boat came")
    clt.expects("S1 is closed")
    deputy.expects('"the second boat came". Solved?')
    world.sets_aside()
    deputy.texts("1")
    deputy.expects("Thank you. S1 is solved")
    world.sets_aside()
    deputy.texts("S1 3")  # too late: it is confirmed
    assert world.incident().status == "closed"
    world.sets_aside()


def test_where_its_holder_may_take_it_no_more_its_route_is_asked(
    world: World, closed: str, deputy: Phone, usaid: Phone
) -> None:
    world.enrols("".join(line for line in ROSTER.splitlines(True) if "Kitui CLT Lead" not in line))
    deputy.texts("3 nobody came")
    deputy.expects("S1 is open again")
    usaid.expects("not solved, opened again by the Kitui deputy county lead", "Reply OK S1")
    assert world.incident().status == "open"
    world.sets_aside()


@pytest.mark.parametrize(
    ("severity", "at_once"), [("extreme", True), ("severe", True), ("moderate", False), ("minor", False)]
)
def test_who_was_informed_hears_the_end_of_the_severest_at_once(
    world: World, close: Callable[..., None], lead: Phone, severity: str, at_once: bool
) -> None:
    close(severity=severity)
    if at_once:
        assert "Solved" not in lead.expects('closed by the Kitui CLT lead: "boats came"')
    lead.expects_nothing()
    world.sets_aside()


def test_somebody_else_cannot_answer(world: World, closed: str, usaid: Phone) -> None:
    usaid.texts("S1 3 nobody came")
    usaid.expects("Noted on S1")
    assert world.incident().status == "closed"
    world.sets_aside()
