from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from typing import Any

import pytest
from requests.structures import CaseInsensitiveDict

from bot.sms.answer import Answer, outcomes
from sek_core.messages.channel import Accepted, NoAnswer, Outcome, Refused

A, B, C = "+254300000001", "+254300000002", "+254300000003"
UNNAMED = NoAnswer("not named in the answer")


def row(number: Any = A, code: Any = 101, **fields: Any) -> dict[str, Any]:
    return {
        "statusCode": code,
        "number": number,
        "cost": "KES 0.8000",
        "messageId": f"ATXid_{number}",
        "messageParts": 1,
    } | fields


def taken(number: str) -> Accepted:
    return Accepted(f"ATXid_{number}", 1, Decimal("0.8000"))


def read(rows: Any, *numbers: str, message: Any = "Sent", status: int = 201) -> dict[str, Outcome]:
    body = {"SMSMessageData": {"Message": message, "Recipients": rows}}
    return outcomes(Answer(status, {}, body), numbers or (A,))


@pytest.mark.parametrize("code", [100, 101, 102, "101"])
def test_accepted(code: object) -> None:
    assert read([row(code=code)]) == {A: taken(A)}


@pytest.mark.parametrize(
    ("code", "permanent", "ours"),
    [
        (401, False, True),
        (402, False, True),
        (405, False, True),
        (403, True, False),
        (404, True, False),
        (406, True, False),
        (407, True, False),
        (409, True, False),
        (502, True, False),
        (500, False, False),
        (501, False, False),
        ("406", True, False),
    ],
)
def test_refused(code: object, permanent: bool, ours: bool) -> None:
    outcome = read([row(code=code, messageId="None", cost="0")])[A]
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.ours) == (permanent, ours)
    assert str(code) in outcome.reason


@pytest.mark.parametrize("code", [999, None, "odd", 0])
def test_an_unknown_code_counts_as_taken_only_with_an_id(code: object) -> None:
    assert read([row(code=code)]) == {A: taken(A)}
    outcome = read([row(code=code, messageId="None")])[A]
    assert isinstance(outcome, Refused)
    assert not outcome.permanent
    assert not outcome.ours


@pytest.mark.parametrize("no_id", ["None", "", None])
def test_none_is_no_message_id(no_id: object) -> None:
    assert read([row(messageId=no_id)]) == {A: Accepted(None, 1, Decimal("0.8000"))}


@pytest.mark.parametrize(
    ("cost", "amount"),
    [
        ("KES 0.8000", Decimal("0.8000")),
        ("0", Decimal(0)),
        (0, Decimal(0)),
        ("None", None),
        (None, None),
        ("", None),
        ("KES NaN", None),
        ("KES a lot", None),
    ],
)
def test_cost(cost: object, amount: Decimal | None) -> None:
    assert read([row(cost=cost)]) == {A: Accepted(f"ATXid_{A}", 1, amount)}


@pytest.mark.parametrize("parts", [None, "many"])
def test_unreadable_parts(parts: object) -> None:
    assert read([row(messageParts=parts)]) == {A: Accepted(f"ATXid_{A}", None, Decimal("0.8000"))}


@pytest.mark.parametrize("number", ["254300000001", 254300000001, " +254300000001"])
def test_a_number_is_matched_by_its_digits(number: object) -> None:
    rows = [row(B), row(number, messageId=f"ATXid_{A}")]
    assert read(rows, A, B) == {A: taken(A), B: taken(B)}


def test_a_number_without_a_row() -> None:
    assert read([row(A)], A, B) == {A: taken(A), B: UNNAMED}


@pytest.mark.parametrize("number", [None, "", "07XXXXXXXX"])
def test_one_row_without_a_known_number_is_for_the_one_left(number: object) -> None:
    nameless = row(number, messageId=f"ATXid_{B}")
    assert read([nameless], B) == {B: taken(B)}
    assert read([row(A), nameless], A, B) == {A: taken(A), B: taken(B)}


def test_of_several_nameless_rows_only_what_they_share_counts() -> None:
    accepted = [row(None, messageId="1"), row(None, messageId="2")]
    assert read(accepted, A, B) == dict.fromkeys((A, B), Accepted(None))
    broke = [row(None, 405, messageId="None")] * 2
    assert read(broke, A, B) == dict.fromkeys((A, B), Refused("InsufficientBalance (405)", ours=True))
    mixed = [row(None, messageId="1"), row(None, 406, messageId="None")]
    assert read(mixed, A, B) == dict.fromkeys((A, B), UNNAMED)
    assert read(accepted, A, B, C) == dict.fromkeys((A, B, C), UNNAMED)


def test_of_two_rows_for_a_number_the_accepted_one_counts() -> None:
    refused = row(A, 406, messageId="None")
    assert read([refused, row(A)]) == read([row(A), refused]) == {A: taken(A)}


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("InvalidSenderId", Refused("InvalidSenderId", ours=True)),
        ("Invalid Sender ID", Refused("InvalidSenderId", ours=True)),
        ("Insufficient balance", Refused("InsufficientBalance", ours=True)),
        ("Sent to 0/2 Total Cost: 0", Refused("no recipient was taken")),
    ],
)
def test_no_recipients_is_a_refusal_of_all(message: str, outcome: Refused) -> None:
    assert read([], A, B, message=message) == {A: outcome, B: outcome}
    assert read(None, A, B, message=message) == {A: outcome, B: outcome}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "ok",
        {},
        {"SMSMessageData": None},
        {"SMSMessageData": {}},
        {"SMSMessageData": {"Message": 1, "Recipients": []}},
        {"SMSMessageData": {"Message": "", "Recipients": []}},
        {"SMSMessageData": {"Message": "Sent", "Recipients": {"0": {}}}},
        {"SMSMessageData": {"Message": "Sent", "Recipients": ["+254300000001"]}},
    ],
)
def test_an_unreadable_answer(body: object) -> None:
    expected = NoAnswer("unreadable answer")
    assert outcomes(Answer(200, {}, body), (A, B)) == {A: expected, B: expected}


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        (401, True),
        (403, True),
        (400, True),
        (404, True),
        (302, True),
        (408, False),
        (429, False),
        (500, False),
        (502, False),
        (503, False),
        (504, False),
    ],
)
def test_an_http_error_refuses_all(status: int, ours: bool) -> None:
    result = read([row(A)], A, B, status=status)
    outcome = result[A]
    assert outcome == result[B]
    assert isinstance(outcome, Refused)
    assert not outcome.permanent
    assert outcome.ours is ours


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("9" * 400, 3600),
        ("Wed, 01 Jan 2020 00:00:00 GMT", 0),
        ("Wed, 01 Jan 2020 00:00:00 -0000", 0),
        ("Fri, 31 Dec 9999 00:00:00 GMT", 3600),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    headers = CaseInsensitiveDict({"retry-after": header})
    for status in (429, 503):
        expected = Refused(f"HTTP {status}", retry_after=seconds)
        assert outcomes(Answer(status, headers, None), (A,)) == {A: expected}


def test_retry_after_a_date_to_come() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    outcome = outcomes(Answer(429, {"Retry-After": later}, None), (A,))[A]
    assert isinstance(outcome, Refused)
    assert outcome.retry_after is not None
    assert 60 < outcome.retry_after <= 90
