"""The webhooks of Africa's Talking, with the secret in their path."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from bot.intake import Intake
from bot.metrics import Metrics
from bot.sms import NAME
from bot.sms.receive import READERS
from bot.webhook import NOT_FOUND, Callback, Webhook, WebhookAnswer, is_one_of, read_form
from sek_core.inbox import queue
from sek_core.timing.clock import Clock


def routes(secrets: Sequence[str], intake: Intake, clock: Clock, metrics: Metrics) -> list[BaseRoute]:
    """Return a route for each callback; without a secret all of them answer 404."""
    expected = [secret.encode() for secret in secrets]

    def admit(scope: Scope) -> WebhookAnswer | None:
        given = scope["path_params"]["secret"].encode()
        return None if is_one_of(given, expected) else NOT_FOUND

    kinds = {"sms": queue.TEXT, "delivery": queue.DELIVERY_REPORT, "optout": queue.OPT_OUT}
    return [
        Route(
            f"/webhooks/africastalking/{{secret}}/{name}",
            Webhook(name, admit, Callback(NAME, kind, read_form, READERS[kind]), intake, clock, metrics),
            methods=["POST"],
        )
        for name, kind in kinds.items()
    ]
