"""Page of the simulator and its requests."""

import asyncio
import base64
import json
import math
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles

from bot import documents
from bot.guard import foreign
from bot.intake import NotStoredError
from bot.signals import Signals, wait
from bot.simulator import chat, feed, tour
from bot.simulator.feed import Feed
from bot.simulator.update import Hand, Owner, Update
from bot.threads import Threads
from bot.untrusted_json import read_any_json
from config.durations import parse_duration
from config.mechanism import Configuration
from config.names import names_of_roles
from sek_core.roster import demonstration
from sek_core.roster.roles import Role
from sek_core.timing.clock import SystemClock

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
DOCUMENT_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A browser shows a PDF with a plugin and styles of its own."""

NEXT = "next"
FARTHEST_LOOK = timedelta(days=14)
MOST_PHOTO_BYTES = 1024 * 1024
MOST_CHARACTERS = {"sms": 5000, "telegram": 4096}
FARTHEST = timedelta(days=366)
SHOWN_FIRST = (Role.COUNTY_LEAD, Role.CLT_LEAD, Role.RLA, Role.USAID)
FIRST_COUNTY = "Kitui"
FARTHEST_AHEAD = timedelta(days=366 * 50)
_NUMBER = re.compile(r"[0-9]{1,19}")
STILL_HERE = ": still here\n\n"
RECONNECT = "retry: 1000\n\n"
"""Milliseconds after which a page whose stream has ended asks for a new one."""
STRANGER = {
    "id": 0,
    "name": "An unknown number",
    "organisation": "",
    "roles": [],
    "title": "on no roster",
    "phone": "+254300000099",
    "chat": str(feed.STAND_INS),
    "channel": "sms",
}
"""The phone of a person whom the program does not know."""

CONSOLE = "/console"

TRY = (
    "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune",
    "mafuriko",
    "flood in Voi extreme 3 dead",
    "OK",
    "HELP",
)
PLACES = (
    {"name": "Kyuso, Kitui", "latitude": -0.5335, "longitude": 38.2036},
    {"name": "Mutomo, Kitui", "latitude": -1.85, "longitude": 38.21},
    {"name": "Mtito Andei, Makueni", "latitude": -2.6899, "longitude": 38.1669},
    {"name": "Voi, Taita Taveta", "latitude": -3.396, "longitude": 38.556},
    {"name": "Machakos, another county", "latitude": -1.5177, "longitude": 37.2634},
)
"""Locations that a phone may share."""

NextDue = Callable[[Session], datetime | None]
"""Function that returns when something is due next."""
Upload = Callable[[str, bytes], str]
"""Function that puts a file of some kind into the simulated Telegram, and returns its id."""
BeginAnew = Callable[[bool], None]
"""Function that ends this run; the next one begins with the made-up month (True) or without (False)."""

ReceiveSms = Callable[[dict[str, str]], Awaitable[None]]
ReceiveTelegram = Callable[[Update], Awaitable[None]]
"""Functions that take what the webhook of the channel would. Each raises NotStoredError."""


class Simulator:
    """Phones of the demonstration."""

    def __init__(
        self,
        threads: Threads,
        signals: Signals,
        clock: SystemClock,
        configuration: Configuration,
        receive_sms: ReceiveSms,
        receive_telegram: ReceiveTelegram,
        segments: Callable[[str], int],
        *,
        next_due: NextDue,
        upload: Upload | None = None,
        begin_anew: BeginAnew | None = None,
        beyond_loopback: bool = False,
    ) -> None:
        """`upload` and `begin_anew`: None where this process alone cannot do it."""
        self._next_due = next_due
        self._upload = upload
        self._begin_anew = begin_anew
        self._run = uuid.uuid4().hex
        self._threads = threads
        self._signals = signals
        self._clock = clock
        self._mechanism = configuration.mechanism
        self._called = names_of_roles(configuration.names[configuration.mechanism.languages[0]])
        self._receive_sms = receive_sms
        self._receive_telegram = receive_telegram
        self._hand = Hand(clock)
        self._segments = segments
        self._beyond_loopback = beyond_loopback
        self._closing = False

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the page, its files, and its requests."""
        return [
            Route("/", self._root),
            Route("/simulator", self._guarded(self._page)),
            Route("/simulator/people", self._guarded(self._people)),
            Route("/simulator/send", self._guarded(self._send), methods=["POST"]),
            Route("/simulator/telegram", self._guarded(self._telegram), methods=["POST"]),
            Route("/simulator/channel", self._guarded(self._prefer), methods=["POST"]),
            Route("/simulator/clock", self._guarded(self._forward), methods=["POST"]),
            Route("/simulator/restart", self._guarded(self._restart), methods=["POST"]),
            Route("/simulator/events", self._guarded(self._events)),
            Route(f"{chat.DOCUMENTS}/{{delivery}}", self._guarded(self._document)),
            Mount("/simulator/static", _NoCache(directory=STATIC)),
            Route("/favicon.ico", self._icon),
        ]

    def _guarded(
        self, answer: Callable[[Request], Awaitable[Response]]
    ) -> Callable[..., Awaitable[Response]]:
        """Return `answer` for requests of the program's own page, and of programs on this machine."""

        async def guarded(request: Request) -> Response:
            if why := foreign(request, beyond_loopback=self._beyond_loopback):
                return JSONResponse({"error": f"Refused: {why}"}, 403)
            if request.method == "POST" and not _is_json(request):
                return JSONResponse({"error": "Refused: only application/json is taken"}, 415)
            return await answer(request)

        return guarded

    def close(self) -> None:
        """End the streams, so that the server can stop."""
        self._closing = True
        self._signals.changed.fire()

    async def _root(self, _request: Request) -> Response:
        return RedirectResponse("/simulator")

    async def _page(self, _request: Request) -> Response:
        return FileResponse(STATIC / "index.html", headers=HEADERS)

    async def _icon(self, _request: Request) -> Response:
        return Response(status_code=204)

    async def _people(self, request: Request) -> Response:
        everyone = await self._threads.read(partial(feed.people, called=self._called))
        first = _first_phones(everyone)
        return JSONResponse(
            {
                "people": [*everyone, STRANGER],
                "phones": first,
                "steps": tour.steps(everyone, first),
                "console": CONSOLE if _has_page(request, CONSOLE) else None,
                "photos": self._upload is not None,
                "restarts": self._begin_anew is not None,
                "run": self._run,
                "price": f"{self._mechanism.sms_currency} {self._mechanism.sms_price}",
                "try": list(TRY),
                "places": list(PLACES),
            }
        )

    async def _send(self, request: Request) -> Response:
        try:
            body = await _body(request)
            # A lone surrogate is no character, and no database stores it.
            phone, text = (body[name].encode("utf-8", "replace").decode() for name in ("phone", "text"))
        except (ValueError, KeyError, TypeError, AttributeError):
            phone = text = ""
        if not phone.strip():
            return JSONResponse({"error": "phone and text are needed"}, 400)
        if too_long := _too_long("sms", text):
            return too_long
        form = {"id": f"sim-{uuid.uuid4().hex}", "from": phone, "text": text}
        return await self._stored(self._receive_sms(form))

    async def _telegram(self, request: Request) -> Response:
        try:
            body = await _body(request)
            owner, text = Owner(_id(body["chat"]), str(body["name"])), str(body.get("text", ""))
            update = await self._update(owner, body)
        except (ValueError, KeyError, TypeError, AttributeError):
            text, update = "", None
        if too_long := _too_long("telegram", text):
            return too_long
        if update is None:
            return JSONResponse({"error": "chat, name and one of text, tap, place, number are needed"}, 400)
        return await self._stored(self._receive_telegram(update))

    async def _update(self, owner: Owner, body: Mapping[str, Any]) -> Update | None:
        """Return the update of an action on a phone, or None if it cannot be done. Raises ValueError,
        TypeError.
        """
        match body:
            case {"photo": str(photo)} if self._upload is not None:
                content = base64.b64decode(photo, validate=True)
                if not 0 < len(content) <= MOST_PHOTO_BYTES:
                    return None
                file_id = self._upload("photo", content)
                return self._hand.sends_photo(owner, file_id, len(content), str(body.get("text", "")))
            case {"text": str(text)} if text.strip():
                return self._hand.writes(owner, text)
            case {"place": {"latitude": latitude, "longitude": longitude}}:
                return self._hand.shares_place(owner, float(latitude), float(longitude))
            case {"number": str(number)}:
                return self._hand.shares_number(owner, number)
            case {"tap": {"callback": str(callback), "data": str(data), "message": int(message)}} if (
                abs(message) <= chat.MOST_ID
            ):
                read = partial(chat.keyboard, chat=str(owner.chat), message=message)
                keyboard = await self._threads.read(read)
                return self._hand.taps(owner, callback, data, message, keyboard)
        return None

    async def _prefer(self, request: Request) -> Response:
        try:
            body = await _body(request)
            person, channel = _id(body["person"]), str(body["channel"])
        except (ValueError, KeyError, TypeError, AttributeError):
            person, channel = 0, ""
        if channel not in feed.SHOWN:
            return JSONResponse({"error": "person and channel (sms or telegram) are needed"}, 400)
        if not await self._threads.write(lambda session: demonstration.prefer(session, person, channel)):
            return JSONResponse({"error": "Nobody on the roster is meant by that"}, 404)
        return JSONResponse({"channel": channel})

    async def _stored(self, receiving: Awaitable[None]) -> Response:
        try:
            await receiving
        except NotStoredError:
            return JSONResponse({"error": "This could not be stored. Send it again"}, 503)
        self._signals.changed.fire()
        return JSONResponse({"ok": True}, 202)

    async def _forward(self, request: Request) -> Response:
        try:
            body = await _body(request)
            if body["forward"] == NEXT:
                return await self._to_the_next(parse_duration(body.get("most", "14d")))
            forward = parse_duration(body["forward"])
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return JSONResponse({"error": "forward: a duration such as 30m is needed"}, 400)
        too_far = self._clock.ahead + min(forward, FARTHEST) > FARTHEST_AHEAD
        if not timedelta() < forward <= FARTHEST or too_far:
            return JSONResponse({"error": "The clock moves forward, by at most a year at a time"}, 400)
        await self._move(forward)
        return JSONResponse({"now": self._now()})

    async def _move(self, forward: timedelta) -> None:
        self._clock.ahead = await self._threads.write(
            lambda session: demonstration.move_clock(session, forward)
        )
        self._signals.changed.fire()

    async def _to_the_next(self, most: timedelta) -> Response:
        """Move the clock to just after the next thing that is due, and no further than `most`."""
        now = self._clock.now()
        due = await self._threads.write(self._next_due)
        if due is None and most >= FARTHEST_LOOK:
            return JSONResponse({"error": "Nothing is due within two weeks"}, 409)
        at = min(due or now + most, now + most)
        # Whole seconds are kept, so one more: never a moment too early.
        forward = timedelta(seconds=math.ceil((at - now).total_seconds()))
        if forward > timedelta():
            if self._clock.ahead + forward > FARTHEST_AHEAD:
                return JSONResponse({"error": "The clock has gone as far as it goes"}, 400)
            await self._move(forward)
        return JSONResponse({"now": self._now(), "seconds": int(forward.total_seconds())})

    async def _restart(self, request: Request) -> Response:
        try:
            month = (await _body(request))["month"]
        except (ValueError, KeyError, TypeError):
            month = None
        if not isinstance(month, bool):
            return JSONResponse({"error": "month: true or false is needed"}, 400)
        if self._begin_anew is None:
            return JSONResponse({"error": "Only sek run can begin anew"}, 409)
        self._begin_anew(month)
        return JSONResponse({"ok": True}, 202)

    async def _document(self, request: Request) -> Response:
        written = request.path_params["delivery"]
        delivery = int(written) if _NUMBER.fullmatch(written) else 0
        found = await self._threads.read(lambda session: chat.document(session, delivery))
        if found is None:
            return PlainTextResponse("Not Found", 404)
        how = "inline" if found.media_type == documents.PDF else "attachment"
        headers = {
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": DOCUMENT_POLICY,
        }
        data = await asyncio.to_thread(documents.document_bytes, found)
        return Response(data, media_type=found.media_type, headers=headers)

    async def _events(self, _request: Request) -> Response:
        mine = Feed(self._mechanism.zone, self._segments)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(mine), media_type="text/event-stream", headers=headers)

    async def _stream(self, mine: Feed) -> AsyncIterator[str]:
        """Yield the clock, and `messages`: first the history, even an empty one, then the news."""
        changed = self._signals.changed.listen()
        ahead: timedelta | None = None
        try:
            yield RECONNECT
            while not self._closing:
                first = ahead is None
                if ahead != self._clock.ahead:
                    ahead = self._clock.ahead
                    seconds = int(ahead.total_seconds())
                    yield _event("clock", {"now": self._now(), "ahead_seconds": seconds})
                news = await self._threads.read(mine.news)
                yield _event("messages", news) if news or first else STILL_HERE  # finds pages that have gone
                await wait(changed)
                await asyncio.sleep(0.02)  # many changes at one moment make one event
        finally:
            self._signals.changed.leave(changed)

    def _now(self) -> str:
        return self._clock.now().astimezone(self._mechanism.zone).isoformat(timespec="seconds")


async def _body(request: Request) -> Any:
    """Return the JSON of a request. Raises ValueError if it is none, or is nested too deep."""
    return read_any_json(await request.body())


def _id(written: Any) -> int:
    """Return an id that a database can hold. Raises ValueError, TypeError if it is none."""
    if isinstance(written, float):
        raise TypeError("an id is a whole number")
    number = int(written)
    if abs(number) > chat.MOST_ID:
        raise ValueError("larger than any id")
    return number


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0]
    return kind.strip().lower() == "application/json"


class _NoCache(StaticFiles):
    """Static files without caching: an upgrade shows at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return the file with the page's headers."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(HEADERS)
        return response


def _too_long(channel: str, text: str) -> Response | None:
    most = MOST_CHARACTERS[channel]
    if len(text) > most:
        return JSONResponse({"error": f"A text has at most {most:,} characters"}, 400)
    return None


def _event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _first_phones(everyone: list[dict[str, Any]]) -> list[int]:
    """Return a county lead, the CLT lead of the same county, RLA, USAID: the people whom the main task
    connects.
    """

    def first(role: str) -> int | None:
        holders = [person for person in everyone if role in person["roles"]]
        here = [person for person in holders if FIRST_COUNTY in person["title"]]
        chosen = here or holders
        return chosen[0]["id"] if chosen else None

    return [found for role in SHOWN_FIRST if (found := first(role)) is not None]


def _has_page(request: Request, path: str) -> bool:
    """Return True if the program serves a page at `path`."""
    scope = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
