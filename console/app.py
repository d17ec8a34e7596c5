"""The routes of the pages, and what holds for each of them: who may open it, and what a form must bring."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from console import acting, assets, entrance, events, menu, signing_in
from console.entrance import Cookies
from console.going_back import back_to
from console.registry import PAGES, PageRow
from console.view import Site, View, redirect
from handlers.dialogue.registry import REGISTRY
from sek_core.access import sessions
from sek_core.access.sessions import Visitor
from sek_core.work.unit_of_work import Services, UnitOfWork

MOST_FORM_BYTES = 64 * 1024

Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Parts:
    """What the pages need of the program.

    `look`: runs a job in a read-only transaction. `write`: in one that is committed. `act`: handles the text
    of a form at once. `acted`: wakes who waits for messages. `foreign`: why a request comes from elsewhere,
    or empty.
    """

    core: Callable[[], Services]
    look: Callable[[Callable[[Session], Any]], Awaitable[Any]]
    write: Callable[[Callable[[Session], Any]], Awaitable[Any]]
    act: Callable[[dict[str, Any]], Awaitable[None]]
    acted: Callable[[], None]
    foreign: Callable[[Request], str]
    site: Site
    secure: bool


class Console:
    """The pages of one program."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._cookies = Cookies(parts.secure)
        self.live = events.Live(parts.look)

    def routes(self) -> list[BaseRoute]:
        """Return the routes of all pages."""
        guarded = self._guarded
        return [
            Route(f"{assets.FOLDER}/{{name}}", assets.give),
            Route("/console/sign-in", guarded(self._sign_in), methods=["GET", "POST"]),
            Route("/console/in/{token}", guarded(self._by_link), methods=["GET", "POST"]),
            Route("/console/out", guarded(self._out), methods=["POST"]),
            Route("/console/do", guarded(self._do), methods=["POST"]),
            Route("/console/sure", guarded(self._sure), methods=["POST"]),
            Route("/console/language", guarded(self._language)),
            Route("/console/events", guarded(self._events)),
            *(
                Route(
                    row.path,
                    guarded(partial(self._page, row)),
                    methods=["GET", "POST"] if row.take else ["GET"],
                )
                for row in PAGES
            ),
        ]

    def _guarded(self, answer: Answer) -> Answer:
        """Refuse requests that name another host, and forms of another site's pages."""

        async def guarded(request: Request) -> Response:
            if why := self._parts.foreign(request):
                return PlainTextResponse(f"Refused: {why}", 403)
            return await answer(request)

        return guarded

    async def _page(self, row: PageRow, request: Request) -> Response:
        return await (self._edit if request.method == "POST" else self._show)(row, request)

    async def _show(self, row: PageRow, request: Request) -> Response:
        """Show a page to who may see it."""

        def look(session: Session) -> tuple[Response, View]:
            view = self._view(session, request)
            if view.visitor is None:
                return _to_sign_in(request), view
            if not row.may(view):
                if view.visitor.person is None and row.path == "/console":
                    return redirect("/console/figures"), view
                return view.page("refused.html", 403), view
            found = row.show(view)
            return found if found is not None else view.page("missing.html", 404), view

        shown: tuple[Response, View] = await self._parts.look(look)
        response, view = shown
        visitor = view.visitor
        if visitor is not None and visitor.seen_late:
            await self._write(lambda work: sessions.seen(work, visitor.session_id))
        if visitor is not None and view.noted:
            await self._write(lambda work: _note(work, visitor, view))
        return response

    async def _edit(self, row: PageRow, request: Request) -> Response:
        """Take the form of a page that is no text."""
        form = await _form(request)
        if form is None:
            return PlainTextResponse("The form is too large, or is none", 413)

        unsure: list[Visitor] = []

        def edit(session: Session) -> Response | None:
            view = self._view(session, request)
            if view.visitor is None:
                return _to_sign_in(request)
            if entrance.only_reads(view.work, view.visitor) or not row.may_send(view):
                return view.page("refused.html", 403)
            if row.risky and not view.is_sure:
                unsure.append(view.visitor)
                return None
            assert row.take is not None
            found = row.take(view, form)
            view.work.flush()
            return found

        response: Response | None = await self._parts.write(edit)
        if response is None:
            asked = await self._confirm(request, unsure[0], form, form.get("back", ""))
            if asked is not None:
                return asked
            response = await self._parts.write(edit)
            assert response is not None
        self._parts.acted()
        return response

    async def _confirm(
        self, request: Request, visitor: Visitor, form: Mapping[str, str], back: str
    ) -> Response | None:
        """Let a visitor confirm who they are; the form then comes again to where it came. None: they did."""
        kept = {name: value for name, value in form.items() if name not in ("code", "nonce", "back")}
        return await signing_in.confirm(
            self._door(), request, visitor, form, back_to(back), kept=kept, action=request.url.path
        )

    async def _sure(self, request: Request) -> Response:
        """Let a visitor confirm who they are, and send them back to what they wanted to take away."""
        form = await _form(request)
        if form is None:
            return PlainTextResponse("The form is too large, or is none", 413)
        back = back_to(form.get("back", ""))

        def look(session: Session) -> Visitor | None:
            return self._view(session, request).visitor

        visitor = await self._parts.look(look)
        if visitor is None:
            return _to_sign_in(request, back)
        asked = await self._confirm(request, visitor, form, back)
        return asked if asked is not None else redirect(back)

    def _view(self, session: Session, request: Request) -> View:
        work = self._parts.core().work(session)

        def again(job: Callable[[View], Any]) -> Awaitable[Any]:
            return self._parts.look(lambda later: job(self._view(later, request)))

        visitor = entrance.visitor_of(work, request, self._cookies)
        return View(request, work, visitor, self._parts.site, menu.entries, again)

    async def _write(self, job: Callable[[UnitOfWork], Any]) -> Any:
        def run(session: Session) -> Any:
            work = self._parts.core().work(session)
            result = job(work)
            work.flush()
            return result

        return await self._parts.write(run)

    async def _sign_in(self, request: Request) -> Response:
        return await signing_in.sign_in(self._door(), request, await _form(request))

    async def _by_link(self, request: Request) -> Response:
        return await signing_in.by_link(self._door(), request, await _form(request))

    def _door(self) -> signing_in.Door:
        parts = self._parts
        return signing_in.Door(parts.look, self._write, self._view, parts.acted, self._cookies, parts.site)

    async def _out(self, request: Request) -> Response:
        form = await _form(request) or {}

        def out(work: UnitOfWork) -> None:
            visitor = entrance.visitor_of(work, request, self._cookies)
            if visitor is None:
                return
            if form.get("all") and visitor.person is not None:
                sessions.end_all(work, visitor.person)
            else:
                sessions.end(work, visitor.session_id)

        await self._write(out)
        response = redirect("/console/sign-in", {"Clear-Site-Data": '"cache"'})
        self._cookies.drop(response, self._cookies.session)
        return response

    async def _language(self, request: Request) -> Response:
        """Remember the language of the pages in this browser."""
        response = redirect(back_to(request.query_params.get("back", "")))
        response.set_cookie(
            "lang", request.query_params.get("to", "")[:8], max_age=31536000, path="/console", samesite="lax"
        )
        return response

    async def _events(self, request: Request) -> Response:
        def look(session: Session) -> bool:
            return self._view(session, request).visitor is not None

        if not await self._parts.look(look):
            return PlainTextResponse("Sign in first", 401)
        return self.live.stream(lambda session: self._view(session, request))

    async def _do(self, request: Request) -> Response:
        """Handle the text of a form at once, and show the page again with the answer."""
        form = await _form(request)
        if form is None:
            return PlainTextResponse("The form is too large, or is none", 413)
        nonce, tap = form.get("nonce", ""), form.get("tap", "")
        back = back_to(form.get("back", "") or urlsplit(request.headers.get("referer", "")).path)
        words = " ".join(filter(None, (form.get("say", "").strip(), form.get("words", "").strip())))

        def look(session: Session) -> Response | dict[str, Any]:
            view = self._view(session, request)
            if view.visitor is None:
                return _to_sign_in(request, back)
            if view.visitor.person is None or entrance.only_reads(view.work, view.visitor):
                return view.page("refused.html", 403)
            if not acting.is_nonce(nonce) or not (words or tap):
                return view.page("not_done.html", 400, why=view.t("not_done.empty"), words=words, back=back)
            if len(words) > acting.MOST:
                why = view.t("not_done.long", n=acting.MOST)
                return view.page("not_done.html", 400, why=why, words=words, back=back)
            risky = acting.needs_confirming(REGISTRY.verbs, words)
            row = acting.text_row(view.work, view.reader, nonce, words, tap)
            unsure = risky and not view.visitor.sure and not self._parts.site.demonstration
            return {"row": row, "unsure": view.visitor if unsure else None}

        found = await self._parts.look(look)
        if isinstance(found, Response):
            return found
        if found["unsure"] is not None:
            asked = await signing_in.confirm(self._door(), request, found["unsure"], form, back)
            if asked is not None:
                return asked
        await self._parts.act(found["row"])
        self._parts.acted()
        return redirect(f"{back}{'&' if '?' in back else '?'}done={quote(nonce)}")


def _note(work: UnitOfWork, visitor: Visitor, view: View) -> None:
    """Write into the history what a look read or took away."""
    person_id = visitor.person.id if visitor.person is not None else None
    address = "web" if visitor.person is not None else f"web:{visitor.email}"
    for about, what, detail in view.noted:
        work.audit_log.add(about, what, person_id, address, detail)


def _to_sign_in(request: Request, back: str = "") -> Response:
    """Send who is not signed in to the door, and from there back to the page."""
    wanted = back or str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    return redirect(f"/console/sign-in?next={quote(back_to(wanted), safe='')}")


async def _form(request: Request) -> Mapping[str, str] | None:
    """Return the fields of a form, the last of each name; None if it is too large or is none."""
    if request.method != "POST":
        return {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_FORM_BYTES:
            return None
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100)
    except (UnicodeDecodeError, ValueError):
        return None
    return {name: value.replace("\r\n", "\n") for name, value in pairs}
