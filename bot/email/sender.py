"""Sender through a mail server: one e-mail at a time over each connection, and connections that are kept."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from aiosmtplib import SMTP, SMTPDataError, SMTPException

from bot.email.answer import before_words, is_over, of_words
from bot.email.message import Letter, compose
from bot.guard import is_loopback
from config.mail import ADDRESS, MailServer
from sek_core.messages.channel import Accepted, NoAnswer, Outcome, Refused, Wire

log = structlog.get_logger(__name__)

CONNECTIONS = 3
"""Maximum number of connections. Some providers take no more of one account."""

IDLE_SECONDS = 20.0
"""A connection that was not used for this long is not used again: servers end them silently."""


class MailSender:
    """A `sek_core.messages.channel.Sender` for e-mail.

    It logs no words, no address and no password. All steps together end within half of a lease.
    """

    bulk = 1

    def __init__(
        self,
        server: MailServer,
        sender: tuple[str, str],
        below: Mapping[str, str],
        *,
        wait_seconds: float = 5.0,
        first_seconds: float = 10.0,
        data_seconds: float = 12.0,
    ) -> None:
        """Make a sender; nothing is connected yet.

        `sender`: name and address. `below`: by language, the lines at the end of each e-mail; an empty key
        for the first language. It waits so long for a free connection, for all before the words, and for the
        answer to the words.
        """
        self._server, self._sender, self._below = server, sender, below
        self._wait_seconds, self._first_seconds = wait_seconds, first_seconds
        self._data_seconds = data_seconds
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._idle: list[tuple[SMTP, float]] = []
        self._tls: ssl.SSLContext | None = None

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        """Send `text` with the "subject" of `wire` to each of `addresses` once. Never raises."""
        return {address: await self._send(text, address, wire or {}) for address in dict.fromkeys(addresses)}

    async def reachable(self) -> str | None:
        """Connect and sign in, which sends nothing. Return `None` if that works, else a sentence why not."""
        client = self._client()
        try:
            async with asyncio.timeout(self._first_seconds):
                await client.connect()
        except Exception as error:
            return f"{before_words(error).reason}: SEK_SMTP_URL"
        await self._quit(client)
        return None

    async def close(self) -> None:
        """Close the connections."""
        idle, self._idle = self._idle, []
        for client, _ in idle:
            await self._quit(client)

    async def _send(self, text: str, address: str, wire: Wire) -> Outcome:
        if not (ADDRESS.fullmatch(address) and address.isascii()):
            return Refused("not an e-mail address", permanent=True)
        try:
            below = self._below.get(str(wire.get("language") or ""), self._below.get("", ""))
            # A document may take a while to draw.
            letter = await asyncio.to_thread(
                compose, self._sender, address, text, wire, below, datetime.now(UTC)
            )
        except Exception as error:
            log.error("letter_failed", error=type(error).__name__)
            return Refused(f"cannot be written: {type(error).__name__}", permanent=True, content=True)
        try:
            async with asyncio.timeout(self._wait_seconds):
                await self._free.acquire()
        except TimeoutError:
            return Refused("no connection was free in time")
        try:
            return await self._hand_over(address, letter)
        finally:
            self._free.release()

    async def _hand_over(self, address: str, letter: Letter) -> Outcome:
        client, is_new = self._take()
        try:
            async with asyncio.timeout(self._first_seconds):
                try:
                    await self._address(client, address, is_new=is_new)
                except SMTPException as error:
                    if is_new or not is_over(error):
                        raise
                    client.close()  # it was kept too long, and nothing has been said yet
                    client = self._client()
                    await self._address(client, address, is_new=True)
        except Exception as error:
            await self._keep_after_refusal(client, error)
            return before_words(error)
        except BaseException:
            client.close()
            raise
        return await self._say(client, letter)

    async def _address(self, client: SMTP, address: str, *, is_new: bool) -> None:
        """Say from whom and to whom an e-mail is."""
        if is_new:
            await client.connect()
        await client.mail(self._sender[1])
        await client.rcpt(address)

    async def _say(self, client: SMTP, letter: Letter) -> Outcome:
        """Hand over the words. Without an answer to them it is unknown whether they are on their way."""
        try:
            async with asyncio.timeout(self._data_seconds):
                await client.data(letter.content, timeout=self._data_seconds)
        except SMTPDataError as error:
            client.close()
            return of_words(error)
        except Exception as error:
            client.close()
            return NoAnswer(f"no answer to the words: {type(error).__name__}")
        except BaseException:
            client.close()
            raise
        self._keep(client)
        return Accepted(letter.message_id)

    async def _keep_after_refusal(self, client: SMTP, error: Exception) -> None:
        """Keep a connection over which only one recipient was refused."""
        if client.is_connected and getattr(error, "recipient", None):
            with suppress(Exception):
                async with asyncio.timeout(1):
                    await client.rset()
                    self._keep(client)
                    return
        client.close()

    def _take(self) -> tuple[SMTP, bool]:
        """Return a kept connection that still stands, or a new one, and whether it is new."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            client, since = self._idle.pop()
            if client.is_connected and now - since < IDLE_SECONDS:
                return client, False
            client.close()
        return self._client(), True

    def _keep(self, client: SMTP) -> None:
        self._idle.append((client, asyncio.get_running_loop().time()))

    def _client(self) -> SMTP:
        """Return a client that connects, encrypts and signs in. Beyond this machine it must encrypt."""
        server = self._server
        here = is_loopback(server.host)
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            local_hostname=self._sender[1].rpartition("@")[2],
            timeout=self._first_seconds,
            use_tls=server.tls,
            start_tls=False if server.tls else (None if here else True),
            tls_context=self._context(here),
        )

    def _context(self, here: bool) -> ssl.SSLContext:
        """Return how certificates are checked. This machine needs none that others signed."""
        if self._tls is None:
            self._tls = ssl.create_default_context()
            if here:
                self._tls.check_hostname, self._tls.verify_mode = False, ssl.CERT_NONE
        return self._tls

    async def _quit(self, client: SMTP) -> None:
        with suppress(Exception):
            async with asyncio.timeout(1):
                await client.quit()
        client.close()
