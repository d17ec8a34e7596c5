"""Routes of one incident, and of a mechanism of its own."""

import pytest

from sek_core.store.incidents import Incident
from tests.scenarios.climbing import DISEASE, history, ignore, route, waits
from tests.scenarios.conftest import Phone, World


@pytest.mark.usefixtures("disease")
class TestTheRouteOfAnIncident:
    def test_stays_as_it_was_when_the_file_changes(self, world: World) -> None:
        route(
            world,
            tracks=[{"audience": "clt", "acknowledge": True, "steps": [{"to": [{"role": "clt_lead"}]}]}],
        )
        route(world, waits=dict.fromkeys(("minor", "moderate", "severe", "extreme", "unsaid"), "10h"))
        world.passes("30m")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2")
        assert waits(world) == ["0:30:00"]

    @pytest.mark.parametrize("kept", ["", "{}", "no JSON", "older"])
    def test_can_be_read_in_every_form(self, world: World, kept: str) -> None:
        older = world.program.configuration.routes.model_dump_json(exclude={"exhausted", "routes"})
        with world.program.database.writing() as session:
            session.query(Incident).update({"route": older if kept == "older" else kept})
        world.passes("30m")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2")


class TestAConfiguredRoute:
    def test_has_waits_of_a_step_and_repetitions(self, world: World, lead: Phone, clt: Phone) -> None:
        route(world, tracks=[{"audience": "clt", "acknowledge": True, "steps": [
            {"to": [{"role": "clt_lead"}], "waits": {"severe": "10m"}, "repeat": 2},
            {"to": [{"role": "chair"}]},
        ]}], exhausted=[])  # fmt: skip
        lead.texts(DISEASE)
        ignore(world, "Patrick Mburu", "Meshack Mulinge")
        clt.expects("S1 SEVERE LIVESTOCK DISEASE")
        for waited in ("10", "20"):
            world.passes("10m")
            clt.expects(f"S1 still not taken after {waited} min, step 1: SEVERE LIVESTOCK", "Reply OK S1")
        world.passes("10m")
        world["SEK Chair"].expects("S1 ESCALATED, step 2: the CLT lead has not answered in 30 min")
        lead.expects("not yet taken, now also with the SEK chair")
        world.passes("30m")
        lead.expects("nobody has taken it, and nobody else can be told. Please call your coordinators")
        assert history(world, "repeated") == ["repeated clt Kitui step 1: 1 asked again"] * 2

    def test_is_chosen_by_what_happened(self, world: World, lead: Phone, chair: Phone) -> None:
        route(world, routes=[{
            "when": {"kind": "shock", "hazard": ["flood"], "severity": "extreme", "county": "Kitui"},
            "tracks": [{"audience": "clt", "acknowledge": True, "steps": [{"to": [{"role": "chair"}]}]}],
            "informed": [],
        }])  # fmt: skip
        lead.texts("flood Kyuso extreme")
        chair.expects("S1 EXTREME FLOOD", "Reply OK S1")
        lead.expects("S1")
        lead.texts("flood Mutomo severe")
        world["Kitui CLT Lead"].expects("S2")
        ignore(world, "Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat")
