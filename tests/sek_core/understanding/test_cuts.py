"""Signs that a text is a part of a longer one."""

import pytest

from sek_core.understanding.cuts import is_of_size, joined, part_of

OPEN = frozenset({"and", "the", "na", "kwa"})
LONG = "Drought in Kalawa since three weeks, people walk far and the animals are getting weaker in all of our"


@pytest.mark.parametrize(
    ("text", "cut", "goes_on", "number"),
    [
        ("flood Kyuso severe", "", False, 0),
        ("flood Kyuso severe, 40 households.", "", False, 0),
        ("flood Kyuso and the", "surely", False, 0),
        ("mafuriko Mwingi na watu wanahitaji chakula kwa", "surely", False, 0),
        ("flood in Kyuso, the people...", "surely", False, 0),
        ("flood in Kyuso, the people\u2026", "surely", False, 0),
        ("flood in Kyuso,", "surely", False, 0),
        (f"{LONG} villages", "maybe", False, 0),
        (f"{LONG} villages.", "", False, 0),
        (f"{LONG} villages of this part, it has".ljust(153, "x"), "surely", False, 0),
        ("ok the", "", False, 0),
        ("...400 households, the water pan is dry", "", True, 0),
        ("\u2026 na visima vitatu vimeharibika", "", True, 0),
        (", three boreholes broken", "", True, 0),
        ("2/2 three boreholes broken", "", True, 2),
        ("(1/2) flood Kyuso severe", "surely", False, 1),
        ("part 2 of 3: three boreholes", "surely", True, 2),
        ("flood Kyuso severe (1/2)", "surely", False, 1),
        ("5/2 goats", "", False, 0),
    ],
)
def test_part(text: str, cut: str, goes_on: bool, number: int) -> None:
    part = part_of(text, OPEN)
    assert (part.cut, part.goes_on, part.number) == (cut, goes_on, number)


def test_follows() -> None:
    def follows(first: str, second: str) -> bool:
        return part_of(second, OPEN).follows(part_of(first, OPEN))

    assert follows("flood Kyuso and the", "bridge is gone")
    assert follows("flood Kyuso severe", "... the bridge is gone")
    assert follows("1/3 flood Kyuso", "2/3 the bridge is gone")
    assert not follows("1/3 flood Kyuso", "3/3 the bridge is gone")
    assert not follows("flood Kyuso severe", "drought Mutomo severe")


def test_a_word_that_was_cut_is_joined() -> None:
    assert joined("watoto wanahari", "sha") == ("watoto wanahari sha", "watoto wanaharisha")
    assert joined("the people...", "... are") == ("the people are", "the peopleare")


@pytest.mark.parametrize(
    ("length", "letter", "is_size"), [(153, "a", True), (140, "a", False), (67, "\u0144", True)]
)
def test_sizes(length: int, letter: str, is_size: bool) -> None:
    assert is_of_size(letter * length) is is_size
