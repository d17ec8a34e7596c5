"""`sek inbox`: what was received, once more, and what Africa's Talking kept."""

import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, insert

from sek_core.store.inbox import InboxRow
from tests.bot.cli.conftest import CREDENTIALS, DEPUTY, DROUGHT, Shell
from tests.bot.sms.test_sender import Gateway, Reply
from tests.process import Process, until


class TestInbox:
    @pytest.fixture
    def failed(self, beside: Shell, demonstration: Process) -> int:
        """Store a text that could not be handled; return its id."""
        engine = create_engine(f"sqlite:///{demonstration.folder}/var/sek.db")
        with engine.begin() as connection:
            inserted = connection.execute(
                insert(InboxRow).values(
                    channel="sms", kind="text", provider_id=f"failed-{time.time_ns()}", lane=f"sms:{DEPUTY}",
                    sender=DEPUTY, text="STATUS S1", about="", payload={}, received_at=datetime.now(UTC),
                    status="failed", error="KeyError: 'something'",
                )
            )  # fmt: skip
        engine.dispose()
        [identity] = inserted.inserted_primary_key or [0]
        return int(identity)

    def test_lists_what_failed_and_why(self, beside: Shell, failed: int) -> None:
        lines = beside("inbox", "list", "--failed").lines
        [line] = [line for line in lines if line.split()[0] == str(failed)]
        for part in ("failed", DEPUTY, "STATUS S1", "KeyError: 'something'"):
            assert part in line
        assert DROUGHT not in "".join(lines)
        assert DROUGHT in beside("inbox", "list").out

    def test_replays_what_failed_once(self, beside: Shell, failed: int) -> None:
        answers = len(beside("deliveries", "--json").lines)
        assert beside("inbox", "replay", str(failed)).code == 0
        until(lambda: len(beside("deliveries", "--json").lines) > answers)  # the running program did it
        assert str(failed) not in [line.split()[0] for line in beside("inbox", "list", "--failed").lines]
        again = beside("inbox", "replay", str(failed))
        assert again.code == 1
        assert str(failed) in again.err

    def test_names_what_it_cannot_replay_and_does_the_rest(self, beside: Shell, failed: int) -> None:
        ended = beside("inbox", "replay", "987654", str(failed))
        assert ended.code == 1
        assert "987654" in ended.err.replace(",", " ").split()
        assert str(failed) not in ended.err.replace(",", " ").split()
        assert str(failed) not in [line.split()[0] for line in beside("inbox", "list", "--failed").lines]


class TestFetch:
    def test_without_a_gateway_or_a_list_says_so(self, empty: Shell, gateway: Gateway) -> None:
        off = empty("inbox", "fetch")
        assert (off.code, off.err.strip()) == (1, "SMS is off: there is no gateway to ask")
        empty.set(**CREDENTIALS)
        down = empty("inbox", "fetch")
        assert (down.code, "could not connect" in down.err) == (1, True)
        empty.set(SEK_AFRICASTALKING_API_URL=gateway.url)
        gateway.reply = lambda _form: Reply("not for this account", status=404)
        none = empty("inbox", "fetch")
        assert (none.code, none.err.strip()) == (1, "the gateway gave no list: HTTP 404")
