"""E-mail in the settings: what may be written there, and whose addresses are readers'."""

from typing import Any

import pytest
from pydantic import ValidationError

from config.mail import MailServer, read_sender, read_server
from config.mechanism import Configuration
from config.settings import Settings


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, tls=False)),
        ("smtps://mail.example.org/", MailServer("mail.example.org", 465, tls=True)),
        ("smtp://127.0.0.1:25", MailServer("127.0.0.1", 25, tls=False)),
        ("smtp://[::1]:2525", MailServer("::1", 2525, tls=False)),
        ("smtp://sek:p%40ss%2Fw%3Ard@mail.example.org:2587",
         MailServer("mail.example.org", 2587, tls=False, user="sek", password="p@ss/w:rd")),
        ("smtps://sek%40example.org:secret@mail.example.org",
         MailServer("mail.example.org", 465, tls=True, user="sek@example.org", password="secret")),
    ],
)  # fmt: skip
def test_a_server(url: str, server: MailServer) -> None:
    assert read_server(url) == server
    assert server.password not in repr(server) or not server.password


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org", "http://mail.example.org", "smtp://", "smtp://:25", "smtp://mail.example.org:port",
        "smtp://mail.example.org:99999", "smtp://sek:sec/ret@mail.example.org", "smtp://sek:secret@",
        "smtp://sek@mail.example.org", "smtp://mail.example.org?tls=no", "smtp://mail.example.org/sek",
        "smtp://mail.example.org\n", "smtp://mail .example.org", "smtp://[::1",
    ],
)  # fmt: skip
def test_what_is_no_server_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="should") as refused:
        read_server(url)
    assert "sek" not in str(refused.value)
    assert "sec" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ("sek@example.org", ("", "sek@example.org")),
        ("SEK <sek@example.org>", ("SEK", "sek@example.org")),
        ('"SEK, Kitui" <sek@example.org>', ("SEK, Kitui", "sek@example.org")),
    ],
)
def test_a_sender(written: str, sender: tuple[str, str]) -> None:
    assert read_sender(written) == sender


@pytest.mark.parametrize(
    "written",
    [
        "sek",
        "SEK <sek>",
        "sek@example",
        "SEK <sek@example.org>\nBcc: all@example.org",
        "sek@ëxample.org",
        "<>",
    ],
)
def test_what_is_no_sender(written: str) -> None:
    with pytest.raises(ValueError, match="should be an address"):
        read_sender(written)


def settings_of(**given: str) -> Settings:
    values: dict[str, Any] = {"_env_file": None, **given}
    return Settings(**values)


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_url": "smtp://mail.example.org"},
        {"mail_from": "sek@example.org"},
        {"smtp_url": "ftp://sek:hidden@mail.example.org", "mail_from": "sek@example.org"},
        {"smtp_url": "smtp://mail.example.org", "mail_from": "nobody"},
    ],
)
def test_settings_have_both_and_right_or_none(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_of(**given)
    assert "hidden" not in "".join(error["msg"] for error in refused.value.errors())


@pytest.mark.parametrize(
    ("sender_id", "number"),
    [("21512", "21512"), ("+254300000000", "+254300000000"), ("SEK", ""), ("", ""), ("SEK21512", "")],
)
def test_a_number_to_answer_to(sender_id: str, number: str) -> None:
    assert settings_of(africastalking_sender_id=sender_id).sms_number == number


def test_e_mail_alone_makes_no_installation() -> None:
    settings = settings_of(smtp_url="smtp://mail.example.org", mail_from="sek@example.org")
    assert settings.mail_on
    assert settings.demonstration
    assert settings.provider_variables == ["SEK_SMTP_URL", "SEK_MAIL_FROM"]


@pytest.mark.parametrize(
    ("email", "is_reader"),
    [
        ("asha@mission.example", True),
        ("Asha.M@MISSION.example", True),
        ("asha@other.example.org", True),
        ("asha@example.org", False),
        ("asha@ke.mission.example", False),
        ("asha@mission.example.evil.org", False),
        ("asha@evilmission.example", False),
        ("asha@evil.org@mission.example", False),
        ("evil@evil.org,asha@mission.example", False),
        ("asha@mission.example\n", False),
        (" asha@mission.example", False),
        ("Asha <asha@mission.example>", False),
        ("@mission.example", False),
        ("mission.example", False),
        ("", False),
    ],
)
def test_whose_address_may_read(configuration: Configuration, email: str, is_reader: bool) -> None:
    made = configuration.mechanism.model_dump() | {"readers": ["Mission.Example", "@other.example.org"]}
    mechanism = type(configuration.mechanism).model_validate(made)
    assert mechanism.readers == ("mission.example", "other.example.org")
    assert mechanism.is_reader(email) is is_reader


def test_nobody_is_a_reader_by_default(configuration: Configuration) -> None:
    assert configuration.mechanism.readers == ()
    assert not configuration.mechanism.is_reader("asha@example.org")


@pytest.mark.parametrize(
    "domain",
    ["", "org", "example..org", "-x.org", "*.example.org", "a@b.org", "gmail.com", "Yahoo.com", "a b.org"],
)
def test_a_domain_of_readers_is_one_and_not_anybodys(configuration: Configuration, domain: str) -> None:
    made = configuration.mechanism.model_dump() | {"readers": [domain]}
    with pytest.raises(ValidationError, match="readers"):
        type(configuration.mechanism).model_validate(made)
