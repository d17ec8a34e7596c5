"""Fixtures of a real Chromium, and the programs that it visits."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import insert

from sek_core.inbox import queue
from sek_core.roster import demonstration
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from tests.bot.simulator.window import Server, Visit, Window
from tests.conftest import skip_or_fail

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        skip_or_fail("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def server(browser: Browser, tmp_path: Path) -> Iterator[Server]:
    """Run a program for one test, with no messages of other tests."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[Server]:
    """Run the program for tests that only look at the page. Ganga Rao has texted 300 times before."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copy(migrated_file, folder / "sek.db")
    server = Server(folder)
    now = datetime.now(UTC)
    texts = [
        queue.arrival("sms", queue.TEXT, str(n), "lane", {}, now, sender="+254300000015", text=f"text {n}")
        for n in range(300)
    ]
    database = Database(server.database_url)
    with database.writing() as session:
        session.execute(insert(InboxRow), [text | {"status": "done"} for text in texts])
        demonstration.mark_as_made(session)
    database.close()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # The page shows the mechanism's time wherever the browser is.
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", timezone_id="America/New_York"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    """Open a window; at the end check that no window had an error, or loaded anything from elsewhere."""
    windows: list[Window] = []

    def opened(server: Server) -> Window:
        windows.append(Window(context.new_page(), server.origin))
        return windows[-1]

    yield opened
    for window in windows:
        assert window.wrong == []
        assert [url for url in window.asked if not url.startswith(f"{window.origin}/")] == []
