"""The adapter of a channel: the parts that the edges of the program need beside the core's `Channel`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.findings import Finding
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.messages.channel import Channel, Sender
from sek_core.timing.clock import Clock

if TYPE_CHECKING:  # slow to import, needed only by processes that serve the web
    from starlette.routing import BaseRoute

    from bot.intake import Intake
    from bot.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """A channel as it is registered in `bot/channels.py`.

    `is_on`: returns True if the settings have the credentials that it needs.
    `simulated`: it is on in the demonstration too, where its sender only pretends to send.
    `sender`: makes its sender; in the demonstration a simulated one.
    `routes`: makes the routes of its webhooks.
    `readers`: by the kind of inbox row, what makes a row of the fields that its provider brings.
    `check`: returns findings: what is wrong with its settings, and whether its provider answers.
    """

    channel: Channel
    is_on: Callable[[Settings], bool]
    sender: Callable[[Settings, Configuration], Sender]
    routes: "Callable[[Settings, Intake, Clock, Metrics], list[BaseRoute]]"
    check: Callable[[Settings], Iterable[Finding]]
    simulated: bool = False
    readers: Mapping[str, Callable[[Any, Clock], dict[str, Any]]] = field(default_factory=dict)
