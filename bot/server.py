"""Runner of the program: the web server, the loops, the clock, in one process or in several."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Callable, Collection
from typing import Any, Literal

import structlog
import uvicorn
from starlette.applications import Starlette

from bot import calendars, connections, files, happenings, health
from bot.connections import Connection
from bot.guard import WebApplication, is_loopback
from bot.pages import make_console
from bot.simulator.routes import Simulator
from bot.sms import receive as sms
from bot.sms import segments
from bot.telegram import receive as telegram
from bot.wiring import Program
from scheduler.upcoming import next_due
from sek_core.roster import demonstration, emails

log = structlog.get_logger(__name__)

Part = Literal["web", "worker", "clock"]
EVERYTHING: tuple[Part, ...] = ("web", "worker", "clock")

COLLECT_AFTER = 50_000
"""Net new objects between two runs of the garbage collector: a batch of turns makes some thousands, which are
all freed at its end.
"""

ONCE_MORE_SECONDS = 30
"""Wait before what is done once at the start is tried again."""

STOP_SECONDS = 25
"""Maximum duration of a stop; platforms kill after 30 seconds."""


class ServedParts:
    """The loops of one process, started together and stopped one after the other."""

    def __init__(self, program: Program, parts: Collection[Part]) -> None:
        self._program = program
        self._parts = parts
        self._tasks: list[asyncio.Task[None]] = []
        self._followers: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the loops. Nothing here waits for a provider: a provider that is down stops no start."""
        program = self._program
        program.database.committed = happenings.tell
        if program.settings.demonstration:
            self._followers.append(asyncio.create_task(self._follow_demo_clock()))
        if program.notifier is not None:
            program.signals.ring = program.notifier.ring
            self._followers.append(asyncio.create_task(program.notifier.run()))
        if "worker" in self._parts:
            self._tasks.append(asyncio.create_task(program.turn_loop.run()))
            self._tasks.append(asyncio.create_task(program.dispatcher.run()))
            self._followers.append(asyncio.create_task(self._make_email_addresses()))
            if program.file_loop is not None:
                self._tasks.append(asyncio.create_task(program.file_loop.run()))
            if program.fetch_loop is not None:  # beside the sender, whose connections it shares
                self._tasks.append(asyncio.create_task(program.fetch_loop.run()))
        if "web" in self._parts and program.telegram_ingest is not None:
            self._tasks.append(asyncio.create_task(program.telegram_ingest.run()))
            if program.settings.telegram_mode == "polling":
                self._followers.append(asyncio.create_task(program.poll_lease.run()))
        if "clock" in self._parts:
            program.ticker.start()
        # What is loaded by now stays: the collector need not look at it again and again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER)
        log.info("started", parts=" ".join(sorted(self._parts)), demonstration=program.settings.demonstration)

    async def stop(self) -> None:
        """Finish what is under way: the current batch of turns, the messages being sent."""
        program = self._program
        if "clock" in self._parts:
            program.ticker.stop()
        if "worker" in self._parts:
            program.turn_loop.stop()
            program.dispatcher.stop()
            if program.file_loop is not None:
                program.file_loop.stop()
            if program.fetch_loop is not None:
                program.fetch_loop.stop()
        if "web" in self._parts:
            if program.telegram_ingest is not None:
                program.telegram_ingest.stop()
            await program.intake.close()
        _, late = await asyncio.wait(self._tasks, timeout=STOP_SECONDS) if self._tasks else ((), ())
        for follower in self._followers:
            follower.cancel()
        await asyncio.gather(*self._followers, return_exceptions=True)
        if "worker" in self._parts:
            for sender in program.senders.values():
                await sender.close()
        elif program.telegram_ingest is not None:
            await program.telegram.close()
        program.threads.close()
        program.database.close()
        log.info("stopped", unfinished=len(late))

    async def _make_email_addresses(self) -> None:
        """Make the addresses of a roster that was imported before e-mail was a channel."""
        program = self._program
        channel = emails.channel_of(program.channels)
        done = channel not in program.channels.names
        while not done:
            try:
                await program.threads.write(lambda session: emails.make_addresses(session, channel))
                done = True
            except Exception as error:
                log.warning("email_addresses_wait", error=type(error).__name__)
                await asyncio.sleep(ONCE_MORE_SECONDS)

    async def _follow_demo_clock(self) -> None:
        """Follow the clock of the demonstration, which another process or this one's simulator may have
        moved.
        """
        program = self._program
        while True:
            with contextlib.suppress(Exception):
                read = await program.threads.read(demonstration.clock_ahead)
                program.clock.ahead = max(program.clock.ahead, read)  # forward only
            await asyncio.sleep(1)


def make_app(
    program: Program, parts: Collection[Part], begin_anew: Callable[[bool], None] | None = None
) -> WebApplication:
    """Return the web application; it runs the loops of `parts` for as long as it lives. `begin_anew`: called
    when a person at the simulator wants a new demonstration, with or without its month.
    """
    running = ServedParts(program, parts)
    simulator: Simulator | None = None
    settings = program.settings
    token = settings.metrics_token.get_secret_value()
    entrance = (program.intake, program.clock, program.metrics)
    routes = [
        *(route for adapter in program.adapters for route in adapter.routes(settings, *entrance)),
        *files.routes(program.threads, lambda: program.core),
        *calendars.routes(program.threads, lambda: program.core),
        *health.routes(program.threads, program.metrics, program.watch, program.in_words, token),
    ]
    pages = make_console(program)
    routes += pages.routes()
    if settings.demonstration:

        async def receive_sms(form: dict[str, str]) -> None:
            await program.intake.put(sms.sms(form, program.clock))

        async def receive_telegram(update: dict[str, Any]) -> None:
            await program.intake.put(telegram.update(update, program.clock))

        simulator = Simulator(
            program.threads,
            program.signals,
            program.clock,
            program.configuration,
            receive_sms,
            receive_telegram,
            segments.count,
            next_due=lambda session: next_due(program.core, session),
            upload=program.telegram.upload if "worker" in parts else None,
            begin_anew=begin_anew,
            beyond_loopback=not is_loopback(settings.host),
        )
        routes += simulator.routes()

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await running.start()
        yield
        await running.stop()

    app = WebApplication(routes=routes, lifespan=lifespan)

    def close_streams() -> None:
        pages.live.closing = True
        if simulator is not None:
            simulator.close()

    app.state.close_streams = close_streams
    return app


def serve(program: Program, parts: Collection[Part]) -> bool | None:
    """Serve HTTP and run `parts` until SIGTERM or SIGINT; return None then.

    Everything in one process also ends when a person at the simulator wants a new demonstration; return
    whether it is to begin with the made-up month.
    """
    wanted: list[bool] = []

    def begin_anew(month: bool) -> None:
        wanted.append(month)
        app.state.close_streams()
        server.should_exit = True

    app = make_app(program, parts, begin_anew if set(parts) == set(EVERYTHING) else None)
    Connection.limit = connections.most_connections()
    config = uvicorn.Config(
        app,
        host=program.settings.host,
        port=program.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        http=Connection,
        ws="none",
        backlog=connections.BACKLOG,
        timeout_keep_alive=connections.KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=10,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    stop = server.handle_exit
    # uvicorn raises the signal again after it has stopped: that must not look like a crash.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)

    def handle_exit(sig: int, frame: object) -> None:
        # The streams of pages and simulator never end by themselves, and the server waits for them.
        app.state.close_streams()
        stop(sig, frame)  # type: ignore[arg-type]  # the frame is only handed on

    server.handle_exit = handle_exit  # type: ignore[method-assign]  # uvicorn offers no hook for it
    server.run()
    return wanted[-1] if wanted else None


def run_parts(program: Program, parts: Collection[Part]) -> None:
    """Run `parts` without a web server until SIGTERM or SIGINT."""
    asyncio.run(_run_parts(program, parts))


async def _run_parts(program: Program, parts: Collection[Part]) -> None:
    running = ServedParts(program, parts)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    await running.start()
    await ended.wait()
    await running.stop()
