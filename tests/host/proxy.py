"""Network between a program and a server that may be slow, or take everything and pass on nothing."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Self, TypeVar

from tests.process import free_port

Result = TypeVar("Result")


class Proxy:
    """Listens at `port`, and passes on to the server at `host` and `to_port`, in its own thread."""

    def __init__(self, host: str, to_port: int) -> None:
        self.port = free_port()
        self._to = host, to_port
        self._delay = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._connections: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._passes = self._do(asyncio.Event)
        self._do(self._passes.set)
        listening = asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def is_slow(self, seconds: float) -> None:
        """Delay everything that is sent by so many seconds."""
        self._delay = seconds

    def falls_silent(self) -> None:
        """Let connections open and take data, but pass nothing on."""
        self._do(self._passes.clear)

    def goes_on(self) -> None:
        """Pass on everything that was held back."""
        self._do(self._passes.set)

    def _do(self, work: Callable[[], Result]) -> Result:
        async def called() -> Result:
            return work()

        return asyncio.run_coroutine_threadsafe(called(), self._loop).result()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        ends = [writer]
        with contextlib.suppress(OSError, asyncio.CancelledError):
            there, back = await asyncio.open_connection(*self._to)
            ends.append(back)
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        for end in ends:
            end.transport.abort()
        self._connections.discard(task)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await asyncio.sleep(self._delay)
            await self._passes.wait()
            writer.write(data)
        await self._passes.wait()
        writer.close()

    async def _end(self) -> None:
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await asyncio.sleep(0)  # what was broken off is closed in the loop's next turn
