"""`sek check`: one line for each finding."""

import pytest
from aiosmtpd.controller import Controller

from tests.bot.cli.conftest import CREDENTIALS, KEY, SECRET, UNREACHABLE, Ended, Shell
from tests.bot.sms.test_sender import Gateway, Reply
from tests.process import free_port

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

    @pytest.mark.parametrize(
        ("environment", "said"),
        [
            ({"SEK_MAIL_FROM": ""}, "SEK_SMTP_URL and SEK_MAIL_FROM belong together"),
            ({"SEK_MAIL_FROM": "nobody"}, "should be an address"),
            ({"SEK_SMTP_URL": "mail.example.org"}, "should be smtp://user:password@host:port"),
            ({"SEK_SMTP_URL": f"smtp://sek:{KEY}@127.0.0.1:1"}, "the mail server could not be reached"),
        ],
    )
    def test_finds_what_is_wrong_with_e_mail(
        self, staffed: Shell, gateway: Gateway, environment: dict[str, str], said: str
    ) -> None:
        gateway.reply = lambda form: NOTHING_RECEIVED
        mail = {"SEK_SMTP_URL": f"smtp://sek:{KEY}@127.0.0.1:1", "SEK_MAIL_FROM": "SEK <sek@example.org>"}
        staffed.set(**(CREDENTIALS | {"SEK_AFRICASTALKING_API_URL": gateway.url} | mail | environment))
        ended = staffed("check")
        assert ended.code == 1
        assert said in _wrong(ended)
        assert len(_wrong(ended).splitlines()) == 1
        assert KEY not in ended.out + ended.err

    def test_says_that_e_mail_is_off(self, staffed: Shell) -> None:
        assert "ok     e-mail is off: SEK_SMTP_URL is empty" in staffed("check").said

    def test_finds_a_mail_server_that_answers(self, staffed: Shell, gateway: Gateway) -> None:
        gateway.reply = lambda form: NOTHING_RECEIVED
        mailbox = Controller(object(), hostname="127.0.0.1", port=free_port())
        mailbox.start()
        try:
            mail = {"SEK_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}", "SEK_MAIL_FROM": "sek@example.org"}
            staffed.set(**(CREDENTIALS | {"SEK_AFRICASTALKING_API_URL": gateway.url} | mail))
            ended = staffed("check")
        finally:
            mailbox.stop()
        assert (ended.code, _wrong(ended)) == (0, "")
        assert "ok     the mail server answers" in ended.said
        assert "e-mails name no number to answer to" in ended.out


def _wrong(ended: Ended) -> str:
    return "\n".join(line for line in ended.said if not line.startswith("ok "))
