"""Names of places that people confirmed: which may be known, and where a text has one."""

import pytest

from sek_core.understanding.confirmed_names import key_of, keys_of
from sek_core.understanding.tokens import forms_of
from tests.packaged import packaged, reader_of

NAMES = reader_of(packaged()).confirmed_names
KNOWN = {
    key_of(name): forms_of(name)
    for name in ("Kona ya Msorongo", "Katangini", "Mutua", "Mbuvo Primary", "Nyomba", "Block 4")
}


@pytest.mark.parametrize(
    "name", ["Msorongo", "Kona ya Msorongo", "Kwa Mutisya dam", "Mutua Primary", "Kathungu", "Ngai", "Kaŋalu"]
)
def test_a_name_may_be_known(name: str) -> None:
    assert NAMES.may_be_known(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Mua", "B 42", ""),
        *("the river", "kona", "Kona ya soko", "shule", "home", "nyumba", "Nyomba", "Monday", "kwa mzee"),
        *("Mzee Mutua", "Mama Msorongo", "Chief Msorongo", "Mr Kathungu", "Mutua"),
        "one two three Msorongo four five six",
    ],
)
def test_too_short_everyday_words_alone_and_people_are_not(name: str) -> None:
    assert not NAMES.may_be_known(name)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("drought severe at Kona ya Msorongo, 40 households", "Kona ya Msorongo"),
        ("we need water because kona ya msorongo has had none since May", "Kona ya Msorongo"),
        ("UKAME MKALI KONA YA MSORONGO", "Kona ya Msorongo"),
        ("drought, kona ya msolongo", "Kona ya Msorongo"),
        ("drought, konaya  Msorrongo", "Kona ya Msorongo"),
        ("fire at mbuvo primary school", "Mbuvo Primary"),
        ("katanginiii moto", "Katangini"),
        ("the well of Kathangini fell in", ""),
        ("Chief Katangini says drought", ""),
        ("MZEE KATANGINI SAYS DROUGHT", ""),
        ("Mama Katangini and Katangini market", "Katangini"),
        ("Chief Peter Katangini says drought", ""),
        ("drought at Mutua", "Mutua"),
        ("drought at Mutuo", ""),
        ("drought near the corner. Kona, ya Msorongo", ""),
        ("nyumba 3 zimeanguka", ""),
        ("fire in Block 4", "Block 4"),
        ("fire in Block 5", ""),
        ("drought severe", ""),
    ],
)
def test_a_known_name_is_found_in_a_text(text: str, named: str) -> None:
    assert NAMES.find(text, KNOWN) == (key_of(named) if named else "")
    assert not named or key_of(named) in keys_of(text)


def test_the_longest_name_counts() -> None:
    both = {key_of(name): forms_of(name) for name in ("Msorongo", "Kona ya Msorongo")}
    assert NAMES.find("fire at kona ya msorongo", both) == key_of("Kona ya Msorongo")
    assert NAMES.find("fire at msorongo", both) == key_of("Msorongo")
