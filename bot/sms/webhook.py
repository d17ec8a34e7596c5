"""The webhooks of Africa's Talking, with the secret in their path."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from bot.intake import Intake
from bot.metrics import Metrics
from bot.sms import receive
from bot.webhook import NOT_FOUND, Parse, Webhook, WebhookAnswer, read_form
from sek_core.timing.clock import Clock


def routes(secret: str, intake: Intake, clock: Clock, metrics: Metrics) -> list[BaseRoute]:
    """Return a route for each callback; without a secret all of them answer 404."""
    expected = secret.encode()

    def admit(scope: Scope) -> WebhookAnswer | None:
        given = scope["path_params"]["secret"].encode()
        return None if expected and hmac.compare_digest(given, expected) else NOT_FOUND

    parsers = {"sms": receive.sms, "delivery": receive.delivery, "optout": receive.opt_out}

    def reader(parse: Callable[[Mapping[str, str], Clock], dict[str, Any]]) -> Parse:
        return lambda body: parse(read_form(body), clock)

    return [
        Route(
            f"/webhooks/africastalking/{{secret}}/{name}",
            Webhook(name, admit, reader(parse), intake, metrics),
            methods=["POST"],
        )
        for name, parse in parsers.items()
    ]
