"""How many questions of the program's own people get: a month, with many shocks and with some."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident
from sek_core.store.people import PersonRow
from tests.scenarios.conftest import Phone, World

DAY = timedelta(days=1)

PLACES = (
    "Kyuso",
    "Mutomo",
    "Nuu",
    "Voo",
    "Ikutha",
    "Kanziku",
    "Tseikuru",
    "Mutitu",
    "Zombe",
    "Endau",
    "Miambani",
    "Kisasi",
)

HAZARDS = ("drought", "flood", "landslide", "crop pest")


def messages(world: World, name: str, kinds: tuple[str, ...] = ()) -> list[Delivery]:
    """Return the messages to a person, in order; of these kinds, or all that are no answers."""
    with world.program.database.reading() as session:
        query = select(Delivery).join(PersonRow, PersonRow.id == Delivery.person_id)
        query = query.where(PersonRow.name == name).order_by(Delivery.id)
        rows = list(session.scalars(query))
        session.expunge_all()
    return [row for row in rows if (row.kind in kinds if kinds else row.kind != "answer")]


def questions(world: World, name: str) -> list[Delivery]:
    """Return the regular questions to a person."""
    return [
        row
        for row in messages(world, name, ("nudge",))
        if "now?" in row.text or "How is it now" in row.text or "shocks of yours" in row.text
    ]


def hours_pass(world: World, days: int, hours: int = 2) -> None:
    """Let days pass, an hour or two at a time, so that the clock looks at night too."""
    for _ in range(days * 24 // hours):
        world.passes(f"{hours}h")
        world.sets_aside()


@pytest.mark.only("sms")
def test_forty_open_shocks_are_one_message_a_day_with_three_digits_and_none_at_night(
    world: World, lead: Phone, clt: Phone
) -> None:
    severities = ("extreme", "severe", "moderate", "minor")
    for number in range(40):
        lead.texts(f"{HAZARDS[number // 12]} {PLACES[number % 12]} {severities[number % 4]}")
        lead.texts("2")  # another event, should it be asked; else what is needed
    with world.program.database.reading() as session:
        refs = list(session.scalars(select(Incident.ref).where(Incident.status == "open")))
    assert len(refs) >= 36
    for ref in refs:
        clt.texts(f"ok {ref}")
    world.sets_aside()
    hours_pass(world, 30, 6)
    asked = questions(world, "Patrick Mburu")
    zone = world.program.configuration.mechanism.zone
    times = [row.created_at.astimezone(zone) for row in asked]
    assert len({at.date() for at in times}) == len(times) <= 30
    assert len(times) >= 25
    assert all(9 <= at.hour < 20 for at in times)
    worst = [row for row in asked if "How is it now" in row.text]
    assert all(row.text.count(", S") == 2 and row.text.endswith("such as 2 3 1") for row in worst)
    assert all(row.segments <= 2 for row in asked)
    others = [row for row in asked if "all the same" in row.text]
    assert 3 <= len(others) <= 5


@pytest.mark.only("sms")
def test_twelve_shocks_in_a_month_are_at_most_forty_messages_to_anyone(
    world: World, lead: Phone, deputy: Phone, clt: Phone
) -> None:
    severities = ("severe", "moderate", "minor", "severe", "extreme", "moderate")
    for number, place in enumerate(PLACES):
        reporter = (lead, deputy, world["Kitui CLT Member"], world["USAID Officer"])[number % 4]
        reporter.texts(f"{HAZARDS[number % 4]} {place} {severities[number % 6]}, we need food")
        clt.texts(f"ok s{number + 1}")
        world.passes("10h")
        clt.texts(f"note s{number + 1} assessed, help is on the way")
        world.passes("14h")
        if number >= 2:
            clt.texts(f"close s{number - 1} food was brought to all households")
        hours_pass(world, 1, 12)
        world.passes("12h")
    for number in (len(PLACES) - 1, len(PLACES)):
        clt.texts(f"close s{number} food was brought to all households")
    hours_pass(world, 30 - 12 * 5 // 2 + 1, 12)
    for name in ("Patrick Mburu", "Meshack Mulinge"):
        told = messages(world, name)
        assert 10 <= len(told) <= 40, [row.text for row in told]


@pytest.mark.only("sms")
def test_the_others_are_asked_about_once_a_week_and_yes_answers_for_all(
    world: World, lead: Phone, clt: Phone
) -> None:
    for place in PLACES[:6]:
        lead.texts(f"drought {place} extreme, we need food")
    for number in range(1, 7):
        clt.texts(f"ok s{number}")
    world.passes("22h")
    world.sets_aside()
    world.passes("57m")
    lead.expects("How is it now? S1 drought Kyuso, S2 drought Mutomo, S3")
    lead.texts("2 2 2")
    world.passes("23h")
    world.sets_aside()
    world.passes("1h")
    lead.expects("6 other shocks of yours are open. Are they all the same? 1 Yes 2 LIST")
    world.sets_aside()
    lead.texts("1")
    lead.expects("Thank you. 6 shocks stand as before")
    world.sets_aside()
    world.passes("23h")
    world.sets_aside()
    world.passes("1h")
    lead.expects("How is it now? S1")
    world.sets_aside()
