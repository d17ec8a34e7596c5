"""Texts about abuse, complaints and drills, and texts that ask for no name."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    "text",
    [
        "girl raped at Mutha",
        "Mtoto wa miaka kumi amebakwa Thange tunaomba polisi",
        "wanawake wawili walibakwa jana",
        "a girl of 13 defiled by unknown men at the water point",
        "defilement case 2 girls",
        "mtoto amelawitiwa",
        "FGM of 12 girls",
        "wasichana watatu wamekeketwa usiku",
        "kuna ukeketaji wa wasichana Kasigau",
        "ndoa za mapema zinaongezeka Mutha",
        "she is being forced to marry an old man",
        "my husband beats me every night",
        "baba anampiga mtoto kila siku",
        "uncle touches her at night",
        "mwalimu analala na wanafunzi",
        "staff ask for sex before they give food",
        "dhuluma za kijinsia huku Voi",
        "a child was abused at the camp in Kyuso",
        "children abused by teacher in Mutomo",
        "woman assaulted at the water point in Kyuso",
        "mtoto wangu amepigwa na mwalimu",
    ],
)
def test_abuse(text: str) -> None:
    assert READER.read(text, ["Kitui"]).protection


@pytest.mark.parametrize(
    "text",
    [
        "GBV training on Friday",
        "a meeting on sgbv tomorrow",
        "anti FGM campaign Kyuso",
        "semina ya unyanyasaji wa kijinsia kesho",
        "flood Kyuso 40 households",
        "wamevamia Ngomeni na kuchukua watoto",
        "heart beats",
    ],
)
def test_no_abuse(text: str) -> None:
    assert not READER.read(text, ["Kitui"]).protection


@pytest.mark.parametrize(
    "text",
    [
        "TEST TEST flood Voi severe 100 hh",
        "Draft message for approval: Extreme flood in Voi 900 people displaced. Do not send yet",
        "Simulation: flood Voi extreme 900 people. This is an exercise",
        "EXERCISE EXERCISE armed men attacked Ngomeni 3 dead",
        "mock report flood Voi",
        "flood Voi severe, this is only a test",
        "flood Kyuso 40 hh (drill)",
        "flood Kyuso test",
        "testing the system: flood Kyuso",
        "jaribio: mafuriko Voi",
        "hii ni zoezi: mafuriko Kyuso watu 3 wamekufa",
        "ujumbe wa majaribio mafuriko Voi",
        "rasimu: ukame Kyuso kaya 400",
    ],
)
def test_a_drill_is_asked_about(text: str) -> None:
    """Whatever it says of deaths and severity."""
    reading = READER.read(text, ["Kitui"])
    assert (reading.drill, reading.doubts, reading.in_doubt, reading.sure) == (True, ("drill",), True, False)


@pytest.mark.parametrize(
    "text",
    [
        "this is not a drill flood Kyuso severe",
        "hii si zoezi, mafuriko Kyuso",
        "no exercise, real flood Kyuso",
        "drill a borehole at Kyuso, no water",
        "drill rig broke at Kyuso, no water",
        "exercise books destroyed by flood Kyuso",
        "HIV test kits finished, cholera Kyuso",
        "test results: cholera confirmed Kyuso",
        "draft animals dying Mutha drought",
        "Mock exams disrupted by flood Kyuso",
    ],
)
def test_no_drill(text: str) -> None:
    reading = READER.read(text, ["Kitui"])
    assert (reading.drill, reading.sure) == (False, True)


def test_distress_beside_a_drill_is_a_plea_all_the_same() -> None:
    reading = READER.read("Test. People are trapped at Kyuso, help us", ["Kitui"])
    assert (reading.drill, reading.plea) == (True, True)


@pytest.mark.parametrize(
    ("text", "nameless"),
    [
        ("do not mention my name please, flood Kyuso", True),
        ("Don't tell my name. Cattle stolen Nuu", True),
        ("usitaje jina langu, wezi wa mifugo Nuu", True),
        ("usiseme ni mimi", True),
        ("keep me anonymous", True),
        ("my name is John", False),
        ("jina langu ni Mutua", False),
    ],
)
def test_who_asks_not_to_be_named(text: str, nameless: bool) -> None:
    assert READER.read(text, ["Kitui"]).nameless is nameless


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("chief took a bribe to register people", True),
        ("hongo inaitishwa kwa orodha ya chakula", True),
        ("wanauza chakula cha msaada Kyuso", True),
        ("staff of the office were very rude to us", True),
        ("nina malalamiko kuhusu usambazaji", True),
        ("they stole relief food", True),
        ("anti corruption training tomorrow", False),
        ("no complaints here", False),
        ("flood Kyuso 40 households", False),
    ],
)
def test_complaints(text: str, complaint: bool) -> None:
    assert READER.read(text, ["Kitui"]).complaint is complaint
