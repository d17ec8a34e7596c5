"""Places that a text is about."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    ("text", "county", "counties", "place"),
    [
        ("flood Mutomo", "Kitui", ("Kitui",), "Mutomo"),
        ("flood Mbitini", "Kitui", ("Kitui",), "Mbitini"),
        ("flood Mbitini", "Makueni", ("Makueni",), "Mbitini"),
        ("flood Mbitini", "Taita Taveta", ("Makueni", "Kitui", "Taita Taveta"), "Mbitini"),
        ("flood Mutomo", "Makueni", ("Kitui", "Makueni"), "Mutomo"),
        ("Kitui South ikutha drought", "Kitui", ("Kitui",), "Ikutha"),
        ("flood in Kitui", "Kitui", ("Kitui",), None),
        ("flood in Kitui town", "Kitui", ("Kitui",), "Kitui"),
        ("flood Bura (taita)", "Taita Taveta", ("Taita Taveta",), "Bura"),
        ("flood Marungu", "Taita Taveta", ("Taita Taveta",), "Marungu"),
        ("watu wote wana njaa", "Makueni", ("Makueni",), None),
        ("njaa huku Wote", "Makueni", ("Makueni",), "Wote"),
        ("flood wote", "Makueni", ("Makueni",), "Wote"),
        ("FLOOD WOTE 40 HH", "Makueni", ("Makueni",), "Wote"),
        ("Mwingi kuna ukame", "Kitui", ("Kitui",), "Mwingi"),
        ("jana Simba ameua mbuzi 4", "Makueni", ("Makueni",), None),
        ("njaa huku Simba", "Makueni", ("Makueni",), "Simba"),
        ("rift valley fever Kyuso", "Kitui", ("Kitui",), "Kyuso"),
        ("flood in mtitu andei", "Makueni", ("Makueni",), "Mtito Andei"),
        ("flood at Makongeni", "Makueni", ("Makueni",), None),
        ("flood in Garissa", "Kitui", ("Kitui",), None),
        ("Chief Mutua: flood, 20 hh", "Kitui", ("Kitui",), None),
        ("Mr Mutua: fire at Mutomo market", "Kitui", ("Kitui",), "Mutomo"),
        ("Kalondu says flood", "Kitui", ("Kitui",), None),
        ("Mzee Nzau: flood at Wote", "Makueni", ("Makueni",), "Wote"),
        ("flood Mutomoo and Kyuso", "Kitui", ("Kitui",), "Kyuso"),
        (
            "last year it was Nuu, this year it is us: armed men have burnt 6 homes in Inyuu",
            "Kitui",
            ("Kitui",),
            "Inyuu",
        ),
    ],
)
def test_place_and_county(text: str, county: str, counties: tuple[str, ...], place: str | None) -> None:
    reading = READER.read(text, [county])
    assert reading.counties == counties
    assert (reading.place.name if reading.place else None) == place


def test_a_name_of_two_of_ones_own_counties_is_left_open() -> None:
    assert READER.read("flood Mbitini", ["Makueni", "Kitui"]).counties == ("Makueni", "Kitui")


def test_a_county_that_is_not_served_is_doubted_and_quoted() -> None:
    reading = READER.read("flood in Garissa", ["Kitui"])
    assert reading.outside is not None and reading.outside.name == "Garissa"
    assert (reading.doubts, reading.beyond) == (("outside",), "in Garissa")
