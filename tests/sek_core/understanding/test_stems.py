"""Roots: forms of a word that must meet, and words that must not."""

import pytest

from sek_core.understanding.stems import roots_of, written_root


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("flood", ["flood", "floods", "flooded", "flooding"]),
        ("clash", ["clashes", "clashed"]),
        ("yamekauka", ["limekauka", "itakauka", "yanakauka", "imekauka", "vilikauka"]),
        ("limefungwa", ["zimefungwa", "limefunga"]),
        ("wameharibu", ["ameharibu", "wanaharibu", "imeharibiwa"]),
        ("wamekufa", ["amekufa", "waliokufa", "aliyekufa"]),
        ("haijanyesha", ["hainyeshi", "haikunyesha", "haitanyesha"]),
    ],
)
def test_forms_of_a_word_meet(written: str, forms: list[str]) -> None:
    assert [form for form in forms if written_root(written) not in roots_of(form)] == []


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("haijanyesha", "imenyesha"),
        ("missing", "miss"),
        ("kauka", "kali"),
        ("crisis", "crisi"),
        ("grass", "gras"),
        ("ukame", "me"),
        ("m", "zimechomwa"),
    ],
)
def test_other_words_do_not(written: str, form: str) -> None:
    assert written_root(written) not in roots_of(form)
