"""What a page gets: who looks, in which language, and the unit of work; and how it becomes an answer."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console import acting, compressing, naming, templating
from handlers.dialogue.registry import REGISTRY
from sek_core.access.sessions import Visitor
from sek_core.meetings import texts as meeting_texts
from sek_core.messages.screens import QUOTE, Arg, Content, HazardName, Text
from sek_core.messages.translation import LocalizedText
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.meetings import Meeting
from sek_core.understanding.tokens import plain
from sek_core.views import shocks, visibility
from sek_core.views.shocks import Row
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie",
    # Without a referrer a browser would say of our own forms that their origin is unknown.
    "Referrer-Policy": "same-origin",
}

NONCE = "nonce-of-a-form"
"""Stands for the nonce of each form until the page is known: two equal pages differ only in their nonces."""


@dataclass(frozen=True, slots=True)
class Site:
    """Facts of the installation that pages show. `number`: the number to which texts are sent, or empty."""

    demonstration: bool
    public_url: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `waits`: how much waits there for a person to act."""

    name: str
    address: str
    waits: int = 0
    here: bool = False


@dataclass
class View:
    """One look at a page."""

    request: Request
    work: UnitOfWork
    visitor: Visitor | None
    site: Site
    entries: Callable[["View"], Sequence[Entry]]
    """Returns the menu: the table of pages is above the pages, and so above this."""
    again: Callable[[Callable[["View"], Any]], Awaitable[Any]] | None = None
    """Runs a job with a view of its own, in a transaction of its own: the next rows of an export."""
    noted: list[tuple[str, Event, str]] = field(default_factory=list)
    """What the history must tell of this look, as (about, what, detail)."""

    def note(self, what: Event, about: str = "", detail: str = "") -> None:
        """Let the history tell that the reader read or took away what is someone else's."""
        self.noted.append((about, what, detail))

    @property
    def is_sure(self) -> bool:
        """Whether the visitor has just confirmed who they are; in the demonstration everyone has."""
        return self.site.demonstration or (self.visitor is not None and self.visitor.sure)

    @property
    def reader(self) -> Person:
        """The person on the roster who looks. Raises ValueError for a reader of the Mission, or a guest."""
        if self.visitor is None or self.visitor.person is None:
            raise ValueError("nobody on the roster looks at this page")
        return self.visitor.person

    @cached_property
    def language(self) -> str:
        """The language of the page: as the link beside the menu chose it, or the visitor's own."""
        languages = self.work.configuration.mechanism.languages
        chosen = self.request.cookies.get("lang", "")
        if chosen in languages:
            return chosen
        person = self.visitor.person if self.visitor else None
        return self.work.people.language_of(person) if person else languages[0]

    @cached_property
    def localized(self) -> LocalizedText:
        """Translator into the language of the page."""
        return self.work.core.translator.localized(self.language, self.work.now)

    @cached_property
    def now(self) -> datetime:
        """The time of the look, in the mechanism's zone."""
        return self.work.now.astimezone(self.work.configuration.mechanism.zone)

    def t(self, key: str, n: int | None = None, **args: Arg) -> str:
        """Return the text of the pages with this key, filled with its arguments."""
        return self.localized.text(Text(f"console.{key}", args, n))

    def say(self, text: Text) -> str:
        """Return a text that dialogues say too."""
        return self.localized.text(text)

    def arg(self, arg: Arg) -> str:
        """Return an argument of texts in the language of the page."""
        return self.localized.text(Text("name", {"name": arg}))

    def hazard(self, hazard_id: str) -> str:
        """Return the name of a hazard, as a heading has it."""
        said = self.arg(HazardName(hazard_id))
        return said[:1].upper() + said[1:]

    def role(self, role: str) -> str:
        """Return the name of a role."""
        return self.localized.text(Text(f"role.{role}"))

    def roles_of(self, person: Person) -> str:
        """Return a person's roles: "county lead, Kitui"."""
        held = dict.fromkeys(
            ", ".join(filter(None, (self.role(role.role), role.county)))
            for role in self.work.people.roles(person)
        )
        return "; ".join(held)

    def ago(self, since: datetime) -> str:
        """Return for how long something lasts by now: "1 h 23 min", "3 days"."""
        return self.lasting(self.work.now - since)

    def lasting(self, time: timedelta) -> str:
        """Return a length of time in words."""
        if time < timedelta(days=1):
            time = timedelta(minutes=max(round(time.total_seconds() / 60), 1))
            return self.arg(phrases.lasting(time))
        return self.arg(phrases.about(time))

    def clock(self, at: datetime) -> str:
        """Return a time: "14:05" today, "Mon 17:45" within a week, "15 Nov" before."""
        here = at.astimezone(self.now.tzinfo)
        days = (self.now.date() - here.date()).days
        if days == 0:
            return f"{here:%H:%M}"
        if -7 < days < 7:
            return f"{self.localized.text(Text(f'weekday.{here.isoweekday()}'))} {here:%H:%M}"
        return self.day(here.date())

    def moment(self, at: datetime) -> str:
        """Return a time with its day: "Mon 23 Nov 17:45"."""
        here = at.astimezone(self.now.tzinfo)
        return f"{self.long_day(here.date())} {here:%H:%M}"

    def day(self, day: date) -> str:
        """Return a day: "15 Nov", or "15 Nov 2025" of another year."""
        said = f"{day.day} {self.localized.text(Text(f'month.{day.month}'))}"
        return said if day.year == self.now.year else f"{said} {day.year}"

    def long_day(self, day: date) -> str:
        """Return a day with its weekday: "Mon 23 Nov"."""
        return f"{self.localized.text(Text(f'weekday.{day.isoweekday()}'))} {self.day(day)}"

    def iso(self, at: datetime) -> str:
        """Return a time for programs."""
        return at.astimezone(self.now.tzinfo).isoformat(timespec="minutes")

    def ward(self, code: str | None) -> str:
        """Return the name of a ward by its code of the gazetteer, or nothing."""
        ward = self.work.core.wards.get(code or "")
        return ward.name if ward is not None else ""

    @property
    def nonce(self) -> str:
        """What stands for the nonce of a form; each form gets one of its own when the page leaves."""
        return NONCE

    @property
    def here(self) -> str:
        """The address of this page, without what was answered to its last form."""
        query = urlencode([(k, v) for k, v in self.request.query_params.multi_items() if k != "done"])
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    @cached_property
    def menu(self) -> Sequence[Entry]:
        """The menu of the page."""
        return self.entries(self)

    @cached_property
    def answers(self) -> Sequence[Content]:
        """What the program answered to the form that led here."""
        nonce = self.request.query_params.get("done", "")
        if not acting.is_nonce(nonce) or self.visitor is None or self.visitor.person is None:
            return ()
        found, known = acting.answers_to(self.work, self.reader, nonce)
        if not found and known:
            return (Content(self.t("done.silent")),)
        return found

    def words_of(self, content: Content) -> str:
        """Return the words of an answer, with what it quotes."""
        return content.body.replace(QUOTE, content.quote)

    def word(self, verb: str) -> str:
        """Return the command word of a verb in the language of the page: OK, or SAWA."""
        return words_of_verbs(self.language)[verb]

    def channel(self, name: str) -> str:
        """Return the name of a channel."""
        known = any(channel.name == name for channel in self.work.core.channels)
        return self.localized.text(Text(f"channel.{name}")) if known else name

    def spaced(self, number: str) -> str:
        """Return a telephone number with its digits in groups: +254 711 000 101."""
        return naming.spaced(number)

    def money(self, amount: Decimal) -> str:
        """Return a sum of money: "KES 11.20"."""
        return f"{self.work.configuration.mechanism.sms_currency} {amount:,.2f}"

    @cached_property
    def sees_words(self) -> bool:
        """Whether the reader may read what people wrote."""
        return visibility.reads_words(self.work, self.reader)

    def say_severity(self, incident: Incident) -> str:
        """Return how bad a shock is, apart from the name of its hazard."""
        return self.say_level(incident.severity or "")

    def say_level(self, severity: str) -> str:
        """Return the word for a severity."""
        return self.localized.text(Text(f"severity.{severity}"))

    def say_meeting(self, meeting: Meeting) -> str:
        """Return the name of a meeting."""
        return self.arg(meeting_texts.title(self.work, meeting))

    def name_of(self, incident: Incident) -> str:
        """Return "Flood, Ikutha"; of a concern its subject."""
        return naming.name_of(self, incident)

    def where(self, incident: Incident) -> str:
        """Return "Ikutha, Kitui"."""
        return naming.where(self, incident)

    def lasted(self, row: Row) -> str:
        """Return for how long an incident has been known, or took until it was closed."""
        return self.lasting(shocks.lasting(row, self.work.now))

    def standing(self, row: Row) -> str:
        """Return in a few words who has an incident or is asked, and what comes next."""
        return naming.standing(self, row)

    def query(self, **changed: object) -> str:
        """Return the query of this page with some parts changed; empty parts are left out."""
        kept = {
            name: value for name, value in self.request.query_params.items() if name not in ("done", "before")
        }
        kept |= {name: str(value) for name, value in changed.items()}
        return urlencode({name: value for name, value in kept.items() if value})

    def asked(self, name: str, most: int = 100) -> str:
        """Return one field of the query, as a plain line of at most so many letters."""
        return plain(self.request.query_params.get(name, ""))[:most].strip()

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """Return the page. One that has not changed since the browser's copy is not sent again."""
        shared = {"view": self, "t": self.t, "lang": self.language}
        body = templating.render(template, {**shared, **context})
        tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:24]}"'
        headers = {**HEADERS, "ETag": tag}
        if status == 200 and tag in self.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        filled = re.sub(NONCE, lambda _: secrets.token_hex(8), body)
        return compressing.respond(self.request, filled.encode(), "text/html; charset=utf-8", headers, status)


Page = Callable[[View], Response]


def redirect(to: str, headers: Mapping[str, str] | None = None) -> Response:
    """Send the browser to another page, which it then asks for."""
    return RedirectResponse(to, 303, headers={**HEADERS, "Cache-Control": "no-store", **(headers or {})})


@cache
def words_of_verbs(language: str) -> Mapping[str, str]:
    """Return the first word of each verb in a language."""
    return {verb.name: ((verb.sw if language == "sw" else verb.en) or verb.en)[0] for verb in REGISTRY.verbs}
