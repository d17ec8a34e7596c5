"""Dead people who are none: things, play, rumours, exercises; and one victim without a number."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    "text",
    [
        "my battery died",
        "signal is dead here",
        "kufa kwa simu yangu",
        "my husband's phone died",
        "I am dead tired",
        "somebody kill that audio",
        "chelsea wamezama 4-1",
        "Simba wameuawa tatu moja hahaaa poleni",
        "In the sermon 3 people died on the cross",
        "school match: Kyuso killed 3",
        "Disregard the message about 40 dead in Mutha",
        "40 people dead in Mutha is a rumour",
        "ATI SHIMO LIMEUA WATU KUMI. HAKUNA KITU KAMA HICHO",
        "In 2018 floods killed 3 people",
        "relatives of the man who died are outside",
        "simba 2 wameuawa",
    ],
)
def test_nobody_died(text: str) -> None:
    reading = READER.read(text, ["Kitui"])
    assert "deaths" not in reading.affected


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("exercise: flood at Kyuso, 11 dead", 11),
        ("wanasema ati watu 3 wamekufa", 3),
        ("4 people killed, unconfirmed", 4),
        ("3 people may be killed", 3),
    ],
)
def test_the_dead_of_an_exercise_and_of_hearsay_are_asked_about(text: str, dead: int) -> None:
    reading = READER.read(text, ["Kitui"])
    assert (reading.affected["deaths"], reading.doubtful) == (dead, ("deaths",))


@pytest.mark.parametrize(
    ("text", "livestock"),
    [
        ("kuku za mama zote 38 dead", 38),
        ("The goats are coughing badly. Fourteen are dead", 14),
        ("mbuzi 4 wamekufa", 4),
    ],
)
def test_dead_animals_are_no_dead_people(text: str, livestock: int) -> None:
    assert READER.read(text, ["Kitui"]).affected == {"livestock": livestock}


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("mtoto amepotea tangu jana", {"missing": 1}),
        ("driver bleeding badly from the leg", {"injured": 1}),
        ("mzee kavunjika mguu", {"injured": 1}),
        ("mzee kafariki", {"deaths": 1}),
        ("road cut, driver says", {}),
        ("nyumba zimeungua", {}),
        ("mother is not hurt", {}),
    ],
)
def test_one_victim_without_a_number(text: str, affected: dict[str, int]) -> None:
    assert READER.read(text, ["Kitui"]).affected == affected
