"""People of the roster on pages: who sees whom and which numbers, and how a person is changed."""

import csv
import io
import re

import pytest

from tests.scenarios.browsers import Browser
from tests.scenarios.conftest import ROSTER, Phone, World

pytestmark = pytest.mark.only("sms")

MORE = """\
FAO Focal Person,FAO,ip_focal,Kitui,,+254300000031,en
KIM Observer,KIM,observer,Kitui,,+254300000033,en
The Operator,RLA,admin,,,+254300000034,en
"""

LEAD, FAO, OTHER = "+254 300 000 001", "+254 300 000 031", "+254300000041"


@pytest.fixture
def roster() -> str:
    return ROSTER + MORE


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        ("KIM Observer", set()),
        ("Meshack Mulinge", {LEAD}),
        ("FAO Focal Person", {LEAD, FAO}),
        ("Makueni CLT Lead", {LEAD}),
        ("Kitui CLT Member", {LEAD, FAO}),
        ("USAID Officer", {LEAD, FAO}),
        ("SEK Chair", {LEAD, FAO}),
        ("RLA Secretariat", {LEAD, FAO}),
        ("The Operator", {LEAD, FAO}),
    ],
)
def test_numbers_are_for_those_who_may_call(world: World, reader: str, sees: set[str]) -> None:
    page = Browser(world, reader).opens("/console/people")
    assert page.heading == "People of Makueni, Kitui, Taita Taveta, every role"
    assert "FAO Focal Person" in page.text
    assert {number for number in (LEAD, FAO) if number in page.text} == sees
    exported = page.opens("/console/people?format=csv").page.text
    compact = {number.replace(" ", "") for number in sees}
    assert {number for number in ("+254300000001", "+254300000031") if number in exported} == compact
    # A number is no key by which one finds who has it.
    found = page.opens("/console/people?words=0300000031").text
    assert ("FAO Focal Person" in found) == (FAO in sees)
    for person in (1, 10):
        shown = page.opens(f"/console/people/{person}").text
        assert page.status == 200
        assert (LEAD in shown) == (person == 1 and LEAD in sees)
        assert (FAO in shown) == (person == 10 and FAO in sees)


def test_the_list_its_count_and_its_export_are_one(world: World) -> None:
    page = Browser(world, "RLA Secretariat")
    for query, number in (
        ("", 12),
        ("county=Kitui", 10),
        ("role=clt_lead", 2),
        ("words=kitui", 2),
        ("reach=no", 0),
    ):
        page.opens(f"/console/people?{query}")
        assert f"All {number}, as of" in page.text
        rows = list(csv.DictReader(io.StringIO(page.opens(f"/console/people?{query}&format=csv").page.text)))
        assert len(rows) == number
    assert page.opens("/console/people?role=king").status == 400


def test_a_role_that_nobody_holds_stands_on_top(world: World) -> None:
    page = Browser(world, "RLA Secretariat").opens("/console/people?county=Taita+Taveta")
    assert "Nobody has these roles" in page.text
    assert "CLT lead, Taita Taveta" in page.text


def test_how_a_person_is_reached(world: World) -> None:
    world["Meshack Mulinge"].texts("STOP")
    world["Patrick Mburu"].texts("AWAY until 27 Nov")
    page = Browser(world, "RLA Secretariat").opens("/console/people?reach=no")
    assert "SMS, wrote STOP on 24 Nov" in page.text
    assert "SMS, away until Fri 27 Nov, Meshack Mulinge covers" in page.text
    assert "All 2, as of" in page.text
    ignored(world)


def test_who_opens_anothers_page_is_in_the_history(world: World) -> None:
    Browser(world, "Kitui CLT Lead").opens("/console/people/1").opens("/console/people/4")
    log = Browser(world, "RLA Secretariat").opens("/console/log?what=read")
    assert re.findall(r"P\d+ read [\w ]+?Lead", log.text) == ["P1 read Kitui CLT Lead"]


def test_a_page_shows_what_was_said_as_far_as_its_reader_may_see(world: World) -> None:
    world["Patrick Mburu"].texts("CONFLICT Kyuso severe 3 dead, armed herders")
    world["Patrick Mburu"].texts("FLOOD Ikutha severe 40 households")
    ignored(world)

    def seen_by(reader: str) -> tuple[bool, bool]:
        text = Browser(world, reader).opens("/console/people/1").text
        return "armed herders" in text, "Ikutha" in text

    assert seen_by("Kitui CLT Lead") == (True, True)
    assert seen_by("RLA Secretariat") == (True, True)
    assert seen_by("KIM Observer") == (False, True)
    assert seen_by("Makueni CLT Lead") == (False, False)
    assert seen_by("The Operator") == (False, False)


def form_of(page: Browser) -> dict[str, str]:
    """Return what the form of a person holds."""
    found = dict(
        re.findall(r'<input (?:id="[^"]*" |type="hidden" )name="([^"]*)" value="([^"]*)"', page.page.text)
    )
    chosen = re.findall(r'<select id="[^"]*" name="(\w+)">.*?value="(\w*)" selected', page.page.text)
    return found | dict(chosen)


def test_those_who_keep_the_roster_change_a_person(world: World) -> None:
    page = Browser(world, "RLA Secretariat").opens("/console/people/1")
    form = form_of(page)
    assert (form["name"], form["sms"]) == ("Patrick Mburu", "+254300000001")
    page.submits("/console/people/1", form | {"name": "Patrick Mwangi", "sms": "0300 000 041"})
    assert (page.status, page.heading) == (200, "Patrick Mwangi")
    assert "Saved." in page.text
    assert (
        "name: Patrick Mburu to Patrick Mwangi; sms: +254300000001 to +254300000041"
        in page.opens("/console/log?about=P1&what=changed").text
    )
    world.phone(OTHER, "Patrick Mwangi").texts("FLOOD Ikutha severe")
    assert page.opens("/console/S1").status == 200
    ignored(world)


@pytest.mark.parametrize(
    "reader", ["Kitui CLT Lead", "USAID Officer", "SEK Chair", "KIM Observer", "Patrick Mburu"]
)
def test_nobody_else_changes_a_person(world: World, reader: str) -> None:
    page = Browser(world, reader).opens("/console/people/1")
    assert 'name="version"' not in page.page.text
    assert page.submits("/console/people/1", {"version": "0", "name": "Somebody Else"}).status == 403
    assert page.opens("/console/people/1").heading == "Patrick Mburu"


def test_what_cannot_be_is_named_and_nothing_typed_is_lost(world: World) -> None:
    page = Browser(world, "RLA Secretariat").opens("/console/people/1")
    page.submits("/console/people/1", form_of(page) | {"organisation": "Red Cross", "sms": "12"})
    assert page.status == 422
    assert "Not saved" in page.text
    typed = form_of(page)
    assert (typed["organisation"], typed["sms"]) == ("Red Cross", "12")
    page.submits("/console/people/1", typed | {"sms": "+254300000002"})
    assert "Meshack Mulinge has this already" in page.text
    assert page.opens("/console/people/1").heading == "Patrick Mburu"


def test_of_two_who_change_a_person_the_second_sees_both(world: World) -> None:
    first, second = Browser(world, "RLA Secretariat"), Browser(world, "The Operator")
    form, late = (form_of(page.opens("/console/people/1")) for page in (first, second))
    first.submits("/console/people/1", form | {"organisation": "WFP", "email": "p@example.org"})
    second.submits("/console/people/1", late | {"organisation": "Red Cross"})
    assert second.status == 409
    assert "RLA Secretariat changed it 10:04" in second.text
    assert "Organisation WFP Red Cross" in second.text
    over = form_of(second)
    second.submits("/console/people/1", over)
    assert "Saved." in second.text
    now = form_of(second)
    assert (now["organisation"], now["email"]) == ("Red Cross", "p@example.org")


def test_numbers_leave_the_installation_only_with_a_code(world: World) -> None:
    page = Browser(world)
    clt = world["Kitui CLT Lead"]
    page.submits("/console/sign-in", {"address": "+254300000004"})
    page.submits("/console/sign-in", {"code": code_to(clt), "asked": "x", "next": "/console"})
    world.passes("20m")
    assert page.opens("/console/people?format=csv").status == 403
    page.submits("/console/sure", {"back": "/console/people?format=csv"})
    page.submits("/console/sure", {"back": "/console/people?format=csv", "code": code_to(clt)})
    assert page.page.headers["content-type"].startswith("text/csv")
    assert "+254300000001" in page.page.text
    log = Browser(world, "RLA Secretariat").opens("/console/log?what=exported")
    assert "Kitui CLT Lead People of Makueni, Kitui, Taita Taveta, every role: 12 rows, csv" in log.text
    ignored(world)


def code_to(phone: Phone) -> str:
    """Return the code that came to a phone last."""
    found = re.search(r"(\d{4} ?\d{2}) is your", phone.newest_text)
    assert found, phone.newest_text
    return found[1]


def ignored(world: World) -> None:
    """The story is not about the messages that came."""
    for phone in world.phones():
        phone.unread.clear()
