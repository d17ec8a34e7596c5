"""Digits that answer for several things at once."""

import pytest

from config.mechanism import NEEDS
from config.terms import STANDINGS
from handlers.language.choices import of_each, several
from sek_core.understanding.tokens import forms_of


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("3", ("water",)),
        ("1 3", ("rescue", "water")),
        ("1,3", ("rescue", "water")),
        ("1.3", ("rescue", "water")),
        ("1 na 3", ("rescue", "water")),
        ("13", ("rescue", "water")),
        ("1,345", ("rescue", "water", "food", "shelter")),
        ("3 3", ("water",)),
        ("3 4 9", ("water", "food")),
        ("8", ()),
        ("0", ()),
        ("10", ()),
        ("3 bowsers", ()),
        ("", ()),
    ],
)
def test_several(text: str, chosen: tuple[str, ...]) -> None:
    assert several(forms_of(text), NEEDS) == chosen


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2 3", {"S1": "same", "S4": "worse"}),
        ("23", {"S1": "same", "S4": "worse"}),
        ("0, 1", {"S1": "over", "S4": "better"}),
        ("S4 3 S1 2", {"S1": "same", "S4": "worse"}),
        ("s4 3", {"S4": "worse"}),
        ("2", {}),
        ("2 2 2", {}),
        ("2 4", None),
        ("S7 2", None),
        ("S4", None),
        ("S4 the water is back", None),
        ("2 houses", None),
        ("", None),
    ],
)
def test_of_each(text: str, told: dict[str, str] | None) -> None:
    assert of_each(forms_of(text), ("S1", "S4"), STANDINGS) == told
