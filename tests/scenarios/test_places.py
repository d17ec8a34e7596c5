"""Places: known, near a known one, or confirmed once; the program tells nothing else as a place."""

import pytest

from tests.scenarios.conftest import Phone, World


@pytest.mark.parametrize("words", ["what do you mean?", "7", "where are my answers", "at home"])
def test_what_is_no_place_is_asked_about_once_and_told_to_nobody(
    world: World, lead: Phone, words: str
) -> None:
    lead.texts("drought severe")
    lead.expects("DROUGHT, severe, Kitui. Where?")
    lead.texts(words)
    lead.expects(f"I do not know a place '{words}'", "Kitui")
    lead.texts(words)
    lead.expects("S1 DROUGHT, severe, Kitui. Sent to")
    for name in ("Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"):
        said = world[name].expects("S1 SEVERE DROUGHT Kitui")
        assert words not in said.replace("Kitui", "")


@pytest.mark.parametrize("words", ["Kitui", "Nairobi"])
def test_a_county_is_no_place(world: World, lead: Phone, words: str) -> None:
    lead.texts("drought severe")
    lead.ignores()
    lead.texts(words)
    lead.expects(f"{words} is a county: I need the ward or town")
    lead.texts("Kyuso")
    lead.expects("S1 DROUGHT, severe, Kyuso, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE DROUGHT Kyuso, Kitui", besides=lead)


def test_a_name_that_is_not_listed_is_confirmed_once(world: World, lead: Phone) -> None:
    lead.texts("drought severe")
    lead.ignores()
    lead.texts("Kwa Mutisya dam")
    lead.expects("I do not know a place 'Kwa Mutisya dam'. Is it called so?", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("S1 DROUGHT, severe, Kwa Mutisya dam, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE DROUGHT Kwa Mutisya dam, Kitui", besides=lead)


def test_a_name_in_the_report_is_confirmed_instead_of_asked_for(world: World, lead: Phone) -> None:
    lead.texts("drought severe at Kwa Mutisya dam")
    lead.expects("I do not know a place 'Kwa Mutisya dam'. Is it called so?", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("S1 DROUGHT, severe, Kwa Mutisya dam, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE DROUGHT Kwa Mutisya dam, Kitui", besides=lead)


def test_a_name_that_sounds_like_a_place_is_asked_about_as_that_place(world: World, lead: Phone) -> None:
    lead.texts("drought severe at Migwni")
    lead.expects("Is the place Migwani? If not, send the ward or town.", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("S1 DROUGHT, severe, Migwani, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE DROUGHT Migwani, Kitui", besides=lead)


def test_it_may_be_another_place(world: World, lead: Phone) -> None:
    lead.texts("drought severe at Kwa Mutisya dam")
    lead.ignores()
    lead.texts("Kyuso")
    lead.expects("S1 DROUGHT, severe, Kyuso, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE DROUGHT Kyuso, Kitui", besides=lead)


def test_the_same_name_once_more_confirms_it_and_another_place_counts(world: World, lead: Phone) -> None:
    lead.texts("drought severe")
    lead.ignores()
    lead.texts("Kathungu")
    lead.expects("'Kathungu'")
    lead.texts("kathungu")
    lead.expects("S1 DROUGHT, severe, Kathungu, Kitui")
    world.everyone_expects("Kathungu", besides=lead)
    world.passes("1h")
    world.sets_aside()
    lead.texts("cholera severe")
    lead.ignores()
    lead.texts("Kanyonyo")  # Kathungu is known by now
    lead.ignores()
    lead.texts("2")
    lead.expects("Where?")
    lead.texts("Kyuso")
    lead.expects("S2", "Kyuso")
    world.everyone_expects("Kyuso", besides=lead)


def test_without_an_answer_it_goes_out_without_the_place(world: World, lead: Phone) -> None:
    lead.texts("drought severe")
    lead.ignores()
    lead.texts("what do you mean?")
    lead.ignores()
    world.passes("5m")
    lead.expects("S1 DROUGHT, severe, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE DROUGHT Kitui", besides=lead)


def test_a_better_place_replaces_it_and_those_who_were_told_hear(world: World, lead: Phone) -> None:
    lead.texts("drought Mutomo severe")
    lead.expects("S1")
    world.everyone_expects("Mutomo", besides=lead)
    world.passes("3m")
    lead.texts("*kyuso. sio mutomo")
    lead.expects("S1", "Kyuso")
    world.everyone_expects("S1", "Mutomo to Kyuso", besides=lead)


def test_a_part_that_names_another_place_is_no_part(world: World, lead: Phone) -> None:
    lead.texts("landslide Mutomo severe")
    lead.expects("S1")
    world.everyone_expects("Mutomo", besides=lead)
    lead.texts("the scouts of Kyuso sang so well")
    lead.expects("Not understood, so a coordinator reads it")
    lead.texts("2")
    lead.ignores()
