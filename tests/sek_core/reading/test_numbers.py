"""Numbers with what they count, and numbers that count nothing."""

import pytest

from config.mechanism import load_configuration
from sek_core.understanding import Reader

READER = Reader(load_configuration())


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("1,200 households", {"households": 1200}),
        ("1 200 households", {"households": 1200}),
        ("5OO HH", {"households": 500}),
        ("2k people", {"people": 2000}),
        ("1.5k cattle", {"livestock": 1500}),
        ("12.5 acres", {"acres": 12}),
        ("about 400 HH", {"households": 400}),
        ("~400 HH", {"households": 400}),
        ("kaya kama 400", {"households": 400}),
        ("kaya: 400", {"households": 400}),
        ("households 85 affected", {"households": 85}),
        ("400 affected households", {"households": 400}),
        ("watu elfu mbili", {"people": 2000}),
        ("watu elfu mbili mia tatu na hamsini", {"people": 2350}),
        ("familia mia tatu", {"households": 300}),
        ("nyumba ishirini na tano", {"houses": 25}),
        ("elfu 2 watu", {"people": 2000}),
        ("two thousand three hundred people", {"people": 2300}),
        ("one hundred and twenty goats", {"livestock": 120}),
        ("2 thousand people", {"people": 2000}),
        ("ekari kumi", {"acres": 10}),
        ("3 dead 14 injured 2 missing", {"deaths": 3, "injured": 14, "missing": 2}),
        ("3 people dead", {"deaths": 3}),
        ("3 people were found dead", {"deaths": 3}),
        ("watu watatu wamekufa", {"deaths": 3}),
        ("ndovu wameua watu wawili", {"deaths": 2}),
        ("killed 3 people", {"deaths": 3}),
        ("14 people sick 1 dead", {"people": 14, "deaths": 1}),
        ("goats 120 dead", {"livestock": 120}),
        ("120 goats dead, 12 acres", {"livestock": 120, "acres": 12}),
        ("40 dead goats", {"livestock": 40}),
        ("20 goats, 5 cows", {"livestock": 25}),
        ("goats 40, sheep 20 dead", {"livestock": 60}),
        ("watoto 35 wana utapiamlo", {"people": 35}),
        ("12 km from 40 houses", {"houses": 40}),
        ("for 3 weeks, 800 HH, women walking 12 km", {"households": 800}),
        ("price up 70% in 4 markets", {}),
        ("goats at ksh 3000 each", {}),
        ("goat 3000 bob", {}),
        ("on 12 May at 10:30 people came", {}),
        ("call 0300000051 people", {}),
        ("2 shule zimefungwa", {}),
        ("4 hyenas dead", {}),
        ("o people, oo people", {}),
    ],
)
def test_what_is_counted(text: str, affected: dict[str, int]) -> None:
    assert READER.read(text, ["Kitui"]).affected == affected
