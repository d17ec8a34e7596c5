"""When the money of a day is spent: the urgent comes, alerts and answers come together, the rest tomorrow."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.metrics import Metrics
from config.mechanism import Configuration
from config.sending import Budgets
from sek_core.deliveries import spending_figures
from sek_core.deliveries.spending import day_of
from sek_core.deliveries.spending_figures import Spent
from sek_core.monitoring.checks import Watch
from tests.packaged import packaged
from tests.scenarios.conftest import Phone, World
from tests.scenarios.strangers import STRANGER

PLACES = ("Kyuso", "Mutomo", "Mwingi", "Ikutha", "Nuu", "Tseikuru", "Kabati", "Zombe", "Voo", "Kisasi")

SUMS = Budgets(county=Decimal(8), recipient=Decimal(40), sender=Decimal(12), unknown_sender=Decimal("1.5"))


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    """The packaged configuration, with little money."""
    whole = packaged()
    return replace(whole, mechanism=whole.mechanism.model_copy(update={"budgets": SUMS}))


def spent(world: World) -> dict[str, Spent]:
    """Return what is spent today, by county."""
    mechanism = world.program.configuration.mechanism
    today = day_of(mechanism, world.clock.now())
    with world.program.database.reading() as session:
        rows = spending_figures.by_county_and_day(session, mechanism, today, today)
    return {row.key: row for row in rows if row.budget == "county"}


def spends_all_of_kitui(world: World, deputy: Phone) -> None:
    """Report until the sum of the county is used up."""
    deputy.texts("flood Kyuso moderate")
    deputy.texts("flood Mutomo moderate")
    world.sets_aside()
    assert spent(world)["Kitui"].used_up and not spent(world)["Makueni"].used_up


pytestmark = pytest.mark.only("sms")


def test_alerts_and_half_reports_come_together_and_what_is_extreme_at_once(
    world: World, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    spends_all_of_kitui(world, deputy)
    deputy.sends("flood Nuu moderate")
    deputy.sends("flood Tseikuru minor")
    deputy.sends("mafuriko Ikutha")
    world.settle()
    clt.expects_nothing()
    deputy.sends("flood Voo extreme")
    world.settle()
    clt.expects("S6 EXTREME FLOOD Voo")
    usaid.expects("S6 EXTREME FLOOD Voo")
    world.sets_aside()
    world.passes("5m")
    clt.expects("3 more reports of flood in Kitui since 10:04: S5, S3, S4", "OK S5")  # S5 is half a report
    world.sets_aside()


def test_the_rest_comes_on_the_next_day(world: World, deputy: Phone, clt: Phone, lead: Phone) -> None:
    spends_all_of_kitui(world, deputy)
    clt.texts("NOTE S1 the road at Kyuso is closed")
    world.passes("1m")
    clt.expects("Noted on S1")
    assert not any("the road at Kyuso" in text for text in (*deputy.unread, *lead.unread))
    world.sets_aside()
    with world.program.database.reading() as session:
        [waits] = spending_figures.waiting(session)
    assert (waits.county, waits.budget) == ("Kitui", "county") and waits.messages >= 1
    page = metrics(world)
    assert 'sek_budget{budget="county",county="Kitui"} 8.0' in page
    assert 'sek_budget_waiting{budget="county",county="Kitui"}' in page
    assert f'sek_spent{{budget="county",county="Kitui"}} {spent(world)["Kitui"].spent:.1f}' in page
    world.clock.forward(timedelta(hours=13, minutes=56))  # 0:01
    world.passes("1s")
    assert any("the road at Kyuso" in text for text in deputy.unread)
    world.sets_aside()


def metrics(world: World) -> str:
    watch = Watch(world.program.configuration.mechanism, world.program.clock, frozenset({"sms"}))
    return Metrics(world.program.database, watch).page().decode()


def test_the_secretariat_hears_of_it_once_and_again_in_the_morning(
    world: World, deputy: Phone, rla: Phone
) -> None:
    world.passes("1s")
    for place in PLACES[:3]:
        deputy.texts(f"flood {place} moderate")
    told = [text for text in rla.unread if "SMS for Kitui today" in text]
    assert len(told) == 1 and "of 8 (" in told[0] and "urgent messages still leave" in told[0]
    world.sets_aside()
    world.clock.forward(timedelta(hours=21, minutes=27))  # 7:31
    world.passes("1s")
    assert [text for text in rla.unread if "Used up: SMS for Kitui yesterday: KES" in text]
    world.sets_aside()


def test_many_different_reports_of_one_phone_are_answered_together(
    world: World, deputy: Phone, clt: Phone
) -> None:
    answers: list[str] = []
    for number in range(200):
        deputy.sends(f"drought {PLACES[number % 10]} moderate {100 + number} households")
        if number % 10 == 0:
            world.passes("10s")
            answers += deputy.unread
            deputy.unread.clear()
    for _ in range(3):
        world.passes("1m")
        answers += deputy.unread
        deputy.unread.clear()
    joined = [text for text in answers if "earlier texts since" in text]
    assert joined and len(answers) < 30
    assert "STATUS S" in joined[0]
    world.sets_aside()
    deputy.texts("flood Kisasi extreme")
    world.passes("1m")
    deputy.expects("FLOOD, extreme, Kisasi")
    clt.expects("EXTREME FLOOD Kisasi")
    world.sets_aside()


def test_an_open_question_stands_in_the_answer_that_comes(world: World, deputy: Phone, clt: Phone) -> None:
    spends_all_of_kitui(world, deputy)
    deputy.sends("STATUS S1")
    deputy.sends("NOTE S2 the bridge holds")
    deputy.sends("flood Voo severe 40 households")
    world.settle()
    world.passes("1m")
    [said] = [text for text in deputy.unread if "S3 FLOOD" in text]
    assert said.startswith("2 earlier texts since 10:04 are handled: S1, S2. STATUS S1 shows one.")
    assert "What is needed most" in said
    world.sets_aside()
    deputy.sends("3 4")
    world.settle()
    world.passes("1m")
    deputy.expects("S3 needs water, food")
    world.sets_aside()


def test_an_unknown_number_has_a_sum_of_its_own(world: World) -> None:
    stranger = world.phone(STRANGER)
    for words in ("flood in Kibwezi", "flood in Voi", "drought in Kyuso"):
        stranger.sends(words)
        world.settle()
    assert len(stranger.unread) <= 1
    world.passes("1m")
    assert len(stranger.unread) <= 2
    world.sets_aside()


def test_a_flood_of_urgent_reports_is_never_held_and_each_is_named(
    world: World, deputy: Phone, clt: Phone
) -> None:
    spends_all_of_kitui(world, deputy)
    for place in PLACES[2:8]:
        deputy.sends(f"flood {place} extreme")
    world.settle()
    said = " ".join(clt.unread)
    assert all(f"EXTREME FLOOD {place}" in said for place in PLACES[2:8]), "at once"
    assert any("urgent reports: S" in text for text in clt.unread)
    assert len(clt.unread) <= 2
    world.sets_aside()
