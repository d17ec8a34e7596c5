"""People who are told of a meeting without an invitation: they get every message, and may answer."""

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,+254300000001,en
Kitui Official,Kitui County,county_official,Kitui,,+254300000003,en
Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000004,en
Kitui CLT Member,USAID,clt_member,Kitui,livestock,+254300000005,sw
SEK Chair,USAID,chair,,,+254300000007,en
RLA Secretariat,RLA,rla,,,+254300000009,en
"""

ASKED = ("Patrick Mburu", "Kitui Official", "Kitui CLT Lead", "RLA Secretariat")


@pytest.fixture
def roster() -> str:
    return ROSTER


@pytest.fixture(autouse=True)
def convened(world: World, lead: Phone) -> None:
    lead.texts("MEETING 1 Dec 9am County HQ")
    lead.expects("4 people would be invited")
    lead.texts("1")
    lead.expects("M1", "asked now")
    world.passes("2s")
    world.everyone_expects("SEK meeting Kitui M1 Tue 1 Dec 9:00, County HQ", "Will you come?", among=ASKED)


@pytest.fixture
def member(world: World) -> Phone:
    return world["Kitui CLT Member"]


@pytest.fixture(autouse=True)
def told(convened: None, world: World, chair: Phone, member: Phone) -> None:
    chair.expects(
        "SEK meeting Kitui M1 Tue 1 Dec 9:00, County HQ. For your information", "If you come: YES M1"
    )
    member.expects("Mkutano wa SEK Kitui M1", "si lazima ujibu", "NDIYO M1")


def test_they_are_not_counted_among_the_silent_nor_asked_again(
    world: World, lead: Phone, chair: Phone, member: Phone
) -> None:
    lead.texts("M1")
    lead.expects("0 yes, 0 no, 0 maybe, 4 silent")
    lead.texts("NUDGE M1")
    lead.expects("4 people")
    world.everyone_expects("no answer from you yet", among=ASKED)
    chair.texts("M1")
    assert "open" not in chair.expects("M1 SEK meeting Kitui")
    world.passes("8d")
    world.without_digests()
    for phone in (chair, member):
        phone.expects_nothing()
    world.sets_aside()
    lead.texts("M1")
    lead.expects("Absent: KIWASH, Kitui County, RLA, USAID. This quarter", "USAID 0/1")


def test_they_may_answer_by_word_and_are_counted_then(world: World, lead: Phone, chair: Phone) -> None:
    chair.texts("YES M1")
    chair.expects("you come to M1")
    lead.texts("M1")
    lead.expects("1 yes (USAID), 0 no, 0 maybe, 4 silent")
    chair.texts("no M1, the minister is here")
    chair.expects("not coming to M1", "the minister is here")
    lead.texts("M1")
    lead.expects("0 yes, 1 no (USAID), 0 maybe, 4 silent")


def test_a_digit_or_a_bare_yes_answers_nothing_that_was_not_asked(world: World, chair: Phone) -> None:
    chair.texts("1")
    assert "you come" not in chair.unread[0]
    world.sets_aside()


def test_a_move_and_calling_off_reach_them(world: World, lead: Phone, chair: Phone, member: Phone) -> None:
    lead.texts("MOVE M1 3 Dec")
    lead.expects("Move M1", "6 people will be told")
    lead.texts("1")
    lead.expects("now on Thu 3 Dec")
    chair.texts("YES M1")  # to the first time
    chair.expects("MOVED from Tue 1 Dec 9:00 to Thu 3 Dec 9:00", "No answer is needed")
    world.passes("2s")
    world.everyone_expects("MOVED", "Will you come?", among=ASKED)
    chair.expects_nothing()
    member.expects("UMEHAMISHWA kutoka Jumanne 1 Des 9:00 hadi Alhamisi 3 Des 9:00", "Si lazima ujibu")
    lead.texts("CALL OFF M1 floods")
    lead.expects("6 people")
    lead.texts("1")
    lead.expects("6 people are told")
    world.passes("2s")
    chair.expects("CALLED OFF", "floods")
    member.expects("UMEFUTWA")
    world.sets_aside()


def test_the_minutes_go_to_all(world: World, lead: Phone, chair: Phone, member: Phone) -> None:
    world.passes("8d")
    world.sets_aside()
    lead.texts("MINUTES M1 the boreholes are repaired")
    lead.expects("kept and sent to 5 people")
    for name in (*ASKED[1:], "SEK Chair"):
        world[name].expects("Minutes of M1 SEK meeting Kitui", "the boreholes are repaired")
    member.expects("M1", "the boreholes are repaired")


def test_who_is_invited_by_hand_is_asked_after_all(world: World, lead: Phone, member: Phone) -> None:
    lead.texts("INVITE M1 Kitui CLT Member")
    lead.expects("Invite Kitui CLT Member to M1")
    lead.texts("1")
    lead.expects("1 guest more")
    world.passes("2s")
    member.expects("Mkutano wa SEK Kitui M1", "Utakuja?")
    member.texts("1")
    member.expects("utakuja M1")
    lead.texts("M1")
    lead.expects("1 yes (USAID), 0 no, 0 maybe, 4 silent")


def test_the_list_keeps_them_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    url = world.program.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("SEK_DATABASE_URL", url)
    ended = CliRunner().invoke(app.app, ["meetings", "--json"])
    meeting = json.loads(ended.output)
    assert sorted(row["person"] for row in meeting["invitations"]) == sorted(ASKED)
    assert [row["person"] for row in meeting["told"]] == ["Kitui CLT Member", "SEK Chair"]
