"""The composition root: settings in, a program out. Importing it starts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from bot.dispatcher import Dispatcher
from bot.files import FileLoop
from bot.heartbeat import Heartbeat
from bot.intake import Intake
from bot.lease import HeldLease
from bot.metrics import Metrics
from bot.signals import Signals
from bot.sms.fake import SimulatedGateway
from bot.sms.fetch import Fetcher, FetchLoop
from bot.sms.render import render as render_sms
from bot.sms.sender import AfricasTalkingSender
from bot.telegram.render import render as render_telegram
from bot.threads import Threads
from bot.turns import TurnLoop, Turns
from config.mechanism import Configuration, load_configuration
from config.settings import Settings
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from scheduler.jobs import Round, Ticker
from scheduler.watch import BEAT_SECONDS, LOOK_SECONDS, HealthWatcher
from sek_core.alerts import unreachable
from sek_core.messages.channel import Sender
from sek_core.messages.screens import Text
from sek_core.messages.translation import Translator
from sek_core.monitoring.checks import HealthProblem, Watch, line
from sek_core.store.database import Database, tcp
from sek_core.timing.clock import Clock, SystemClock
from sek_core.understanding.reader import Reader
from sek_core.work.unit_of_work import Services

if TYPE_CHECKING:
    from bot.notifier import PostgresNotifier
    from bot.telegram.ingest import TelegramIngest
    from bot.telegram.sender import TelegramSender


def make_core(
    configuration: Configuration,
    clock: Clock,
    channels: frozenset[str] = frozenset({"sms"}),
    public_url: str = "",
    reader: Reader | None = None,
    demonstration: bool = False,
) -> Services:
    """The core over a configuration; `channels` are those over which messages leave. `reader`: one of
    the same configuration that is there already, as making one takes a tenth of a second.
    """
    return Services(
        configuration=configuration,
        clock=clock,
        translator=Translator(configuration),
        reader=reader or Reader(configuration),
        renderers={"sms": render_sms, "telegram": render_telegram},
        channels=channels,
        undeliverable=unreachable.lost,
        public_url=public_url,
        demonstration=demonstration,
    )


def make_sms_sender(settings: Settings, configuration: Configuration) -> Sender:
    """Africa's Talking, or in the demonstration what only pretends to be."""
    if not settings.sms_on:
        return SimulatedGateway(configuration.mechanism.sms_price)
    return AfricasTalkingSender(
        settings.africastalking_username,
        settings.africastalking_api_key.get_secret_value(),
        sender_id=settings.africastalking_sender_id or None,
        api_url=settings.africastalking_api_url or None,
    )


def make_telegram_sender(settings: Settings) -> "TelegramSender":
    """The Bot API, or in the demonstration what only pretends to be."""
    from bot.telegram.sender import TelegramSender  # slow to import, only for who has a bot

    if settings.telegram_on:
        return TelegramSender(settings.telegram_token.get_secret_value(), settings.telegram_api_url or None)
    from bot.telegram.fake import FakeRequest, FakeTelegram

    fake = FakeTelegram(open_to_all=True)
    return TelegramSender(fake.token, request=FakeRequest(fake))


MENU = ("report", "list", "help", "language", "stop")
"""The verbs of the menu that Telegram shows beside the text box."""


def make_commands(configuration: Configuration, clock: Clock) -> dict[str, list[tuple[str, str]]]:
    """The menu in each language: the verb's first word, and what it does."""
    verbs = {verb.name: verb for verb in REGISTRY.verbs}
    translator = Translator(configuration)
    menu: dict[str, list[tuple[str, str]]] = {}
    for language in configuration.mechanism.languages:
        localized = translator.localized(language, clock.now())
        words = {name: (verbs[name].sw if language == "sw" else verbs[name].en)[0].lower() for name in MENU}
        menu[language] = [(words[name], localized.text(Text(f"command.{name}"))) for name in MENU]
    return menu


@dataclass(frozen=True, slots=True)
class Given:
    """Parts of a program that its maker has already; it makes the others itself."""

    core: Services | None = None
    threads: Threads | None = None
    telegram: "TelegramSender | None" = None
    senders: Mapping[str, Sender] | None = None


@dataclass
class Program:
    """Everything that one process may run, made when it is first asked for."""

    settings: Settings
    configuration: Configuration
    clock: SystemClock
    database: Database
    given: Given = Given()

    @cached_property
    def threads(self) -> Threads:
        """The threads of the core."""
        return self.given.threads or Threads(self.database)

    @cached_property
    def signals(self) -> Signals:
        """What wakes the loops."""
        return Signals()

    @cached_property
    def notifier(self) -> "PostgresNotifier | None":
        """What wakes the other processes, where there may be some."""
        if not self.settings.on_postgresql:
            return None
        from bot.notifier import PostgresNotifier  # slow to import, only for who has PostgreSQL

        url = self.database.url
        libpq = url.set(drivername="postgresql").update_query_dict(tcp(url))
        return PostgresNotifier(libpq.render_as_string(hide_password=False), self.signals)

    @cached_property
    def core(self) -> Services:
        """The service."""
        settings = self.settings
        return self.given.core or make_core(
            self.configuration,
            self.clock,
            settings.channels,
            settings.public_url,
            demonstration=settings.demonstration,
        )

    @cached_property
    def intake(self) -> Intake:
        """The way in."""
        return Intake(self.threads, self.signals)

    @cached_property
    def metrics(self) -> Metrics:
        """The figures."""
        return Metrics(self.database, self.watch)

    @cached_property
    def watch(self) -> Watch:
        """What looks whether all is well."""
        return Watch(self.configuration.mechanism, self.clock, self.settings.channels)

    def in_words(self, problem: HealthProblem) -> str:
        """What is wrong, for an operator."""
        language = self.configuration.mechanism.languages[0]
        localized = Translator(self.configuration).localized(language, self.clock.now())
        return localized.text(line(problem.name, problem.since, problem.detail))

    @cached_property
    def turns(self) -> Turns:
        """What handles messages."""
        return Turns(self.database, self.core, Grammar(self.configuration, self.core.reader, REGISTRY.verbs))

    @cached_property
    def turn_loop(self) -> TurnLoop:
        """What runs the turns."""
        return TurnLoop(self.turns, self.threads, self.signals)

    @cached_property
    def senders(self) -> Mapping[str, Sender]:
        """The channels that are on."""
        if self.given.senders is not None:
            return self.given.senders
        senders: dict[str, Sender] = {}
        if "sms" in self.settings.channels:
            senders["sms"] = make_sms_sender(self.settings, self.configuration)
        if "telegram" in self.settings.channels:
            senders["telegram"] = self.telegram
        return senders

    @cached_property
    def telegram(self) -> "TelegramSender":
        """The bot."""
        return self.given.telegram or make_telegram_sender(self.settings)

    @cached_property
    def poll_lease(self) -> HeldLease:
        """What only one process has: it asks Telegram for updates."""
        return HeldLease("telegram-poll", self.threads, self.clock)

    @cached_property
    def telegram_ingest(self) -> "TelegramIngest | None":
        """The way in from Telegram, where there is a bot."""
        settings = self.settings
        if not settings.telegram_on:
            return None
        from bot.telegram.client import HttpRequest
        from bot.telegram.ingest import Step, TelegramIngest
        from bot.telegram.poller import Poller
        from bot.telegram.setup import set_commands, use_polling, use_webhook

        bot, commands = self.telegram.bot, make_commands(self.configuration, self.clock)
        steps: list[Step] = [partial(set_commands, bot, commands)]
        if settings.telegram_mode == "webhook":
            if settings.public_url:
                url = f"{settings.public_url}/webhooks/telegram"
                steps.insert(0, partial(use_webhook, bot, url, settings.webhook_secret))
            return TelegramIngest(steps, None)
        steps.insert(0, partial(use_polling, bot))
        poller = Poller(
            settings.telegram_token.get_secret_value(),
            HttpRequest(connections=1),
            self.intake.put,
            self.clock,
            self.poll_lease.held,
            api_url=settings.telegram_api_url or None,
        )
        return TelegramIngest(steps, poller)

    @cached_property
    def fetcher(self) -> Fetcher | None:
        """What asks the SMS gateway for what it received, where there is one."""
        sender = self.senders.get("sms")
        if not isinstance(sender, AfricasTalkingSender):
            return None
        return Fetcher(sender.received, self.threads, self.clock)

    @cached_property
    def fetch_loop(self) -> FetchLoop | None:
        """What does so every few minutes."""
        if self.fetcher is None:
            return None
        return FetchLoop(self.fetcher, self.threads, self.clock, self.signals)

    @cached_property
    def file_loop(self) -> FileLoop | None:
        """What fetches photos, voice notes and documents."""
        if "telegram" not in self.settings.channels:
            return None
        return FileLoop(self.threads, self.core, {"telegram": self.telegram}, self.settings.files_dir)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """The way out."""
        return Dispatcher(self.threads, self.core, self.signals, self.senders)

    @cached_property
    def ticker(self) -> Ticker:
        """The ticks."""
        rounds = [Round(LOOK_SECONDS, self.health_watcher.look)]
        if self.heartbeat.on:
            rounds.append(Round(BEAT_SECONDS, self.health_watcher.beat))
        return Ticker(self.core, self.threads.write, self._ticked, rounds)

    @cached_property
    def heartbeat(self) -> Heartbeat:
        """What lets others know that all is well."""
        return Heartbeat(self.settings.heartbeat_url.get_secret_value())

    @cached_property
    def health_watcher(self) -> HealthWatcher:
        """What tells people that something is wrong."""
        read, write = self.threads.read, self.threads.write
        return HealthWatcher(self.core, self.watch, read, write, self._ticked, self.heartbeat.beat)

    def _ticked(self) -> None:
        for signal in (self.signals.inbox, self.signals.outbox, self.signals.changed):
            signal.fire()


def build(settings: Settings) -> Program:
    """A program of these settings. Raises FaultsError where the configuration cannot be used."""
    configuration = load_configuration(settings.config_dir)
    return Program(settings, configuration, SystemClock(), Database(settings.database_url))
