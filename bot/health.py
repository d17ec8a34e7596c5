"""The routes by which an operator sees how the program is: alive, ready, its figures."""

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.metrics import Metrics
from bot.threads import Threads
from sek_core.store import migrations


def routes(threads: Threads, page: Metrics) -> list[BaseRoute]:
    """Alive, ready, and the figures."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        try:
            current = await threads.read(migrations.is_usable)
        except SQLAlchemyError:
            return JSONResponse({"status": "not ready", "why": "the database does not answer"}, 503)
        if not current:
            why = "the database has an older version: run `sek db upgrade`"
            return JSONResponse({"status": "not ready", "why": why}, 503)
        return JSONResponse({"status": "ready"})

    async def metrics_page(_request: Request) -> Response:
        try:
            body = await threads.call(page.page)
        except SQLAlchemyError:
            return PlainTextResponse("the database does not answer", 503)
        return Response(body, media_type=metrics.CONTENT_TYPE)

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics_page),
    ]
