"""QUIET and DIGEST: what a person reads in the morning, and what comes at once all the same.

The stories begin on Tuesday, 24 November 2026, at 10:04. The digest comes at 7:30.
"""

import pytest
from sqlalchemy import func, select

from sek_core.digests import waiting as waiting_items
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Recipient
from sek_core.work.unit_of_work import UnitOfWork
from tests.scenarios.conftest import Phone, World

MORNING = "for your information:"


def until_morning(world: World) -> None:
    """Go on from 10:04 to tomorrow, a minute before the digest."""
    for time in ("1m", "21h", "24m"):
        world.passes(time)


def waiting(world: World) -> int:
    with world.program.database.reading() as session:
        query = select(func.count()).select_from(Recipient).where(Recipient.waits_for == "morning")
        return session.scalar(query) or 0


def test_minor_alerts_come_in_the_morning_once(world: World, lead: Phone, deputy: Phone, clt: Phone) -> None:
    lead.texts("QUIET minor")
    said = lead.expects("each morning at 7:30", "At once still: what asks you to act", "QUIET off")
    assert len(said) <= 160
    deputy.texts("flood Kyuso minor")
    clt.expects("S1 MINOR FLOOD", "OK S1")
    lead.expects_nothing()
    deputy.texts("drought Mutomo moderate")
    lead.expects("S2 MODERATE DROUGHT")
    clt.texts("ok s1")
    world.sets_aside()
    until_morning(world)
    world.sets_aside()
    world.passes("1m")
    lead.expects("1 for your information:\nS1 flood Kyuso, Kitui, minor: taken by Kitui CLT Lead")
    lead.expects_nothing()
    world.sets_aside()
    assert waiting(world) == 0
    world.passes("24h")
    assert not any("S1" in text for text in lead.unread)
    world.sets_aside()


def test_digest_all_leaves_what_is_grave_in_ones_own_county(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("DIGEST all")
    lead.expects("Alerts and news now come each morning at 7:30", "severe or extreme", "DIGEST off")
    deputy.texts("drought Mutomo moderate")
    lead.expects_nothing()
    deputy.texts("flood Kyuso severe")
    lead.expects("S2 SEVERE FLOOD")
    deputy.texts("landslide Mwingi")
    world.sets_aside()


def test_who_must_act_is_asked_at_once(world: World, clt: Phone, deputy: Phone) -> None:
    clt.texts("DIGEST all")
    clt.expects("DIGEST off")
    deputy.texts("flood Kyuso minor")
    clt.expects("S1 MINOR FLOOD", "OK S1")
    world.sets_aside()


def test_off_lets_all_come_at_once_and_loses_nothing(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("quiet moderate")
    lead.expects("Minor and moderate alerts")
    deputy.texts("drought Mutomo moderate")
    lead.expects_nothing()
    lead.texts("QUIET off")
    lead.expects("at once again", "QUIET minor")
    deputy.texts("flood Kyuso minor")
    lead.expects("S2 MINOR FLOOD")
    world.sets_aside()
    until_morning(world)
    world.sets_aside()
    world.passes("1m")
    lead.expects(f"1 {MORNING}\nS1 drought Mutomo, Kitui, moderate: not taken yet")
    lead.expects_nothing()
    world.sets_aside()


def test_what_becomes_grave_comes_at_once(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("QUIET minor")
    lead.ignores()
    deputy.texts("flood Kyuso minor")
    deputy.texts("FIX S1 extreme")
    deputy.texts("yes")
    assert "extreme" in lead.expects("S1", "extreme").lower()
    assert waiting(world) == 0
    world.sets_aside()


def test_rla_is_asked_at_once_where_the_route_asks_it(
    world: World, rla: Phone, usaid: Phone, deputy: Phone
) -> None:
    rla.texts("QUIET minor")
    rla.ignores()
    deputy.texts("flood Kyuso minor")
    assert "RLA" not in deputy.expects("Sent to USAID, Kitui CLT")
    rla.expects_nothing()
    usaid.texts("NOTE S1 the road is open")
    rla.expects_nothing()
    world.sets_aside()
    world.passes("24h")
    world.sets_aside()
    for _step in range(3):
        rla.expects_nothing()
        world.passes("24h")
        if any("taken by nobody" in text for text in rla.unread):
            break
        world.sets_aside()
    assert any("S1 was taken by nobody" in text and "Reply OK S1" in text for text in rla.unread)
    world.sets_aside()


def test_who_takes_it_before_the_morning_reads_it_as_theirs(world: World, rla: Phone, deputy: Phone) -> None:
    rla.texts("QUIET minor")
    deputy.texts("flood Kyuso minor")
    world.sets_aside()
    rla.texts("OK S1")
    rla.expects("You have S1")
    until_morning(world)
    world.sets_aside()
    world.passes("1m")
    rla.expects("1 open:\nS1 flood Kyuso, Kitui: yours since")
    rla.expects_nothing()
    assert waiting(world) == 0
    world.sets_aside()


def test_what_is_withdrawn_before_the_morning_is_said_there(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("QUIET minor")
    deputy.texts("flood Kyuso minor")
    world.sets_aside()
    deputy.texts("CANCEL S1")
    deputy.texts("1")
    lead.expects_nothing()
    until_morning(world)
    world.sets_aside()
    world.passes("1m")
    lead.expects(f"1 {MORNING}\nS1 flood Kyuso, Kitui, minor: over or withdrawn")
    world.sets_aside()


def test_a_cover_reads_what_waited_for_who_is_away(
    world: World, lead: Phone, deputy: Phone, clt: Phone
) -> None:
    lead.texts("QUIET minor")
    clt.texts("flood Kyuso minor")
    world.sets_aside()
    lead.texts("AWAY until 30 Nov")
    until_morning(world)
    world.sets_aside()
    world.passes("1m")
    lead.expects_nothing()
    deputy.expects(f"1 {MORNING}\nS1 flood Kyuso")
    world.sets_aside()


def test_in_swahili(world: World, makueni_lead: Phone, makueni_clt: Phone) -> None:
    makueni_lead.texts("KIMYA kidogo")
    makueni_lead.expects("kila asubuhi 7:30", "KIMYA zima")
    makueni_lead.texts("MUHTASARI zote")
    makueni_lead.expects("MUHTASARI zima")
    makueni_clt.texts("flood Wote moderate")
    makueni_lead.expects_nothing()
    makueni_lead.texts("muhtasari zima")
    makueni_lead.expects("tena mara moja")
    world.sets_aside()
    until_morning(world)
    world.sets_aside()
    world.passes("1m")
    makueni_lead.expects("1 kwa taarifa yako:\nS1 mafuriko Wote, Makueni, wastani")
    world.sets_aside()


@pytest.mark.parametrize(
    "words", ["QUIET", "DIGEST", "quite minor", "Quiet minor thanks to all", "DIGEST the news", "quiet all"]
)
def test_in_no_other_form(world: World, lead: Phone, rla: Phone, words: str) -> None:
    lead.texts(words)
    assert not any("each morning" in text or "at once again" in text for text in lead.unread)
    world.sets_aside()


def test_a_report_behind_the_word_is_a_report(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("Quiet, flood in Kyuso severe, 40 households")
    clt.expects("S1 SEVERE FLOOD")
    world.sets_aside()


def test_what_waits_is_told_in_as_many_messages_as_it_takes(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("QUIET minor")
    places = ("Mutomo", "Kyuso", "Mwingi", "Zombe", "Ikutha", "Mutha", "Kisasi", "Tseikuru")
    for place in places:
        deputy.texts(f"flood {place} minor")
    world.sets_aside()
    until_morning(world)
    world.sets_aside()
    world.passes("1m")
    told = [text for text in lead.unread if MORNING in text]
    assert sum(f"S{number} flood" in text for text in told for number in range(1, 9)) == len(places)
    assert all(len(text) <= 306 for text in told)
    world.sets_aside()


def test_a_digest_that_breaks_off_is_told_once_all_the_same(
    world: World, lead: Phone, deputy: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead.texts("QUIET minor")
    deputy.texts("flood Kyuso minor")
    until_morning(world)
    world.sets_aside()
    whole = waiting_items.tell

    def breaks_off(work: UnitOfWork, each: waiting_items.Waiting) -> None:
        whole(work, each)
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(waiting_items, "tell", breaks_off)
        world.passes("1m")
    lead.expects_nothing()
    assert waiting(world) == 1
    world.passes("1s")
    lead.expects(f"1 {MORNING}\nS1 flood Kyuso")
    world.sets_aside()


def test_a_digest_that_is_too_late_leaves_all_for_the_next(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("QUIET minor")
    deputy.texts("flood Kyuso minor")
    world.passes("1m")
    world.sets_aside()
    world.passes("28h")  # nothing ran meanwhile
    assert not any(MORNING in text for text in lead.unread)
    assert waiting(world) == 1
    world.sets_aside()
    for time in ("17h", "25m"):
        world.passes(time)
    lead.expects(f"1 {MORNING}\nS1 flood Kyuso")
    with world.program.database.reading() as session:
        told = session.scalar(
            select(func.count()).select_from(Delivery).where(Delivery.text.contains(MORNING))
        )
    assert told == 1
    world.sets_aside()
