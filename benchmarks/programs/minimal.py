"""Baseline of a reply: for each message, commit a row and send one message with the SDK.

`minimal PORT DATABASE GATEWAY_URL`. The same web server as ours; blocking work runs in a thread.
"""

import asyncio
import sqlite3
import sys
from threading import Lock
from urllib.parse import parse_qsl

import uvicorn
from africastalking.SMS import SMSService
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Script:
    """Handler of a message."""

    def __init__(self, database: str, gateway_url: str) -> None:
        self._connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE messages (id TEXT PRIMARY KEY, sender TEXT, text TEXT)")
        self._writing = Lock()
        self._sms = SMSService("benchmark", "key")
        self._sms._baseUrl = gateway_url

    def handle(self, form: dict[str, str]) -> None:
        with self._writing:
            self._connection.execute(
                "INSERT INTO messages VALUES (?, ?, ?)", (form["id"], form["from"], form["text"])
            )
        self._sms.send(f"Received: {form['text']}", [form["from"]])


def main() -> None:
    port, database, gateway_url = sys.argv[1:]
    script = Script(database, gateway_url)

    async def receive(request: Request) -> PlainTextResponse:
        form = dict(parse_qsl((await request.body()).decode()))
        await asyncio.to_thread(script.handle, form)
        return PlainTextResponse("ok")

    app = Starlette(routes=[Route("/webhooks/africastalking/{secret}/sms", receive, methods=["POST"])])
    uvicorn.run(
        app,
        port=int(port),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
    )


if __name__ == "__main__":
    main()
