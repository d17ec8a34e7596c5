from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sms.receive import (
    DeliveryReport,
    IncomingSms,
    OptOut,
    delivery_report,
    incoming,
    read_opt_out,
)
from sek_core.inbox.queue import MissingField

SMS = {"id": "ec9adc86", "from": "+254300000001", "text": "Flood"}
REPORT = {"id": "ATXid_1", "status": "Success"}


def test_a_full_message() -> None:
    form = SMS | {
        "to": "21512",
        "date": "2017-05-03T06:04:45Z",
        "linkId": "03090445075804249226",
        "cost": "None",
        "networkCode": "63902",
    }
    assert incoming(form) == IncomingSms(
        provider_id="ec9adc86",
        sender="+254300000001",
        is_number=True,
        text="Flood",
        sent_at=datetime(2017, 5, 3, 6, 4, 45, tzinfo=UTC),
    )


def test_the_least_that_is_a_message() -> None:
    message = incoming(SMS | {"text": ""})
    assert message.text == ""
    assert message.sent_at is None


@pytest.mark.parametrize("field", ["id", "from", "text"])
def test_a_message_without_a_field(field: str) -> None:
    with pytest.raises(MissingField) as missing:
        incoming({name: value for name, value in SMS.items() if name != field})
    assert missing.value.field == field


@pytest.mark.parametrize("field", ["id", "from"])
@pytest.mark.parametrize("empty", ["", " ", "\0"])
def test_an_empty_field_is_missing(field: str, empty: str) -> None:
    with pytest.raises(MissingField, match=field):
        incoming(SMS | {field: empty})


def test_nul_is_dropped() -> None:
    assert incoming(SMS | {"text": "Fl\0ood"}).text == "Flood"


@pytest.mark.parametrize(
    ("written", "sender", "is_number"),
    [
        ("+254300000001", "+254300000001", True),
        ("254300000001", "+254300000001", True),
        (" 254300000001", "+254300000001", True),
        ("0300000001", "+254300000001", True),
        ("0300000002", "+254300000002", True),
        ("+254 300-000 001", "+254300000001", True),
        ("+64271234567", "+64271234567", True),
        ("1234567", "+1234567", True),
        ("MTN", "MTN", False),
        ("Safaricom 2", "Safaricom 2", False),
        ("21512", "21512", False),
        ("123456", "123456", False),
        ("2 15 12", "2 15 12", False),
        ("0200000001", "+254200000001", True),
        ("00254300000001", "00254300000001", False),
        ("1234567890123456", "1234567890123456", False),
        ("++254300000001", "++254300000001", False),
        ("\u0662\u0665\u0664\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0661",) * 2 + (False,),
        ("+", "+", False),
    ],
)
def test_sender(written: str, sender: str, is_number: bool) -> None:
    message = incoming(SMS | {"from": written})
    assert (message.sender, message.is_number) == (sender, is_number)


@pytest.mark.parametrize(
    ("date", "sent_at"),
    [
        ("2017-05-03T06:04:45Z", datetime(2017, 5, 3, 6, 4, 45, tzinfo=UTC)),
        ("2017-05-03 06:04:45", datetime(2017, 5, 3, 6, 4, 45, tzinfo=UTC)),
        ("2018-03-19T08:34:18.445Z", datetime(2018, 3, 19, 8, 34, 18, 445_000, tzinfo=UTC)),
        ("2018-03-19 08:34:18.445", datetime(2018, 3, 19, 8, 34, 18, 445_000, tzinfo=UTC)),
        ("2017-05-03T09:04:45+03:00", datetime(2017, 5, 3, 6, 4, 45, tzinfo=UTC)),
        ("2017-05-03T06:04", None),
        ("2017-05-03", None),
        ("2017-05-03T25:04:45Z", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("yesterday, I think so", None),
        ("", None),
    ],
)
def test_date(date: str, sent_at: datetime | None) -> None:
    assert incoming(SMS | {"date": date}).sent_at == sent_at


def test_a_full_report() -> None:
    form = {
        "id": "ATXid_1",
        "status": "Failed",
        "phoneNumber": "254300000001",
        "networkCode": "63902",
        "failureReason": "UserInBlackList",
        "retryCount": "0",
    }
    expected = DeliveryReport("ATXid_1", "Failed", "+254300000001", "UserInBlackList")
    assert delivery_report(form) == expected


def test_the_least_that_is_a_report() -> None:
    assert delivery_report(REPORT) == DeliveryReport("ATXid_1", "Success", None, None)
    empty = REPORT | {"phoneNumber": "", "failureReason": ""}
    assert delivery_report(empty) == delivery_report(REPORT)


@pytest.mark.parametrize("field", ["id", "status"])
def test_a_report_without_a_field(field: str) -> None:
    with pytest.raises(MissingField, match=field):
        delivery_report(REPORT | {field: ""})


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("Sent", "accepted"),
        ("Submitted", "accepted"),
        ("Buffered", "accepted"),
        ("Queued", "accepted"),
        ("Success", "delivered"),
        ("Failed", "failed"),
        ("Rejected", "failed"),
        ("Expired", "failed"),
        ("AbsentSubscriber", "failed"),
        ("Teleported", None),
    ],
)
def test_outcome(status: str, outcome: str | None) -> None:
    assert delivery_report(REPORT | {"status": status}).outcome == outcome


def test_read_opt_out() -> None:
    assert read_opt_out({"senderId": "SEK", "phoneNumber": "0300000001"}) == OptOut("+254300000001")
    with pytest.raises(MissingField, match="phoneNumber"):
        read_opt_out({"senderId": "SEK"})


@given(st.fixed_dictionaries({name: st.text() for name in (*SMS, "date", "phoneNumber", "status")}))
def test_nothing_else_is_raised(form: dict[str, str]) -> None:
    for read in (incoming, delivery_report, read_opt_out):
        with suppress(MissingField):
            read(form)
