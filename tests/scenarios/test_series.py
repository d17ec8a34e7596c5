"""Series of meetings: planned months ahead, changed by text and in the file, announced in time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from config.mechanism import Configuration
from config.meetings import MeetingFile, OwnPlan, SeriesPlan, parse_rule
from sek_core.store.database import Database
from sek_core.store.meetings import Meeting
from tests.conftest import MovedClock
from tests.scenarios.conftest import Phone, World
from tests.scenarios.test_meetings import INVITED, ROSTER, all_expect

Restart = Callable[[MeetingFile], World]


@pytest.fixture
def restart(
    configuration: Configuration, database: Database, clock: MovedClock, channel: str
) -> Iterator[Restart]:
    """Return a function that starts the program (again) with a meetings.yaml."""
    worlds: list[World] = []

    def start(meetings: MeetingFile) -> World:
        if worlds:
            worlds[-1].no_more()
            worlds[-1].close()
        worlds.append(World(replace(configuration, meetings=meetings), database, clock, channel, series=True))
        worlds[-1].enrols(ROSTER)
        worlds[-1].starts_series()
        worlds[-1].passes("2s")
        return worlds[-1]

    yield start
    if worlds:
        worlds[-1].no_more()
        worlds[-1].close()


@pytest.fixture
def world(restart: Restart, configuration: Configuration) -> World:
    """A county with people to invite, and the packaged series. It is Tuesday, 24 November 2026, 10:04."""
    return restart(configuration.meetings)


def planned(world: World, series: str = "monthly", county: str = "Kitui") -> list[str]:
    """Return the local times of the meetings of a series that are to take place."""
    zone = world.program.configuration.mechanism.zone
    with world.program.database.reading() as session:
        query = session.query(Meeting).filter(
            Meeting.series == series,
            Meeting.county == county,
            Meeting.status != "cancelled",
            Meeting.starts_at > world.clock.now(),
        )
        rows = query.order_by(Meeting.starts_at).all()
    return [f"{row.starts_at.astimezone(zone):%a %d %b %Y %H:%M}" for row in rows]


def asked(world: World) -> None:
    """Go on to a week before the meeting of 3 December, when all have been asked."""
    world.passes("2d")
    all_expect(world, "3 De")
    world.sets_aside()


def without(meetings: MeetingFile, series: str) -> MeetingFile:
    kept = tuple(each for each in meetings.series if each.id != series)
    return meetings.model_copy(update={"series": kept})


def test_three_months_are_laid_out_and_nobody_hears_before_it_is_time(world: World, lead: Phone) -> None:
    assert planned(world) == ["Thu 03 Dec 2026 09:00", "Thu 07 Jan 2027 09:00", "Thu 04 Feb 2027 09:00"]
    assert planned(world, county="Makueni") == planned(world)
    assert planned(world, "cascom") == ["Wed 09 Dec 2026 10:00"]
    assert planned(world, "cascom", "Makueni") == []
    lead.texts("MEETINGS")
    lead.expects("Thu 3 Dec 9:00", "County HQ")


def test_they_are_always_three_months_ahead_also_over_the_end_of_the_year(world: World) -> None:
    seen = set()
    for _ in range(12):
        world.passes("9d")
        world.sets_aside()
        dates = planned(world)
        seen.update(dates)
        assert 2 <= len(dates) <= 4, dates
    assert "Thu 06 May 2027 09:00" in seen  # in the middle of March
    assert len(seen) == len({date[7:15] for date in seen})  # one a month, and no month twice


def test_each_is_told_of_by_itself_and_the_quarterly_one_too(world: World, fao: Phone) -> None:
    world.passes("1d")
    fao.expects_nothing()
    world.passes("1d")
    fao.expects("SEK meeting Kitui", "Thu 3 Dec 9:00, County HQ", "Will you come?")
    world.sets_aside()
    world.passes("6d")
    world.sets_aside()
    with world.program.database.reading() as session:
        [cascom] = session.query(Meeting).filter_by(series="cascom", county="Kitui", status="called")
    fao.texts(f"yes {cascom.ref}")
    fao.expects("CASCOM meeting Kitui")
    world.sets_aside()


def test_a_holiday_moves_the_meeting_of_january_and_the_invitation_says_so(
    world: World, lead: Phone, fao: Phone
) -> None:
    lead.texts("MEETING EVERY first Friday 9am County HQ")
    lead.expects("every first Friday at 9:00, County HQ", "the next on Fri 4 Dec", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("now every first Friday")
    world.passes("2s")
    assert planned(world) == ["Fri 04 Dec 2026 09:00", "Mon 04 Jan 2027 09:00", "Fri 05 Feb 2027 09:00"]
    world.passes("33d")
    world.sets_aside()
    world.passes("23h")
    fao.expects("Mon 4 Jan 2027 9:00", "not the usual day: New Year's Day")
    world["Kitui PoC"].expects("Jumatatu 4 Jan 2027", "New Year's Day")
    world.sets_aside()


def test_a_changed_habit_moves_only_those_that_nobody_was_asked_about(world: World, lead: Phone) -> None:
    asked(world)
    lead.texts("MEETING EVERY second Friday 10am Town hall")
    lead.expects("every second Friday at 10:00, Town hall", "Those that people were asked about stay")
    lead.texts("yes")
    lead.expects("now every second Friday")
    world.passes("2s")
    assert planned(world) == ["Thu 03 Dec 2026 09:00", "Fri 08 Jan 2027 10:00", "Fri 12 Feb 2027 10:00"]
    assert planned(world, county="Makueni")[1:] == ["Thu 07 Jan 2027 09:00", "Thu 04 Feb 2027 09:00"]
    assert planned(world, "cascom") == ["Wed 09 Dec 2026 10:00"]


def test_one_that_was_moved_by_hand_stays_where_it_is(world: World, lead: Phone) -> None:
    lead.texts("MEETINGS")
    ref = lead.expects("3 Dec").split("Thu 7 Jan")[0].split()[-1]
    lead.texts(f"MOVE {ref} 14 Jan")
    lead.expects("Thu 14 Jan 2027")
    lead.texts("1")
    lead.expects("now on Thu 14 Jan")
    lead.texts("MEETING EVERY second Friday 10am Town hall")
    lead.expects("Change it?")
    lead.texts("1")
    lead.expects("now every second Friday")
    world.passes("2s")
    assert planned(world) == ["Fri 11 Dec 2026 10:00", "Thu 14 Jan 2027 09:00", "Fri 12 Feb 2027 10:00"]


def test_one_that_is_called_off_leaves_the_others_and_does_not_come_again(world: World, lead: Phone) -> None:
    lead.texts("MEETINGS")
    ref = lead.expects("3 Dec").split("Thu 7 Jan")[0].split()[-1]
    lead.texts(f"CALL OFF {ref} holidays")
    lead.expects("Call off")
    lead.texts("1")
    lead.expects("called off")
    for _ in range(2):
        world.passes("20h")
        assert planned(world) == ["Thu 03 Dec 2026 09:00", "Thu 04 Feb 2027 09:00"]
    world.without_digests()


def test_another_rule_in_the_file_is_followed_after_the_restart(
    world: World, restart: Restart, configuration: Configuration
) -> None:
    asked(world)
    monthly = configuration.meetings.series[0].model_copy(update={"on": parse_rule("15"), "venue": "Hall 3"})
    meetings = configuration.meetings
    changed = meetings.model_copy(update={"series": (monthly, *meetings.series[1:])})
    world = restart(changed)
    assert planned(world) == ["Thu 03 Dec 2026 09:00", "Fri 15 Jan 2027 09:00", "Mon 15 Feb 2027 09:00"]
    world = restart(meetings)
    assert planned(world) == ["Thu 03 Dec 2026 09:00", "Thu 07 Jan 2027 09:00", "Thu 04 Feb 2027 09:00"]


def test_another_plan_in_the_file_counts_for_those_that_nobody_was_asked_about(
    world: World, restart: Restart, configuration: Configuration
) -> None:
    asked(world)
    earlier = SeriesPlan.model_validate({"invitation": "45d"})
    world = restart(configuration.meetings.model_copy(update={"plan": earlier}))
    world["FAO Focal Person"].expects("Thu 7 Jan 2027 9:00", "Will you come?")
    for name in INVITED:
        assert "3 Dec 9:00" not in " ".join(world[name].unread)
    world.sets_aside()


def test_a_series_that_is_taken_out_of_the_file_is_held_no_more(
    world: World, restart: Restart, configuration: Configuration
) -> None:
    asked(world)
    world = restart(without(configuration.meetings, "monthly"))
    assert planned(world) == [
        "Thu 03 Dec 2026 09:00"
    ]  # they were asked about it, and it is theirs to call off
    assert planned(world, "cascom") == ["Wed 09 Dec 2026 10:00"]
    world = restart(configuration.meetings)
    assert planned(world) == ["Thu 03 Dec 2026 09:00", "Thu 07 Jan 2027 09:00", "Thu 04 Feb 2027 09:00"]


def test_a_county_that_is_taken_out_of_a_series_has_it_no_more(
    world: World, restart: Restart, configuration: Configuration
) -> None:
    monthly = configuration.meetings.series[0].model_copy(update={"counties": ("Makueni",)})
    meetings = configuration.meetings
    world = restart(meetings.model_copy(update={"series": (monthly, *meetings.series[1:])}))
    assert planned(world) == []
    assert len(planned(world, county="Makueni")) == 3


def test_a_series_ends_in_a_county_and_begins_again(world: World, lead: Phone) -> None:
    asked(world)
    lead.texts("MEETING EVERY off")
    lead.expects("No SEK meeting Kitui from now on", "Those that people were asked about stay")
    lead.texts("1")
    lead.expects("no SEK meeting Kitui by itself any more")
    world.passes("2s")
    assert planned(world) == ["Thu 03 Dec 2026 09:00"]
    assert len(planned(world, county="Makueni")) > 1
    lead.texts("MEETING EVERY 15 10am")
    lead.expects("every day 15 of the month at 10:00", "the next on")
    lead.texts("1")
    lead.expects("now every day 15")
    world.passes("2s")
    assert planned(world)[1:3] == ["Fri 15 Jan 2027 10:00", "Mon 15 Feb 2027 10:00"]


def test_the_plan_of_a_series_changes_only_what_it_names(
    restart: Restart, configuration: Configuration
) -> None:
    meetings = configuration.meetings
    own = meetings.series[0].model_copy(update={"plan": OwnPlan(invitation=timedelta(days=20))})
    changed = meetings.model_copy(update={"series": (own,), "plan": SeriesPlan(come=timedelta(hours=4))})
    assert changed.plan_of("monthly") == SeriesPlan(invitation=timedelta(days=20), come=timedelta(hours=4))
    world = restart(changed)
    world["FAO Focal Person"].expects("Thu 3 Dec 9:00", "Will you come?")
    world.sets_aside()
