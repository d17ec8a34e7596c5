"""What people decide about a text is kept, without names and numbers, for the reader to learn from."""

from dataclasses import replace

import pytest

from config.mechanism import Configuration
from sek_core.store.examples import ExampleRow
from tests.scenarios.conftest import Phone, World
from tests.scenarios.strangers import STRANGER, writes

UNCLEAR = "the matter of the wazungu is still there"
HIT = "two boda riders are lying on the road at Kyuso after the probox hit them"


def examples(world: World) -> list[tuple[str, str, str | None, str]]:
    """Return text, label, hazard, and who decided, in the order in which the texts came."""
    with world.program.database.reading() as session:
        rows = session.query(ExampleRow).order_by(ExampleRow.inbox_id).all()
        return [(row.text, row.label, row.hazard, row.decided_by) for row in rows]


def asked_of_coordinator(world: World, lead: Phone, deputy: Phone, text: str = UNCLEAR) -> None:
    lead.texts(text)
    lead.ignores()
    world.passes("5m")
    deputy.expects(text)


def test_a_coordinators_one_and_two_leave_an_example_each(world: World, lead: Phone, deputy: Phone) -> None:
    asked_of_coordinator(world, lead, deputy)
    deputy.texts("1")
    world.sets_aside()
    assert examples(world) == [(UNCLEAR, "report", None, "coordinator")]
    asked_of_coordinator(world, lead, deputy, "the scouts sang so nicely yesterday")
    deputy.texts("2")
    world.sets_aside()
    assert examples(world)[1] == ("the scouts sang so nicely yesterday", "no report", None, "coordinator")


def test_it_has_the_county_and_the_sender_and_no_name_or_number(
    world: World, lead: Phone, deputy: Phone
) -> None:
    lead.texts("the matter of Mzee Wafula and Meshack is still there, ask 0712 345 678")
    lead.ignores()
    world.passes("5m")
    deputy.ignores()
    deputy.texts("2")
    world.sets_aside()
    assert [text for text, *_ in examples(world)] == ["the matter of Mzee _ and _ is still there, ask _"]
    with world.program.database.reading() as session:
        row = session.query(ExampleRow).one()
        assert (row.county, row.person_id) == ("Kitui", 1)


def test_the_senders_own_answer_counts_until_a_coordinator_decides(
    world: World, lead: Phone, deputy: Phone
) -> None:
    lead.texts(UNCLEAR)
    lead.expects("Is it a report?")
    lead.texts("1")
    lead.ignores()
    assert examples(world) == [(UNCLEAR, "report", None, "sender")]
    world.passes("1s")
    deputy.expects(UNCLEAR)
    deputy.texts("2")
    world.sets_aside()
    assert examples(world) == [(UNCLEAR, "no report", None, "coordinator")]


def test_a_hazard_that_the_sender_chose_is_kept(world: World, lead: Phone) -> None:
    lead.texts(HIT)
    said = lead.expects("Which of these is it?", "road accident")
    lead.texts(said.lower().split(" road accident")[0][-1])
    world.sets_aside()
    assert examples(world) == [(HIT, "report", "road_accident", "sender")]


def test_no_report_is_kept_as_none_and_cancel_says_nothing(world: World, lead: Phone) -> None:
    lead.texts(HIT)
    lead.expects("Which of these is it?")
    lead.texts("cancel")
    lead.expects("Nothing was sent")
    assert examples(world) == []
    lead.texts("maize price today")
    lead.expects("Is this a report of price rise?")
    lead.texts("2")
    lead.expects("Nothing was sent")
    assert examples(world) == [("maize price today", "no report", None, "sender")]


def test_a_yes_is_an_example_of_the_hazard_that_was_asked_about(world: World, lead: Phone) -> None:
    lead.texts("maize price today")
    lead.expects("Is this a report of price rise?")
    lead.texts("1")
    world.sets_aside()
    assert examples(world) == [("maize price today", "report", "food_price_spike", "sender")]


def test_a_corrected_hazard_replaces_what_was_said_before(world: World, lead: Phone) -> None:
    lead.texts("flood Kyuso severe")
    world.sets_aside()
    assert examples(world) == []
    lead.texts("FIX S1 landslide")
    world.sets_aside()
    lead.texts("FIX S1 drought")
    world.sets_aside()
    assert examples(world) == [("flood Kyuso severe", "report", "drought", "correction")]


def test_a_strangers_text_that_was_vouched_for_is_an_example_when_it_is_a_shock(
    world: World, lead: Phone, rla: Phone
) -> None:
    stranger = world.phone(STRANGER)
    writes(stranger, rla, "drought Mutomo severe 400 households")
    rla.does("VOUCH U1 Patrick Mburu")
    world.passes("10m")
    world.sets_aside()
    assert examples(world) == [("drought Mutomo severe 400 households", "report", None, "coordinator")]


def test_abuse_complaints_and_senders_without_a_name_leave_none(
    world: World, lead: Phone, deputy: Phone, rla: Phone
) -> None:
    lead.texts(UNCLEAR)
    lead.ignores()
    lead.texts("1")
    lead.ignores()
    assert len(examples(world)) == 1
    lead.texts("a girl of 12 was defiled by her uncle at Kibwezi")
    world.sets_aside()
    assert examples(world) == []
    world.passes("1s")
    deputy.texts("2")
    world.sets_aside()
    assert examples(world) == []
    world.passes("5h")
    world.sets_aside()
    asked_of_coordinator(
        world, lead, deputy, "they are doing bad things at the store, do not mention my name"
    )
    deputy.texts("2")
    world.sets_aside()
    assert examples(world) == []


class TestWithoutLearning:
    """The mechanism keeps no examples."""

    @pytest.fixture
    def configuration(self, configuration: Configuration) -> Configuration:
        mechanism = configuration.mechanism
        reader = mechanism.reader.model_copy(update={"learn": False})
        return replace(configuration, mechanism=mechanism.model_copy(update={"reader": reader}))

    def test_nothing_is_kept(self, world: World, lead: Phone, deputy: Phone) -> None:
        asked_of_coordinator(world, lead, deputy)
        deputy.texts("2")
        world.sets_aside()
        assert examples(world) == []
