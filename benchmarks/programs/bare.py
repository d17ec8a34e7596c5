"""Baseline of a webhook: Starlette parses the form, answers, and keeps nothing. `bare PORT`."""

import sys
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def receive(request: Request) -> PlainTextResponse:
    dict(parse_qsl(await request.body()))
    return PlainTextResponse("ok")


def main() -> None:
    app = Starlette(routes=[Route("/webhooks/africastalking/{secret}/sms", receive, methods=["POST"])])
    # The settings of bot/server.py; uvicorn finds uvloop and httptools in both processes.
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
    )


if __name__ == "__main__":
    main()
