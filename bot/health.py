"""Routes that show an operator the state of the program: alive, ready, its metrics."""

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.metrics import Metrics
from bot.threads import Threads
from sek_core.monitoring.checks import NOT_SERVING, HealthProblem, Watch
from sek_core.store import migrations


def routes(
    threads: Threads, page: Metrics, watch: Watch, in_words: Callable[[HealthProblem], str]
) -> list[BaseRoute]:
    """Return the routes /healthz, /readyz and /metrics."""

    def health_problems(session: Session) -> list[HealthProblem] | None:
        """Return the current problems, or None if the database has another version and cannot be read."""
        return watch.health_problems(session) if migrations.is_usable(session) else None

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        try:
            wrong = await threads.read(health_problems)
        except SQLAlchemyError:
            return JSONResponse({"status": "not ready", "why": "the database does not answer"}, 503)
        if wrong is None:
            why = "the database has an older version: run `sek db upgrade`"
            return JSONResponse({"status": "not ready", "why": why}, 503)
        # Any other problem is an alarm, and no reason to stop routing requests here.
        said = {problem.name: in_words(problem) for problem in wrong}
        why = "; ".join(said[problem.name] for problem in wrong if problem.kind in NOT_SERVING)
        if why:
            return JSONResponse({"status": "not ready", "why": why, "ails": said}, 503)
        return JSONResponse({"status": "ready", "ails": said})

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
