"""Codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.codes import read
from sek_core.work import codes


@pytest.mark.parametrize(
    "text",
    [
        "YES 4821", "4821", "ndiyo 4821", "Ndio 4821.", "yes4821", "YES: 4821", "Yes, 4821!", "4821 yes",
        "y 4821",
        "48 21", "4 8 2 1", "4-8-2-1", "48.21", "YES-4821", "yes 4821 4821", "1 4821", "1. 4821", "OK 4821",
        "sawa 4821", "code 4821", "the code is 4821", "msimbo ni 4821", "namba 4821 asante", "#4821",
        "(4821)",
        "  yes\n4821 ", "\uff14\uff18\uff12\uff11", "\u0664\u0668\u0662\u0661",
    ],
)  # fmt: skip
def test_a_code_is_read_in_any_layout(text: str) -> None:
    assert read(text) == "4821"


@pytest.mark.parametrize(("text", "code"), [("yes O482", "0482"), ("48o2", "4802"), ("0000", "0000")])
def test_a_zero_may_be_typed_as_a_letter(text: str, code: str) -> None:
    assert read(text) == code


@pytest.mark.parametrize(
    ("text", "digits"), [("482", "482"), ("yes 48213", "48213"), ("yes 4821 4822", None)]
)
def test_a_mistyped_code_is_a_try(text: str, digits: str | None) -> None:
    assert read(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "", "yes", "1", "2", "0", "NO 4821", "hapana 4821", "yes but at 10 on 4821", "flood 4821", "S1 4821",
        "4821 households", "0712345678", "+254300000001", "2 dead 4821", "KES 4821", "M4 yes",
    ],
)  # fmt: skip
def test_other_words_are_no_code(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("YES 4821 7703", "48217703"), ("48217703", "48217703"), ("yes 48 21 77 03", "48217703"),
        ("1 4821 7703", "48217703"), ("ndiyo 4821-7703.", "48217703"), ("1 48217703", "48217703"),
        ("4821", "4821"), ("YES 4821 770", "4821770"), ("0712345678", None), ("NO 4821 7703", None),
    ],
)  # fmt: skip
def test_a_long_code_is_read_too_and_a_part_of_it_is_a_try(text: str, digits: str | None) -> None:
    assert read(text, codes.LONG) == digits


@given(st.sampled_from([codes.LENGTH, codes.LONG]), st.data(), st.text(" .-,:#\n", max_size=3))
def test_every_code_is_read_as_it_was_written(length: int, data: st.DataObject, gap: str) -> None:
    code = data.draw(st.text("0123456789", min_size=length, max_size=length))
    assert read(f"YES {codes.written(code)}", length) == code
    assert read(gap.join(["ndiyo ", *code]), length) == code
    shown = codes.unmask(f"reply YES {codes.masked(length)} now", code)
    assert shown == f"reply YES {codes.written(code)} now"


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    for length in (codes.LENGTH, codes.LONG):
        found = read(text, length)
        assert found is None or found.isdecimal()
