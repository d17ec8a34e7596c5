"""Files that people send: fetching them, keeping them, and serving them by private link."""

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol, runtime_checkable

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.threads import Threads
from sek_core.inbox import attachments
from sek_core.inbox.attachments import ExpiredError, Wanted
from sek_core.messages.channel import Refused
from sek_core.store import private
from sek_core.work.unit_of_work import Services

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
AT_ONCE = 2

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "audio/ogg", "audio/mpeg", "video/mp4"})
"""Media types that a browser may show. It saves any other: a page or a vector image could hold a script that
runs in our name.
"""

TYPES = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4"}
"""Media type of a file whose channel does not say it."""


@runtime_checkable
class HasFiles(Protocol):
    """The sender of a channel from which files are fetched."""

    async def fetch(self, source: str, most_bytes: int) -> bytes | Refused:
        """Return the file that the channel knows as `source`. Never raises."""
        ...


class FileLoop:
    """Loop that fetches files for as long as the process lives. Any number of processes may each run one."""

    def __init__(
        self, threads: Threads, core: Services, fetchers: Mapping[str, HasFiles], folder: Path | None
    ) -> None:
        """`folder`: where the files are kept; None: in the database."""
        self._threads = threads
        self._core = core
        self._fetchers = fetchers
        self._folder = folder
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Run until `stop`; finish the files being fetched."""
        if self._folder is not None:
            await asyncio.to_thread(_mend, self._folder)
        while not self._stopping.is_set():
            try:
                done = await self.fetch_due()
            except Exception as error:
                log.error("files_failed", error=type(error).__name__)
                done = 0
            if not done:
                try:
                    await asyncio.wait_for(self._stopping.wait(), POLL_SECONDS)
                except TimeoutError:
                    continue

    async def fetch_due(self) -> int:
        """Fetch what is due now; return the number of attempts."""
        if not await self._threads.read(attachments.count_files_to_download):
            return 0
        wanted = await self._threads.write(
            lambda session: attachments.claim(self._core.work(session), list(self._fetchers), AT_ONCE)
        )
        await asyncio.gather(*(self._fetch(one) for one in wanted))
        return len(wanted)

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping.set()

    async def _fetch(self, wanted: Wanted) -> None:
        most = self._core.configuration.mechanism.file_megabytes * 1024 * 1024
        found = await self._fetchers[wanted.channel].fetch(wanted.source, most)
        if isinstance(found, Refused):
            log.warning("file_not_fetched", file=wanted.id, reason=found.reason, permanent=found.permanent)
            await self._threads.write(
                lambda session: attachments.record_failed_download(
                    self._core.work(session), wanted, found.reason, found.permanent
                )
            )
            return
        path = await asyncio.to_thread(self._write, wanted, found) if self._folder else None
        data = None if path else found
        await self._threads.write(
            lambda session: attachments.record_download(
                self._core.work(session), wanted, len(found), data, path
            )
        )

    def _write(self, wanted: Wanted, data: bytes) -> str:
        """Write the file durably before the program says that it is there."""
        assert self._folder is not None
        private.make_folder(self._folder)
        private.keep_private(self._folder)
        path = self._folder / str(wanted.id)
        partly = path.with_suffix(".part")
        partly.unlink(missing_ok=True)
        private.make_private(partly)
        with partly.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partly.replace(path)
        return str(path)


def _mend(folder: Path) -> None:
    """Take away the rights that others got to the files of an earlier version."""
    private.keep_private(folder)
    with suppress(OSError):
        for path in folder.iterdir():
            private.keep_private(path)


def routes(threads: Threads, core: Callable[[], Services]) -> list[BaseRoute]:
    """Return the routes of the private links. A holder of a link was sent it, or got it from a recipient.
    `core` is called at the first request.
    """

    async def give(request: Request) -> Response:
        token = request.path_params["token"]
        try:
            stored = await threads.read(lambda session: attachments.by_token(core().work(session), token))
        except ExpiredError:
            return PlainTextResponse("This link has expired", 410)
        data = stored.data if stored else None
        if stored and stored.path:
            data = await asyncio.to_thread(_read, stored.path)
        if stored is None or data is None:
            return PlainTextResponse("Not Found", 404)
        media_type = stored.media_type or TYPES.get(stored.kind, "")
        shown = media_type in SHOWN
        return Response(
            data,
            media_type=media_type if shown else "application/octet-stream",
            headers={
                "Content-Disposition": "inline" if shown else "attachment",
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, max-age=3600",
                "Referrer-Policy": "no-referrer",
            },
        )

    return [Route("/files/{token}", give)]


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        log.error("file_missing", error=type(error).__name__)
        return None
