"""Women, children and others in alerts and answers; the newest word of a reporter; reporters who differ."""

import json

import pytest

from bot.cli import listing
from tests.scenarios.conftest import Phone, World

TOLD = ("Kitui CLT Lead", "USAID Officer", "RLA Secretariat")


def affected(world: World) -> dict[str, int]:
    """Return what S1 has affected, as the export says it."""
    with world.program.database.reading() as session:
        rows = {row["ref"]: json.loads(listing.as_json(row)) for row in listing.incidents(session)}
    numbers: dict[str, int] = rows["S1"]["affected"]
    return numbers


@pytest.fixture
def flood(world: World, lead: Phone) -> str:
    """Report S1, a severe flood in Kyuso with women and children, known to all recipients."""
    lead.texts("flood Kyuso severe 12 women and 30 children in the school")
    lead.expects("S1 FLOOD, severe, Kyuso, Kitui, 42 people (12 women, 30 children). Sent to")
    world.everyone_expects("S1 SEVERE FLOOD Kyuso, Kitui. 42 people (12 women, 30 children).", besides=lead)
    return "S1"


class TestShown:
    def test_in_the_alert_the_status_and_the_export(self, world: World, flood: str, clt: Phone) -> None:
        clt.texts("status s1")
        clt.expects("42 people (12 women, 30 children)")
        assert affected(world) == {"people": 42, "women": 12, "children": 30}
        assert list(affected(world)) == ["people", "women", "children"]

    def test_a_kind_alone_stands_for_the_people(self, world: World, lead: Phone) -> None:
        lead.texts("flood Kyuso severe 1 pregnant woman stranded")
        lead.expects("S1 FLOOD, severe, Kyuso, Kitui, 1 pregnant")
        world.everyone_expects("1 pregnant", besides=lead)
        assert affected(world) == {"people": 1, "pregnant": 1}

    def test_a_total_that_was_said_with_its_parts(self, world: World, lead: Phone) -> None:
        lead.texts("flood Kyuso severe 60 people, among them 20 children and 1 person with disability")
        lead.expects("60 people (20 children, 1 person with a disability)")
        world.everyone_expects("60 people (20 children, 1 person with a disability)", besides=lead)

    def test_in_swahili(self, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone, rla: Phone) -> None:
        makueni_lead.texts("mafuriko Wote kali watu 60 wakiwemo watoto 20, wazee 6 na mama mjamzito 1")
        makueni_lead.expects("watu 60 (watoto 20, mjamzito 1, wazee 6)")
        for phone in (makueni_clt, usaid, rla):
            phone.expects("60 people (20 children, 1 pregnant, 6 older people)")


class TestCorrected:
    def test_fix_changes_one_kind_and_the_sum(self, world: World, flood: str, lead: Phone) -> None:
        lead.texts("FIX S1 children 35")
        lead.expects("S1 is now: FLOOD, severe, Kyuso, Kitui, 47 people (12 women, 35 children)")
        world.everyone_expects("corrected: 42 to 47 people, 30 to 35 children", besides=lead)
        assert affected(world) == {"people": 47, "women": 12, "children": 35}

    def test_in_swahili_and_in_passing(self, world: World, flood: str, lead: Phone) -> None:
        lead.texts("SAHIHISHA S1 wanawake 10")
        lead.expects("watu 40 (wanawake 10, watoto 30)")
        world.everyone_expects("42 to 40 people, 12 to 10 women", besides=lead)
        lead.texts("samahani 31 sio 30")
        lead.expects("S1", "31")
        lead.texts("1")
        lead.expects("watoto 31")
        world.everyone_expects("30 to 31 children", besides=lead)
        assert affected(world) == {"people": 41, "women": 10, "children": 31}

    def test_of_a_total_only_the_part_changes(self, world: World, lead: Phone) -> None:
        lead.texts("flood Kyuso severe 60 people, 20 of them children")
        lead.expects("60 people (20 children)")
        world.everyone_expects("60 people (20 children)", besides=lead)
        lead.texts("FIX S1 25 children")
        lead.expects("60 people (25 children)")
        world.everyone_expects("corrected: 20 to 25 children", besides=lead)


class TestTheNewestWord:
    @pytest.mark.parametrize(("number", "total"), [(20, 32), (50, 62)])
    def test_of_a_reporter_replaces_the_older_one(
        self, world: World, flood: str, lead: Phone, number: int, total: int
    ) -> None:
        lead.texts(f"ADD S1 {number} children")
        lead.expects(f"{total} people (12 women, {number} children)")
        world.everyone_expects(f"added: 42 to {total} people, 30 to {number} children", besides=lead)
        assert affected(world) == {"people": total, "women": 12, "children": number}

    def test_a_kind_that_was_not_told_joins_the_sum(self, world: World, flood: str, lead: Phone) -> None:
        lead.texts("ADD S1 8 men")
        lead.expects("50 people (12 women, 8 men, 30 children)")
        world.everyone_expects("added: 42 to 50 people, 8 men", besides=lead)

    @pytest.mark.parametrize("text", ["5 more children came", "watoto 5 zaidi", "5 children at Mwingi"])
    def test_what_comes_on_top_or_is_elsewhere_lowers_nothing(
        self, world: World, flood: str, lead: Phone, text: str
    ) -> None:
        lead.texts(f"ADD S1 {text}")
        lead.ignores()
        world.everyone_ignores(besides=lead)
        assert affected(world)["children"] == 30

    @pytest.mark.parametrize(("number", "shown"), [(20, 20), (50, 50)])
    def test_in_a_second_report_of_the_same_event_too(
        self, world: World, flood: str, lead: Phone, number: int, shown: int
    ) -> None:
        world.passes("10m")
        lead.texts(f"flood Kyuso severe {number} children")
        lead.expects("Is this S1", "1 Same 2 New")
        lead.texts("1")
        lead.expects("Added to S1, now 2 reports")
        world.everyone_expects(f"30 to {shown} children", besides=lead)
        assert affected(world)["children"] == shown
        assert affected(world)["people"] == 12 + shown

    def test_a_report_that_is_joined_late_is_older_than_a_correction_meanwhile(
        self, world: World, flood: str, lead: Phone
    ) -> None:
        lead.texts("flood Kyuso severe 20 children")
        lead.expects("Is this S1", "1 Same 2 New")
        world.passes("5m")
        lead.ignores()
        world.everyone_ignores(besides=lead)
        lead.texts("FIX S1 35 children")
        lead.ignores()
        world.everyone_expects("30 to 35 children", besides=lead)
        lead.texts("1")
        lead.expects("Added to S1, now 2 reports")
        world.everyone_expects("S2 is the same as S1", besides=lead)
        assert affected(world)["children"] == 35

    def test_the_rest_of_a_long_report_only_adds_what_is_missing(
        self, world: World, flood: str, lead: Phone
    ) -> None:
        lead.texts("10 children are in the office with 3 men")
        lead.ignores()
        world.everyone_ignores(besides=lead)
        assert affected(world) == {"people": 45, "women": 12, "men": 3, "children": 30}


class TestTwoReporters:
    @pytest.fixture
    def joined(self, world: World, flood: str, deputy: Phone) -> str:
        """Let the deputy report the same event with fewer children, which changes nothing."""
        deputy.texts("flood Kyuso severe 20 children")
        deputy.expects("Is this S1", "1 Same 2 New")
        deputy.texts("1")
        deputy.expects("Added to S1, now 2 reports")
        assert affected(world) == {"people": 42, "women": 12, "children": 30}
        return flood

    def test_the_larger_number_is_shown_and_never_the_sum(
        self, world: World, joined: str, deputy: Phone
    ) -> None:
        deputy.texts("ADD S1 45 children")
        deputy.ignores()
        world.everyone_expects("30 to 45 children", among=TOLD)
        assert affected(world) == {"people": 57, "women": 12, "children": 45}

    def test_the_one_whose_number_is_shown_may_lower_it_to_what_the_other_says(
        self, world: World, joined: str, lead: Phone
    ) -> None:
        lead.texts("ADD S1 10 children")
        lead.ignores()
        world.everyone_expects("30 to 20 children", besides=lead)
        assert affected(world)["children"] == 20

    def test_the_other_does_not_lower_it_by_adding_but_by_fix(
        self, world: World, joined: str, deputy: Phone
    ) -> None:
        deputy.texts("ADD S1 25 children")
        deputy.ignores()
        world.everyone_expects('"25 children"', among=TOLD)
        assert affected(world)["children"] == 30
        deputy.texts("FIX S1 25 children")
        deputy.ignores()
        world.everyone_expects("30 to 25 children", among=TOLD)
        assert affected(world)["children"] == 25
