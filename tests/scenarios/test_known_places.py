"""Places that the gazetteer lacks: confirmed once, and known in the county from then on."""

import pytest

from sek_core.store.known_places import KnownPlace
from tests.scenarios.conftest import Phone, World
from tests.scenarios.phones import Chat

SPOT = "Kona ya Msorongo"


def known(world: World) -> list[tuple[str, str, str]]:
    """Return what the program knows: county, name, incident."""
    with world.program.database.reading() as session:
        rows = session.query(KnownPlace).order_by(KnownPlace.county, KnownPlace.name)
        return [(row.county, row.name, row.incident_ref) for row in rows]


@pytest.fixture
def confirmed(world: World, lead: Phone) -> None:
    """Let the lead confirm the name for S1, and time pass, so that nothing is the same event."""
    lead.texts("drought severe")
    lead.ignores()
    lead.texts(SPOT)
    lead.expects(f"I do not know a place '{SPOT}'. Is it called so?", "1 Yes 2 No")
    lead.texts("1")
    lead.expects(f"S1 DROUGHT, severe, {SPOT}, Kitui. Sent to")
    world.everyone_expects(f"S1 SEVERE DROUGHT {SPOT}, Kitui", besides=lead)
    assert known(world) == [("Kitui", SPOT, "S1")]


@pytest.mark.parametrize(
    "words",
    [
        f"landslide severe at {SPOT}",
        "landslide severe. the road behind kona ya msorongo is closed and 40 households are cut off",
        "LANDSLIDE SEVERE KONA YA MSOLONGO",
    ],
)
@pytest.mark.usefixtures("confirmed")
def test_the_next_reporter_is_not_asked(world: World, deputy: Phone, clt: Phone, words: str) -> None:
    deputy.texts(words)
    deputy.expects("S2 LANDSLIDE, severe", f"{SPOT}, Kitui", "Sent to")
    world.everyone_expects(f"S2 SEVERE LANDSLIDE {SPOT}, Kitui", besides=deputy)
    clt.texts("status s2")
    clt.expects("S2 landslide", SPOT)


@pytest.mark.usefixtures("confirmed")
def test_it_answers_where(world: World, deputy: Phone) -> None:
    deputy.texts("cholera severe")
    deputy.expects("Where?")
    deputy.texts("kona ya msorongo")
    deputy.expects(f"S2 DISEASE OUTBREAK, severe, {SPOT}, Kitui. Sent to")
    world.everyone_expects(f"S2 SEVERE DISEASE OUTBREAK {SPOT}, Kitui", besides=deputy)


@pytest.mark.usefixtures("confirmed")
def test_it_completes_a_report_in_parts(world: World, deputy: Phone) -> None:
    deputy.texts("cholera severe")
    deputy.expects("Where?")
    deputy.texts("0")
    deputy.expects("S2 DISEASE OUTBREAK, severe, Kitui. Sent to")
    world.everyone_expects("S2 SEVERE DISEASE OUTBREAK Kitui", besides=deputy)
    deputy.texts("add s2 it is behind kona ya msorongo")
    deputy.expects(f"S2 is now: DISEASE OUTBREAK, severe, {SPOT}, Kitui")
    world.everyone_expects("S2", SPOT, besides=deputy)


@pytest.mark.usefixtures("confirmed")
def test_two_reports_of_it_are_the_same_event(deputy: Phone) -> None:
    deputy.texts("drought severe at kona ya msorongo")
    deputy.expects("Is this S1", SPOT)


@pytest.mark.usefixtures("confirmed")
def test_a_place_of_the_gazetteer_wins(world: World, deputy: Phone) -> None:
    deputy.texts(f"landslide severe in Mutomo on the way to {SPOT}")
    deputy.expects("S2 LANDSLIDE, severe, Mutomo, Kitui. Sent to")
    world.everyone_expects("S2 SEVERE LANDSLIDE Mutomo, Kitui", besides=deputy)


@pytest.mark.usefixtures("confirmed")
def test_another_county_does_not_know_it(world: World, makueni_lead: Phone, makueni_clt: Phone) -> None:
    makueni_lead.texts(f"landslide severe at {SPOT}")
    makueni_lead.expects("'Msorongo'")
    makueni_lead.texts("1")
    makueni_lead.ignores()
    makueni_clt.expects("S2 SEVERE LANDSLIDE Msorongo, Makueni")
    world.everyone_ignores(among=("USAID Officer", "RLA Secretariat"))
    assert known(world) == [("Kitui", SPOT, "S1"), ("Makueni", "Msorongo", "S2")]


def test_a_name_in_the_report_is_known_as_well(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("drought severe at Kwa Mutisya dam")
    lead.ignores()
    lead.texts("1")
    lead.ignores()
    world.everyone_ignores(besides=lead)
    deputy.texts("the wall of kwa mutisia dam broke, landslide, severe")
    deputy.expects("S2 LANDSLIDE, severe, Kwa Mutisya dam, Kitui. Sent to")
    world.everyone_expects("S2 SEVERE LANDSLIDE Kwa Mutisya dam, Kitui", besides=deputy)


@pytest.mark.parametrize("title", ["Mzee", "Mama", "Chief", "Mr"])
@pytest.mark.parametrize(
    "words", ["landslide severe, reported by {} Kathungu", "{} Kathungu says landslide severe"]
)
def test_the_name_of_a_person_is_no_known_place(
    world: World, lead: Phone, deputy: Phone, title: str, words: str
) -> None:
    lead.texts("drought severe")
    lead.ignores()
    lead.texts("Kathungu")
    lead.ignores()
    lead.texts("1")
    lead.ignores()
    world.everyone_ignores(besides=lead)
    deputy.texts(words.format(title))
    deputy.expects("LANDSLIDE, severe, Kitui. Where?")
    deputy.texts("0")
    deputy.expects("S2 LANDSLIDE, severe, Kitui. Sent to")
    world.everyone_expects("S2 SEVERE LANDSLIDE Kitui", besides=deputy)


@pytest.mark.parametrize("name", ["Ula", "Kona ya soko"])
def test_short_names_and_everyday_words_are_confirmed_for_one_report(
    world: World, lead: Phone, deputy: Phone, name: str
) -> None:
    lead.texts("drought severe")
    lead.ignores()
    lead.texts(name)
    lead.expects(f"'{name}'")
    lead.texts("1")
    lead.expects(f"S1 DROUGHT, severe, {name}, Kitui")
    world.everyone_expects(name, besides=lead)
    deputy.texts("cholera severe")
    deputy.ignores()
    deputy.texts(name)
    deputy.expects(f"'{name}'", "1 Yes 2 No")
    deputy.texts("1")
    deputy.expects(f"S2 DISEASE OUTBREAK, severe, {name}, Kitui")
    world.everyone_expects(name, besides=deputy)
    assert known(world) == []


@pytest.mark.usefixtures("confirmed")
def test_its_reporter_takes_it_back(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("fix s1 Kyuso")
    lead.expects("S1 is now: DROUGHT, severe, Kyuso, Kitui")
    world.everyone_expects(f"{SPOT} to Kyuso", besides=lead)
    assert known(world) == []
    deputy.texts(f"landslide severe at {SPOT}")
    deputy.expects("'Msorongo'", "1 Yes 2 No")
    deputy.texts("0")
    deputy.ignores()
    world.everyone_ignores(besides=deputy)


@pytest.mark.usefixtures("confirmed")
def test_a_correction_of_another_report_leaves_it_known(world: World, lead: Phone, deputy: Phone) -> None:
    deputy.texts(f"landslide severe at {SPOT}")
    deputy.ignores()
    world.everyone_ignores(besides=deputy)
    deputy.texts("fix s2 Kyuso")
    deputy.expects("S2 is now: LANDSLIDE, severe, Kyuso, Kitui")
    world.everyone_expects(f"{SPOT} to Kyuso", besides=deputy)
    assert known(world) == [("Kitui", SPOT, "S1")]
    lead.texts("fix s1 extreme")
    lead.expects(f"S1 is now: DROUGHT, extreme, {SPOT}, Kitui")
    world.everyone_ignores(besides=lead)
    assert known(world) == [("Kitui", SPOT, "S1")]


@pytest.mark.only("telegram")
@pytest.mark.usefixtures("confirmed")
def test_a_location_that_follows_says_where_it_is(world: World, lead: Phone) -> None:
    place = next(p for p in world.program.configuration.places if p.name == "Kyuso" and p.kind == "ward")
    assert isinstance(lead, Chat)
    lead.shares(place.lat, place.lon)
    lead.expects("S1 is now: DROUGHT, severe, near Kyuso")
    world.everyone_ignores(besides=lead)
    with world.program.database.reading() as session:
        row = session.query(KnownPlace).one()
        assert (row.name, row.ward_code, row.latitude) == (SPOT, place.ward_code, place.lat)
