import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sms.segments import count, fold, folds_whole, is_gsm

EURO = "\u20ac"
WAVE = "\U0001f30a"


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 459, 3),
        ("a" * 158 + EURO, 1),
        ("a" * 159 + EURO, 2),
        (EURO * 80, 1),
        (EURO * 81, 2),
        # 153 is odd: each part of extension characters wastes a septet
        (EURO * 152, 2),
        (EURO * 153, 3),
        ("a" * 152 + EURO + "a" * 151, 2),
        ("a" * 152 + EURO + "a" * 152, 3),
        ("a" * 151 + EURO + "a" * 153, 2),
        ("\u1200" * 70, 1),
        ("\u1200" * 71, 2),
        ("\u1200" * 134, 2),
        ("\u1200" * 135, 3),
        (WAVE * 35, 1),
        (WAVE * 36, 2),
        ("a" * 70 + "\u0169", 2),
        ("\ud800", 1),
    ],
)
def test_count(text: str, segments: int) -> None:
    assert count(text) == segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("Flood! 120 households? [road] {cut} ~ | \\ ^ \u20ac", True),
        ("caf\u00e9 \u00c7 \u0394", True),
        ("\n\r", True),
        ("`", False),
        ("\u00e7", False),
        ("\t", False),
        ("\x1b", False),
        ("\u2019", False),
        (WAVE, False),
    ],
)
def test_is_gsm(text: str, expected: bool) -> None:
    assert is_gsm(text) is expected


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Flood in Garissa", "Flood in Garissa"),
        ("ng\u2019ombe ng\u02bcombe ng`ombe", "ng'ombe ng'ombe ng'ombe"),
        ("\u201cmaji\u201d \u2018juu\u2019", "\"maji\" 'juu'"),
        ("K\u0129s\u0169m\u0169", "Kisumu"),
        ("K\u012bs\u0308", "Kis"),
        ("caf\u00e9", "caf\u00e9"),
        ("fa\u00e7ade", "facade"),
        ("a\u2013b\u2014c\u2212d\u2010e", "a-b-c-d-e"),
        ("wait\u2026", "wait..."),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("go\u200b\u2060\ufeff now\x00\x07", "go now"),
        ("flood " + WAVE + "\ufe0f!", "flood !"),
        ("\u0663\u0660 households", "30 households"),
        ("\uff26\uff4c\uff4f\uff4f\uff44", "Flood"),
        ("2\u00bd \u00b2", "21/2 2"),
        ("\u0632\u0644\u0632\u0627\u0644", ""),
        ("\u130e\u122d\u134d flood", " flood"),
        ("line\u2028line\nline", "line\nline\nline"),
        ("\ud800\ue000", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("flood", True),
        ("K\u0129s\u0169m\u0169 \u2019 \u2014 " + WAVE, True),
        ("\u0663\u0660", True),
        ("flood \u0632", False),
        ("\u130e\u122d\u134d", False),
    ],
)
def test_folds_whole(text: str, expected: bool) -> None:
    assert folds_whole(text) is expected


@given(st.text())
def test_folded_text_is_gsm_and_stays_as_it_is(text: str) -> None:
    folded = fold(text)
    assert is_gsm(folded)
    assert fold(folded) == folded


@given(st.text(st.characters(max_codepoint=0x24F, categories=["L"]), min_size=1))
def test_latin_letters_are_kept_or_plainer(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text)
    plain = [letter for letter in decomposed if letter.isascii()]
    assert len(fold(text)) >= len(plain)


@given(st.text(), st.text())
def test_more_text_never_takes_fewer_segments(head: str, tail: str) -> None:
    assert count(head + tail) >= count(head) >= 1


@given(st.text(st.sampled_from("a" + EURO), max_size=700), st.integers(0, 700))
def test_a_character_put_anywhere_never_saves_a_segment(text: str, position: int) -> None:
    """`render` searches for the longest quote on the strength of this."""
    assert count(text[:position] + "a" + text[position:]) >= count(text)
    assert count(text[:position] + EURO + text[position:]) >= count(text)
