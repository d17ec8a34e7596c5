"""The demonstration starts closed, on a database of its own, and never as a real installation."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot import demonstration as permission
from bot.channels import CHANNELS, turned_on
from bot.demonstration import why_not, why_not_real
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.roster import demonstration
from sek_core.store import migrations
from sek_core.store.database import Database
from tests.bot.cli.conftest import clean_environment

pytestmark = pytest.mark.usefixtures("_bare")


@pytest.fixture
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    clean_environment(monkeypatch)


def settings_of(**given: str) -> Settings:
    """Return these settings, whatever file of settings lies about."""
    values: dict[str, Any] = {"_env_file": None, **given}
    return Settings(**values)


def why(path: Path, *, asked: bool = False, **given: str) -> str:
    database = Database(f"sqlite:///{path}/sek.db")
    try:
        settings = settings_of(database_url=f"sqlite:///{path}/sek.db", **given)
        return why_not(settings, database, asked=asked)
    finally:
        database.close()


def test_a_bare_start_on_loopback_may(tmp_path: Path) -> None:
    assert why(tmp_path) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])  # what is to be refused
def test_others_reach_it_only_where_that_was_asked_for(tmp_path: Path, host: str) -> None:
    said = why(tmp_path, host=host)
    assert said.endswith(f"For a demonstration that other machines reach at {host}, say --demo")
    assert "SEK_AFRICASTALKING_USERNAME and SEK_AFRICASTALKING_API_KEY, or SEK_TELEGRAM_TOKEN" in said
    assert why(tmp_path, host=host, asked=True) == ""


@pytest.mark.parametrize(
    "name",
    [
        "africastalking_sender_id",
        "africastalking_webhook_secret",
        "africastalking_api_url",
        "telegram_webhook_secret",
        "telegram_api_url",
        "public_url",
    ],
)
def test_a_variable_of_a_provider_forbids_it(tmp_path: Path, name: str) -> None:
    said = why(tmp_path, asked=True, **{name: "something-of-theirs"})
    assert f"SEK_{name.upper()} is set" in said
    assert "something" not in said


def test_so_does_e_mail(tmp_path: Path) -> None:
    said = why(
        tmp_path, asked=True, smtp_url="smtp://sek:hidden@mail.example.org", mail_from="sek@example.org"
    )
    assert "SEK_SMTP_URL, SEK_MAIL_FROM are set" in said
    assert "hidden" not in said


def test_e_mail_is_off_there(configuration: Configuration) -> None:
    assert turned_on(settings_of()) == {"sms", "telegram"}
    mail = {"smtp_url": "smtp://mail.example.org", "mail_from": "sek@example.org"}
    assert turned_on(settings_of(**mail)) == {"sms", "telegram"}
    assert turned_on(settings_of(telegram_token="1:x", **mail)) == {"telegram", "email"}
    assert turned_on(settings_of(telegram_token="1:x")) == {"telegram"}


def test_it_needs_a_database_that_it_made(tmp_path: Path, configuration: Configuration) -> None:
    database = Database(f"sqlite:///{tmp_path}/sek.db")
    migrations.upgrade(database)
    assert "which it did not make" in why(tmp_path)
    with database.writing() as session:
        demonstration.mark_as_made(session)
        demonstration.load_roster(session, configuration, CHANNELS)
    assert why(tmp_path) == ""
    with database.writing() as session:
        demonstration.leave(session)  # a roster of real people was imported
    assert "which it did not make" in why(tmp_path)
    database.close()


def test_what_a_demonstration_made_is_no_real_database(tmp_path: Path) -> None:
    """With credentials its invented people would be written to, by its own clock."""
    database = Database(f"sqlite:///{tmp_path}/sek.db")
    assert why_not_real(database) == ""
    migrations.upgrade(database)
    assert why_not_real(database) == ""
    with database.writing() as session:
        demonstration.mark_as_made(session)
    said = why_not_real(database)
    assert "a demonstration made sqlite:///" in said
    assert "sek roster import" in said
    with database.writing() as session:
        demonstration.leave(session)
    assert why_not_real(database) == ""
    database.close()


def test_a_first_start_that_was_interrupted_is_taken_up_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/sek.db")
    permission.begin(database)
    migrations.upgrade(database)
    assert why(tmp_path) == ""  # killed before the mark
    assert permission.is_new(database)
    permission.begin(database)
    with database.writing() as session:
        permission.end(session)
    assert not permission.is_new(database)
    assert why(tmp_path) == ""
    database.close()


@pytest.mark.parametrize(
    "wrong", ["with/a/slash/in/it", "with a space in it", "percent%20in-it", "siri-ya-Kiswahilí"]
)
def test_a_secret_that_no_url_holds_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="part of a URL") as refused:
        settings_of(africastalking_webhook_secret=wrong)
    assert isinstance(refused.value, ValidationError)
    assert wrong not in str(refused.value.errors(include_input=False))


def test_two_secrets_are_valid_while_one_replaces_the_other() -> None:
    settings = settings_of(telegram_webhook_secret="the-new-secret,the-old-secret")
    assert settings.telegram_secrets == ("the-new-secret", "the-old-secret")


@pytest.mark.parametrize(
    "wrong", ["short", "long-enough-one,short", "a" * 12 + "," + "b" * 12 + "," + "c" * 12]
)
@pytest.mark.parametrize("name", ["africastalking_webhook_secret", "telegram_webhook_secret"])
def test_a_secret_that_can_be_guessed_is_refused(name: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"short|one secret") as refused:
        settings_of(**{name: wrong})
    assert isinstance(refused.value, ValidationError)
    assert "long-enough" not in str(refused.value.errors(include_input=False))
