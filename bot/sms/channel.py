"""SMS as a channel."""

from typing import TYPE_CHECKING

from bot.adapter import Adapter
from bot.findings import Finding
from bot.sms import NAME
from bot.sms.receive import READERS
from bot.sms.render import render
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.messages.channel import Channel, Column, Sender
from sek_core.roster import phone_numbers
from sek_core.timing.clock import Clock

if TYPE_CHECKING:  # slow to import, needed only by processes that serve the web
    from starlette.routing import BaseRoute

    from bot.intake import Intake
    from bot.metrics import Metrics


def _sender(settings: Settings, configuration: Configuration) -> Sender:
    """Return the sender of Africa's Talking, or the simulated gateway without its credentials."""
    from bot.sms.fake import SimulatedGateway
    from bot.sms.sender import AfricasTalkingSender

    if not settings.sms_on:
        return SimulatedGateway(configuration.mechanism.sms_price)
    return AfricasTalkingSender(
        settings.africastalking_username,
        settings.africastalking_api_key.get_secret_value(),
        sender_id=settings.africastalking_sender_id or None,
        api_url=settings.africastalking_api_url or None,
    )


def _routes(settings: Settings, intake: "Intake", clock: Clock, metrics: "Metrics") -> "list[BaseRoute]":
    from bot.sms import webhook

    return webhook.routes(settings.sms_secrets, intake, clock, metrics)


def _check(settings: Settings) -> list[Finding]:
    from bot.sms import check

    return list(check.findings(settings))


_NAMES_OF_COLUMN = (
    "phone_number", "phone_no", "mobile", "mobile_number", "mobile_phone", "telephone", "tel",
)  # fmt: skip

SMS = Adapter(
    channel=Channel(
        name=NAME,
        preference=20,
        render=render,
        is_person=phone_numbers.is_e164,
        receives=True,
        has_numbers=True,
        reads_codes=True,
        counts_segments=True,
        column=Column("phone", phone_numbers.read, also=_NAMES_OF_COLUMN),
    ),
    is_on=lambda settings: settings.sms_on,
    simulated=True,
    sender=_sender,
    routes=_routes,
    check=_check,
    readers=READERS,
)
