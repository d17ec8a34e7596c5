"""The webhook of Telegram, with the secret in a header."""

import hmac
from typing import Any

from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from bot.intake import Intake
from bot.metrics import Metrics
from bot.telegram import NAME, receive
from bot.webhook import Webhook, WebhookAnswer, make_answer, read_json
from sek_core.timing.clock import Clock

SECRET_HEADER = b"x-telegram-bot-api-secret-token"

_NO_SECRET = make_answer(401, "X-Telegram-Bot-Api-Secret-Token: is not the right one")


def routes(
    secret: str, intake: Intake, clock: Clock, metrics: Metrics, own_id: int | None = None
) -> list[BaseRoute]:
    """Return the route of the webhook; without a secret it always answers 401. `own_id`: the bot's."""
    expected = secret.encode()

    def admit(scope: Scope) -> WebhookAnswer | None:
        given = next((value for name, value in scope["headers"] if name == SECRET_HEADER), b"")
        return None if expected and hmac.compare_digest(given, expected) else _NO_SECRET

    def parse(body: bytes) -> dict[str, Any]:
        return receive.update(read_json(body), clock, own_id)

    return [Route("/webhooks/telegram", Webhook(NAME, admit, parse, intake, metrics), methods=["POST"])]
