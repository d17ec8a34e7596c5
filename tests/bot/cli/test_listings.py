"""`sek incidents`, `sek incident` and `sek deliveries`: one JSON object a line."""

import subprocess
from datetime import UTC, datetime

import pytest

from tests.bot.cli.conftest import CLT_LEAD, DEPUTY, DROUGHT, Shell
from tests.process import SEK, Process

INCIDENT_KEYS = {
    "ref", "hazard", "county", "place", "severity", "affected", "status", "reports", "tracks", "offers",
    "needs", "promise", "confirmed",
}  # fmt: skip
TRACK_KEYS = {"audience", "step", "acknowledged_by", "acknowledged_at"}
DELIVERY_KEYS = {
    "person", "channel", "address", "kind", "about", "step", "status", "provider_id", "attempts", "segments",
    "cost", "text",
}  # fmt: skip


class TestListings:
    def test_of_incidents_have_exactly_the_promised_keys(self, beside: Shell) -> None:
        [incident] = beside("incidents", "--json").objects
        assert set(incident) == INCIDENT_KEYS
        assert [set(track) for track in incident["tracks"]] == [TRACK_KEYS] * 4

    def test_of_incidents_say_where_each_stands(self, beside: Shell) -> None:
        [incident] = beside("incidents", "--json").objects
        assert {
            key: incident[key] for key in ("hazard", "county", "place", "severity", "status", "reports")
        } == {
            "hazard": "drought",
            "county": "Kitui",
            "place": "Mutomo",
            "severity": "severe",
            "status": "taken",
            "reports": 1,
        }
        tracks = {track["audience"]: track for track in incident["tracks"]}
        assert set(tracks) == {"clt", "usaid", "rla", "county"}
        assert tracks["clt"]["step"] == 1
        assert tracks["clt"]["acknowledged_by"] == "Kitui CLT Lead"
        at = datetime.fromisoformat(tracks["clt"]["acknowledged_at"])
        assert abs((datetime.now(UTC) - at).total_seconds()) < 120

    def test_of_deliveries_have_exactly_the_promised_keys(self, beside: Shell) -> None:
        found = beside("deliveries", "--json").objects
        assert found
        assert all(set(delivery) == DELIVERY_KEYS for delivery in found)

    def test_of_deliveries_name_people_as_the_roster_does(self, beside: Shell) -> None:
        found = beside("deliveries", "--json").objects
        alerts = {one["person"]: one for one in found if one["kind"] == "alert"}
        alert = alerts["Kitui CLT Lead"]
        assert {key: alert[key] for key in ("channel", "address", "about", "step", "status", "attempts")} == {
            "channel": "sms",
            "address": CLT_LEAD,
            "about": "S1",
            "step": 1,
            "status": "accepted",
            "attempts": 1,
        }
        assert alert["provider_id"]
        assert alert["segments"] in (1, 2)
        assert alert["cost"] == pytest.approx(0.8 * alert["segments"])
        assert "DROUGHT Mutomo, Kitui" in alert["text"]
        assert DEPUTY not in {one["address"] for one in alerts.values()}

    @pytest.mark.parametrize("listing", ["incidents", "deliveries"])
    def test_for_people_are_a_heading_and_a_line_each(self, beside: Shell, listing: str) -> None:
        heading, *lines = beside(listing).lines
        assert heading == heading.upper()
        assert len(lines) == len(beside(listing, "--json").lines)
        assert "S1" in beside(listing).out

    @pytest.mark.parametrize("listing", ["incidents", "deliveries"])
    def test_of_nothing_are_empty(self, empty: Shell, listing: str) -> None:
        assert (empty(listing, "--json").code, empty(listing, "--json").out) == (0, "")

    @pytest.mark.parametrize("reference", ["S1", "s1"])
    def test_of_one_incident_tell_its_story(self, beside: Shell, reference: str) -> None:
        story = beside("incident", reference)
        assert story.code == 0
        for part in ("S1", "drought", "Meshack Mulinge", DROUGHT, "Kitui CLT Lead", "accepted"):
            assert part in story.out

    def test_of_an_unknown_incident_say_so(self, beside: Shell) -> None:
        ended = beside("incident", "S99")
        assert (ended.code, ended.out) == (1, "")
        assert "S99" in ended.err

    def test_may_be_cut_off_by_their_reader(self, demonstration: Process) -> None:
        """As in `sek deliveries --json | head -1`."""
        listing = subprocess.Popen(
            [SEK, "deliveries", "--json"],
            cwd=demonstration.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert listing.stdout and listing.stderr
        listing.stdout.close()
        with listing.stderr as error:
            assert b"Traceback" not in error.read()
        listing.wait(10)


class TestFigures:
    def test_by_county_and_month_of_what_was_measured(self, beside: Shell) -> None:
        [found] = beside("figures", "--json").objects
        assert {"county", "month", "opened", "hours_to_taken"} == set(found)
        assert (found["county"], found["opened"]) == ("Kitui", 1)
        assert "opened 1" in beside("figures").out

    def test_of_another_county_or_month_there_are_none(self, beside: Shell) -> None:
        assert beside("figures", "--json", "--county", "Makueni").objects == []
        assert beside("figures", "--json", "--month", "2020-01").objects == []

    def test_a_month_that_is_none_is_refused(self, beside: Shell) -> None:
        assert "should be written like 2026-11" in beside("figures", "--month", "2026-13").err
