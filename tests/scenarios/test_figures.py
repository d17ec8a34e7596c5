"""Figures of what became of incidents, by county and month."""

from datetime import timedelta

from sek_core.digests import outcomes
from sek_core.digests.outcomes import Outcomes
from tests.scenarios.conftest import Phone, World


def figures(world: World, **which: str) -> list[Outcomes]:
    zone = world.program.configuration.mechanism.zone
    with world.program.database.reading() as session:
        return list(outcomes.by_month(session, zone, world.clock.now(), **which))


def test_a_flood_from_its_report_to_the_word_of_the_county(
    world: World, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    deputy.texts("flood Mutomo severe, people need boats")
    world.passes("30m")
    clt.texts("ok s1 by Friday")
    deputy.texts("drought Kyuso moderate")
    usaid.texts("ok s2")
    world.sets_aside()
    [found] = figures(world)
    assert (found.county, found.month, found.opened, found.closed) == ("Kitui", "2026-11", 2, 0)
    assert found.to_take == timedelta(minutes=15)  # the median of half an hour and nothing
    assert (found.to_offer, found.to_deliver, found.to_close) == (None, None, None)
    assert (found.promised, found.kept) == (0, 0)  # Friday is still to come, and the other has no named day
    world.passes("90m")
    clt.texts("close s1 boats took 40 people out")
    deputy.texts("1")
    world.sets_aside()
    [found] = figures(world)
    assert (found.closed, found.confirmed, found.promised, found.kept) == (1, 1, 1, 1)
    assert found.to_close == timedelta(hours=2)


def test_a_named_day_that_passed_without_news_was_not_kept(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Mutomo severe")
    clt.texts("ok s1 by tomorrow")
    world.passes("48h")
    clt.texts("s1 2 Friday")
    world.sets_aside()
    [found] = figures(world)
    assert (found.promised, found.kept) == (1, 0)


def test_only_of_one_county_or_month(world: World, deputy: Phone) -> None:
    deputy.texts("flood Mutomo severe")
    world.sets_aside()
    assert len(figures(world, county="Kitui", month="2026-11")) == 1
    assert figures(world, county="Makueni") == []
    assert figures(world, month="2026-10") == []
