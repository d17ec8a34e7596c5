"""`sek triage`: the texts that wait with why they were read so, and the hazards in question."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from config.mechanism import Configuration
from sek_core.store.database import Database
from sek_core.store.incidents import Incident, ReportRow
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER, World

STRANGER = "+254300000099"
UNCLEAR = "the matter of the wazungu is still there"
MAYBE = "maize price today"
ABUSE = "a girl of 12 was defiled by her uncle at Kibwezi"


@pytest.fixture
def world(
    configuration: Configuration, database: Database, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A lead's text that no reader understood, one in doubt, a report of abuse, and a stranger's words."""
    world = World(configuration, database, clock, "sms")
    world.enrols(ROSTER)
    world["Patrick Mburu"].texts(UNCLEAR)
    world.passes("1m")
    world["Martin Miriti"].texts(MAYBE)
    world.phone("+254300000098").texts(ABUSE)
    world.passes("1m")
    world.phone(STRANGER).texts("blue seven")
    for name in ("DATABASE_URL", "SEK_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEK_DATABASE_URL", database.url.render_as_string(hide_password=False))
    yield world
    world.close()


def sek(*words: str) -> str:
    ended = CliRunner().invoke(app.app, list(words))
    assert ended.exit_code == 0, ended.output
    return ended.output


def rows() -> dict[str, dict[str, Any]]:
    return {row["ref"]: row for row in map(json.loads, sek("triage", "--json").splitlines())}


def test_the_oldest_comes_first_with_sender_county_and_words(world: World) -> None:
    found = list(rows().values())
    facts = [(row["ref"], row["county"], row["sender"], row["reason"], row["text"]) for row in found]
    assert facts == [
        ("U1", "Kitui", "Patrick Mburu", "not understood", UNCLEAR),
        ("U2", "Makueni", "Martin Miriti", "may be a report", MAYBE),
        ("U4", None, STRANGER, "unknown sender", "blue seven"),
    ]


def test_it_has_the_rules_reason_the_heads_and_the_nearest_training_texts(world: World) -> None:
    row = rows()["U2"]
    assert row["rules"] == [
        ["maize price", "faint", "food_price_spike"],
        ["maize price", "report", "food_price_spike (faint), in doubt: faint"],
    ]
    assert 0 <= row["heads"]["report"] <= 1
    assert 0 <= row["heads"]["plea"] <= 1
    assert len(row["heads"]["hazards"]) == 3
    assert row["heads"]["telling"]
    assert len(row["near"]) == 3
    assert all(near["text"] for near in row["near"])


def test_people_read_it_in_lines(world: World) -> None:
    said = sek("triage").splitlines()
    assert said[0] == "3 texts that wait"
    assert said[1].startswith("U1  2026-") and said[1].endswith(UNCLEAR)
    assert any(line.startswith("  heads: report ") for line in said)
    assert any(line.startswith("  like ") for line in said)
    assert "0 hazards in question" in said


def test_abuse_stays_hidden_and_who_wants_no_name_has_none(world: World) -> None:
    world["Patrick Mburu"].texts("something is wrong at the store, do not mention my name")
    said = sek("triage") + sek("triage", "--json")
    assert "defiled" not in said
    assert "U3" not in said
    nameless = [row for row in rows().values() if "do not mention" in row["text"]]
    assert [row["sender"] for row in nameless] == ["(wants no name)"]


def test_an_incident_whose_hazard_the_heads_do_not_see_is_in_question(world: World) -> None:
    world["Patrick Mburu"].texts("flood Kyuso severe")
    world["Martin Miriti"].texts("drought Kibwezi severe 400 households")
    assert "S1" not in rows()
    with world.program.database.writing() as session:
        # words by which the rules read locusts, and the heads fire
        words = (
            "locusts fire flood the house is burning, msitu unaungua moto mkubwa, nyumba zimebebwa na maji"
        )
        session.query(ReportRow).filter_by(incident_ref="S1").update({"text": words})
        session.get_one(Incident, "S1").hazard = "desert_locust"
    row = rows()["S1"]
    assert row["hazard"] == "desert_locust"
    assert "desert_locust" not in row["heads"]["hazards"]
    assert "fire" in row["heads"]["hazards"]
    said = sek("triage").splitlines()
    assert said[said.index("1 hazards in question") + 1].startswith("S1  2026-")
