"""No one is invited to an unconfirmed meeting: who is asked about a series, and what wakes it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from config.mechanism import Configuration
from sek_core.meetings import waking
from sek_core.store.database import Database
from sek_core.store.meetings import Meeting
from tests.conftest import MovedClock
from tests.scenarios.conftest import Phone, World
from tests.scenarios.test_meetings import ROSTER, poc

__all__ = ["poc"]

QUESTION = "SEK meeting Kitui: first Thursday 9:00, County HQ, next 3 Dec. Another day: MEETING EVERY"


@pytest.fixture
def begins() -> datetime:
    """Return the first start of the program: a Tuesday, 10:04."""
    return datetime(2026, 11, 24, 7, 4, tzinfo=UTC)


@pytest.fixture
def world(
    configuration: Configuration, database: Database, begins: datetime, channel: str
) -> Iterator[World]:
    """Run a new installation with the packaged series; beside RLA, only Kitui has a convener to ask."""
    monthly = configuration.meetings.series[0].model_copy(update={"counties": ("Kitui",)})
    meetings = configuration.meetings.model_copy(update={"series": (monthly,)})
    world = World(configuration, database, MovedClock(begins), channel, series=True, meetings=meetings)
    world.enrols(ROSTER)
    try:
        yield world
        world.without_digests()
        world.no_more()
    finally:
        world.close()


def laid_out(world: World) -> int:
    with world.program.database.reading() as session:
        return session.query(Meeting).filter(Meeting.status != "cancelled").count()


def all_invited(world: World) -> None:
    for name in ("Patrick Mburu", "Meshack Mulinge", "Kitui PoC", "FAO Focal Person", "RLA Secretariat"):
        world[name].expects("M1", "3 De")
    world.sets_aside()


def test_the_lead_is_asked_and_yes_invites_at_once_what_is_near(world: World, lead: Phone) -> None:
    world.passes("20s")
    lead.expects(QUESTION, "Invite 6 people from now on?", "1 Yes 2 No")
    assert laid_out(world) == 0
    world.passes("3h")
    lead.texts("1")
    lead.expects("SEK meeting Kitui is held from now on, the next on Thu 3 Dec 9:00, County HQ", "Thu 26 Nov")
    world.passes("2s")
    assert laid_out(world) == 3
    lead.texts("MEETINGS")
    assert "leeping" not in lead.expects("3 Dec", "7 Jan")
    world.passes("2d")
    all_invited(world)


def test_awake_late_what_lies_within_the_week_is_invited_at_once(world: World, deputy: Phone) -> None:
    world.passes("2s")
    world["Patrick Mburu"].expects(QUESTION)
    world.passes("7d")
    deputy.expects(QUESTION)
    world.sets_aside()
    deputy.texts("yes")
    deputy.expects("Everybody is asked now")
    world.passes("2s")
    all_invited(world)


def test_no_lets_it_sleep_and_nobody_else_is_asked_until_it_is_started(world: World, lead: Phone) -> None:
    world.passes("2s")
    lead.expects(QUESTION)
    lead.texts("2")
    lead.expects("Nobody is invited to SEK meeting Kitui", "MEETINGS START")
    for _ in range(10):
        world.passes("1d")
    world.without_digests()
    world.no_more()
    lead.texts("MEETINGS")
    lead.expects("Sleeping, so nobody is invited: SEK meeting Kitui", "MEETINGS START")
    lead.texts("MEETINGS START")
    lead.expects("SEK meeting Kitui: first Thursday 9:00", "7 Jan", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("held from now on")
    world.passes("2s")
    assert laid_out(world) > 0


def test_without_an_answer_the_next_is_asked_each_working_day_and_then_the_digest_says_it(
    world: World, lead: Phone, deputy: Phone, poc: Phone, rla: Phone
) -> None:
    world.passes("2s")
    lead.expects(QUESTION)
    world.passes("23h")
    deputy.expects_nothing()
    world.passes("1h")
    deputy.expects(QUESTION)
    world.passes("1d")
    poc.expects("Mkutano wa SEK Kitui: Alhamisi ya kwanza 9:00", "1 Ndiyo 2 Hapana")
    world.passes("1d")
    rla.expects(QUESTION)
    world.passes("70h")  # over the weekend, to Monday at 8:04: RLA may still answer
    world.without_digests()
    world.no_more()
    world.passes("7d")
    rla.expects("SEK, vacant roles")
    for phone in (lead, deputy, rla):
        phone.expects("meetings that nobody has started", "SEK meeting Kitui", "MEETINGS START")
    poc.expects("hakuna aliyeianzisha")
    lead.texts("MEETINGS START")
    lead.expects("Invite 6 people", "next 7 Jan")
    lead.texts("1")
    lead.expects("held from now on")
    rla.texts("MEETINGS START")
    rla.expects("No regular meeting of yours sleeps")
    world.passes("7d")
    world.without_digests()
    world.no_more()


@pytest.mark.parametrize(
    ("begins", "waits", "still"),
    [
        (datetime(2026, 11, 27, 14, 1, tzinfo=UTC), "3778m", "1m"),  # Friday 17:01: Monday 8:00
        (datetime(2026, 11, 24, 4, 59, tzinfo=UTC), "30s", "30s"),  # Tuesday 7:59: within the minute
        (datetime(2026, 12, 24, 20, 0, tzinfo=UTC), "80h", "2h"),  # Christmas and a weekend: Monday
    ],
    ids=["friday evening", "before eight", "christmas"],
)
def test_nobody_is_asked_outside_working_hours(world: World, lead: Phone, waits: str, still: str) -> None:
    world.passes("2s")
    lead.expects_nothing()
    world.passes(waits)
    lead.expects_nothing()
    world.passes(still)
    lead.expects("SEK meeting Kitui: first Thursday 9:00", "1 Yes 2 No")
    world.sets_aside()


def test_another_day_wakes_it_too(world: World, lead: Phone, deputy: Phone) -> None:
    world.passes("2s")
    lead.expects(QUESTION)
    lead.texts("MEETING EVERY second Friday 10am Town hall")
    lead.expects("every second Friday at 10:00, Town hall", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("now every second Friday")
    world.passes("2s")
    assert laid_out(world) == 3
    for _ in range(3):
        world.passes("1d")
    deputy.expects_nothing()


def test_the_question_waits_for_another_one(world: World, lead: Phone, rla: Phone) -> None:
    lead.texts("flood in Kyuso")
    lead.expects("How bad?")
    world.passes("2s")
    lead.expects_nothing()
    lead.texts("3")
    lead.expects("S1 FLOOD, severe")
    rla.expects("S1")
    world.passes("2s")
    lead.expects(QUESTION, "1 Yes 2 No")
    world.sets_aside()


def test_where_the_other_question_stays_open_it_is_answered_by_word(world: World, lead: Phone) -> None:
    lead.texts("MEETING 10 Dec 9am County HQ")
    lead.expects("Convene it?")
    world.passes("2s")
    lead.expects_nothing()
    world.passes("5m")
    lead.expects(QUESTION, "Reply MEETINGS START")
    lead.texts("meetings start")
    lead.expects("Invite 6 people from now on?", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("held from now on")


def test_a_report_does_not_cost_the_answer(world: World, lead: Phone, rla: Phone) -> None:
    world.passes("2s")
    lead.expects(QUESTION)
    lead.texts("flood in Kyuso severe")
    lead.expects("S1 FLOOD, severe")
    rla.expects("S1")
    world.sets_aside()
    lead.texts("meetings start")
    lead.expects("Invite 6 people")
    lead.texts("yes")
    lead.expects("held from now on")


def test_two_who_decide_do_not_cross(world: World, lead: Phone, deputy: Phone) -> None:
    world.passes("2s")
    lead.expects(QUESTION)
    deputy.texts("MEETINGS START")
    deputy.expects("Invite 6 people")
    deputy.texts("1")
    deputy.expects("held from now on")
    lead.texts("2")
    lead.expects("SEK meeting Kitui has been started already")
    world.passes("2s")
    assert laid_out(world) == 3


def test_who_is_away_is_passed_over_for_who_covers(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("AWAY until 11 Dec")
    world.sets_aside()
    world.passes("2s")
    lead.expects_nothing()
    deputy.expects(QUESTION)


def test_others_are_told_that_it_sleeps_and_do_not_start_it(world: World, fao: Phone, rla: Phone) -> None:
    world.passes("2s")
    world.sets_aside()
    fao.texts("MEETINGS")
    fao.expects("Sleeping", "SEK meeting Kitui", "lead can start it")
    fao.texts("MEETINGS START")
    fao.expects("not for your role to convene")
    world.sets_aside()


def test_a_meeting_convened_by_hand_needs_no_series(world: World, lead: Phone) -> None:
    world.passes("2s")
    lead.expects(QUESTION)
    lead.texts("no")
    lead.expects("Nobody is invited")
    lead.texts("MEETING 3 Dec 9am County HQ")
    lead.expects("Convene it?")
    lead.texts("1")
    lead.expects("M1", "Thu 26 Nov")
    world.passes("2d")
    all_invited(world)


@pytest.mark.parametrize("hour", [0, 6, 9, 20])
def test_a_demonstration_is_quiet_until_its_next_morning(
    configuration: Configuration, database: Database, channel: str, hour: int
) -> None:
    clock = MovedClock(datetime(2026, 11, 27, hour, 30, tzinfo=UTC))  # a Friday; three hours later
    world = World(configuration, database, clock, channel, series=True, demonstration=True)
    world.enrols(ROSTER)
    for _ in range(3):
        world.passes("20s")
    world.no_more()
    world.clock.at = clock.at.replace(day=28, hour=4, minute=59)
    world.passes("30s")
    world.no_more()
    world.passes("1m")
    world["Patrick Mburu"].expects(QUESTION, "1 Yes 2 No")
    world.close()


def test_an_operator_starts_all_or_those_of_a_county(world: World) -> None:
    with world.program.database.writing() as session:
        work = world.program.core.work(session)
        assert waking.wake_for_operator(work, ["Makueni"], "") == []
        assert [plan.key for plan in waking.wake_for_operator(work, ["Kitui"], "")] == [("monthly", "Kitui")]
        work.flush()
    with world.program.database.writing() as session:
        assert waking.wake_for_operator(world.program.core.work(session), ["Kitui"], "") == []
    world.passes("2s")
    assert laid_out(world) == 3


@pytest.fixture
def first(
    configuration: Configuration, database: Database, begins: datetime, channel: str
) -> Iterator[World]:
    """Run a new installation with the first CLT meeting of Kitui alone."""
    meetings = configuration.meetings
    once = [series for series in meetings.series if series.once]
    changed = meetings.model_copy(update={"series": tuple(once)})
    world = World(configuration, database, MovedClock(begins), channel, series=True, meetings=changed)
    world.enrols(ROSTER)
    try:
        yield world
    finally:
        world.close()


def test_a_first_meeting_is_proposed_and_held_once(first: World) -> None:
    lead = first["Patrick Mburu"]
    first.passes("20s")
    lead.expects(
        "First CLT meeting Kitui has not taken place yet. On 15 Dec at 10:00, County HQ?",
        "4 people would be invited",
        "MEETING Kitui clt 3 Dec 9am",
        "1 Yes 2 No",
    )
    lead.texts("1")
    lead.expects("First CLT meeting Kitui is on Tue 15 Dec 10:00, County HQ", "asked on Tue 8 Dec")
    first.passes("30s")
    assert laid_out(first) == 1
    for _ in range(4):
        first.passes("15d")
    assert laid_out(first) == 1
    lead.ignores()
    first.sets_aside()
