"""Names of places that the gazetteer lacks, names by their sound, and names of people."""

import pytest

from sek_core.understanding.spots import sound_of
from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("flood at Makongeni", "Makongeni"),
        ("fire at kwa Mutua", "kwa Mutua"),
        ("17 families sleep in the classrooms of Miangeni Primary", "Miangeni Primary"),
        ("mafuriko hapa kanyonyo", "kanyonyo"),
        ("HII NI KAMBI YA KAMTONGA MAJI YAMEJAA", "KAMTONGA"),
        ("Maji yamefika daraja la Sofia", "Sofia"),
        ("flood at Thwake dam", "Thwake dam"),
        ("nzige nzeluni", "nzeluni"),
        ("Lorry rolled at Kalivu hill, 19 injured", "Kalivu hill"),
        ("Pastor Mwanda: flood at Kwa Mutua", "Kwa Mutua"),
        ("Boda with learners of Mivuni ECDE hit a donkey, two admitted Mutomo", "Mivuni ECDE"),
        ("Chief Kalawa reporting, the well at Katangini fell in", "Katangini"),
        ("flood in trouble", ""),
        ("flood at night", ""),
        ("fire in the market", ""),
        ("flood reported by KWS on Monday", ""),
        ("cholera says Mzee Mutitu", ""),
    ],
)
def test_the_reporters_words_for_a_place(text: str, spot: str) -> None:
    reading = READER.read(text, ["Makueni"])
    assert (reading.place, reading.spot) == (None, spot)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("flood at Sltan Hamd", "Sultan Hamud"),
        ("fire in salt an hamud", "Sultan Hamud"),
        ("flood at key bwezi", "Kibwezi"),
        ("flood at Makongeni", None),
        ("drought at Ngaani", None),
    ],
)
def test_a_name_is_found_by_its_sound(text: str, meant: str | None) -> None:
    reading = READER.read(text, ["Makueni"])
    assert reading.place is None
    assert (reading.meant.name if reading.meant else None) == meant


@pytest.mark.parametrize("title", ["Mr", "Mrs", "Mzee", "Mama", "Baba", "Dr", "Pastor"])
@pytest.mark.parametrize("name", ["Mutitu", "Bura", "Mwanda", "Kyuso"])
def test_the_name_of_a_person_is_no_place(title: str, name: str) -> None:
    for county in ("Kitui", "Taita Taveta"):
        reading = READER.read(f"{title} {name} says flood, 20 hh", [county])
        assert (reading.place, reading.spot, reading.meant) == (None, "", None)


def test_a_place_beside_the_name_of_a_person_counts() -> None:
    reading = READER.read("Mzee Mutitu: flood at Kyuso", ["Kitui"])
    assert reading.place is not None and reading.place.name == "Kyuso"


def test_one_letter_is_no_likeness_if_it_sounds_otherwise() -> None:
    assert sound_of("Mutitu") == sound_of("Mutito")
    assert sound_of("Kalivu") != sound_of("Kaliku")
    assert sound_of("Rukinga") != sound_of("Rukanga")
