"""What shows a person in the words of others, and what does not. Pure."""

import pytest

from sek_core.privacy.traces import Common, Traces, phrases_of

COMMON = Common(frozenset({"flood", "kyuso", "severe"}), frozenset({"thank", "you", "is"}))

JANE = Traces(
    names=("Jane Mwende Kilonzo", "jane@example.org"),
    parts=("Mwende", "Kilonzo", "Grace"),
    numbers=("+254722000123",),
    chats=("9876543",),
    phrases=phrases_of(["the red lorry fell into the river", "kifaru", "yes"], COMMON),
)

REDACTED = [
    ("call Jane Mwende Kilonzo now", "call (erased) now"),
    ("KILONZO, JANE MWENDE says so", "(erased) says so"),
    ("ask mwende", "ask (erased)"),
    ("Mwende's goats", "(erased)'s goats"),
    ("0722000123 or 0722 000 123", "(erased) or (erased)"),
    ("+254-722-000-123, 254722000123, 722 000123", "(erased), (erased), (erased)"),
    ("write to Jane@Example.org", "write to (erased)"),
    ("the chat 9876543", "the chat (erased)"),
    ("thank you Grace", "thank you (erased)"),
    ("by grace alone", "by grace alone"),
    ("the ford at Kwa Kilonzo", "the ford at Kwa Kilonzo"),
    ("Mwendesha and 10722000123", "Mwendesha and 10722000123"),
    ("flood in Kyuso severe", "flood in Kyuso severe"),
]


@pytest.mark.parametrize(("said", "left"), REDACTED)
def test_names_and_numbers_go(said: str, left: str) -> None:
    assert JANE.redact(said) == left


def test_marks_come_from_the_end_one_by_one() -> None:
    assert list(JANE.steps("Mwende and 0722000123")) == ["Mwende and (erased)", "(erased) and (erased)"]


def test_a_place_keeps_a_part_of_a_name_but_not_a_person() -> None:
    assert JANE.redact("Mwende market", is_place=True) == "Mwende market"
    assert JANE.redact("house of Jane Mwende Kilonzo", is_place=True) == "house of (erased)"


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ('S1: "The red lorry..."', True),
        ("KIFARU!", True),
        ("the lorry is red", False),
        ("yes, thank you", False),
        ("flood Kyuso severe", False),
    ],
)
def test_words_in_a_row_are_a_quotation(said: str, quoted: bool) -> None:
    assert JANE.quotes(said) is quoted


def test_a_json_value_loses_names_and_keeps_its_form() -> None:
    value = {"to": [{"name": "Mwende", "id": 9876543}], "n": 3, "ok": True}
    assert JANE.without(value) == {"to": [{"name": "(erased)", "id": 0}], "n": 3, "ok": True}
