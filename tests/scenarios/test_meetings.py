"""Meetings: convened by text, moved, called off; each invitee is asked once for each version."""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.phones import Chat

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,,+254300000002,en
Kitui PoC,Kitui County,county_poc,Kitui,livestock,,+254300000003,sw
FAO Focal Person,FAO,ip_focal,Kitui,livestock,,+254300000004,en
LMS Focal Person,LMS,ip_focal,Kitui,livestock,,+254300000005,en
Makueni Focal Person,WFP,ip_focal,Makueni,,water,+254300000006,en
RLA Secretariat,RLA,rla,,,,+254300000009,en
"""

INVITED = (
    "Patrick Mburu",
    "Meshack Mulinge",
    "Kitui PoC",
    "FAO Focal Person",
    "LMS Focal Person",
    "RLA Secretariat",
)


@pytest.fixture
def roster() -> str:
    """Return a county with people to invite. In all stories it is Tuesday, 24 November 2026, 10:04."""
    return ROSTER


@pytest.fixture
def poc(world: World) -> Phone:
    return world["Kitui PoC"]


def convene(world: World, text: str = "MEETING 1 Dec 9am County HQ") -> None:
    """Convene a meeting in a week's time, so that all are asked at once."""
    lead = world["Patrick Mburu"]
    lead.texts(text)
    lead.expects("Kitui", "6 people", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("M1", "asked now")
    world.passes("2s")


def all_expect(world: World, *parts: str, besides: str = "") -> None:
    """Check that all invitees but one get a message with these parts."""
    world.everyone_expects(*parts, among=[name for name in INVITED if name != besides])


def test_a_meeting_is_read_back_with_its_weekday_before_anybody_hears_of_it(
    world: World, lead: Phone, poc: Phone
) -> None:
    lead.texts("MEETING 1 Dec 9am County HQ")
    lead.expects("Kitui on Tue 1 Dec 9:00, County HQ", "6 people would be invited", "1 Yes 2 No")
    world.passes("5s")
    lead.texts("yes")
    lead.expects("M1 SEK meeting Kitui Tue 1 Dec 9:00, County HQ", "asked now", "MOVE M1", "CALL OFF M1")
    world.passes("2s")
    lead.expects("SEK meeting Kitui M1 Tue 1 Dec 9:00, County HQ. Will you come? 1 Yes 2 No 3 Maybe")
    poc.expects("Mkutano wa SEK Kitui M1 Jumanne 1 Des 9:00, County HQ. Utakuja? 1 Ndiyo 2 Hapana 3 Labda")
    for name in ("Meshack Mulinge", "FAO Focal Person", "LMS Focal Person", "RLA Secretariat"):
        world[name].expects("M1", "Will you come?")


def test_no_drops_it_and_nobody_hears(world: World, lead: Phone) -> None:
    lead.texts("MEETING 1 Dec 9am County HQ")
    lead.expects("Convene it?")
    lead.texts("2")
    lead.expects("Nothing was changed")
    world.passes("10s")


def test_one_that_is_weeks_ahead_is_asked_about_seven_days_before(
    world: World, lead: Phone, fao: Phone
) -> None:
    lead.texts("Mkutano 30 Desemba saa tatu asubuhi County HQ")
    lead.expects("Jumatano 30 Des 9:00, County HQ", "Watu 6")
    lead.texts("ndio")
    lead.expects("M1", "Jumatano 23 Des 9:00")
    lead.texts("M1")
    lead.expects("asked on Wed 23 Dec")
    world.passes("28d")
    fao.expects_nothing()
    world.passes("23h")
    all_expect(world, "M1")
    world.without_digests()


def test_the_poc_convenes_in_swahili(world: World, poc: Phone) -> None:
    poc.texts("mkutano kesho kutwa saa nane mchana ukumbi wa kaunti")
    poc.expects("Alhamisi 26 Nov 14:00, ukumbi wa kaunti", "1 Ndiyo 2 Hapana")
    poc.texts("hapana")
    poc.expects("Hakuna")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("MEETING 31 Feb 9am County HQ", ("On which day?", "MEETING 3 Dec 9am County HQ")),
        ("MEETING 3 Dec County HQ", ("At what time on Thu 3 Dec?",)),
        ("MEETING 3 Dec 2025 9am County HQ", ("3 Dec 2025 9:00 is in the past",)),
        ("MEETING today 9am County HQ", ("Tue 24 Nov 9:00 is in the past",)),
        ("MEETING 3 Dec 2036 9am County HQ", ("2036", "more than a year ahead")),
        ("MEETING 3 Dec 9am " + "hall " * 100, ("499 letters", "100 is the most")),
        ("MOVE M7 4 Dec", ("no M7",)),
        ("INVITE M1 Nobody Atall", ("no M1",)),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    world: World, lead: Phone, text: str, parts: tuple[str, ...]
) -> None:
    lead.texts(text)
    lead.expects(*parts)
    lead.texts("meetings")
    lead.expects("No meeting is planned")


def test_others_do_not_convene_and_their_words_are_kept(world: World, fao: Phone) -> None:
    fao.texts("MEETING 1 Dec 9am County HQ")
    fao.expects(
        "not for your role to convene", "kept", "In Kitui", "Patrick Mburu (county lead)", "1 Yes 2 No"
    )


def test_rla_says_for_which_county(world: World, rla: Phone) -> None:
    rla.texts("meeting 1 Dec 9am Town hall")
    rla.expects("In which county", "MEETING Kitui, 3 Dec")
    rla.texts("meeting Kitui, 1 Dec 9am Town hall")
    rla.expects("Meeting in Kitui on Tue 1 Dec 9:00, Town hall", "6 people")
    rla.texts("0")
    rla.expects("Nothing was changed")


def test_a_public_holiday_is_said(world: World, lead: Phone) -> None:
    lead.texts("MEETING 12 Dec 9am County HQ")
    lead.expects("Sat 12 Dec 9:00 (public holiday: Jamhuri Day)")
    lead.texts("no")
    lead.expects("Nothing was changed")


def test_a_report_that_begins_with_a_word_for_meetings_is_a_report(
    world: World, lead: Phone, rla: Phone
) -> None:
    lead.texts("Meeting disrupted, flood in Kyuso severe 40 households")
    lead.expects("S1 FLOOD, severe, Kyuso")
    rla.expects("S1 SEVERE FLOOD")
    for name in ("Meshack Mulinge", "Kitui PoC"):
        world[name].expects("S1")


def test_a_move_reaches_everybody_once_with_a_new_question(
    world: World, lead: Phone, fao: Phone, lms: Phone
) -> None:
    convene(world)
    all_expect(world, "M1")
    fao.texts("1")
    fao.expects("you come to M1")
    lead.texts("MOVE M1 3 Dec 10am")
    lead.expects("from Tue 1 Dec 9:00 to Thu 3 Dec 10:00, County HQ", "6 people will be told")
    lead.texts("1")
    lead.expects("M1", "now on Thu 3 Dec 10:00")
    world.passes("2s")
    all_expect(world, "Tue", "Thu 3 Dec 10:00", "Will you come?", besides="Kitui PoC")
    world["Kitui PoC"].expects("UMEHAMISHWA", "Jumanne 1 Des 9:00", "Alhamisi 3 Des 10:00")
    lead.texts("M1")
    lead.expects("0 yes, 0 no, 0 maybe, 6 silent")
    fao.texts("1")
    fao.expects("you come to M1 SEK meeting Kitui Thu 3 Dec 10:00")
    lms.texts("3")
    lms.expects("maybe")


def test_an_answer_that_crosses_a_move_is_answered_with_the_new_time(
    world: World, lead: Phone, fao: Phone
) -> None:
    convene(world)
    all_expect(world, "M1")
    old = fao.showing("M1") if isinstance(fao, Chat) else None
    lead.texts("MOVE M1 3 Dec 10am")
    lead.expects("Move M1")
    lead.texts("1")
    lead.expects("now on Thu 3 Dec")
    if isinstance(fao, Chat):
        fao.taps("Yes", old)
    else:
        fao.texts("YES M1")
    fao.expects("M1 SEK meeting Kitui is MOVED from Tue 1 Dec 9:00 to Thu 3 Dec 10:00", "Will you come?")
    if old is not None:
        fao.expects("")  # the file for the calendar, which cannot stand in the place of the old message
    world.passes("2s")
    all_expect(world, "M1", besides="FAO Focal Person")  # who was asked in person is not asked once more
    lead.texts("M1")
    lead.expects("0 yes")


def test_it_is_called_off_with_the_reason_and_nothing_follows(world: World, lead: Phone, fao: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    lead.texts("call off M1, the road to Kitui is flooded")
    lead.expects("Call off M1 SEK meeting Kitui Tue 1 Dec 9:00?", "6 people")
    lead.texts("yes")
    lead.expects("called off", "6 people are told")
    world.passes("2s")
    all_expect(world, "the road to Kitui is flooded")
    fao.texts("yes M1")
    fao.expects("was called off", "the road to Kitui is flooded")
    world.passes("8d")
    world.without_digests()


def test_more_guests_by_name_organisation_and_group(world: World, lead: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    lead.texts("INVITE M1 water group")
    lead.expects("nobody on the roster")
    lead.texts("INVITE M1 Makueni Focal Person, FAO")
    lead.expects("Invite Makueni Focal Person, FAO Focal Person to M1", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("1 guest more")
    world.passes("2s")
    world["Makueni Focal Person"].expects("SEK meeting Kitui M1", "Will you come?")
    lead.texts("INVITE M1 county officials")
    lead.expects("county officials", "nobody on the roster")  # there are none in this county
    lead.texts("INVITE M1 IPs")
    lead.expects("Invite FAO Focal Person, LMS Focal Person to M1")
    lead.texts("no")
    lead.expects("Nothing was changed")
    lead.texts("INVITE M1 Zebedayo")
    lead.expects("Zebedayo", "nobody on the roster", "nobody was invited")


def test_a_meeting_of_another_county_is_not_changed(world: World, rla: Phone, lead: Phone) -> None:
    rla.texts("MEETING Makueni 1 Dec 9am Wote")
    rla.expects("Makueni")
    rla.texts("1")
    rla.expects("M1")
    world.passes("2s")
    for name in ("Makueni Focal Person", "RLA Secretariat"):
        world[name].expects("M1")
    lead.texts("MOVE M1 3 Dec")
    lead.expects(
        "M1 SEK meeting Makueni is not yours", "Nothing was changed", "In Makueni", "RLA Secretariat (RLA"
    )
    lead.texts("STATUS M1")
    lead.expects("another county")


def test_two_that_convene_at_once_do_not_move_it_twice(world: World, lead: Phone, deputy: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    lead.texts("MOVE M1 3 Dec")
    lead.expects("Move M1")
    deputy.texts("MOVE M1 4 Dec")
    deputy.expects("Move M1")
    lead.texts("1")
    lead.expects("now on Thu 3 Dec 9:00")
    deputy.texts("1")
    deputy.expects("was changed meanwhile", "Thu 3 Dec 9:00")
    world.passes("2s")
    all_expect(world, "3 De")


def test_the_plan_runs_by_itself_until_the_day(world: World, lead: Phone, fao: Phone, lms: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    fao.texts("yes, with Jane from the field office")
    fao.expects("you come to M1", "with Jane from the field office")
    lms.texts("hapana, tuko safarini")
    lms.expects("hutakuja M1", "tuko safarini")
    world.passes("4d")  # three days before, in the morning
    for name in ("Patrick Mburu", "Meshack Mulinge", "RLA Secretariat"):
        world[name].expects("no answer from you yet", "Will you come?")
    world["Kitui PoC"].expects("Bado hatujapata jibu", "Utakuja?")
    world["Meshack Mulinge"].texts("maybe")
    world["Meshack Mulinge"].expects("maybe to M1")
    world.passes("2d")  # a day before
    for name in ("Patrick Mburu", "Meshack Mulinge"):
        world[name].expects("1 yes, 1 no, 1 maybe, 3 silent (KIWASH, Kitui County, RLA)", "NUDGE M1")
    world["Kitui PoC"].expects("1 ndiyo, 1 hapana, 1 labda, 3 kimya", "KUMBUSHA M1")
    world.passes("21h")  # two hours before
    fao.expects("Reminder: M1 SEK meeting Kitui", "9:00, County HQ", "HERE M1")
    code = lead.expects("Tell the room the word").partition("word ")[2][:6]
    assert code.isupper()
    assert code in world["Meshack Mulinge"].expects("Reminder", "the word")
    assert code in world["Kitui PoC"].expects("Kumbusho", "neno")
    world.without_digests()


def test_a_stale_reminder_is_skipped_and_a_late_one_is_sent(world: World, lead: Phone, fao: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    fao.texts("1")
    fao.expects("you come")
    world.passes("6d")  # down over the second question: the headcount is due by now
    for name in ("Patrick Mburu", "Meshack Mulinge"):
        world[name].expects("1 yes, 0 no, 0 maybe, 5 silent")
    world["Kitui PoC"].expects("1 ndiyo")
    world.passes("2d")  # and over the meeting itself: no one is reminded of a past meeting
    lead.expects("Minutes of M1 SEK meeting Kitui?")
    world.without_digests()


def test_nudge_asks_the_silent_once_a_day(world: World, lead: Phone, fao: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    for name in ("Meshack Mulinge", "FAO Focal Person", "LMS Focal Person", "RLA Secretariat"):
        world[name].texts("1")
        world[name].expects("you come")
    lead.texts("NUDGE M1")
    lead.expects("2 people who have not answered")
    lead.expects("no answer from you yet")
    world["Kitui PoC"].expects("Bado hatujapata")
    lead.texts("nudge")
    lead.expects("again today already")
    fao.texts("nudge m1")
    fao.expects("is not yours to change", "Patrick Mburu")
    lead.texts("1")
    lead.expects("you come")
    world["Kitui PoC"].texts("3")
    world["Kitui PoC"].expects("labda")
    world.passes("1d")
    lead.texts("kumbusha m1")
    lead.expects("Wote wamejibu")
    world.without_digests()


def test_another_venue_and_a_move_back_are_told_as_what_they_are(
    world: World, lead: Phone, fao: Phone, lms: Phone
) -> None:
    convene(world)
    all_expect(world, "M1")
    lead.texts("MOVE M1 to Town hall")
    lead.expects("Move M1", "Town hall")
    lead.texts("1")
    lead.expects("M1", "Town hall")
    world.passes("2s")
    assert "MOVED" not in fao.expects(
        "M1 SEK meeting Kitui is now Tue 1 Dec 9:00, Town hall", "Will you come?"
    )
    world["Kitui PoC"].expects("sasa ni Jumanne 1 Des 9:00, Town hall", "Utakuja?")
    world.sets_aside()
    lead.texts("MOVE M1 3 Dec")
    lead.expects("Move M1")
    lead.texts("1")
    lead.expects("now on Thu 3 Dec")
    lead.texts("MOVE M1 1 Dec")
    lead.expects("Move M1")
    lead.texts("1")
    lead.expects("now on Tue 1 Dec")
    world.passes("2s")
    assert "MOVED" not in lms.expects("is now Tue 1 Dec 9:00")  # they never heard of the third
    world.sets_aside()
