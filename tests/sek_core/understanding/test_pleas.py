"""Pleas: cries for help and people in danger, and texts that only use the same words."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())

PLEAS = [
    # cries for help, alone or beside a danger
    "help us",
    "tusaidieni jamani",
    "help us we are surrounded by water since 3am children on the roof, Kambu",
    "msaada nyumba imeanguka watu wako ndani Kilungu",
    "HELP. three houses collapsed Kilungu people inside",
    "There is flood near the river, people need help",
    "saidieni moto unaenea kwa nyumba zetu",
    "please send rescue boat to Kambu",
    "tunahitaji boti haraka, maji yametuzingira",
    # caught, buried, drowning
    "tunaangamia huku Malalani",
    "Help people are drowning at Thange",
    "watu watatu wamenaswa kwenye mgodi Kasigau",
    "mgodi umeporomoka, vijana sita wako chini",
    "kuna watu wamefunikwa na matope",
    "fire has surrounded our house we cannot get out",
    "two kids locked in burning house",
    "watoto juu ya paa Kambu, maji yanapanda",
    "maji hakuna kuisha, yanapanda tu, watu wako juu ya paa, Mboghoni",
    "maji yameingia nyumbani tuko juu ya meza",
    "tuko juu ya mti tangu jana",
    "Ndio, na mtoto amebebwa na maji hapa Thange",
    # violence
    "wamechoma nyumba zetu na kuchukua ng'ombe, tumejificha porini Ngomeni",
    "wametuvamia tena huku Ngomeni",
    "tunashambuliwa",
    "hello no meeting today pls, people shot at Ukasi",
    "msaada wanatupiga risasi Ngomeni",
    "milio ya risasi Voi",
    "Stop please, people are fighting in Kyuso",
    "They took my daughter and two others from the borehole. Please.",
    "wezi wana panga nje ya nyumba yetu",
    "someone has been stabbed at Mutomo market",
    "nimejificha chooni wako nje",
    # bodies
    "mwanangu hapumui",
    "mtoto hapumui anakuwa blue, kliniki imefungwa",
    "man is bleeding badly, hit by lorry",
    "my wife is in labour bridge is gone",
    "my husband has been bitten by a snake and there is no car",
    "tembo amemkanyaga mzee",
    # children, and those who do not come home
    "mtoto haonekani tangu asubuhi",
    "my child fell in the well please come",
    "watoto wawili hawajaonekana tangu jana",
    # hunger and thirst
    "we have not eaten for four days children are weak",
    "hatujakula siku tatu na watoto wanalia",
    # the dead and the missing
    "no flood in Kambu but 3 people are missing after boat capsized",
    "watu 3 wamepoteza maisha Kyuso",
    "mzee ameuawa na ndovu",
    "a child drowned at Thange",
]

NONE = [
    "help",
    "help me with the roster please",
    "Please help me understand the new form",
    "nisaidie na namba ya chief",
    "msaada wa fomu",
    "asante kwa msaada wenu",
    "children's day is on Friday",
    "watoto wako shuleni",
    "we are trapped in traffic lol",
    "trapped in a meeting will call",
    "I am stuck in the office, reply later",
    "drowning in paperwork",
    "dead phone battery",
    "my laptop died",
    "the deadline is tomorrow",
    "shooting a video of the project",
    "can you send the police report",
    "Simba SC wameua Yanga 3 bila Voi watu wanasherehekea",
    "chelsea wamezama 4-1",
    "Film on 2018 floods in Voi showing at county hall, 300 people expected",
    "The late chief who died in Voi will be buried Saturday, 2 buses hired",
    "In 2018 floods killed 3 people in Voi",
    "did anyone die in the flood of last year?",
    "nobody was hurt",
    "hapana hakuna mtu amekwama",
    "the trapped miners were rescued yesterday",
    "wote wameokolewa",
    "goats trapped in mud at Kyuso",
    "gari limekwama Kyuso",
    "mbuzi 40 zimekufa Endau",
    "drought Kyuso severe 400 households",
    "mafuriko voi, nyumba 25 zimebebwa na maji",
    "Maji yamejaa tanki, tunashukuru",
    "sijakula bado, lunch saa ngapi",
    "tuko pamoja",
]


@pytest.mark.parametrize("text", PLEAS)
def test_a_plea(text: str) -> None:
    assert READER.read(text, ["Makueni"]).plea


@pytest.mark.parametrize("text", NONE)
def test_what_is_none(text: str) -> None:
    assert not READER.read(text, ["Makueni"]).plea


def test_a_plea_denies_nothing() -> None:
    """Words that deny a hazard and count the missing are no "nothing was sent"."""
    reading = READER.read("no flood in Kambu but 3 people are missing after boat capsized", ["Makueni"])
    assert (reading.denied, reading.affected) == ((), {"missing": 3})
