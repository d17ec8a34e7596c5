"""Words about a shock that was reported: its needs, its change, the dead of one's own."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("water and food", ("water", "food")),
        ("maji na chakula", ("water", "food")),
        ("We need tents, please", ("shelter",)),
        ("tunahitaji dawa", ("medical",)),
        ("chakula cha mifugo", ("fodder",)),
        ("boats", ("rescue",)),
        ("water at Mutomo", ()),
        ("no water since Monday and the goats are dying of thirst", ()),
        ("ok", ()),
        ("", ()),
    ],
)
def test_needs_named_and_nothing_else(text: str, needs: tuple[str, ...]) -> None:
    assert READER.needs_named(text) == needs


@pytest.mark.parametrize(
    ("text", "bereaved"),
    [
        ("flood Kyuso, my mother died", True),
        ("mafuriko Kyuso, mama yangu amefariki", True),
        ("mafuriko Kyuso kali, ametuacha", True),
        ("flood Kyuso, 3 people died", False),
        ("flood Kyuso, my mother is safe", False),
        ("drought Mutomo severe", False),
    ],
)
def test_the_dead_of_ones_own(text: str, bereaved: bool) -> None:
    assert READER.read(text, ("Kitui",)).bereaved is bereaved


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("the water has gone down", True),
        ("maji bado yapo", True),
        ("mafuriko yameongezeka", True),
        ("flood at Kyuso severe", False),
    ],
)
def test_words_of_change(text: str, tells: bool) -> None:
    assert READER.tells_change(text) is tells
