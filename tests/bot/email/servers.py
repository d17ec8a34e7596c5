"""Mail servers on a port of this machine: a real one, and one that answers as a table says."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from config.mail import MailServer

PASSWORD = "pass:word/of the tests"


@dataclass
class Mailbox:
    """What a server took. `refuse`: what it answers to a recipient instead."""

    refuse: dict[str, str] = field(default_factory=dict)
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    connections: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: Any, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content.replace(b"\r\n", b"\n"), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        self.senders.append(str(envelope.mail_from))
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


@asynccontextmanager
async def serving(
    mailbox: Mailbox, tls: ssl.SSLContext | None = None, user: str = ""
) -> AsyncIterator[MailServer]:
    """Serve until the end of the block; with `user`, for this one and PASSWORD alone."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (user.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    talks: list[SMTP] = []

    def protocol() -> SMTP:
        mailbox.connections += 1
        with warnings.catch_warnings():  # it warns of a login without encryption
            warnings.simplefilter("ignore")
            talks.append(smtp())
        return talks[-1]

    def smtp() -> SMTP:
        return SMTP(
            mailbox,
            hostname="mail.example.org",
            tls_context=tls,
            auth_required=bool(user),
            auth_require_tls=False,
            authenticator=check if user else None,
            enable_SMTPUTF8=True,
        )

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    try:
        yield MailServer("127.0.0.1", server.sockets[0].getsockname()[1], tls=False)
    finally:
        server.close()
        for talk in talks:
            if talk.transport is not None:
                talk.transport.close()
        await asyncio.sleep(0)


Answers = Mapping[str, str]
"""What a scripted server answers, by the word of a command; "WORDS" is the end of the words. Empty: it hangs
up. "..." : it never answers.
"""

_POLITE = {
    "HELLO": "220 hello", "EHLO": "250 mail.example.org", "MAIL": "250 ok", "RCPT": "250 ok",
    "RSET": "250 ok", "DATA": "354 go on", "WORDS": "250 ok", "QUIT": "221 bye",
}  # fmt: skip


@asynccontextmanager
async def scripted(
    answers: Answers | Callable[[int], Answers],
) -> AsyncIterator[tuple[MailServer, list[str]]]:
    """Serve with these answers, which may differ by connection (from 1); yield what was heard as well."""
    heard: list[str] = []
    connections = 0
    never = asyncio.Event()
    writers: list[asyncio.StreamWriter] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writers.append(writer)
        own = answers(connections) if callable(answers) else answers

        async def answer(word: str) -> bool:
            line = own.get(word, _POLITE.get(word, "502 what?"))
            if line == "...":
                await never.wait()
            writer.write(f"{line}\r\n".encode() if line else b"")
            await writer.drain()
            return bool(line)

        with suppress(OSError):
            going = await answer("HELLO")
            while going and (line := await reader.readline()):
                word = line.split()[0].decode().upper()
                heard.append(word)
                going = await answer(word)
                if word == "DATA" and own.get("DATA", "354").startswith("354") and going:
                    while (await reader.readline()) not in (b".\r\n", b""):
                        pass
                    going = await answer("WORDS")
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield MailServer("127.0.0.1", server.sockets[0].getsockname()[1], tls=False), heard
    finally:
        never.set()
        server.close()
        for writer in writers:
            writer.close()
        await asyncio.sleep(0)
