"""Messages, what they cost, the history and the map on pages: who sees what, and that numbers agree."""

import csv
import io
import json
import re

import pytest
from sqlalchemy import update

from sek_core.store.deliveries import Delivery
from sek_core.store.states import DeliveryStatus
from tests.scenarios.browsers import Browser
from tests.scenarios.conftest import ROSTER, World

pytestmark = pytest.mark.only("sms")

FLOOD = "FLOOD Ikutha severe 40 households, Tiva broke its banks"
SECRET = "CONFLICT Kyuso severe 3 dead, armed herders"

EVERYONE = (
    "RLA Secretariat", "The Operator", "USAID Officer", "SEK Chair", "Kitui CLT Lead", "Patrick Mburu",
    "KIM Observer",
)  # fmt: skip


@pytest.fixture
def roster() -> str:
    return (
        ROSTER
        + "KIM Observer,KIM,observer,Kitui,,+254300000033,en\nThe Operator,RLA,admin,,,+254300000034,en\n"
    )


@pytest.mark.parametrize(
    ("path", "readers"),
    [
        ("/console/deliveries", EVERYONE[:4]),
        ("/console/deliveries?format=csv", EVERYONE[:2]),
        ("/console/log", EVERYONE[:4]),
        ("/console/log?format=csv", EVERYONE[:4]),
    ],
)
def test_who_opens_which_page(world: World, path: str, readers: tuple[str, ...]) -> None:
    opened = [name for name in EVERYONE if Browser(world, name).opens(path).status == 200]
    assert opened == list(readers)


def test_costs_are_for_more_people_than_messages(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    ignored(world)
    rla = Browser(world, "RLA Secretariat").opens("/console/deliveries")
    assert "S1 alert Meshack Mulinge" in rla.text
    total = re.search(r"([\d]+), as of", rla.text)
    usaid = Browser(world, "USAID Officer").opens("/console/deliveries")
    assert "Meshack Mulinge" not in usaid.text
    assert total is not None
    assert f"All {total[1]}, as of" in usaid.text
    kitui = re.search(r"Kitui ([\d.]+)", usaid.text)
    assert kitui is not None and float(kitui[1]) > 0


def test_what_a_page_counts_an_export_gives(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    world["Martin Miriti"].texts("ukame Kambu wastani kaya 120")
    ignored(world)
    page = Browser(world, "RLA Secretariat")
    for query in (
        "",
        "who=S1",
        "who=mulinge",
        "county=Kitui",
        "channel=sms",
        "state=accepted",
        "state=failed",
    ):
        shown = page.opens(f"/console/deliveries?{query}").text
        rows = list(
            csv.DictReader(io.StringIO(page.opens(f"/console/deliveries?{query}&format=csv").page.text))
        )
        assert re.search(rf"(All|of) {len(rows)}, as of", shown), query
    everything = page.opens("/console/log?format=jsonl").page.text.splitlines()
    assert len({json.loads(line)["id"] for line in everything}) == len(everything)


def test_pages_of_the_history_leave_nothing_out(world: World) -> None:
    for number in range(30):
        world["Patrick Mburu"].texts(f"INFO the market of Kyuso opens at {number % 12 + 1}")
        world["Patrick Mburu"].texts("STOP")
        world["Patrick Mburu"].texts("START")
    ignored(world)
    page = Browser(world, "RLA Secretariat").opens("/console/log")
    seen: list[str] = []
    while True:
        seen += re.findall(r"<td class=\"few\">([\w ]+)</td><td class=\"few\">", page.page.text)
        older = re.search(r'href="\?(before=\d+)">Older', page.page.text)
        if older is None:
            break
        page.opens(f"/console/log?{older[1]}")
    exported = page.opens("/console/log?format=jsonl").page.text.splitlines()
    assert len(seen) + 1 == len(exported)  # the export itself is the newest line


def test_a_failed_alert_stands_on_top_and_is_sent_again_once(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    ignored(world)
    with world.program.database.writing() as session:
        mine = update(Delivery).where(
            Delivery.about == "S1", Delivery.person_id == 2, Delivery.kind == "alert"
        )
        session.execute(mine.values(status=DeliveryStatus.FAILED, error="absent subscriber"))
    page = Browser(world, "RLA Secretariat").opens("/console/deliveries")
    assert "These reached nobody 1" in page.text
    assert "absent subscriber" in page.text
    found = re.search(r'name="delivery" value="(\d+)"', page.page.text)
    assert found is not None
    page.submits("/console/deliveries", {"delivery": found[1]})
    assert "It leaves again now." in page.text
    page.submits("/console/deliveries", {"delivery": found[1]})
    assert "Not sent: it is no failed alert any more." in page.text
    world.passes("1m")
    world["Meshack Mulinge"].expects("flood Ikutha")
    assert page.opens("/console/log?what=resent").text.count("to Meshack Mulinge") == 1
    refused = Browser(world, "USAID Officer").submits("/console/deliveries", {"delivery": found[1]})
    assert refused.status == 403
    ignored(world)


def test_a_failed_alert_of_what_is_over_stays_unsent(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    with world.program.database.writing() as session:
        mine = update(Delivery).where(
            Delivery.about == "S1", Delivery.person_id == 2, Delivery.kind == "alert"
        )
        session.execute(mine.values(status=DeliveryStatus.FAILED))
    page = Browser(world, "RLA Secretariat").opens("/console/deliveries")
    found = re.search(r'name="delivery" value="(\d+)"', page.page.text)
    assert found is not None
    world["Kitui CLT Lead"].texts("CLOSE S1 the water went down")
    page.submits("/console/deliveries", {"delivery": found[1]})
    assert "Not sent: this is over, or somebody has it." in page.text
    ignored(world)


@pytest.mark.parametrize(
    ("reader", "sees"), [("RLA Secretariat", "all"), ("USAID Officer", "all"), ("The Operator", "facts")]
)
def test_an_operator_reads_no_words_and_nothing_sensitive(world: World, reader: str, sees: str) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    world["Patrick Mburu"].texts(SECRET)
    ignored(world)
    page = Browser(world, reader)
    for path in (
        "/console/log",
        "/console/log?format=csv",
        "/console/people/1",
        "/console/shocks?format=csv",
    ):
        text = page.opens(path).page.text
        assert ("Tiva" in text) == (sees == "all"), path
        assert ("armed herders" in text) == (sees == "all"), path
    lists = {"/console/log": sees == "all", "/console/deliveries": reader == "RLA Secretariat"}
    for path, shown in lists.items():
        assert ("S2" in page.opens(path).references) == shown, path
    assert ("Kyuso" in page.opens("/console/map").text) == (sees == "all")
    if sees == "facts":
        assert "S2" not in page.opens("/console/log?about=S2").references
        assert page.references == []


def test_no_page_shows_a_link_that_is_a_key(world: World) -> None:
    rla = world["The Operator"]
    rla.texts("WEB")
    ignored(world)
    page = Browser(world, "RLA Secretariat")
    for path in (
        "/console/people/11",
        "/console/log",
        "/console/log?format=csv",
        "/console/deliveries?format=csv",
    ):
        assert not re.search(r"/console/in/[A-Z0-9]{4}", page.opens(path).page.text), path


def test_the_map_counts_as_the_list_does(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    world["Patrick Mburu"].texts("DROUGHT Mutha severe 400 households")
    world["Martin Miriti"].texts("FLOOD Makindu minor")
    world["Kitui CLT Lead"].texts("OK S2")
    ignored(world)
    page = Browser(world, "RLA Secretariat").opens("/console/map")
    assert "All 3, as of" in page.text
    assert 'aria-label="Ikutha: 1"' in page.page.text
    assert page.page.text.count("<circle") == 3
    assert "Ikutha Kitui 1 0 0 severe" in page.text
    assert "Mutha Kitui 0 1 0 severe" in page.text
    assert page.opens("/console/shocks?ward=0368").references == ["S1"]
    assert "All 2, as of" in page.opens("/console/map?county=Kitui").text
    south = page.opens("/console/map?constituency=Kitui+South")
    assert "All 2, as of" in south.text
    assert "Hatched" not in south.text
    assert page.opens("/console/map?state=waiting&severity=severe").page.text.count("<circle") == 1
    assert page.opens("/console/map?constituency=Nowhere").status == 400
    assert Browser(world, "Makueni CLT Lead").opens("/console/map").page.text.count("<circle") == 1


def test_geojson_is_exact_for_those_who_act(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    world["Patrick Mburu"].texts("DROUGHT Kitui severe")
    ignored(world)
    with world.program.database.writing() as session:
        from sek_core.store.incidents import Incident

        session.execute(
            update(Incident).where(Incident.ref == "S1").values(latitude=-2.12345, longitude=38.54321)
        )

    def read(person: str) -> dict[str, object]:
        return json.loads(Browser(world, person).opens("/console/shocks?format=geojson").page.text)  # type: ignore[no-any-return]

    for person, at, precision in (
        ("Kitui CLT Lead", [38.5432, -2.1235], "exact"),
        ("KIM Observer", None, "ward"),
    ):
        found = read(person)
        features = found["features"]
        assert isinstance(features, list) and isinstance(found["without_place"], int)
        assert len(features) + found["without_place"] == 2
        [flood] = [each for each in features if each["id"] == "S1"]
        assert flood["properties"]["precision"] == precision
        assert (flood["geometry"]["coordinates"] == at) == (at is not None)


def ignored(world: World) -> None:
    """The story is not about the messages that came."""
    for phone in world.phones():
        phone.unread.clear()
