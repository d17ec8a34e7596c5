"""Numbers with what they count, and numbers that count nothing."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


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
        ("watoto 35 wana utapiamlo", {"people": 35, "children": 35}),
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
        ("600hhs", {"households": 600}),
        ("350HH", {"households": 350}),
        ("HH350", {"households": 350}),
        ("300ppl", {"people": 300}),
        ("7 pple dead", {"deaths": 7}),
        ("2dead", {"deaths": 2}),
        ("15acres", {"acres": 15}),
        ("3km", {}),
        ("1,2OO people", {"people": 1200}),
        ("1O,000 people", {"people": 10000}),
        ("12,5OO people", {"people": 12500}),
        ("l,200 people", {"people": 1200}),
        ("1,2OOO people", {}),
        ("3,4 people", {}),
        ("2.500 people", {"people": 2500}),
        ("2.500 acres", {}),
        (
            "20 households: 30 women, 41 children",
            {"households": 20, "people": 71, "women": 30, "children": 41},
        ),
        ("12 children: 5 boys, 7 girls", {"people": 12, "children": 12, "boys": 5, "girls": 7}),
        ("120 people, 30 women", {"people": 120, "women": 30}),
        ("4 members of 1 family admitted", {"people": 4}),
        ("houses affected si 12 ni 21 now", {"houses": 21}),
        ("si 12 ni 21", {}),
        ("nyumba tano zimebomoka na watu wawili wamefukiwa", {"houses": 5, "people": 2}),
        ("212 learners out", {"people": 212}),
        ("60 pax", {"people": 60}),
        ("keja 40 zimechomwa", {"houses": 40}),
        ("450 manyattas burnt", {"houses": 450}),
        ("misyi 200", {"households": 200}),
        ("watu 2 wamekatwa na panga", {"injured": 2}),
        ("9 rushed to hospital", {"injured": 9}),
        ("radi imepiga mti, waumini 3 wamefariki 11 wameumia", {"deaths": 3, "injured": 11}),
        ("sixty (60) goats", {"livestock": 60}),
        ("two (2) dead", {"deaths": 2}),
        ("sixty-three learners", {"people": 63}),
        ("twenty six pupils", {"people": 26}),
        ("watu kumi na mmoja", {"people": 11}),
        ("kaya kama 40 hivi", {"households": 40}),
        ("86 HHs", {"households": 86}),
        ("60fams", {"households": 60}),
        ("runing stomach 7admited", {"people": 7}),
        ("mabati ya 6hh", {"households": 6}),
        ("3 hospitalised", {"injured": 3}),
        ("wanafunzi 5 wako wodi", {"injured": 5}),
        ("mbuzi zangu zote 43", {"livestock": 43}),
        ("ukuta umeangukia wanne.mmoja amefariki", {"people": 4, "deaths": 1}),
    ],
)
def test_what_is_counted(text: str, affected: dict[str, int]) -> None:
    assert READER.read(text, ["Kitui"]).affected == affected


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("tuko 33 ndani ya bus", {"people": 33}),
        ("we are nine on the roof", {"people": 9}),
        ("Eleven of them are on the other side", {"people": 11}),
        ("wawili wako hospitali", {"injured": 2}),
        ("enziu lori imebebwa, 5 hawaonekani", {"missing": 5}),
        ("Families now sleeping in the school are fourteen", {"households": 14}),
        ("Abortion storm in sheep and goats, 112 aborted", {"livestock": 112}),
        ("hizi mbuzi za jirani zinakohoa, nimepoteza 17", {"livestock": 17}),
        ("14 of 39 learners are sick", {"people": 14}),
        ("LSD 14/52 cows", {"livestock": 14}),
        ("forty sorry thirty four goats", {"livestock": 34}),
        ("kaya 40, samahani 34", {"households": 34}),
        ("kaya si 12 ni 21", {"households": 21}),
    ],
)
def test_numbers_that_stand_without_their_unit(text: str, affected: dict[str, int]) -> None:
    assert READER.read(text, ["Kitui"]).affected == affected


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("HH: Sofia 14, Birikani 9", {"households": 23}),
        ("households affected: Sofia 14, Birikani 9", {"households": 23}),
        ("Sofia 14 hh na Birikani 9 hh", {"households": 23}),
        ("Sofia 14, Birikani 9 households", {"households": 23}),
        ("40 households at Sofia need food. 300 households live there", {"households": 40}),
    ],
)
def test_a_list_of_places_is_added_up(text: str, affected: dict[str, int]) -> None:
    assert READER.read(text, ["Taita Taveta"]).affected == affected


@pytest.mark.parametrize(
    "text",
    [
        "usiku wa tatu",
        "a class 6 girl",
        "chumba namba 3",
        "elder girl 14",
        "M/52 with fever",
        "since 3 we wait",
        "ndovu sita wamevuka Tana",
        "five elephants",
        "watu milioni 850",
        "wake wawili labda",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    assert READER.read(text, ["Kitui"]).affected == {}
