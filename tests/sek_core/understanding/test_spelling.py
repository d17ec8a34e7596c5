"""Misspelt words."""

import pytest

from sek_core.understanding.meanings import marks_of
from sek_core.understanding.spelling import Speller
from sek_core.understanding.tagger import Tagger
from sek_core.understanding.tokens import forms_of
from tests.packaged import packaged

CONFIGURATION = packaged()
TAGGER = Tagger(CONFIGURATION)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fload", "flood"),
        ("drouhgt", "drought"),
        ("modarate", "moderate"),
        ("mafurico", "mafuriko"),
        ("kipidupindu", "kipindupindu"),
        ("elefants", "elephants"),
        ("njaaaa", "njaa"),
        ("floooood", "flood"),
    ],
)
def test_a_misspelt_word_is_the_one_that_is_near(typed: str, meant: str) -> None:
    assert TAGGER.corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["blood", "food", "money", "cash", "class", "princess", "fine", "word", "moyo", "x", "", "q" * 500],
)
def test_an_ordinary_word_is_none_of_ours(typed: str) -> None:
    assert TAGGER.corrected(typed) == ""


def test_no_word_of_ours_is_taken_for_another() -> None:
    words = {form for phrase, _ in marks_of(CONFIGURATION) for form in forms_of(phrase)}
    assert {word for word in words if TAGGER.corrected(word)} == set()


def test_a_word_between_two_is_left_alone() -> None:
    assert Speller(["strand", "strong"]).correct("strnd") == "strand"
    assert Speller(["lander", "sander"]).correct("pander") is None
