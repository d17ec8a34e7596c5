"""`sek check`: one line for each finding."""

import pytest

from tests.bot.cli.conftest import CREDENTIALS, KEY, SECRET, UNREACHABLE, Ended, Shell
from tests.bot.sms.test_sender import Gateway, Reply

NOTHING_RECEIVED = Reply({"SMSMessageData": {"Messages": []}}, status=200)


class TestCheck:
    def test_finds_nothing_wrong_with_the_demonstration(self, staffed: Shell) -> None:
        ended = staffed("check")
        assert ended.code == 0
        assert "WRONG" not in ended.out

    def test_finds_that_lost_credentials_start_no_demonstration(self, staffed: Shell) -> None:
        staffed.set(SEK_AFRICASTALKING_WEBHOOK_SECRET=SECRET)
        ended = staffed("check")
        assert ended.code == 1
        assert "No demonstration starts while SEK_AFRICASTALKING_WEBHOOK_SECRET is set" in _wrong(ended)

    def test_finds_an_empty_roster(self, empty: Shell) -> None:
        ended = empty("check")
        assert ended.code == 1
        assert "roster" in _wrong(ended)

    @pytest.mark.parametrize(
        ("environment", "said"),
        [
            ({"SEK_AFRICASTALKING_SENDER_ID": "SEKALERT"}, "phones cannot reply"),
            ({"SEK_AFRICASTALKING_WEBHOOK_SECRET": ""}, "no SMS can come in"),
            ({"SEK_AFRICASTALKING_WEBHOOK_SECRET": "short"}, "is short"),
            ({"SEK_AFRICASTALKING_API_KEY": ""}, "SEK_AFRICASTALKING_API_KEY"),
            ({"SEK_AFRICASTALKING_API_URL": UNREACHABLE}, "could not be reached"),
        ],
    )
    def test_finds_what_is_wrong_with_sms(
        self, staffed: Shell, gateway: Gateway, environment: dict[str, str], said: str
    ) -> None:
        gateway.reply = lambda form: NOTHING_RECEIVED
        settings = CREDENTIALS | {"SEK_AFRICASTALKING_API_URL": gateway.url} | environment
        staffed.set(**settings)
        ended = staffed("check")
        assert ended.code == 1
        assert said in _wrong(ended)
        assert len(_wrong(ended).splitlines()) == 1
        assert KEY not in ended.out + ended.err
        assert SECRET not in ended.out + ended.err

    def test_finds_nothing_wrong_with_a_gateway_that_answers(self, staffed: Shell, gateway: Gateway) -> None:
        gateway.reply = lambda form: NOTHING_RECEIVED
        sender = {"SEK_AFRICASTALKING_API_URL": gateway.url, "SEK_AFRICASTALKING_SENDER_ID": "21512"}
        staffed.set(**(CREDENTIALS | sender))
        ended = staffed("check")
        assert (ended.code, _wrong(ended)) == (0, "")


def _wrong(ended: Ended) -> str:
    return "\n".join(line for line in ended.said if not line.startswith("ok "))
