"""A shared location: county by its borders, ward by the nearest centre."""

import pytest

from config.boundaries import Boundary, load_boundaries
from config.faults import FaultsError
from config.gazetteer import Place
from config.mechanism import Configuration
from sek_core.messages.incoming import Point
from sek_core.understanding.geography import Geography


@pytest.fixture(scope="module")
def kenya(configuration: Configuration) -> Geography:
    return Geography(configuration.boundaries, configuration.places)


@pytest.mark.parametrize(
    ("latitude", "longitude", "county"),
    [
        (-1.3670, 38.0106, "Kitui"),  # Kitui town
        (-0.9340, 38.0600, "Kitui"),  # Mwingi
        (-2.2761, 37.8936, "Makueni"),  # Makindu
        (-3.3960, 38.5561, "Taita Taveta"),  # Voi
        (-1.2864, 36.8172, "Nairobi"),
        (3.1191, 35.5973, "Turkana"),  # Lodwar
        (-4.0435, 39.6682, "Mombasa"),
        (51.5000, -0.1200, None),
        (-3.3731, 36.6947, None),  # Arusha, across the border
        (0.0, 0.0, None),
        (90.0, 180.0, None),
    ],
)
def test_county(kenya: Geography, latitude: float, longitude: float, county: str | None) -> None:
    assert kenya.locate(Point(latitude, longitude)).county == county


def test_every_ward_centre_is_near_its_own_ward(kenya: Geography, configuration: Configuration) -> None:
    """The borders are simplified and indicative: a centre near one may fall into the neighbour."""
    wards = [p for p in configuration.places if p.kind == "ward" and p.lat is not None and p.lon is not None]
    found = [kenya.locate(Point(ward.lat or 0, ward.lon or 0)) for ward in wards]
    right = sum(located.county == ward.county for located, ward in zip(found, wards, strict=True))
    assert right / len(wards) > 0.98
    near = [
        located.ward is not None and located.ward.ward_code == ward.ward_code
        for located, ward in zip(found, wards, strict=True)
        if located.county == ward.county
    ]
    assert all(near)


def test_a_hole_belongs_to_nobody_and_a_second_polygon_to_the_county() -> None:
    def square(west: float, south: float, size: float) -> tuple[tuple[float, float], ...]:
        east, north = west + size, south + size
        return ((west, south), (east, south), (east, north), (west, north), (west, south))

    ring = Boundary("Ring", ((square(0, 0, 10), square(4, 4, 2)), (square(20, 0, 1),)))
    geography = Geography([ring], [])
    assert geography.locate(Point(1, 1)).county == "Ring"
    assert geography.locate(Point(5, 5)).county is None
    assert geography.locate(Point(0.5, 20.5)).county == "Ring"
    assert geography.locate(Point(0.5, 15)).county is None


def test_a_centre_that_is_far_away_says_nothing() -> None:
    far = Place("ward", "Far", (), "Big", "", "Far", "0001", 0.0, 9.0)
    big = Boundary("Big", ((((0, -5), (10, -5), (10, 5), (0, 5), (0, -5)),),))
    geography = Geography([big], [far])
    assert geography.locate(Point(0.0, 8.9)).ward == far
    assert geography.locate(Point(0.0, 1.0)).ward is None


@pytest.mark.parametrize(
    "written", ["", "{}", '{"features": [{}]}', '{"features": 5}', '{"features": [{"geometry": null}]}']
)
def test_a_file_that_is_none_is_a_fault(written: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lines") / "counties.geojson"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(FaultsError, match=r"counties.geojson: is no GeoJSON of counties"):
        load_boundaries(path)
