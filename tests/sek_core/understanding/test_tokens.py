"""Texts as words, and the phrases found in them."""

import pytest

from sek_core.understanding.tokens import Found, Phrases, fold, forms_of, plain

PHRASES = Phrases([("kali", "severe"), ("kali sana", "extreme"), ("Mtito Andei", "place"), ("kali", "lion")])


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("DROUGHT, Mutomo!", ("drought", "mutomo")),
        ("1,200 HH", ("1,200", "hh")),
        ("2, 300", ("2", "300")),
        ("Rong\u2019e ng'ombe", ("rong'e", "ng'ombe")),
        ("m\u0169nge'thya", ("munge'thya",)),
        ("ki\u200btui", ("kitui",)),
        ("Kitise/Kithuki", ("kitise", "kithuki")),
        ("", ()),
        ("\U0001f30a?!", ()),
    ],
)
def test_words(text: str, forms: tuple[str, ...]) -> None:
    assert forms_of(text) == forms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kali", [Found(0, 1, ("severe", "lion"))]),
        ("ukame kali", [Found(1, 2, ("severe", "lion"))]),
        ("kali sana", [Found(0, 2, ("extreme",))]),
        ("kali mtito andei", [Found(0, 1, ("severe", "lion")), Found(1, 3, ("place",))]),
        ("mtito", []),
    ],
)
def test_the_longest_phrase_is_found_and_ends_where_it_ends(text: str, found: list[Found[str]]) -> None:
    assert PHRASES.find(forms_of(text)) == found


def test_what_is_compared_has_no_case_and_no_accent() -> None:
    assert fold("K\u0128NGAANGI") == fold("kingaangi")
    assert plain("it\u2019s") == "it's"
