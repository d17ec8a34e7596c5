"""What a page shows, counts, finds and exports is one query, for each person and filter."""

import csv
import io
import json
import random
import re

import pytest
from sqlalchemy import select

from sek_core.response import following
from sek_core.store.incidents import Incident
from sek_core.views import visibility
from tests.scenarios.browsers import Browser
from tests.scenarios.conftest import ROSTER, World
from tests.scenarios.test_pages import everyone_ignores

pytestmark = pytest.mark.only("sms")

PEOPLE = (
    "Patrick Mburu", "Martin Miriti", "Kitui CLT Lead", "Kitui CLT Member", "Makueni CLT Lead", "SEK Chair",
    "USAID Officer", "RLA Secretariat", "An Observer", "An Administrator",
)  # fmt: skip

REPORTS = (
    ("Patrick Mburu", "FLOOD Ikutha severe 40 households"),
    ("Patrick Mburu", "DROUGHT Mutomo moderate 120 households, boreholes dry"),
    ("Martin Miriti", "FLOOD Kambu extreme 3 dead"),
    ("Martin Miriti", "FIRE Wote minor"),
    ("Meshack Mulinge", "CONFLICT Kyuso severe 2 dead, armed herders"),
    ("Patrick Mburu", "CONCERN seed for the irrigation groups comes late"),
)

FILTERS = (
    "", "state=all", "state=waiting", "state=taken", "state=closed", "state=mine", "county=Kitui",
    "hazard=flood&state=all", "severity=severe&state=all", "severity=unsaid", "since=2026-11-24&state=all",
    "words=Ikutha&state=all", "words=Kyuso&state=all", "words=nothing",
)  # fmt: skip


@pytest.fixture
def roster() -> str:
    more = "An Observer,KIM,observer,Kitui,,+254300000021,en\nAn Administrator,RLA,admin,,,+254300000022,en\n"
    return ROSTER + more


@pytest.fixture
def lived(world: World) -> World:
    for name, text in REPORTS:
        world[name].texts(text)
    world["Kitui CLT Lead"].texts("OK S1")
    world["Makueni CLT Lead"].texts("OK S3")
    world["Makueni CLT Lead"].texts("CLOSE S3 people were brought to the school")
    for phone in world.phones():
        phone.unread.clear()
    return world


def test_page_count_and_export_agree(lived: World) -> None:
    for person in PEOPLE:
        page = Browser(lived, person)
        for kind in ("shocks", "concerns"):
            for wanted in FILTERS:
                agree(page, f"/console/{kind}?{wanted}")


def agree(page: Browser, path: str) -> None:
    """Check that a list, its number and its exports hold the same rows."""
    shown = page.opens(path).references
    assert page.status == 200, path
    told = re.search(r"(?:All|Zote) (\d+),", page.text)
    assert told, (path, page.text)
    if "last one there was" not in page.text and "La mwisho lililokuwepo" not in page.text:
        assert int(told[1]) == len(shown), path
    exported = page.opens(f"{path}&format=jsonl").page.text.splitlines()
    refs = [json.loads(line)["ref"] for line in exported]
    assert len(refs) == int(told[1]), path
    sheet = page.opens(f"{path}&format=csv").page.text.lstrip("\ufeff")
    assert [row["ref"] for row in csv.DictReader(io.StringIO(sheet))] == refs, path


def test_a_sensitive_shock_changes_nothing_for_who_may_not_see_it(lived: World) -> None:
    with lived.program.database.reading() as session:
        (hidden,) = session.scalars(select(Incident.ref).where(Incident.sensitive))
    for person in ("Makueni CLT Lead", "Martin Miriti", "An Observer"):
        page = Browser(lived, person)
        for path in (
            "/console", "/console/shocks?state=all", "/console/shocks?state=all&view=board", "/console/tasks",
            "/console/meetings", f"/console/find?q={hidden}", "/console/find?q=Kyuso", "/console/me",
            "/console/shocks?state=all&format=csv", "/console/shocks?state=all&format=jsonl",
        ):  # fmt: skip
            page.opens(path)
            assert hidden not in page.references, path
            assert "armed herders" not in page.page.text, path
        assert page.opens(f"/console/{hidden}").status == 404


def test_the_condition_is_the_rule_of_the_dialogues(lived: World) -> None:
    """Who sees an incident on a page may also ask for it by text."""
    program = lived.program
    with program.database.reading() as session:
        work = program.core.work(session)
        incidents = list(session.scalars(select(Incident)))
        for person in work.people.everybody():
            seen = set(session.scalars(select(Incident.ref).where(visibility.visible(work, person))))
            for incident in incidents:
                if incident.ref in seen:
                    assert following.may_see(work, incident, person), (person.name, incident.ref)
                elif following.may_see(work, incident, person):
                    assert incident.sensitive, (person.name, incident.ref)  # named by a route, but not told


def test_who_only_reads_changes_nothing(lived: World) -> None:
    page = Browser(lived, "An Observer").opens("/console/S1")
    assert page.status == 200
    for path, fields in (
        ("/console/do", {"nonce": "a" * 16, "say": "NOTE S1 hello"}),
        ("/console/do", {"nonce": "b" * 16, "say": "OK S2"}),
    ):
        assert page.submits(path, fields).status == 403
    assert "What you can do" in page.opens("/console/S1").text
    assert "/console/do" not in page.page.text


def test_an_administrator_sees_facts_without_words(lived: World) -> None:
    page = Browser(lived, "An Administrator")
    assert page.opens("/console/shocks").references
    assert "boreholes dry" not in page.page.text
    assert "boreholes dry" not in page.opens("/console/S2").page.text
    assert "boreholes dry" not in page.opens("/console/shocks?format=csv").page.text
    assert "boreholes dry" not in page.opens("/console/find?q=boreholes").page.text


def test_a_filter_of_nonsense_says_so(lived: World) -> None:
    page, chance = Browser(lived, "RLA Secretariat"), random.Random(7)
    for name in ("county", "state", "hazard", "severity", "since", "before", "ward"):
        for value in ("'", "x' OR 1=1 --", "9" * 400, "".join(chance.choices("abc<>&%", k=20))):
            page.opens(
                "/console/shocks?" + "&".join([f"{name}={value}".replace("&", "%26").replace("#", "%23")])
            )
            assert page.status == 400, (name, value)
            assert page.heading.startswith("Not shown")
    assert page.opens("/console/shocks?format=exe").status == 400


def test_bad_forms_lose_and_leak_nothing(lived: World) -> None:
    page = Browser(lived, "Kitui CLT Lead")
    assert page.submits("/console/do", {"nonce": "zz", "say": "OK S2"}).heading == "Not done"
    assert page.submits("/console/do", {"nonce": "a" * 16, "say": ""}).status == 400
    long = page.submits("/console/do", {"nonce": "a" * 16, "say": "NOTE S2", "words": "w" * 5000})
    assert long.status == 400
    assert "w" * 100 in long.text  # what was written stays
    assert (
        page.submits("/console/do", {"nonce": "a" * 16, "say": "NOTE S2", "words": "w" * 70000}).status == 413
    )
    page.submits("/console/do", {"nonce": "c" * 16, "say": "OK S2", "back": "https://evil.example/console"})
    assert page.path == "/console"
    everyone_ignores(lived)
