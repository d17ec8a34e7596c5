"""The door of the pages: a link, or a code to an address of the roster. Opening a page never signs in."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from console import entrance
from console.entrance import Cookies
from console.going_back import back_to
from console.view import Site, View, redirect
from sek_core.access import sessions, signing_in
from sek_core.access.sessions import Visitor
from sek_core.access.signing_in import Who
from sek_core.roster.snapshot import Person
from sek_core.work.unit_of_work import UnitOfWork

Form = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Door:
    """What the door needs of the program."""

    look: Callable[[Callable[[Session], Any]], Awaitable[Any]]
    write: Callable[[Callable[[UnitOfWork], Any]], Awaitable[Any]]
    view: Callable[[Session, Request], View]
    acted: Callable[[], None]
    cookies: Cookies
    site: Site


async def sign_in(door: Door, request: Request, form: Form) -> Response:
    """Show the door; take an address, a code, or in the demonstration a name."""
    if form is None:
        return PlainTextResponse("The form is too large, or is none", 413)
    onward = _onward(request, form)
    if request.method == "GET":
        return await _show(door, request, onward=onward)
    if form.get("person") and door.site.demonstration:
        return await _by_name(door, request, form["person"], onward)
    if "code" in form:
        return await _by_code(door, request, form, onward)
    return await _ask(door, request, form.get("address", ""), onward)


async def by_link(door: Door, request: Request, form: Form) -> Response:
    """Show whose link it is and a button; sign in when the button is pressed. A program that only opens the
    link, such as one that shows a preview, uses nothing up.
    """
    token = request.path_params["token"]
    if request.method == "GET":

        def look(session: Session) -> Response:
            view = door.view(session, request)
            owner = signing_in.owner_of(view.work, token)
            return view.page("link.html", 200 if owner else 410, owner=owner, token=token)

        shown: Response = await door.look(look)
        return shown
    who = await door.write(lambda work: signing_in.open_link(work, token))
    if who is None:
        return await _show(door, request, why="link_over", status=410)
    return await _enter(door, request, who, mine=bool((form or {}).get("mine")), onward="/console")


async def confirm(
    door: Door,
    request: Request,
    visitor: Visitor,
    form: Mapping[str, str],
    back: str,
    *,
    kept: Mapping[str, str] | None = None,
    action: str = "/console/do",
) -> Response | None:
    """Let a visitor confirm who they are before a risky act: with a code to their address. The form comes
    back with the code; return None if it is right. `kept`: the fields that come back; None: those of a text.
    """
    if kept is None:
        kept = {name: form[name] for name in ("say", "words", "tap") if form.get(name)}
    page = _Asking(kept, action, form.get("nonce", ""), back)
    browser = request.cookies.get(door.cookies.browser, "")
    if "code" in form and browser:
        who = await door.write(lambda work: signing_in.open_code(work, "again", form["code"], browser))
        if who is not None and visitor.person is not None and who.person_id == visitor.person.id:
            await door.write(lambda work: sessions.confirm(work, visitor.session_id))
            return None
        return await _confirm_page(door, request, page, why="code_wrong")
    browser = browser or secrets.token_urlsafe(24)
    person = visitor.person
    sent = person is not None and await door.write(lambda work: signing_in.ask_again(work, person, browser))
    door.acted()
    response = await _confirm_page(door, request, page, why="" if sent else "code_too_many")
    door.cookies.put(response, door.cookies.browser, browser, None)
    return response


@dataclass(frozen=True, slots=True)
class _Asking:
    """The form that comes back with a code: its fields, where it goes, and where its page leads back."""

    kept: Mapping[str, str]
    action: str
    nonce: str
    back: str


async def _confirm_page(door: Door, request: Request, asking: _Asking, why: str) -> Response:
    def look(session: Session) -> Response:
        view = door.view(session, request)
        return view.page(
            "confirm.html",
            kept=asking.kept,
            action=asking.action,
            form_nonce=asking.nonce,
            back=asking.back,
            why=why,
        )

    shown: Response = await door.look(look)
    return shown


async def _show(
    door: Door,
    request: Request,
    *,
    onward: str = "/console",
    why: str = "",
    asked: str = "",
    status: int = 200,
) -> Response:
    def look(session: Session) -> Response:
        view = door.view(session, request)
        people: list[Person] = []
        if door.site.demonstration:
            people = sorted(view.work.people.everybody(), key=lambda person: person.id)
        return view.page("signin.html", status, people=people, onward=onward, why=why, asked=asked)

    shown: Response = await door.look(look)
    return shown


async def _ask(door: Door, request: Request, address: str, onward: str) -> Response:
    """Send a code if the address is on the roster; say the same in any case."""
    browser = request.cookies.get(door.cookies.browser) or secrets.token_urlsafe(24)
    await door.write(lambda work: signing_in.ask_for_code(work, address[:200], browser))
    door.acted()
    response = await _show(door, request, onward=onward, asked=address[:60])
    door.cookies.put(response, door.cookies.browser, browser, None)
    return response


async def _by_code(door: Door, request: Request, form: Mapping[str, str], onward: str) -> Response:
    browser = request.cookies.get(door.cookies.browser, "")
    who = (
        await door.write(lambda work: signing_in.open_code(work, "code", form["code"], browser))
        if browser
        else None
    )
    if who is None:
        return await _show(
            door, request, onward=onward, why="code_wrong", asked=form.get("asked", "?"), status=403
        )
    return await _enter(door, request, who, mine=bool(form.get("mine")), onward=onward)


async def _by_name(door: Door, request: Request, name: str, onward: str) -> Response:
    """Sign in as the person of this name: in the demonstration only."""

    def find(work: UnitOfWork) -> Who | None:
        found = next((each for each in work.people.everybody() if each.name == name), None)
        return Who(found.id) if found is not None else None

    who = await door.write(find)
    if who is None:
        return await _show(door, request, onward=onward, why="nobody", status=404)
    return await _enter(door, request, who, mine=True, onward=onward, quietly=True)


async def _enter(
    door: Door, request: Request, who: Who, *, mine: bool, onward: str, quietly: bool = False
) -> Response:
    device = entrance.device_of(request)

    def enter(work: UnitOfWork) -> str:
        token = sessions.begin(work, who, device, mine=mine, sure=True)
        if who.person_id is not None and not quietly:
            sessions.tell_of_new_device(work, work.people.get(who.person_id), device)
        return token

    token = await door.write(enter)
    door.acted()
    response = redirect(onward)
    door.cookies.put(response, door.cookies.session, token, entrance.LASTS[mine])
    door.cookies.drop(response, door.cookies.browser)
    return response


def _onward(request: Request, form: Mapping[str, str]) -> str:
    return back_to(form.get("next", "") or request.query_params.get("next", ""))
