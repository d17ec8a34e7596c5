"""Digests: each morning at half past seven the open work of each person, and on Mondays the week's figures.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

from datetime import datetime, time
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from sek_core.store.incidents import History
from tests.scenarios.climbing import tells_informed_each_morning
from tests.scenarios.conftest import Phone, World


@pytest.fixture(autouse=True)
def each_morning(world: World) -> None:
    tells_informed_each_morning(world)


@pytest.fixture
def people(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, chair: Phone
) -> list[Phone]:
    """Return all people in Kitui."""
    return [lead, deputy, clt, world["Kitui CLT Member"], usaid, rla, chair]


def quiet(people: list[Phone]) -> None:
    """Discard the messages so far: the story is not about them."""
    for phone in people:
        phone.unread.clear()


def until_morning(world: World) -> None:
    """Go on from 10:04 to tomorrow, a minute before the digest."""
    world.passes("1m")  # the clock has ticked once: this morning is done
    world.passes("21h")
    world.passes("24m")


def skipped(world: World) -> list[str]:
    with world.program.database.reading() as session:
        query = select(History.detail).where(History.what == "digest skipped").order_by(History.id)
        return list(session.scalars(query))


def test_what_is_taken_and_what_waits(
    world: World, people: list[Phone], lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("drought Mutomo moderate")
    clt.texts("ok s1")
    deputy.texts("flood Kyuso minor")
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("1m")
    lead.expects("Since yesterday:\nS1 drought Mutomo, Kitui: taken by Kitui CLT Lead")
    said = clt.expects(
        "2 open:\nS2 flood Kyuso, Kitui: not taken, OK S2\nS1 drought Mutomo, Kitui: yours since 24 Nov 10:04"
    )
    assert len(said) <= 160
    for phone in (usaid, rla):
        phone.expects("1 open:\nS2 flood Kyuso, Kitui: not taken, OK S2")
    deputy.expects_nothing()
    world.passes("1m")
    world.passes("2h")  # it is not sent twice


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
            digest = [text for text in phone.unread if "still not taken" not in text]
            # The digest says nothing that an alert said just before.
            assert digest == [] if len(digest) < len(phone.unread) else "S1 flood Kyuso" in digest[0], day
        quiet(people)
        world.passes("24h")
    quiet(people)
    usaid.texts("ok s1")
    quiet(people)
    world.passes("23h")
    world.passes("1h")
    usaid.expects("S1 flood Kyuso, Kitui: news was due Fri 27 Nov 19:30")
    usaid.expects("S1 flood Kyuso, Kitui: yours since 27 Nov 07:30")
    deputy.expects("no news yet from USAID Officer")
    people[0].expects("Since yesterday:\nS1 flood Kyuso, Kitui: taken by USAID Officer")
    clt.expects("news was due Fri 27 Nov 19:30, none came")
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
    said = clt.expects("8 open:\nS8 flood", "S7 flood", "more: LIST")
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


def until_monday(world: World, people: list[Phone]) -> None:
    """Go on to Monday, 30 November, 07:59, from Tuesday 10:04 or soon after, past the mornings' digests."""
    for _morning in range(5):
        world.passes("24h")
    monday_eight = datetime(2026, 11, 30, 7, 59, tzinfo=world.program.configuration.mechanism.zone)
    world.passes(f"{int((monday_eight - world.clock.now()).total_seconds())}s")
    for phone in people:
        phone.unread.clear()


def test_the_week_of_a_county(
    world: World, people: list[Phone], lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    world.passes("1m")
    deputy.texts("drought Mutomo moderate")
    world.passes("12m")
    clt.texts("ok s1")
    deputy.texts("flood Kyuso minor")
    world.passes("1h")
    clt.texts("close s1 bowsers sent")
    lead.texts("flood Mwingi extreme")
    world.passes("15m")  # the CLT lead has not answered
    until_monday(world, people)
    world.passes("1m")
    said = clt.expects(
        "SEK Kitui 23-29 Nov: 3 opened, 1 taken, 1 closed. Half were taken within 12 min."
        " Half were closed within 1 h 10 min. ",
        "steps passed without an answer; nobody took 2. Open now: 2 (S2, S3), not taken: 2.",
    )
    assert len(said) <= 306
    assert lead.expects("SEK Kitui 23-29 Nov") == deputy.expects("SEK Kitui 23-29 Nov") == said
    rla.expects(
        "SEK 23-29 Nov: 3 opened, 1 taken, 1 closed.",
        "Open now: 2 (Kitui 2), not taken: 2. ",
        "Vacant: Makueni: CLT member; Taita Taveta: CLT lead, CLT member",
    )
    for phone in (usaid, world["SEK Chair"]):
        phone.expects("SEK 23-29 Nov: 3 opened, 1 taken, 1 closed.")
    world["Makueni CLT Lead"].expects_nothing()  # nothing was in Makueni
    quiet(people)


def test_a_week_without_anything_new_says_so(
    world: World, people: list[Phone], deputy: Phone, chair: Phone
) -> None:
    deputy.texts("drought Mutomo minor")
    until_monday(world, people)
    for _day in range(7):
        world.passes("24h")
    quiet(people)
    world.passes("1m")
    chair.expects("SEK 30 Nov-6 Dec: nothing new.", "Open now: 1 (Kitui 1)")
    quiet(people)


def test_in_swahili(world: World, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone, rla: Phone) -> None:
    people = [makueni_lead, makueni_clt, usaid, rla, world["SEK Chair"]]
    world.passes("1m")
    makueni_lead.texts("mafuriko Mtito Andei kali")
    world.passes("10m")
    makueni_clt.texts("ok s1")
    until_monday(world, people)
    world.passes("1m")
    said = makueni_lead.expects(
        "SEK Makueni 23-29 Nov: mpya 1, zilizoshughulikiwa 1, zilizofungwa 0. "
        "Nusu zilianza kushughulikiwa ndani ya dk 10. "
        "Sasa wazi: 1 (S1), zisizoshughulikiwa: 0. Nyadhifa wazi: mwanachama wa CLT"
    )
    assert len(said) <= 306
    quiet(people)


def test_the_week_sums_those_affected_over_its_open_incidents(
    world: World, people: list[Phone], lead: Phone, deputy: Phone, clt: Phone
) -> None:
    world.passes("1m")
    deputy.texts("flood Kyuso minor 12 women and 30 children")
    lead.texts("flood Mwingi minor 10 households, 60 people, 20 of them children")
    lead.texts("FIX S2 25 children")
    deputy.texts("drought Mutomo minor 400 households")
    world.passes("1m")
    clt.texts("close s3 bowsers sent")
    until_monday(world, people)
    world.passes("1m")
    clt.expects(
        "Open now: 2 (S1, S2), not taken: 2. Affected: 10 households, 102 people (12 women, 55 children)."
    )
    quiet(people)


def test_monday_after_a_holiday_weekend(
    world: World, people: list[Phone], deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    """No process ran from Friday on. On Monday they get the morning's digest, then the week's, each once."""
    world.passes("78h")  # Friday, 16:04
    deputy.texts("drought Mutomo moderate")
    quiet(people)
    for _night in range(2):
        world.passes("24h")
    quiet(people)
    world.passes("15h")
    world.passes("26m")  # Monday, 07:30
    clt.expects("1 open:\nS1 drought Mutomo, Kitui: nobody took it, OK S1")
    quiet(people)
    world.passes("30m")
    clt.expects("SEK Kitui 23-29 Nov: 1 opened, 0 taken, 0 closed.", "Open now: 1 (S1), not taken: 1.")
    quiet(people)
    world.passes("2h")
    for phone in people:
        phone.expects_nothing()


def test_who_covers_for_a_lead_hears_of_their_county(
    world: World, people: list[Phone], lead: Phone, deputy: Phone, clt: Phone
) -> None:
    world.passes("1m")
    deputy.texts("drought Mutomo minor")
    lead.texts("AWAY until 12 Dec SEK Chair")
    assert "cover" in world["SEK Chair"].unread[-1]
    until_monday(world, people)
    world.passes("1m")
    lead.expects_nothing()
    world["SEK Chair"].expects("SEK 23-29 Nov")  # the chair reads of all counties, so of Kitui too
    quiet(people)


@pytest.mark.only("telegram")
def test_on_telegram_the_week_comes_with_a_picture(
    world: World, people: list[Phone], lead: Phone, deputy: Phone
) -> None:
    world.passes("1m")
    deputy.texts("drought Mutomo minor")
    until_monday(world, people)
    world.passes("1m")
    said = lead.expects("SEK Kitui 23-29 Nov: 1 opened")
    shown = world.chat(lead.number).showing("SEK Kitui 23-29 Nov")
    assert shown["caption"] == said
    assert [name for name in shown if name == "photo"]
    quiet(people)


@pytest.mark.only("telegram")
def test_where_it_cannot_be_drawn_the_words_go_alone(
    world: World,
    people: list[Phone],
    lead: Phone,
    deputy: Phone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged: list[str] = []
    log = SimpleNamespace(error=lambda event, **_: logged.append(event))
    monkeypatch.setattr("bot.telegram.message.log", log)

    def cannot(_bars: object) -> bytes:
        raise ValueError("no font")

    monkeypatch.setattr("bot.telegram.chart.draw", cannot)
    world.passes("1m")
    deputy.texts("drought Mutomo minor")
    until_monday(world, people)
    world.passes("1m")
    lead.expects("SEK Kitui 23-29 Nov: 1 opened")
    assert "text" in world.chat(lead.number).showing("SEK Kitui 23-29 Nov")
    assert set(logged) == {"chart_failed"}
    quiet(people)
