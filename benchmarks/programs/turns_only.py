"""`sek run` without sending: the web server and the turns, in one process.

On SQLite one process owns the writing thread, so turns cannot run in a worker beside `sek web` without the
two waiting for each other's locks; and `sek run` also claims, sends and records, which is no part of a turn.
So this is the program itself, with only its dispatcher replaced.
"""

import asyncio
from typing import cast

from bot import logs
from bot.dispatcher import Dispatcher
from bot.server import serve
from bot.wiring import build
from config.settings import Settings


class Idle:
    """A dispatcher that claims nothing."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        await self._stopped.wait()

    def stop(self) -> None:
        self._stopped.set()


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level, settings.log_format)
    program = build(settings)
    program.dispatcher = cast(Dispatcher, Idle())
    serve(program, ["web", "worker"])


if __name__ == "__main__":
    main()
