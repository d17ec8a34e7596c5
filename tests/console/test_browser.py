"""The pages in a real browser: without scripts, on a bad line, for screen readers, and their weight."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bot.simulator.conftest import browser
from tests.bot.simulator.window import Server

__all__ = ["browser"]

AXE = Path(__file__).parent / "vendored" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = (
    "/console", "/console/shocks", "/console/shocks?view=board", "/console/shocks?state=closed",
    "/console/concerns", "/console/S1", "/console/C1", "/console/triage", "/console/meetings",
    "/console/tasks", "/console/people", "/console/people/1", "/console/deliveries", "/console/log",
    "/console/map", "/console/map?county=Kitui", "/console/figures", "/console/who", "/console/me",
    "/console/find?q=Ikutha", "/console/S999", "/console/shocks?state=x",
)  # fmt: skip

FIRST, LATER = 25_000, 10_000
"""Maximum sizes in bytes on the wire: of the first page with all that it loads, and of a later one."""

ON_A_BAD_LINE = 60_000
"""Maximum number of bytes from signing in to a closed shock."""

TEXTS = (
    ("+254300000011", "FLOOD Ikutha severe 40 households, Tiva broke its banks"),
    ("+254300000011", "CONCERN seed for the irrigation groups comes late"),
    ("+254300000015", "fire in Sagalla extreme 2 dead"),
    ("+254711000402", "Mr Mutua says the pump of Kyatune borehole is spoilt again, 120 hh use the river"),
)


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demonstration with a few shocks."""
    server = Server(tmp_path_factory.mktemp("pages"))
    server.start()
    for phone, text in TEXTS:
        send(server, phone, text)
    yield server
    server.stop()


def send(server: Server, phone: str, text: str) -> None:
    body = json.dumps({"phone": phone, "text": text}).encode()
    request = urllib.request.Request(
        f"{server.origin}/simulator/send", body, {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request).close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone whose browser runs no script."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    context.set_default_timeout(30_000)
    yield context
    context.close()


def weigh(page: Page) -> list[int]:
    """Count the bytes that a page takes on the wire from now on; the last number grows."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    counted = [0]

    def add(event: dict[str, Any]) -> None:
        counted[0] += event["encodedDataLength"]

    session.on("Network.loadingFinished", add)
    return counted


def sign_in(page: Page, site: Server, person: str) -> None:
    page.goto(f"{site.origin}/console/sign-in")
    page.get_by_role("button", name=f"Sign in as {person}").click()
    page.wait_for_url("**/console")


def test_from_signing_in_to_a_closed_shock_without_scripts(site: Server, phone: BrowserContext) -> None:
    page = phone.new_page()
    bad_line = {"offline": False, "latency": 400, "downloadThroughput": 6250, "uploadThroughput": 6250}
    bytes_ = weigh(page)
    phone.new_cdp_session(page).send("Network.emulateNetworkConditions", bad_line)
    sign_in(page, site, "Kitui CLT Lead")
    page.goto(f"{site.origin}/console/shocks")
    page.get_by_role("button", name="Take it OK S1").click()
    page.wait_for_url("**/console/shocks?done=*")
    assert "You have S1." in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Flood, Ikutha").click()
    page.get_by_text("Close it").first.click()
    page.get_by_label("What was done?").fill("water trucking to the school")
    page.get_by_role("button", name="Close it").click()
    page.wait_for_url("**/console/S1?done=*")
    assert "S1 is closed." in page.get_by_role("status").inner_text()
    assert bytes_[0] < ON_A_BAD_LINE


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_everyone_can_read_the_pages(site: Server, browser: Browser, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{site.origin}/console/sign-in")
    faults = axe(page, "/console/sign-in")
    sign_in(page, site, "RLA Secretariat")
    for path in PAGES:
        page.goto(f"{site.origin}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        faults += axe(page, path)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{path} is wider than {width} px"
    context.close()
    assert faults == []


def axe(page: Page, path: str) -> list[str]:
    """Return the faults that the rules find on a page."""
    page.add_script_tag(path=str(AXE))
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found = page.evaluate(f"axe.run(document, {options})")
    return [
        f"{path}: {fault['id']}: {node['html'][:120]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def test_what_the_pages_weigh(site: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    context.request.post(f"{site.origin}/console/sign-in", form={"person": "RLA Secretariat"})
    bytes_ = weigh(page)
    page.goto(f"{site.origin}/console/shocks")
    assert bytes_[0] < FIRST
    page.goto(f"{site.origin}/console/map")  # the outlines of the wards are loaded once
    for path in PAGES:
        before = bytes_[0]
        page.goto(f"{site.origin}{path}")
        assert bytes_[0] - before < LATER, path
    context.close()


def test_a_list_renews_itself_while_it_is_looked_at(site: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    context.request.post(f"{site.origin}/console/sign-in", form={"person": "RLA Secretariat"})
    page.goto(f"{site.origin}/console/shocks")
    page.wait_for_timeout(1000)
    send(site, "+254300000011", "DROUGHT Mutomo moderate 77 households, wells are dry")
    page.get_by_text("wells are dry").wait_for(timeout=20_000)
    context.close()
    assert faults == []


def test_no_file_of_the_pages_comes_from_elsewhere() -> None:
    folder = Path(__file__).parents[2] / "console"
    for file in (*folder.rglob("*.html"), *folder.rglob("*.css"), folder / "static" / "live.js"):
        text = file.read_text(encoding="utf-8")
        assert "http://" not in text, file
        assert "https://" not in text, file
        assert "style=" not in text, file
        assert "onclick" not in text, file
