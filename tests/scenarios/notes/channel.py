"""The notice board as a channel."""

from starlette.routing import BaseRoute, Route

from bot.adapter import Adapter
from bot.findings import Finding
from bot.intake import Intake
from bot.metrics import Metrics
from bot.webhook import Callback, Webhook, read_json
from config.mechanism import Configuration, Mechanism
from config.settings import Settings
from sek_core.inbox import queue
from sek_core.messages.channel import Channel, Column
from sek_core.timing.clock import Clock
from tests.scenarios.notes import NAME, receive
from tests.scenarios.notes.render import render
from tests.scenarios.notes.sender import Board


def _name(written: str, _mechanism: Mechanism) -> str:
    if not written.isalpha():
        raise ValueError(f"{written!r} should be a name of letters")
    return written.lower()


def _sender(_settings: Settings, _configuration: Configuration) -> Board:
    return Board()


def _routes(_settings: Settings, intake: Intake, clock: Clock, metrics: Metrics) -> list[BaseRoute]:
    callback = Callback(NAME, queue.TEXT, read_json, receive.note)
    webhook = Webhook(NAME, lambda _: None, callback, intake, clock, metrics)
    return [Route("/webhooks/notes", webhook, methods=["POST"])]


NOTES = Adapter(
    channel=Channel(
        name=NAME,
        preference=30,
        render=render,
        is_person=lambda sender: not sender.startswith("robot"),
        receives=True,
        column=Column("board", _name),
    ),
    is_on=lambda _: True,
    simulated=True,
    sender=_sender,
    routes=_routes,
    check=lambda _: [Finding("the board hangs", wrong=False)],
)
