"""A task for many: one for each, one table for the giver. Decisions of meetings: offered, kept, listed."""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.meetings import held

POCS = """\
Jane Mutua,Kitui County,county_poc,Kitui,,+254300000021,en
Peter Kilonzo,Kitui County,county_poc,Kitui,,+254300000022,sw
"""


@pytest.fixture
def roster() -> str:
    return ROSTER + POCS


@pytest.fixture
def jane(world: World) -> Phone:
    return world["Jane Mutua"]


@pytest.fixture
def peter(world: World) -> Phone:
    return world["Peter Kilonzo"]


def test_each_has_a_task_and_the_giver_hears_of_them_together(
    world: World, lead: Phone, jane: Phone, peter: Phone
) -> None:
    lead.texts("TASK Kitui PoCs, send the list of boreholes, 12 Dec")
    lead.expects("A task for each of 2 people (Kitui PoCs) by Sat 12 Dec", "1 Yes 2 No")
    lead.texts("yes")
    lead.expects("2 people (Kitui PoCs) have the task by Sat 12 Dec", "T1 shows how all of them stand")
    jane.expects("T1 from the Kitui county lead by Sat 12 Dec", "DONE T1")
    peter.expects("T2 kutoka kwa", "TAYARI T2")
    jane.texts("DONE T1 sent by mail")
    jane.expects("T1 is done. Patrick Mburu, KIWASH hears of it together with the others")
    lead.expects_nothing()
    lead.texts("T1")
    lead.expects("1 of 2 done", "Open: Peter Kilonzo (T2)", "Done: Jane Mutua: sent by mail")
    world.passes("1h")
    lead.expects("1 of 2 done")
    peter.texts("TAYARI T2")
    peter.expects("T2 imekamilika")
    world.passes("1m")
    lead.expects("2 of 2 done")


def test_what_is_late_is_told_in_one_message(world: World, lead: Phone, jane: Phone, peter: Phone) -> None:
    lead.texts("TASK PoCs, send the list of boreholes, 26 Nov")
    lead.ignores()
    lead.texts("1")
    for phone in (lead, jane, peter):
        phone.ignores()
    world.passes("24h")
    for phone in (jane, peter):
        phone.expects("T")
    world.passes("48h")
    world.without_routine()
    for phone in (jane, peter):
        phone.expects("T")
    lead.expects('T1 "send the list of boreholes" by Thu 26 Nov: 0 of 2 done', "Jane Mutua (T1)")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("TASK PoCs, 12 Dec", "What should they do (PoCs)?"),
        ("TASK PoCs, count goats, 1 Jan 2020", "No task was given. Wed 1 Jan is over"),
        ("TASK PoCs, count goats, 31 Feb", "No task was given. There is no day 31 Feb"),
    ],
)
def test_bad_tasks_for_many(lead: Phone, words: str, part: str) -> None:
    lead.texts(words)
    lead.expects(part)


def test_no_gives_no_task(lead: Phone, jane: Phone) -> None:
    lead.texts("TASK PoCs, count goats")
    lead.ignores()
    lead.texts("2")
    lead.expects("No task was given")
    jane.expects_nothing()


MINUTES = (
    "MINUTES M1 Present: 14. We discussed the dry season.\n"
    "Agreed that the next meeting is at Mutomo\n"
    "1. Repair the pumps at Kyuso\n"
    "The road is bad; Imeamuliwa: Jane Mutua to map the water points by 12 Dec"
)


def given(world: World, lead: Phone) -> None:
    held(world, "M1", "Kitui", 1, invited=("Jane Mutua",))
    lead.texts(MINUTES)
    lead.expects(
        "Minutes of M1 SEK meeting Kitui are kept", "3 decisions or tasks found", "1 All 2 Choose (0 None)"
    )
    world.sets_aside()


def test_decisions_are_chosen_kept_and_listed(world: World, lead: Phone, jane: Phone) -> None:
    given(world, lead)
    lead.texts("2")
    lead.expects(
        "1. Agreed that the next meeting is at Mutomo", "2. Repair the pumps", "3. Jane Mutua to map"
    )
    lead.texts("1 3")
    lead.expects("2 decisions of M1 are kept; 1 is a task as well (T1)")
    jane.expects('T1 (M1) from the Kitui county lead by Sat 12 Dec: "map the water points"')
    jane.texts("DECISIONS M1")
    said = jane.expects("Decisions of M1", "the next meeting is at Mutomo", "to map the water points")
    assert "pumps" not in said
    lead.texts("MAAMUZI Kitui")
    lead.expects("Maamuzi ya Kitui", "the next meeting is at Mutomo")


def test_all_or_none(world: World, lead: Phone, jane: Phone) -> None:
    given(world, lead)
    lead.texts("0")
    lead.expects("No decision was kept")
    lead.texts("DECISIONS Kitui")
    lead.expects("No decision of Kitui is kept")
    lead.texts(MINUTES)
    world.sets_aside()
    lead.texts("1")
    lead.expects("3 decisions of M1 are kept; 1 is a task as well (T1)")
    jane.expects("T1 (M1)")


def test_whose_decisions(world: World, lead: Phone, makueni_lead: Phone) -> None:
    held(world, "M1", "Kitui", 1)
    makueni_lead.texts("MAAMUZI M1")
    makueni_lead.ignores()
    makueni_lead.texts("MAAMUZI Kitui")
    makueni_lead.expects("Maamuzi ya nani?")
    lead.texts("DECISIONS M9")
    lead.expects("There is no M9")
