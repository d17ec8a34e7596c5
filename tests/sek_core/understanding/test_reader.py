"""Slots read from a free text: tables of texts and slots."""

from typing import Any

import pytest

from config.mechanism import OTHER
from tests.packaged import packaged, reader_of

CONFIGURATION = packaged()
READER = reader_of(CONFIGURATION)


@pytest.mark.parametrize(
    ("text", "county", "slots"),
    [
        (
            "DROUGHT MUTOMO severe 400 households",
            "Kitui",
            ("drought", "Mutomo", "severe", {"households": 400}),
        ),
        ("mafuriko voi, nyumba 25 zimebebwa na maji", "Taita Taveta", ("flood", "Voi", None, {"houses": 25})),
        ("Locusts! Tharaka ward Mwingi North, large swarm", "Kitui", ("desert_locust", "Tharaka", None, {})),
        (
            "no water in Kalawa for 3 weeks, 800 HH",
            "Makueni",
            ("water_shortage", "Kalawa", None, {"households": 800}),
        ),
        ("Flash flood at Thange river, bridge swept away", "Makueni", ("flash_flood", "Thange", None, {})),
        (
            "PPR outbreak kyuso goats 120 dead",
            "Kitui",
            ("livestock_disease", "Kyuso", None, {"livestock": 120}),
        ),
        ("wizi wa mifugo Nuu usiku wa jana", "Kitui", ("conflict_insecurity", "Nuu", None, {})),
        ("Drought Kitui South Ikutha 1,200 HH", "Kitui", ("drought", "Ikutha", None, {"households": 1200})),
        ("DROUGHT 3 MIGWANI", "Kitui", ("drought", "Migwani", "severe", {})),
        ("flood Rong\u2019e mbaya sana", "Taita Taveta", ("flood", "Rong'e", "extreme", {})),
        (
            "locusts Kyuso 3 dead 14 injured",
            "Kitui",
            ("desert_locust", "Kyuso", None, {"deaths": 3, "injured": 14}),
        ),
        (
            "njaa kali Mutha, watoto 35",
            "Kitui",
            ("malnutrition_hunger", "Mutha", None, {"people": 35, "children": 35}),
        ),
        ("flood 12 km from Kyuso", "Kitui", ("flood", "Kyuso", None, {})),
        ("watu wote wana njaa", "Makueni", ("malnutrition_hunger", None, None, {})),
        ("njaa huku Wote", "Makueni", ("malnutrition_hunger", "Wote", None, {})),
        ("thanks all", "Kitui", (None, None, None, {})),
    ],
)
def test_slots(text: str, county: str, slots: tuple[Any, ...]) -> None:
    reading = READER.read(text, [county])
    place = reading.place.name if reading.place else None
    assert (reading.hazard, place, reading.severity, reading.affected) == slots


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("no flood", ("flood",)),
        ("not a flood", ("flood",)),
        ("hakuna mafuriko", ("flood",)),
        ("no water", ()),
        ("hakuna mvua", ()),
    ],
)
def test_denied_hazards(text: str, denied: tuple[str, ...]) -> None:
    reading = READER.read(text, ["Kitui"])
    assert reading.denied == denied
    assert (reading.hazard is None) == bool(denied)


@pytest.mark.parametrize(
    ("text", "counties"),
    [
        ("flood Mutomo", ("Kitui",)),
        ("flood", ("Kitui",)),
        ("flood in Makueni", ("Makueni",)),
        ("flood Mtito Andei", ("Makueni", "Kitui")),
        ("flood Mbitini", ("Kitui",)),
    ],
)
def test_counties(text: str, counties: tuple[str, ...]) -> None:
    assert READER.read(text, ["Kitui"]).counties == counties


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("not so severe, moderate", "moderate"),
        ("flood, not very severe", None),
        ("not severe", None),
        ("no water, severe", "severe"),
    ],
)
def test_severity_that_is_denied(text: str, severity: str | None) -> None:
    assert READER.read(text, ["Kitui"]).severity == severity


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("urgent flood", True),
        ("mafuriko haraka", True),
        ("flood, somebody died", True),
        ("flood, 2 people dead", True),
        ("goats dead of drought", False),
        ("flood severe", False),
        ("3 lost their lives", True),
        ("mbuzi zimekufa", False),
    ],
)
def test_urgency(text: str, urgent: bool) -> None:
    assert READER.read(text, ["Kitui"]).urgent is urgent


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune", "boreholes dry at Kyatune"),
        ("no water in Kalawa for 3 weeks, 800 HH", "for 3 weeks, 800 HH"),
        ("mafuriko voi, nyumba 25 zimebebwa na maji", "zimebebwa na maji"),
        ("drought in Mutomo severe", ""),
        ("the river took the road, flood in Kyuso", "the river took the road, flood in Kyuso"),
        ("flood", ""),
        ("", ""),
    ],
)
def test_what_is_left_to_quote(text: str, left: str) -> None:
    assert READER.read(text, ["Kitui"]).beyond == left


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("flood in Mutomo", "en"),
        ("mafuriko Mutomo", "sw"),
        ("mafuriko Mutomo severe", "sw"),
        ("yua Mutomo", "sw"),
        ("Mutomo", None),
        ("xyz", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert READER.read(text, ["Kitui"]).language == language


@pytest.mark.parametrize(
    ("hazard", "label"),
    [
        (hazard.id, label)
        for hazard in CONFIGURATION.hazards.values()
        for label in (hazard.label.en, hazard.label.sw)
        if hazard.id != OTHER
    ],
)
def test_what_a_hazard_is_called_says_that_it_is_one(hazard: str, label: str) -> None:
    """Words that people read on buttons and in alerts are understood when typed."""
    reading = READER.read(f"{label} at Kyuso, severe", ("Kitui",))
    assert reading.sure
    assert reading.hazard == hazard
