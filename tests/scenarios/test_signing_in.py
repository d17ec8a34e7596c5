"""Signing in to the pages: by a link, by a code, and not by what a program opens on the way."""

import re
from dataclasses import replace

import pytest

from config.mechanism import Configuration
from sek_core.access import sessions
from sek_core.access.signing_in import Who
from sek_core.store.access import PageSession, SignIn
from sek_core.store.database import Database
from tests.conftest import MovedClock
from tests.scenarios.browsers import HOST, Browser
from tests.scenarios.conftest import World
from tests.scenarios.test_pages import everyone_ignores

pytestmark = pytest.mark.only("sms")


def link_of(world: World, person: str) -> str:
    """Ask for a link by text; return its path."""
    phone = world[person]
    phone.texts("WEB")
    found = re.search(r"/console/in/\S+", phone.expects("Open within 10 minutes"))
    assert found
    return found[0]


def code_of(world: World, person: str) -> str:
    found = re.search(r"\b\d{6}\b", world[person].expects("code, for 10 minutes"))
    assert found
    return found[0]


@pytest.fixture
def public(world: World) -> World:
    """A world whose pages have an address."""
    object.__setattr__(world.program.core, "public_url", HOST)
    return world


def test_a_link_signs_in_when_its_button_is_pressed(public: World) -> None:
    path = link_of(public, "Kitui CLT Lead")
    preview = Browser(public).opens(path).opens(path)  # a program that shows previews opens it, too
    assert preview.heading == "Sign in as Kitui CLT Lead"
    assert preview.opens("/console").path == "/console/sign-in"
    page = Browser(public).opens(path).submits(path, {"mine": "1"})
    assert page.path == "/console"
    assert page.heading.startswith("My day")
    public["Kitui CLT Lead"].expects("New sign-in")
    assert Browser(public).submits(path, {}).status == 410


def test_a_link_is_over_after_ten_minutes(public: World) -> None:
    path = link_of(public, "Kitui CLT Lead")
    public.passes("11m")
    assert Browser(public).opens(path).status == 410
    assert Browser(public).submits(path, {}).path != "/console"


def test_a_code_is_for_the_browser_that_asked(world: World) -> None:
    page, other = Browser(world), Browser(world)
    page.submits("/console/sign-in", {"address": "0300 000 004"})
    assert "If this is on the roster" in page.text
    code = code_of(world, "Kitui CLT Lead")
    assert other.submits("/console/sign-in", {"code": code}).status == 403
    assert page.submits("/console/sign-in", {"code": "000000" if code != "000000" else "1"}).status == 403
    assert page.submits("/console/sign-in", {"code": code}).path == "/console"
    world["Kitui CLT Lead"].expects("New sign-in")


def test_five_wrong_codes_end_one(world: World) -> None:
    page = Browser(world).submits("/console/sign-in", {"address": "+254300000004"})
    code = code_of(world, "Kitui CLT Lead")
    for _ in range(5):
        assert page.submits("/console/sign-in", {"code": "1"}).status == 403
    assert page.submits("/console/sign-in", {"code": code}).status == 403


def test_a_stranger_hears_the_same_and_gets_nothing(world: World) -> None:
    for written in ("+254711000417", "nobody@example.org", "", "x" * 5000):
        page = Browser(world).submits("/console/sign-in", {"address": written or "-"})
        assert "If this is on the roster" in page.text
    everyone_is_silent(world)


def test_three_codes_an_hour(world: World) -> None:
    page = Browser(world)
    for _ in range(5):
        page.submits("/console/sign-in", {"address": "+254300000004"})
    phone = world["Kitui CLT Lead"]
    for _ in range(3):
        phone.expects("code, for 10 minutes")
    phone.expects_nothing()


def test_signing_out_everywhere(public: World) -> None:
    pages = [Browser(public, "Kitui CLT Lead") for _ in range(2)]
    public["Kitui CLT Lead"].texts("WEB OFF")
    public["Kitui CLT Lead"].expects("Signed out on 2 devices")
    assert [page.opens("/console").path for page in pages] == ["/console/sign-in"] * 2
    page, other = Browser(public, "Kitui CLT Lead"), Browser(public, "Kitui CLT Lead")
    page.submits("/console/out", {"all": "1"})
    assert other.opens("/console").path == "/console/sign-in"


def test_whose_role_ends_is_out_at_once(world: World) -> None:
    page = Browser(world, "Kitui CLT Lead").opens("/console")
    assert page.path == "/console"
    world.enrols_without("Kitui CLT Lead")
    assert page.opens("/console").path == "/console/sign-in"


def test_no_token_or_code_is_kept_in_clear(public: World) -> None:
    path = link_of(public, "Kitui CLT Lead")
    Browser(public).submits(path, {})
    public["Kitui CLT Lead"].expects("New sign-in")
    token = path.rpartition("/")[2]
    with public.program.database.reading() as session:
        for model in (SignIn, PageSession):
            for row in session.query(model):
                assert token not in repr(vars(row))


def test_forms_of_another_site_are_refused(world: World) -> None:
    world["Patrick Mburu"].texts("FLOOD Ikutha severe 40 households")
    page = Browser(world, "Kitui CLT Lead").opens("/console/S1")
    form = page.form_of("OK S1")
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"host": "evil.example"},
        {"origin": "null"},
    ):
        assert page.submits("/console/do", form, **headers).status == 403
    assert "Nobody has it" in page.opens("/console/S1").text
    everyone_ignores(world)


def test_a_risky_word_asks_who_it_is(world: World) -> None:
    page = Browser(world).submits("/console/sign-in", {"address": "+254300000009"})
    page.submits("/console/sign-in", {"code": code_of(world, "RLA Secretariat")})
    world["RLA Secretariat"].expects("New sign-in")
    world.passes("1h")
    world["RLA Secretariat"].unread.clear()
    fields = {"nonce": "a" * 16, "say": "TELL all Kitui roads are open", "back": "/console"}
    asked = page.submits("/console/do", fields)
    assert asked.heading == "Is it you?"
    code = code_of(world, "RLA Secretariat")
    assert page.submits("/console/do", {**fields, "code": "1"}).heading == "Is it you?"
    world["RLA Secretariat"].unread.clear()
    page.submits("/console/do", {**fields, "code": code})
    assert page.answer


def everyone_is_silent(world: World) -> None:
    for phone in world.phones():
        phone.expects_nothing()


def test_a_reader_of_the_mission_reads_minutes_directory_and_figures(
    configuration: Configuration, database: Database, clock: MovedClock, roster: str
) -> None:
    mechanism = configuration.mechanism.model_copy(update={"readers": ("example.org",)})
    world = World(replace(configuration, mechanism=mechanism), database, clock)
    world.enrols(roster)
    world["Patrick Mburu"].texts("FLOOD Ikutha severe 40 households, Tiva broke its banks")
    page = Browser(world)
    with world.program.database.writing() as session:
        work = world.program.core.work(session)
        token = sessions.begin(work, Who(None, "anne@example.org"), "", mine=False)
        work.flush()
    page.client.cookies.set("sek", token)
    assert page.opens("/console").path == "/console/figures"
    assert "Ikutha" not in page.page.text
    assert page.opens("/console/who").status == 200
    assert "Patrick Mburu" in page.text
    assert "+254" not in page.page.text
    assert "+254" not in page.opens("/console/people").page.text
    for path in ("shocks", "S1", "tasks", "deliveries", "log", "me"):
        assert page.opens(f"/console/{path}").status == 403, path
        assert "Ikutha" not in page.page.text
    assert page.submits("/console/do", {"nonce": "a" * 16, "say": "OK S1"}).status == 403
    everyone_ignores(world)
    world.close()
