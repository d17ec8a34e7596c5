"""The webhooks of Africa's Talking, through the whole web application."""

import asyncio
import random
import sqlite3
import string
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, update

from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.people import AddressRow
from tests.bot.site import NUMBER, SECRET, OpenSite, Site
from tests.bot.sms.hooks import DELIVERY, ID, OPTOUT, SMS, TEXT

MIB = 1024 * 1024


class TestIncomingSms:
    async def test_is_stored_before_it_is_answered(self, site: Site, tmp_path: Path) -> None:
        response = await site.post(
            SMS, TEXT | {"linkId": "03090445075804249226", "to": "21512", "date": "2017-05-03T06:04:45Z"}
        )
        assert response.status_code == 200
        # Another process sees it: it is not only in this one's memory.
        with sqlite3.connect(tmp_path / "sek.db") as other:
            found = other.execute("SELECT provider_id, sender, text, status FROM inbox").fetchall()
        other.close()
        assert found == [(ID, NUMBER, "Msg", "new")]
        row = site.row()
        assert row.sent_at == datetime(2017, 5, 3, 6, 4, 45, tzinfo=UTC)
        assert row.payload["linkId"] == "03090445075804249226"

    async def test_needs_no_more_than_id_from_and_text(self, site: Site) -> None:
        assert (await site.post(SMS, TEXT)).status_code == 200
        assert (site.row().sender, site.row().text, site.row().sent_at) == (NUMBER, "Msg", None)

    async def test_may_be_json(self, site: Site) -> None:
        """As the polling interface of the SDK gives it: an integer id, milliseconds."""
        body = {"linkId": "SampleLinkId123", "text": "Hello", "to": "28901", "id": 15071,
                "date": "2018-03-19T08:34:18.445Z", "from": NUMBER}  # fmt: skip
        assert (await site.client.post(SMS, json=body)).status_code == 200
        assert (site.row().provider_id, site.row().text) == ("15071", "Hello")
        assert site.row().sent_at == datetime(2018, 3, 19, 8, 34, 18, 445000, tzinfo=UTC)

    async def test_repeated_is_answered_200_and_stored_once(self, site: Site) -> None:
        answers = [await site.post(SMS, TEXT) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert len(site.rows()) == 1

    async def test_repeated_after_it_was_handled_does_nothing_more(self, site: Site) -> None:
        await site.post(SMS, TEXT)
        await site.handle()
        assert (await site.post(SMS, TEXT)).status_code == 200
        await site.handle()
        with site.program.database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Delivery)) == 1
        assert len(site.rows()) == 1

    async def test_many_at_the_same_moment_are_all_stored_each_once(self, site: Site) -> None:
        arriving = [site.post(SMS, TEXT | {"id": f"id-{n % 40}", "text": f"{n % 40}"}) for n in range(80)]
        answers = await asyncio.gather(*arriving)
        assert {answer.status_code for answer in answers} == {200}
        assert sorted(row.provider_id for row in site.rows()) == sorted(f"id-{n}" for n in range(40))

    @pytest.mark.parametrize(
        ("date", "read_as"),
        [
            ("2017-05-03T06:04:45Z", datetime(2017, 5, 3, 6, 4, 45, tzinfo=UTC)),
            ("2017-05-03 06:04:45", datetime(2017, 5, 3, 6, 4, 45, tzinfo=UTC)),
            ("2018-03-19T08:34:18.445Z", datetime(2018, 3, 19, 8, 34, 18, 445000, tzinfo=UTC)),
            ("2017-05-03T06:04", None),
            ("yesterday", None),
            ("", None),
            ("2017-13-45T99:99:99Z", None),
        ],
    )
    async def test_with_any_date_is_accepted(self, site: Site, date: str, read_as: datetime | None) -> None:
        before = datetime.now(UTC)
        assert (await site.post(SMS, TEXT | {"date": date})).status_code == 200
        row = site.row()
        assert row.sent_at == read_as
        assert before - timedelta(seconds=1) <= row.received_at <= datetime.now(UTC)

    async def test_from_a_number_without_plus_is_from_that_number(self, site: Site) -> None:
        form = {"from": "254300000012", "text": "test MO from Africa's talking", "id": "111111"}
        assert (await site.post(SMS, form)).status_code == 200
        assert site.row().sender == NUMBER

    @pytest.mark.parametrize("name", ["MTN", "Safaricom", "21512", "M-PESA", "+MTN", "Mwangaza ✓"])
    async def test_from_a_name_is_kept_and_never_answered(self, site: Site, name: str) -> None:
        assert (await site.post(SMS, TEXT | {"from": name})).status_code == 200
        await site.handle()
        assert site.row().status == "done"
        with site.program.database.reading() as session:
            assert session.scalars(select(Delivery)).all() == []
            assert session.scalars(select(Kept.sender)).all() == [name]

    async def test_an_empty_text_is_a_text(self, site: Site) -> None:
        assert (await site.post_raw(SMS, b"id=1&from=%2B254300000012&text=")).status_code == 200
        assert site.row().text == ""
        await site.handle()
        assert site.row().status == "done"

    @pytest.mark.parametrize("field", ["id", "from", "text"])
    async def test_without_a_needed_field_is_refused_by_its_name(self, site: Site, field: str) -> None:
        response = await site.post(SMS, {name: value for name, value in TEXT.items() if name != field})
        assert response.status_code == 400
        assert field in response.text.split(":")[0].split()
        assert site.rows() == []

    @pytest.mark.parametrize("field", ["id", "from"])
    async def test_with_an_empty_id_or_sender_is_refused_by_its_name(self, site: Site, field: str) -> None:
        response = await site.post(SMS, TEXT | {field: " "})
        assert (response.status_code, response.text.split(":")[0]) == (400, field)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"empty",
            b"{",
            b"{}",
            b"[]",
            b"[1, 2]",
            b'"text"',
            b"null",
            b'{"id": 1',
            b'{"id": 1, "from": "+254300000012", "text": null}',
            b"\xff\xfe\x00\x01",
            b"&&&&===",
            b"<xml><id>1</id></xml>",
            b"[" * 100_000,
            b'{"id":' * 50_000,
            b'{"id": ' + b"1" * 10_000 + b"}",
        ],
        ids=lambda body: body[:12].decode("latin-1"),
    )
    async def test_that_is_no_form_and_no_json_is_refused(self, site: Site, body: bytes) -> None:
        response = await site.post_raw(SMS, body)
        assert response.status_code == 400
        assert response.text
        assert site.rows() == []

    async def test_with_a_flood_of_fields_is_refused(self, site: Site) -> None:
        flood = {f"field{n}": "x" for n in range(50_000)}
        assert (await site.post_raw(SMS, urlencode(TEXT | flood).encode())).status_code == 400
        assert site.rows() == []

    async def test_with_fields_that_nobody_knows_is_accepted(self, site: Site) -> None:
        assert (await site.post(SMS, TEXT | {"cost": "KES 1", "networkCode": "63902", "new": "x"})).is_success
        assert site.row().payload["networkCode"] == "63902"


LONG = "".join(random.Random(1).choices(string.ascii_letters, k=10_000)).encode()
"""A text that no database compresses enough for an index."""

NASTY = [
    pytest.param(b"bytes \xff\xfe \xc3(", id="no UTF-8"),
    pytest.param(b"nul \x00 byte \x00", id="NUL"),
    pytest.param(b"x" * 10_000, id="10,000 characters"),
    pytest.param(LONG, id="10,000 different characters"),
    pytest.param("🌊🔥 mafuriko 👩‍👩‍👧 Mũkaa ☎️".encode(), id="emoji"),
    pytest.param("\u202eright to left\u202c \u200b\ufeff".encode(), id="invisible"),
    pytest.param(b"\xed\xa0\xbd", id="half a surrogate pair"),
    pytest.param(b"'); DROP TABLE inbox; --", id="SQL"),
    pytest.param(b"{name} %s %(id)s {0.__class__}", id="format strings"),
    pytest.param(b"\r\n\t\x01\x1b[31m", id="control characters"),
]


@pytest.mark.parametrize("words", NASTY)
async def test_any_text_is_accepted_stored_once_and_handled(site: Site, words: bytes) -> None:
    body = b"id=1&from=%2B254300000012&text=" + words.replace(b"%", b"%25")
    for body_as_sent in (body, b"id=1&from=%2B254300000012&text=" + _percent(words)):
        assert (await site.post_raw(SMS, body_as_sent)).status_code == 200
    assert len(site.rows()) == 1
    await site.handle()
    assert site.row().status == "done"


async def test_any_text_is_accepted_on_postgresql_too(open_site: OpenSite, postgres_url: str) -> None:
    database = Database(postgres_url)
    migrations.upgrade(database)
    database.close()
    async with open_site(postgres_url) as site:
        answers: dict[str, int] = {}
        for number, case in enumerate(NASTY):
            [words] = case.values
            assert isinstance(words, bytes)
            body = b"from=%2B254300000012&text=" + _percent(words)
            response = await site.post_raw(SMS, f"id={number}&".encode() + body)
            answers[str(case.id)] = response.status_code
        # Every field may hold anything, not only the text.
        for field in ("id", "from", "to", "date", "linkId", "new field"):
            for words in (b"a\x00b", LONG, b"\xff"):
                form = TEXT | {"id": f"{field}{words[:1]!r}"}
                response = await site.post_raw(SMS, _form(form, field, words))
                answers[f"{field}={words[:3]!r}"] = response.status_code
        assert {name: status for name, status in answers.items() if status != 200} == {}
        assert len(site.rows()) == len(answers)
        while await asyncio.to_thread(site.program.turns.run_batch):
            pass
        assert {row.status for row in site.rows()} == {"done"}


@pytest.mark.parametrize("escaped", ["\\ud83d", "\\u0000"])
async def test_json_with_characters_that_no_database_stores_is_accepted(site: Site, escaped: str) -> None:
    body = f'{{"id": "1", "from": "{NUMBER}", "text": "flood {escaped}"}}'
    assert (await site.post_raw(SMS, body.encode())).status_code == 200
    assert len(site.rows()) == 1


class TestTheSecret:
    @pytest.mark.parametrize("route", ["sms", "delivery", "optout"])
    @pytest.mark.parametrize(
        "given", ["wrong", SECRET.upper(), SECRET + "x", SECRET[:-1], "%C3%A9", "%00", "%ff"]
    )
    async def test_that_is_wrong_is_answered_404(self, site: Site, route: str, given: str) -> None:
        form = TEXT | {"status": "Success", "phoneNumber": NUMBER}
        response = await site.post(f"/webhooks/africastalking/{given}/{route}", form)
        assert response.status_code == 404
        assert site.rows() == []

    async def test_that_is_missing_from_the_path_is_answered_404(self, site: Site) -> None:
        for path in ("/webhooks/africastalking/sms", "/webhooks/africastalking//sms"):
            assert (await site.post(path, TEXT)).status_code == 404

    @pytest.mark.parametrize("given", ["", "x", "None", "''"])
    async def test_that_was_never_configured_lets_nobody_in(
        self, open_site: OpenSite, sqlite_url: str, given: str
    ) -> None:
        async with open_site(sqlite_url, secret="") as site:
            assert (await site.post(f"/webhooks/africastalking/{given}/sms", TEXT)).status_code == 404
            assert site.rows() == []

    async def test_is_asked_for_before_the_body_is_looked_at(self, site: Site) -> None:
        path = "/webhooks/africastalking/wrong/sms"
        assert (await site.post_raw(path, b"")).status_code == 404
        assert (await site.post_raw(path, b"x" * (MIB + 1))).status_code == 404


async def _in_chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 64 * 1024):
        yield body[start : start + 64 * 1024]


class TestTheSizeOfTheBody:
    @pytest.mark.parametrize("path", [SMS, DELIVERY, OPTOUT], ids=["sms", "delivery", "optout"])
    @pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "chunked"])
    async def test_over_one_mebibyte_is_refused(self, site: Site, path: str, chunked: bool) -> None:
        body = b"id=1&status=Success&from=%2B254300000012&text=".ljust(MIB + 1, b"x")
        response = await site.post_raw(path, _in_chunks(body) if chunked else body)
        assert response.status_code == 413
        assert site.rows() == []

    @pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "chunked"])
    async def test_of_one_mebibyte_is_accepted(self, site: Site, chunked: bool) -> None:
        body = b"id=1&from=%2B254300000012&text=".ljust(MIB, b"x")
        assert (await site.post_raw(SMS, _in_chunks(body) if chunked else body)).status_code == 200
        assert len(site.row().text) > 1_000_000

    async def test_is_not_read_to_its_end_where_it_never_ends(self, site: Site) -> None:
        sent = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal sent
            while sent < 100 * MIB:
                sent += 64 * 1024
                yield b"x" * 64 * 1024

        assert (await site.post_raw(SMS, endless())).status_code == 413
        assert sent < 3 * MIB


class TestDeliveryReports:
    @pytest.mark.parametrize(
        ("status", "becomes"),
        [
            ("Sent", "accepted"),
            ("Submitted", "accepted"),
            ("Buffered", "accepted"),
            ("Success", "delivered"),
            ("Failed", "failed"),
            ("Rejected", "failed"),
            ("Expired", "failed"),
            ("AbsentSubscriber", "failed"),
            ("SomethingNew", "accepted"),
        ],
    )
    async def test_change_what_they_report_on(self, site: Site, status: str, becomes: str) -> None:
        site.add_delivery("ATXid_1")
        form = {
            "id": "ATXid_1",
            "status": status,
            "phoneNumber": NUMBER,
            "networkCode": "63902",
            "retryCount": "0",
        }
        assert (await site.post(DELIVERY, form)).status_code == 200
        assert site.row().payload["status"] == status
        await site.handle()
        assert site.delivery_of("ATXid_1").status == becomes

    @pytest.mark.parametrize(
        ("first", "then", "stays"),
        [
            ("Success", "Sent", "delivered"),
            ("Success", "Failed", "delivered"),
            ("Failed", "Buffered", "failed"),
            ("Sent", "Success", "delivered"),
        ],
    )
    async def test_only_move_forward(self, site: Site, first: str, then: str, stays: str) -> None:
        site.add_delivery("ATXid_1")
        for status in (first, then):
            assert (await site.post(DELIVERY, {"id": "ATXid_1", "status": status})).status_code == 200
            await site.handle()
        assert site.delivery_of("ATXid_1").status == stays

    async def test_repeated_are_answered_200_and_stored_once(self, site: Site) -> None:
        form = {"id": "ATXid_1", "status": "Success"}
        assert [(await site.post(DELIVERY, form)).status_code for _ in range(3)] == [200] * 3
        assert len(site.rows()) == 1

    async def test_of_an_unknown_message_are_kept_and_matched_when_it_is_known(self, site: Site) -> None:
        site.add_delivery(None, status="unknown")
        site.add_delivery(None, status="unknown")  # two: the number alone does not say which one
        form = {"id": "ATXid_1", "status": "Success", "phoneNumber": NUMBER}
        assert (await site.post(DELIVERY, form)).status_code == 200
        await site.handle()
        assert site.row().status == "unmatched"
        with site.program.database.writing() as session:
            session.execute(update(InboxRow).values(status="new"))
            session.execute(update(Delivery).where(Delivery.id == 1).values(provider_id="ATXid_1"))
        await site.handle()
        assert site.delivery_of("ATXid_1").status == "delivered"

    @pytest.mark.parametrize("field", ["id", "status"])
    @pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
    async def test_without_a_needed_field_are_refused_by_its_name(
        self, site: Site, field: str, value: str | None
    ) -> None:
        form = {"id": "ATXid_1", "status": "Success", "phoneNumber": NUMBER}
        form = {name: v for name, v in (form | {field: value}).items() if v is not None}
        response = await site.post(DELIVERY, form)
        assert (response.status_code, response.text.split(":")[0]) == (400, field)
        assert site.rows() == []

    @pytest.mark.parametrize(
        "reason",
        [
            "InsufficientCredit", "InvalidLinkId", "UserIsInactive", "UserInBlackList",
            "UserAccountSuspended", "NotNetworkSubcriber", "UserNotSubscribedToProduct",
            "UserDoesNotExist", "DeliveryFailure", "DoNotDisturbRejection", "SomethingNew",
        ],
    )  # fmt: skip
    async def test_of_a_failure_for_any_reason_fail_it(self, site: Site, reason: str) -> None:
        site.add_delivery("ATXid_1")
        form = {"id": "ATXid_1", "status": "Failed", "failureReason": reason}
        assert (await site.post(DELIVERY, form)).status_code == 200
        await site.handle()
        assert site.delivery_of("ATXid_1").status == "failed"


class TestOptOuts:
    async def test_stop_messages_to_the_number(self, site: Site) -> None:
        form = {"senderId": "21512", "phoneNumber": "254300000012"}
        assert (await site.post(OPTOUT, form)).status_code == 200
        await site.handle()
        with site.program.database.reading() as session:
            address = session.scalars(select(AddressRow).where(AddressRow.value == NUMBER)).one()
        assert address.opted_out_at is not None
        assert site.row().status == "done"

    async def test_without_a_number_are_refused_by_its_name(self, site: Site) -> None:
        response = await site.post(OPTOUT, {"senderId": "21512"})
        assert (response.status_code, response.text.split(":")[0]) == (400, "phoneNumber")

    async def test_repeated_at_once_are_stored_once(self, site: Site) -> None:
        answers = [await site.post(OPTOUT, {"senderId": "21512", "phoneNumber": NUMBER}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert len(site.rows()) <= 2  # two if a minute ended between them


def _percent(words: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in words)


def _form(form: dict[str, str], field: str, words: bytes) -> bytes:
    """Return `form` as a body, with arbitrary bytes as one more field."""
    fields = {name: value.encode() for name, value in form.items()} | {field: words}
    return b"&".join(_percent(name.encode()) + b"=" + _percent(value) for name, value in fields.items())
