"""The webhook of Telegram, with the secret in a header."""

from collections.abc import Sequence
from functools import partial

from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from bot.intake import Intake
from bot.metrics import Metrics
from bot.telegram import NAME, receive
from bot.webhook import Callback, Webhook, WebhookAnswer, is_one_of, make_answer, read_json
from sek_core.inbox import queue
from sek_core.timing.clock import Clock

SECRET_HEADER = b"x-telegram-bot-api-secret-token"

_NO_SECRET = make_answer(401, "X-Telegram-Bot-Api-Secret-Token: is not the right one")


def routes(
    secrets: Sequence[str], intake: Intake, clock: Clock, metrics: Metrics, own_id: int | None = None
) -> list[BaseRoute]:
    """Return the route of the webhook; without a secret it always answers 401. `own_id`: the bot's."""
    expected = [secret.encode() for secret in secrets]

    def admit(scope: Scope) -> WebhookAnswer | None:
        given = next((value for name, value in scope["headers"] if name == SECRET_HEADER), b"")
        return None if is_one_of(given, expected) else _NO_SECRET

    callback = Callback(NAME, queue.TEXT, read_json, partial(receive.update, own_id=own_id))
    webhook = Webhook(NAME, admit, callback, intake, clock, metrics)
    return [Route("/webhooks/telegram", webhook, methods=["POST"])]
