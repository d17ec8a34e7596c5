"""The composition root: settings in, a program out. Importing it starts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.bell import Bell
from bot.dispatcher import Dispatcher
from bot.intake import Intake
from bot.metrics import Metrics
from bot.signals import Signals
from bot.sms.fake import SimulatedGateway
from bot.sms.render import render as render_sms
from bot.sms.sender import AfricasTalkingSender
from bot.threads import Threads
from bot.turns import TurnLoop, Turns
from config.mechanism import Configuration, load_configuration
from config.settings import Settings
from handlers.grammar import Grammar
from scheduler.jobs import Clockwork
from sek_core.clock import Clock, SystemClock
from sek_core.sending import Sender
from sek_core.speaker import Speaker
from sek_core.store.database import Database
from sek_core.understanding import Reader
from sek_core.work import Core


def make_core(configuration: Configuration, clock: Clock) -> Core:
    """The core over a configuration, with every channel that can render."""
    return Core(
        configuration=configuration,
        clock=clock,
        speaker=Speaker(configuration),
        reader=Reader(configuration),
        renderers={"sms": render_sms},
        channels=frozenset({"sms"}),
    )


def make_senders(settings: Settings, configuration: Configuration) -> dict[str, Sender]:
    """A sender for each channel that is on; in the demonstration one that only pretends."""
    if settings.sms_on:
        return {
            "sms": AfricasTalkingSender(
                settings.africastalking_username,
                settings.africastalking_api_key.get_secret_value(),
                sender_id=settings.africastalking_sender_id or None,
                api_url=settings.africastalking_api_url or None,
            )
        }
    return {"sms": SimulatedGateway(configuration.mechanism.sms_price)}


@dataclass
class Program:
    """Everything that one process may run, made when it is first asked for."""

    settings: Settings
    configuration: Configuration
    clock: SystemClock
    database: Database

    @cached_property
    def threads(self) -> Threads:
        """The threads of the core."""
        return Threads(self.database)

    @cached_property
    def signals(self) -> Signals:
        """What wakes the loops."""
        return Signals()

    @cached_property
    def bell(self) -> Bell | None:
        """What wakes the other processes, where there may be some."""
        if not self.settings.on_postgresql:
            return None
        url = self.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return Bell(url, self.signals)

    @cached_property
    def core(self) -> Core:
        """The service."""
        return make_core(self.configuration, self.clock)

    @cached_property
    def intake(self) -> Intake:
        """The way in."""
        return Intake(self.threads, self.signals)

    @cached_property
    def metrics(self) -> Metrics:
        """The figures."""
        return Metrics(self.database, self.clock)

    @cached_property
    def turns(self) -> Turns:
        """What handles messages."""
        return Turns(self.database, self.core, Grammar(self.configuration, self.core.reader))

    @cached_property
    def turn_loop(self) -> TurnLoop:
        """What runs the turns."""
        return TurnLoop(self.turns, self.threads, self.signals)

    @cached_property
    def senders(self) -> Mapping[str, Sender]:
        """The channels."""
        return make_senders(self.settings, self.configuration)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """The way out."""
        return Dispatcher(self.threads, self.core, self.signals, self.senders)

    @cached_property
    def clockwork(self) -> Clockwork:
        """The ticks."""
        return Clockwork(self.core, self.threads.write, self._ticked)

    def _ticked(self) -> None:
        for signal in (self.signals.inbox, self.signals.outbox, self.signals.changed):
            signal.fire()


def build(settings: Settings) -> Program:
    """A program of these settings. Raises FaultsError where the configuration cannot be used."""
    configuration = load_configuration(settings.config_dir)
    return Program(settings, configuration, SystemClock(), Database(settings.database_url))
