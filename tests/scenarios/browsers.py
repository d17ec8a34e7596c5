"""Browsers of the stories: people who look at the pages, press buttons and fill in forms."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette

from bot.pages import make_console
from tests.scenarios.world import World

HOST = "http://127.0.0.1:8000"

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_FIELD = re.compile(r'<(?:input|button)\b[^>]*?\bname="([^"]*)"[^>]*?\bvalue="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")


class Browser:
    """One browser. It follows redirects, and keeps cookies and the page that it shows."""

    def __init__(self, world: World, person: str = "") -> None:
        """`person`: signs in by their name, as the demonstration lets one do."""
        self._world = world
        console = make_console(world.program, demonstration=bool(person))
        app = Starlette(routes=console.routes())
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
        self.client = httpx.AsyncClient(transport=transport, base_url=HOST, follow_redirects=True)
        self.page = httpx.Response(200)
        if person:
            self.submits("/console/sign-in", {"person": person})

    def opens(self, path: str, **headers: str) -> "Browser":
        """Open a page."""
        self.page = self._world.opens(self.client.get(path, headers=headers))
        return self

    def submits(self, path: str, fields: dict[str, str], **headers: str) -> "Browser":
        """Send a form, whatever stands on the page."""
        self.page = self._world.opens(self.client.post(path, data=fields, headers=headers))
        return self

    def presses(self, words: str, typed: str = "") -> "Browser":
        """Press the button that sends these words, with what is typed beside them."""
        fields = self.form_of(words)
        if typed:
            fields["words"] = typed
        return self.submits("/console/do", fields)

    def chooses(self, label: str) -> "Browser":
        """Press the option of a question that the page shows."""
        for form in _FORM.findall(self.page.text):
            if 'name="tap"' in form and f">{label}</button>" in form:
                return self.submits("/console/do", _fields(form))
        raise AssertionError(f"no option {label!r} on the page:\n{self.text}")

    def form_of(self, words: str) -> dict[str, str]:
        """Return the fields of the form that sends these words."""
        for form in _FORM.findall(self.page.text):
            if f'value="{html.escape(words)}"' in form and 'action="/console/do"' in form:
                return {**_fields(form), "say": words}
        raise AssertionError(f"no form on the page says {words!r}:\n{self.text}")

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def path(self) -> str:
        return urlsplit(str(self.page.url)).path

    @property
    def text(self) -> str:
        """The page as one reads it."""
        body = self.page.text.partition("<body>")[2] or self.page.text
        return " ".join(html.unescape(_TAG.sub(" ", body)).split())

    @property
    def heading(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.page.text, re.DOTALL)
        return " ".join(html.unescape(_TAG.sub(" ", found[1])).split()) if found else ""

    @property
    def answer(self) -> str:
        """What the program answered to the last form."""
        found = re.search(r'<div class="answer"[^>]*>\s*<p>(.*?)</p>', self.page.text, re.DOTALL)
        return html.unescape(found[1]) if found else ""

    @property
    def references(self) -> list[str]:
        """The incidents to which the page links, in order."""
        return list(dict.fromkeys(re.findall(r'href="/console/([SC]\d+)', self.page.text)))


def _fields(form: str) -> dict[str, Any]:
    return {html.unescape(name): html.unescape(value) for name, value in _FIELD.findall(form)}
