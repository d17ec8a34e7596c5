"""What is taken has a time by which the county hears news of it, and what happens when none comes.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

import pytest

from sek_core.store.incidents import Recipient
from sek_core.store.people import PersonRow
from tests.scenarios.climbing import history
from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.promises import due, passes

JANE = "Jane Mwende,USAID,clt_member,Kitui,health,+254300000012,en\n"


@pytest.mark.parametrize(
    ("report", "time"),
    [
        ("flood Mutomo extreme", "Tue 24 22:04"),  # twelve hours, in the night
        ("flood Mutomo severe", "Thu 26 10:04"),
        ("flood Mutomo moderate", "Tue 01 10:04"),
        ("flood Mutomo minor", "Tue 08 10:04"),
        ("drought Mutomo severe", "Sat 28 10:04"),  # a stress has twice as long
        ("drought Mutomo minor", "Tue 22 10:04"),
    ],
)
def test_the_severity_says_by_when(world: World, deputy: Phone, clt: Phone, report: str, time: str) -> None:
    deputy.texts(report)
    clt.texts("ok s1")
    assert due(world) == time
    world.sets_aside()


def test_what_ends_at_night_waits_for_the_morning(world: World, severe_flood: str, clt: Phone) -> None:
    passes(world, "11h")  # 21:04
    clt.texts("ok s1")
    assert due(world) == "Fri 27 07:00"
    world.sets_aside()


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("OK S1 by Friday", "Fri 27 17:00"),
        ("ok s1 by Friday 2pm", "Fri 27 14:00"),
        ("OK S1 tomorrow", "Wed 25 17:00"),
        ("ok s1 in 3 hours", "Tue 24 13:04"),
        ("OK S1 by 12 Dec", "Sat 12 17:00"),
        ("SAWA S1 kufikia Ijumaa", "Fri 27 17:00"),
        ("sawa s1 kesho", "Wed 25 17:00"),
        ("ok s1 by 1pm", "Tue 24 13:00"),
        ("sawa s1 kufikia saa kumi jioni", "Tue 24 16:00"),
        ("ok s1 by 9am", "Thu 26 10:04"),  # which has passed, and names no day
        ("ok s1, we reach the river at 1pm", "Thu 26 10:04"),
        ("ok s1 on my way", "Thu 26 10:04"),
    ],
)
def test_the_holder_names_it(
    world: World, severe_flood: str, deputy: Phone, clt: Phone, words: str, time: str
) -> None:
    clt.texts(words)
    assert len(clt.expects("S1")) <= 160
    assert due(world) == time
    assert time[-5:] in deputy.expects("taken by the Kitui CLT lead 10:04. You will hear from them by")
    world.sets_aside()


def test_a_day_that_has_passed_is_said(world: World, severe_flood: str, clt: Phone) -> None:
    clt.texts("OK S1 by 20 Nov")
    clt.expects("That time has passed. You have S1.", "news by Thu 26 Nov 10:04")
    clt.texts("OK S1 by 20 Nov")
    clt.expects("That time has passed. You took S1 at 10:04 already.", "news by Thu 26 Nov 10:04")
    world.sets_aside()


def test_its_holder_moves_it_and_no_one_else(
    world: World, taken_flood: str, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    clt.texts("ok s1 by Friday")
    clt.expects("S1: the county now expects news by Fri 27 Nov 17:00", "NOTE S1")
    deputy.expects("S1 flood Mutomo, Kitui: the Kitui CLT lead now promises news by Fri 27 Nov 17:00")
    usaid.texts("ok s1 by Saturday")
    usaid.expects("S1 was taken by the Kitui CLT lead at 10:04")
    assert due(world) == "Fri 27 17:00"
    assert len(history(world, "promised")) == 1


def test_status_says_by_when_and_that_it_is_late(world: World, taken_flood: str, lead: Phone) -> None:
    lead.texts("status s1")
    lead.expects("Taken by the Kitui CLT lead 10:04, news by Thu 26 Nov 10:04")
    passes(world, "48h")
    world.sets_aside()
    lead.texts("status s1")
    lead.expects("Taken by the Kitui CLT lead", "news was due Thu 26 Nov 10:04")


def test_one_reminder_out_of_quiet_hours(world: World, taken_flood: str, clt: Phone) -> None:
    passes(world, "36h")  # 22:04: half a day before, but in the night
    clt.expects_nothing()
    passes(world, "9h")  # 07:04
    said = clt.expects(
        "S1 flood Mutomo, Kitui: the county expects your news by Thu 26 Nov 10:04.", "OK S1 by"
    )
    assert len(said) <= 160
    passes(world, "2h")


def test_no_reminder_where_the_time_ends_in_the_night(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Mutomo extreme")
    world.everyone_ignores()
    passes(world, "1m")
    deputy.texts("note s1 the bridge is gone")
    world.sets_aside()
    passes(world, "9m")
    clt.texts("ok s1")
    world.sets_aside()
    passes(world, "11h")  # 21:14; it ends at 22:14
    clt.expects_nothing()
    passes(world, "1h")
    clt.expects("news was due Tue 24 Nov 22:14")  # an extreme one is asked about at night
    world.sets_aside()


def test_late_the_holder_the_reporter_and_the_next_hear_it(
    world: World, taken_flood: str, deputy: Phone, clt: Phone, chair: Phone
) -> None:
    passes(world, "48h")
    clt.expects("news was due Thu 26 Nov 10:04", "1 done")
    deputy.expects(
        "S1 flood Mutomo, Kitui: no news yet from the Kitui CLT lead, due Thu 26 Nov 10:04.", "ESCALATE S1"
    )
    chair.expects("the Kitui CLT lead has it since 24 Nov 10:04", "none came", "GIVE S1 me")
    assert history(world, "promise_late")


def test_first_the_clt_lead_then_the_chair_then_it_is_quiet(
    world: World, severe_flood: str, deputy: Phone, usaid: Phone, clt: Phone, chair: Phone
) -> None:
    usaid.texts("ok s1")
    usaid.texts("note s1 two boats are on the way")
    world.sets_aside()
    passes(world, "48h")
    usaid.expects("news was due Thu 26 Nov 10:04")
    deputy.expects("no news yet from USAID Officer")
    said = clt.expects(
        "USAID Officer, USAID has it since", 'Last note by USAID Officer, USAID: "two boats are on the way"'
    )
    assert len(said) <= 306
    chair.expects_nothing()
    passes(world, "48h")
    usaid.expects("S1", "news was due Thu 26 Nov 10:04")
    chair.expects("USAID Officer, USAID has it since", "none came")
    for phone in (clt, deputy):  # the reporter knows, and ESCALATE stood in that message
        phone.expects_nothing()
    with world.program.database.reading() as session:
        told = session.query(Recipient.step, PersonRow.name).join(
            PersonRow, PersonRow.id == Recipient.person_id
        )
        asked = {name: step for step, name in told.filter(Recipient.acts)}
    assert asked["Kitui CLT Lead"] == 1, "the alert's own audience and step stay"
    assert asked["SEK Chair"] is None
    for _week in range(2):
        passes(world, "7d")
        for phone in (usaid, deputy, clt, chair):
            phone.expects_nothing()


@pytest.mark.parametrize("words", ["S1 3", "S1 2 Friday", "S1 1"])
def test_before_it_is_late_a_digit_behind_the_reference_is_a_note(
    world: World, taken_flood: str, clt: Phone, deputy: Phone, words: str
) -> None:
    clt.texts(words)
    clt.expects("Noted on S1")
    assert world.incident().status == "taken"
    world.sets_aside()


def test_a_note_of_the_holder_moves_it_by_its_own_span(world: World, taken_flood: str, clt: Phone) -> None:
    passes(world, "24h")
    clt.texts("note s1 the water falls")
    clt.expects("Noted on S1")
    assert due(world) == "Fri 27 10:04"
    world.sets_aside()
    passes(world, "24h")  # Thursday 10:04: the old time
    clt.expects_nothing()


def test_a_note_of_another_who_acts_moves_it_and_one_of_the_reporter_does_not(
    world: World, taken_flood: str, deputy: Phone, usaid: Phone
) -> None:
    passes(world, "24h")
    deputy.texts("note s1 is anyone coming")
    assert due(world) == "Thu 26 10:04"
    usaid.texts("note s1 boats hired")
    assert due(world) == "Fri 27 10:04"
    world.sets_aside()


def test_a_named_day_is_not_brought_forward_by_news(world: World, severe_flood: str, clt: Phone) -> None:
    clt.texts("ok s1 by 12 Dec")
    world.sets_aside()
    clt.texts("note s1 first boats went out")
    assert due(world) == "Sat 12 17:00"
    world.sets_aside()


def test_moved_three_times_the_next_hears_it(
    world: World, taken_flood: str, deputy: Phone, clt: Phone, chair: Phone
) -> None:
    for day in ("Thursday", "Friday"):
        clt.texts(f"ok s1 by {day}")
    world.sets_aside()
    chair.expects_nothing()
    clt.texts("ok s1 by Saturday")
    clt.expects("now expects news by Sat 28 Nov 17:00")
    chair.expects("the Kitui CLT lead has moved the news three times, now to Sat 28 Nov 17:00", "GIVE S1 me")
    clt.texts("ok s1 by Monday")
    clt.expects("Mon 30 Nov 17:00")
    chair.expects_nothing()
    for day in ("Sat 28 Nov", "Mon 30 Nov"):
        deputy.expects("now promises news by", day)


def test_a_holder_who_leaves_the_roster_promises_nothing_more(
    world: World, taken_flood: str, lead: Phone, clt: Phone
) -> None:
    world.enrols("".join(line for line in ROSTER.splitlines(True) if "Kitui CLT Lead" not in line))
    passes(world, "1m")
    assert world.incident().status == "open"
    assert due(world) == ""
    world.sets_aside()
    passes(world, "48h")
    assert not [text for text in clt.unread if "news was due" in text]
    world.sets_aside()


def test_the_cover_of_a_holder_who_is_away_is_reminded_asked_and_answers(
    world: World, taken_flood: str, deputy: Phone, clt: Phone
) -> None:
    world.enrols(ROSTER + JANE)
    jane = world["Jane Mwende"]
    clt.texts("AWAY until 12 Dec, Jane covers")
    world.sets_aside()
    passes(world, "46h")  # Thursday 08:04
    jane.expects("the Kitui CLT lead, who is away, owes news by Thu 26 Nov 10:04", "GIVE S1 me")
    passes(world, "2h")
    jane.expects("the Kitui CLT lead is away, and news was due Thu 26 Nov 10:04. How does it stand?")
    clt.expects_nothing()
    jane.texts("2 Friday")
    jane.expects("S1: the county now expects news by Fri 27 Nov 17:00")
    world.sets_aside()
    assert world.incident().status == "taken"


def test_to_give_it_begins_a_new_one(world: World, taken_flood: str, clt: Phone, deputy: Phone) -> None:
    passes(world, "24h")
    clt.texts("give s1 clt member")
    clt.expects("You gave S1 to Kitui CLT Member")
    world["Kitui CLT Member"].expects("Given to you", "News is expected by Fri 27 Nov 10:04")
    deputy.expects("given to Kitui CLT Member", "You will hear from them by Fri 27 Nov 10:04")
    assert due(world) == "Fri 27 10:04"
    world.sets_aside()
    passes(world, "24h")
    clt.expects_nothing()
    world.sets_aside()


def test_a_graver_severity_brings_it_forward(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Mutomo minor")
    clt.texts("ok s1")
    assert due(world) == "Tue 08 10:04"
    deputy.texts("fix s1 extreme")
    assert due(world) == "Tue 24 22:04"
    world.sets_aside()


def test_a_graver_severity_leaves_a_day_that_its_holder_named(
    world: World, deputy: Phone, clt: Phone
) -> None:
    deputy.texts("flood Mutomo minor")
    clt.texts("ok s1 by Friday")
    deputy.texts("fix s1 severe")
    assert due(world) == "Fri 27 17:00"
    world.sets_aside()


def test_a_concern_has_a_fortnight(world: World, deputy: Phone, clt: Phone, chair: Phone) -> None:
    deputy.texts("CONCERN the water tanks at Kyuso stand empty since June")
    world.sets_aside()
    clt.texts("ok c1")
    clt.expects("You have C1", "news by Tue 8 Dec 10:04")
    world.sets_aside()
    passes(world, "14d")
    world.sets_aside()
    clt.texts("C1 2 12 Dec")
    clt.expects("C1: the county now expects news by Sat 12 Dec 17:00")
    clt.texts("c1 the tanks are being mended")
    world.sets_aside()


def test_a_plan_in_the_place_of_an_outcome_is_noted_and_a_day_asked_for(
    world: World, taken_flood: str, deputy: Phone, clt: Phone
) -> None:
    clt.texts("close s1 we will send boats")
    clt.expects("S1 stays open, your words are noted. By when will it be done?")
    deputy.expects('"we will send boats"')
    clt.texts("tomorrow 2pm")
    clt.expects("S1: the county now expects news by Wed 25 Nov 14:00")
    world.sets_aside()
