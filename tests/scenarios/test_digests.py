"""Each morning at half past seven people hear what stands open for them, and on Mondays how the week was.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

from datetime import time

import pytest
from sqlalchemy import select

from sek_core.store.incidents import History
from tests.scenarios.conftest import Phone, World


@pytest.fixture
def people(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, chair: Phone
) -> list[Phone]:
    """Everybody in Kitui. Whatever else they get, the end of a story is about what it looked at."""
    return [lead, deputy, clt, world["Kitui CLT Member"], usaid, rla, chair]


def quiet(people: list[Phone]) -> None:
    """What came so far is not what the story is about."""
    for phone in people:
        phone.unread.clear()


def until_morning(world: World) -> None:
    """From 10:04 to tomorrow, a minute before the digest."""
    world.passes("1m")  # the clock has ticked once: this morning is done
    world.passes("21h")
    world.passes("24m")


def skipped(world: World) -> list[str]:
    with world.program.database.reading() as session:
        query = select(History.detail).where(History.what == "digest skipped").order_by(History.id)
        return list(session.scalars(query))


def test_what_is_taken_and_what_waits(
    world: World, people: list[Phone], deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("drought Mutomo moderate")
    clt.texts("ok s1")
    deputy.texts("flood Kyuso minor")
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("1m")
    said = clt.expects(
        "2 open:\nS2 flood Kyuso, Kitui: not taken, OK S2\nS1 drought Mutomo, Kitui: yours since 24 Nov 10:04"
    )
    assert len(said) <= 160
    for phone in (usaid, rla):
        phone.expects("1 open:\nS2 flood Kyuso, Kitui: not taken, OK S2")
    deputy.expects_nothing()
    world.passes("1m")
    world.passes("2h")  # nobody hears it twice


def test_what_nobody_took_stays_with_chair_and_rla_until_somebody_does(
    world: World, people: list[Phone], deputy: Phone, clt: Phone, chair: Phone, rla: Phone, usaid: Phone
) -> None:
    deputy.texts("flood Kyuso extreme")
    for _step in range(4):
        world.passes("15m")
    assert any("nobody" in text.lower() for text in chair.unread)
    quiet(people)
    world.passes("20h")
    world.passes("26m")
    for day in (25, 26):
        for phone in (clt, chair, rla, usaid):
            phone.expects("1 open:\nS1 flood Kyuso, Kitui: nobody took it, OK S1"), day
        quiet(people)
        world.passes("24h")
    quiet(people)
    usaid.texts("ok s1")
    quiet(people)
    world.passes("23h")
    world.passes("1h")
    usaid.expects("no note since")
    usaid.expects("S1 flood Kyuso, Kitui: yours since 27 Nov 07:30")
    for phone in (clt, chair, rla):
        phone.expects_nothing()


def test_no_more_than_two_segments_and_how_many_are_left_out(
    world: World, people: list[Phone], deputy: Phone, clt: Phone
) -> None:
    for place in ("Mutomo", "Kyuso", "Mwingi", "Zombe", "Ikutha", "Mutha", "Kisasi", "Tseikuru"):
        deputy.texts(f"flood {place} minor")
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("1m")
    said = clt.expects("8 open:\nS1 flood", "more: LIST")
    lines = said.splitlines()
    assert lines[-1] == f"and {8 - (len(lines) - 2)} more: LIST"
    assert 153 < len(said) <= 306
    quiet(people)


def test_for_who_is_away_who_covers_hears_it(
    world: World, people: list[Phone], deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    member = world["Kitui CLT Member"]
    deputy.texts("drought Mutomo moderate")
    clt.texts("ok s1")
    deputy.texts("flood Kyuso minor")
    clt.texts("AWAY until 12 Dec Kitui CLT Member")
    assert "cover for Kitui CLT Lead" in member.unread[-1]
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("1m")
    clt.expects_nothing()
    member.expects(
        "2 open:\nS2 flood Kyuso, Kitui: not taken, OK S2\n"
        "S1 drought Mutomo, Kitui: taken by Kitui CLT Lead, away; GIVE S1 me takes it over"
    )
    quiet(people)


def test_after_some_hours_of_downtime_the_morning_is_skipped_and_that_is_written_down(
    world: World, people: list[Phone], deputy: Phone, clt: Phone
) -> None:
    deputy.texts("flood Kyuso minor")
    until_morning(world)
    quiet(people)
    world.passes("182m")  # 10:31: it should have come at 07:30
    for phone in people:
        assert not [text for text in phone.unread if "open:" in text]
    assert skipped(world) == ["morning: 2026-11-25"]
    quiet(people)
    world.passes("1m")  # and it is written once
    assert skipped(world) == ["morning: 2026-11-25"]


def test_what_is_late_by_less_is_told(world: World, people: list[Phone], deputy: Phone, clt: Phone) -> None:
    deputy.texts("drought Mutomo moderate")
    clt.texts("ok s1")
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("3h")
    assert [text for text in clt.unread if "yours since" in text]
    assert skipped(world) == []
    quiet(people)


def test_days_of_standstill_are_told_of_once(
    world: World, people: list[Phone], deputy: Phone, clt: Phone
) -> None:
    deputy.texts("drought Mutomo moderate")
    clt.texts("ok s1")
    world.passes("1m")
    world.passes("94h")  # Saturday, 08:05
    assert len([text for text in clt.unread if "yours since" in text]) == 1
    assert skipped(world) == ["morning: 3, 2026-11-25 to 2026-11-27"]
    quiet(people)


def test_a_new_database_catches_up_no_morning(
    world: World, people: list[Phone], deputy: Phone, clt: Phone
) -> None:
    deputy.texts("drought Mutomo moderate")
    clt.texts("ok s1")
    quiet(people)
    world.passes("22h")  # its first tick is at 08:04
    world.passes("1m")
    assert not [text for text in clt.unread if "yours since" in text]
    assert skipped(world) == []
    quiet(people)


def test_in_quiet_hours_it_waits_for_their_end(
    world: World, people: list[Phone], deputy: Phone, clt: Phone
) -> None:
    mechanism = world.program.configuration.mechanism
    mechanism.__dict__["quiet_hours"] = (time(20), time(11))
    try:
        deputy.texts("drought Mutomo moderate")
        clt.texts("ok s1")
        quiet(people)
        world.passes("57m")  # 11:01 on the first day
        world.passes("23h")
        world.passes("58m")
        clt.expects_nothing()
        world.passes("1m")
        assert [text for text in clt.unread if "yours since" in text]
        assert skipped(world) == []
    finally:
        mechanism.__dict__["quiet_hours"] = (time(20), time(7))
    quiet(people)
