"""The composition root: settings in, a program out. Importing it starts nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapter import Adapter
from bot.channels import ADAPTERS, CHANNELS, turned_on
from bot.dispatcher import Dispatcher
from bot.files import FileLoop, HasFiles
from bot.heartbeat import Heartbeat
from bot.intake import Intake
from bot.lease import HeldLease
from bot.metrics import Metrics
from bot.purging import PURGE_SECONDS, Purger
from bot.readers import make_reader
from bot.signals import Signals
from bot.sms.fetch import FetchLoop, InboxFetcher
from bot.sms.sender import AfricasTalkingSender
from bot.telegram.channel import TELEGRAM
from bot.threads import Threads
from bot.turns import TurnLoop, Turns
from config.mechanism import Configuration, load_configuration
from config.settings import Settings
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from scheduler.jobs import Round, Ticker
from scheduler.watch import BEAT_SECONDS, LOOK_SECONDS, HealthWatcher
from sek_core.alerts import bundling, unreachable
from sek_core.inbox import names
from sek_core.messages.channel import Channels, Sender
from sek_core.messages.screens import Text
from sek_core.messages.translation import Translator
from sek_core.monitoring.checks import HealthProblem, Watch, line
from sek_core.store.database import Database, tcp
from sek_core.timing.clock import Clock, SystemClock
from sek_core.understanding.pressing import PressingWords
from sek_core.understanding.reader import Reader
from sek_core.work.references import unguessable
from sek_core.work.unit_of_work import Services

if TYPE_CHECKING:
    from bot.notifier import PostgresNotifier
    from bot.telegram.ingest import TelegramIngest
    from bot.telegram.sender import TelegramSender


def make_core(
    configuration: Configuration,
    clock: Clock,
    channels: Channels = CHANNELS,
    public_url: str = "",
    reader: Reader | None = None,
    demonstration: bool = False,
    suffix: Callable[[], str] = unguessable,
    forgotten_file: Path | None = None,
) -> Services:
    """Return the services of the core for a configuration. `reader`: an existing one of the same
    configuration, because making one takes a tenth of a second; without one, the rules alone read.
    """
    return Services(
        configuration=configuration,
        clock=clock,
        translator=Translator(configuration),
        reader=reader or Reader(configuration),
        channels=channels,
        undeliverable=unreachable.handle_failed_delivery,
        bundle=bundling.bundle,
        public_url=public_url,
        demonstration=demonstration,
        suffix=suffix,
        forgotten_file=forgotten_file,
    )


MENU = ("report", "list", "help", "language", "stop")
"""Names of the verbs in the menu that Telegram shows beside the text box."""


def make_commands(configuration: Configuration, clock: Clock) -> dict[str, list[tuple[str, str]]]:
    """Return the menu for each language: for each verb its first word and its description."""
    verbs = {verb.name: verb for verb in REGISTRY.verbs}
    translator = Translator(configuration)
    menu: dict[str, list[tuple[str, str]]] = {}
    for language in configuration.mechanism.languages:
        localized = translator.localized(language, clock.now())
        words = {name: (verbs[name].sw if language == "sw" else verbs[name].en)[0].lower() for name in MENU}
        menu[language] = [(words[name], localized.text(Text(f"command.{name}"))) for name in MENU]
    return menu


@dataclass(frozen=True, slots=True)
class GivenParts:
    """Parts of a program that the caller already has; the program makes the others."""

    core: Services | None = None
    threads: Threads | None = None
    senders: Mapping[str, Sender] | None = None


@dataclass
class Program:
    """Everything that one process may run, made at first use."""

    settings: Settings
    configuration: Configuration
    clock: SystemClock
    database: Database
    given: GivenParts = GivenParts()
    adapters: Sequence[Adapter] = ADAPTERS
    _made: dict[str, Sender] = field(default_factory=dict, init=False)

    @cached_property
    def threads(self) -> Threads:
        """Threads of the core."""
        return self.given.threads or Threads(self.database)

    @cached_property
    def signals(self) -> Signals:
        """Signals that wake the loops."""
        return Signals()

    @cached_property
    def notifier(self) -> "PostgresNotifier | None":
        """Notifier of the other processes, or None if there can be none."""
        if not self.settings.on_postgresql:
            return None
        from bot.notifier import PostgresNotifier  # slow to import, only for who has PostgreSQL

        url = self.database.url
        libpq = url.set(drivername="postgresql").update_query_dict(tcp(url))
        return PostgresNotifier(libpq.render_as_string(hide_password=False), self.signals)

    @cached_property
    def channels(self) -> Channels:
        """Channels of the program; those with credentials are on."""
        registered = [adapter.channel for adapter in self.adapters]
        return Channels(registered, turned_on(self.settings, self.adapters))

    @cached_property
    def core(self) -> Services:
        """Services of the core."""
        settings = self.settings
        return self.given.core or make_core(
            self.configuration,
            self.clock,
            self.channels,
            settings.public_url,
            make_reader(self.configuration, settings.reader, settings.reader_weights),
            settings.demonstration,
            forgotten_file=settings.forgotten_file,
        )

    @cached_property
    def pressing(self) -> PressingWords:
        """Words by which a text goes first when many wait."""
        return PressingWords(self.configuration)

    @cached_property
    def intake(self) -> Intake:
        """Intake of arrivals."""
        return Intake(self.threads, self.signals, self.pressing)

    @cached_property
    def metrics(self) -> Metrics:
        """Metrics of this process and the database."""
        return Metrics(self.database, self.watch)

    @cached_property
    def watch(self) -> Watch:
        """Health check of the program."""
        return Watch(self.configuration.mechanism, self.clock, frozenset(self.channels.names))

    def in_words(self, problem: HealthProblem) -> str:
        """Return a problem as a text for an operator."""
        language = self.configuration.mechanism.languages[0]
        localized = Translator(self.configuration).localized(language, self.clock.now())
        return localized.text(line(problem.name, problem.since, problem.detail))

    @cached_property
    def turns(self) -> Turns:
        """Handler of messages."""
        return Turns(self.database, self.core, Grammar(self.configuration, self.core.reader, REGISTRY.verbs))

    @cached_property
    def turn_loop(self) -> TurnLoop:
        """Loop that runs the turns."""
        return TurnLoop(self.turns, self.threads, self.signals)

    @cached_property
    def senders(self) -> Mapping[str, Sender]:
        """Senders of the channels that are on."""
        on = self.channels.names
        return {each.channel.name: self._sender(each) for each in self.adapters if each.channel.name in on}

    def _sender(self, adapter: Adapter) -> Sender:
        """Return the sender of a channel; make it at first use."""
        name = adapter.channel.name
        if name not in self._made:
            given = (self.given.senders or {}).get(name)
            self._made[name] = given or adapter.sender(self.settings, self.configuration)
        return self._made[name]

    @cached_property
    def telegram(self) -> "TelegramSender":
        """Sender of the Telegram bot."""
        from bot.telegram.sender import TelegramSender  # slow to import, needed only with a bot

        sender = self._sender(TELEGRAM)
        assert isinstance(sender, TelegramSender)
        return sender

    @cached_property
    def poll_lease(self) -> HeldLease:
        """Lease of the one process that asks Telegram for updates."""
        return HeldLease("telegram-poll", self.threads, self.clock)

    @cached_property
    def telegram_ingest(self) -> "TelegramIngest | None":
        """Intake of updates from Telegram, or None without a bot."""
        settings = self.settings
        if not settings.telegram_on:
            return None
        from bot.telegram.client import HttpRequest
        from bot.telegram.ingest import Step, TelegramIngest
        from bot.telegram.poller import Poller
        from bot.telegram.setup import set_commands, use_polling, use_webhook

        bot, commands = self.telegram.bot, make_commands(self.configuration, self.clock)
        steps: list[Step] = [self._remember_bot_name, partial(set_commands, bot, commands)]
        if settings.telegram_mode == "webhook":
            if settings.public_url:
                url = f"{settings.public_url}/webhooks/telegram"
                steps.insert(0, partial(use_webhook, bot, url, settings.telegram_secrets[0]))
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

    async def _remember_bot_name(self) -> str | None:
        """Ask Telegram for the bot's name, by which commands in groups call it, and keep it."""
        if trouble := await self.telegram.reachable():
            return trouble
        name = self.telegram.username or ""
        await self.threads.write(lambda session: names.remember(session, TELEGRAM.channel.name, name))
        return None

    @cached_property
    def fetcher(self) -> InboxFetcher | None:
        """Fetcher of received messages from the SMS gateway, or None without one."""
        senders = self.senders.values()
        gateway = next((each for each in senders if isinstance(each, AfricasTalkingSender)), None)
        if gateway is None:
            return None
        return InboxFetcher(gateway.received, self.threads, self.clock, self.pressing)

    @cached_property
    def fetch_loop(self) -> FetchLoop | None:
        """Loop that fetches these messages every few minutes, or None without a fetcher."""
        if self.fetcher is None:
            return None
        return FetchLoop(self.fetcher, self.threads, self.clock, self.signals)

    @cached_property
    def file_loop(self) -> FileLoop | None:
        """Loop that fetches photos, voice notes and documents, or None if no channel has files."""
        sources = {name: sender for name, sender in self.senders.items() if isinstance(sender, HasFiles)}
        return FileLoop(self.threads, self.core, sources, self.settings.files_dir) if sources else None

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """Dispatcher of queued deliveries."""
        paced = isinstance(self.clock, SystemClock)
        return Dispatcher(self.threads, self.core, self.signals, self.senders, paced=paced)

    @cached_property
    def ticker(self) -> Ticker:
        """Ticker, with the health checks."""
        rounds = [
            Round(LOOK_SECONDS, self.health_watcher.look),
            Round(PURGE_SECONDS, Purger(self.threads).look),
        ]
        if self.heartbeat.on:
            rounds.append(Round(BEAT_SECONDS, self.health_watcher.beat))
        return Ticker(self.core, self.threads.write, self.threads.read, self._ticked, rounds)

    @cached_property
    def heartbeat(self) -> Heartbeat:
        """Heartbeat to the outside service."""
        return Heartbeat(self.settings.heartbeat_url.get_secret_value())

    @cached_property
    def health_watcher(self) -> HealthWatcher:
        """Watcher that tells people of problems."""
        read, write = self.threads.read, self.threads.write
        return HealthWatcher(self.core, self.watch, read, write, self._ticked, self.heartbeat.beat)

    def _ticked(self) -> None:
        for signal in (self.signals.inbox, self.signals.outbox, self.signals.changed):
            signal.fire()


def build(settings: Settings) -> Program:
    """Return a program with these settings; raise FaultsError if the configuration cannot be used."""
    configuration = load_configuration(settings.config_dir)
    return Program(settings, configuration, SystemClock(), Database(settings.database_url))
