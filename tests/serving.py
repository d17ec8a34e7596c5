"""Test applications on ports of this machine, for callers over HTTP."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, nullcontext
from typing import Self, TypeVar

import uvicorn
from starlette.applications import Starlette

from tests.process import free_port

Result = TypeVar("Result")

_SECONDS = 10.0


@asynccontextmanager
async def serving(application: Starlette, port: int = 0) -> AsyncIterator[str]:
    """Serve on this loop until the end of the block; yield the URL. `port` 0: any that is free."""
    with closing(socket.create_server(("127.0.0.1", port))) as listening:
        config = uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        # SIGTERM and SIGINT are for the test that serves, which would otherwise go on without its server.
        server.capture_signals = nullcontext  # type: ignore[assignment,method-assign]  # the signals are those of the tests
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.005)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await running


class Served:
    """An application in a thread with its own event loop, while the test goes on in its own.

    It can go away for a while, and comes back at the same `url`.
    """

    def __init__(self, application: Starlette) -> None:
        self._application = application
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self) -> None:
        """Start to serve."""
        self._serving = serving(self._application, self._port)
        asyncio.run_coroutine_threadsafe(self._serving.__aenter__(), self._loop).result(_SECONDS)

    def close(self) -> None:
        """Stop serving: no connection is accepted."""
        gone = self._serving.__aexit__(None, None, None)
        asyncio.run_coroutine_threadsafe(gone, self._loop).result(_SECONDS)

    def do(self, work: Callable[[], Result]) -> Result:
        """Return the result of `work`, run on the application's loop."""

        async def called() -> Result:
            return work()

        return asyncio.run_coroutine_threadsafe(called(), self._loop).result(_SECONDS)
