"""E-mail as a channel: out only, for who has neither a number nor a chat, and where these fail."""

from typing import TYPE_CHECKING

from bot.adapter import Adapter
from bot.email import NAME
from bot.email.render import render
from bot.findings import Finding
from config.mail import read_sender, read_server
from config.mechanism import Configuration, Mechanism
from config.settings import Settings
from sek_core.messages.channel import Channel, Column, Sender
from sek_core.messages.screens import Text
from sek_core.messages.translation import Translator
from sek_core.roster import emails
from sek_core.timing.clock import Clock, SystemClock

if TYPE_CHECKING:  # slow to import, needed only by processes that serve the web
    from starlette.routing import BaseRoute

    from bot.intake import Intake
    from bot.metrics import Metrics


def _address(written: str, _mechanism: Mechanism) -> str:
    return emails.read(written)


def lines_below(settings: Settings, configuration: Configuration) -> dict[str, str]:
    """Return what stands below each e-mail, by the language of its content: how to answer it."""
    number = settings.sms_number
    text = Text("mail.number", {"number": number}) if number else Text("mail.nowhere")
    translator, now = Translator(configuration), SystemClock().now()
    first, *others = configuration.mechanism.languages
    said = {language: translator.localized(language, now).text(text) for language in (first, *others)}
    return {"": said[first], **{language: said[language] for language in others}}


def _sender(settings: Settings, configuration: Configuration) -> Sender:
    from bot.email.sender import MailSender  # slow to import, needed only with a mail server

    server = read_server(settings.smtp_url.get_secret_value())
    return MailSender(server, read_sender(settings.mail_from), lines_below(settings, configuration))


def _routes(_settings: Settings, _intake: "Intake", _clock: Clock, _metrics: "Metrics") -> "list[BaseRoute]":
    return []


def _check(settings: Settings) -> list[Finding]:
    from bot.email import check

    return list(check.findings(settings))


EMAIL = Adapter(
    channel=Channel(
        name=NAME,
        preference=90,
        render=render,
        is_person=lambda _: False,  # no mail comes in, so there is no sender to answer
        has_documents=True,
        is_roomy=True,
        column=Column(emails.COLUMN, _address),
    ),
    is_on=lambda settings: settings.mail_on,
    sender=_sender,
    routes=_routes,
    check=_check,
)
