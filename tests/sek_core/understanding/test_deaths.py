"""Deaths: counted only for people, and marked when doubtful."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        # animals: named in the clause, by the hazard, by the verb
        ("goats 30 sick 12 dead Nguumo", {"livestock": 30}),
        ("goats: 30 sick 12 dead", {"livestock": 30}),
        ("12 sick goats Kyuso", {"livestock": 12}),
        ("livestock sick 40", {"livestock": 40}),
        ("cholera Kyuso 12 sick 2 died", {"people": 12, "deaths": 2}),
        ("cholera Kyuso cases 12 deaths 2", {"people": 12, "deaths": 2}),
        ("kipindupindu Kyuso wagonjwa 12 wamekufa 2", {"people": 12, "deaths": 2}),
        ("mafuriko Kyuso watu 15 wamekufa 2 wamejeruhiwa", {"deaths": 15, "injured": 2}),
        ("mbuzi 30 wagonjwa 12 wamekufa", {"livestock": 30}),
        ("mbuzi 40 zimekufa", {"livestock": 40}),
        ("goats 12 wamekufa", {"livestock": 12}),
        ("25 shoats dead", {"livestock": 25}),
        ("12goats dead", {"livestock": 12}),
        ("PPR Makindu 40 deaths", {"livestock": 40}),
        ("drought Mutha 60 cattle, 20 died", {"livestock": 60}),
        (
            "40 households displaced, 12 goats dead, 1 man dead",
            {"households": 40, "livestock": 12, "deaths": 1},
        ),
        # people
        ("watu 3 wamepoteza maisha", {"deaths": 3}),
        ("wawili wameaga dunia", {"deaths": 2}),
        ("watu wawili wamezama", {"deaths": 2}),
        ("3 lost their lives", {"deaths": 3}),
        ("fatalities 3", {"deaths": 3}),
        ("2 passed on", {"deaths": 2}),
        ("waliokufa wamefika 4", {"deaths": 4}),
        ("waliofariki sasa ni 4", {"deaths": 4}),
        ("the dead have reached 4", {"deaths": 4}),
        ("mbuzi zilizokufa zimefika 30", {"livestock": 30}),
        ("one succumbed", {"deaths": 1}),
        ("wall collapsed killing 2 children", {"deaths": 2}),
        ("cholera: 0 deaths 4 admitted", {"people": 4}),
        ("nyumba ishirini zimezama", {"houses": 20}),
        # one victim without a number
        ("Elephant killed a boda rider", {"deaths": 1}),
        ("a man was killed by elephant", {"deaths": 1}),
        ("a child drowned", {"deaths": 1}),
        ("wamemuua mzee", {"deaths": 1}),
        ("mzee ameuawa na ndovu", {"deaths": 1}),
        ("mtoto ametuacha", {"deaths": 1}),
        ("people died", {}),
        ("simba ameua mbuzi", {}),
        # children, and young goats
        ("17 kids malnourished", {"people": 17, "children": 17}),
        ("40 kids stranded by flood", {"people": 40, "children": 40}),
        ("goats and kids 20 dead PPR", {"livestock": 20}),
    ],
)
def test_who_died(text: str, affected: dict[str, int]) -> None:
    assert READER.read(text, ["Makueni"]).affected == affected


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("flood Kyuso 3 people dead", ()),
        ("flood Kyuso 3 dead", ()),
        ("drought Kyuso 20 dead", ("deaths",)),
        ("2 passed on", ("deaths",)),
        ("flood Kyuso: 20 goats swept, 3 dead", ("deaths",)),
        ("PPR Kyuso 40 deaths", ()),
    ],
)
def test_what_is_doubtful(text: str, doubtful: tuple[str, ...]) -> None:
    assert READER.read(text, ["Kitui"]).doubtful == doubtful
