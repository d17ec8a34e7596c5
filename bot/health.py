"""Routes that show an operator the state of the program: alive, ready, its metrics."""

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.guard import is_local, knows_token
from bot.metrics import Metrics
from bot.threads import Threads
from sek_core.inbox import queue
from sek_core.monitoring.checks import NOT_SERVING, HealthProblem, Watch
from sek_core.store import migrations

NOT_READY = "not ready"


def routes(
    threads: Threads,
    page: Metrics,
    watch: Watch,
    in_words: Callable[[HealthProblem], str],
    token: str = "",
) -> list[BaseRoute]:
    """Return the routes /healthz, /readyz and /metrics.

    With `token`, only a request that carries it gets the metrics and what ails the program. Without one, only
    a program on this machine does; others hear whether it is ready, and no more.
    """

    def may_see(request: Request) -> bool:
        return knows_token(request, token) if token else is_local(request)

    def health_problems(session: Session) -> tuple[list[HealthProblem], tuple[int, int]] | None:
        """Return the current problems, and how many messages could not be handled or read; None if the
        database has another version and cannot be read.
        """
        if not migrations.is_usable(session):
            return None
        return watch.health_problems(session), queue.count_failed(session)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(request: Request) -> Response:
        status, said = await state()
        if not may_see(request):
            said = {"status": said["status"]}
        return JSONResponse(said, status)

    async def state() -> tuple[int, dict[str, object]]:
        try:
            wrong = await threads.read(health_problems)
        except SQLAlchemyError:
            return 503, {"status": NOT_READY, "why": "the database does not answer"}
        if wrong is None:
            why = "the database has an older version: run `sek db upgrade`"
            return 503, {"status": NOT_READY, "why": why}
        # Any other problem is an alarm, and no reason to stop routing requests here.
        found, (failed, unread) = wrong
        said = {problem.name: in_words(problem) for problem in found}
        counts = {"failed": failed, "unread": unread}
        why = "; ".join(said[problem.name] for problem in found if problem.kind in NOT_SERVING)
        if why:
            return 503, {"status": NOT_READY, "why": why, "ails": said, **counts}
        return 200, {"status": "ready", "ails": said, **counts}

    async def metrics_page(request: Request) -> Response:
        if not may_see(request):
            if not token:
                return PlainTextResponse("Not Found", 404)
            return PlainTextResponse("a token is needed", 401, {"WWW-Authenticate": "Bearer"})
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
