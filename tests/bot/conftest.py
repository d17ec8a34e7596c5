"""Shared fixtures for the tests of the edges: a web application with its own database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.server import make_app
from bot.wiring import Program
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.store.database import Database
from sek_core.timing.clock import SystemClock
from tests.bot.site import SECRET, OpenSite, Site


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE_URL",
        "PORT",
        "SEK_CONFIG_DIR",
        "SEK_AFRICASTALKING_USERNAME",
        "SEK_TELEGRAM_TOKEN",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def open_site(configuration: Configuration) -> OpenSite:
    @asynccontextmanager
    async def open_(url: str, secret: str = SECRET, **more: Any) -> AsyncIterator[Site]:
        given: dict[str, Any] = {"database_url": url, "africastalking_webhook_secret": secret, **more}
        settings = Settings(_env_file=None, **given)
        program = Program(settings, configuration, SystemClock(), Database(settings.database_url))
        app = make_app(program, ["web"])
        lifespan = app.router.lifespan_context(app)
        await lifespan.__aenter__()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                yield Site(program, client)
        finally:  # the application ends in order, also where a test failed
            await lifespan.__aexit__(None, None, None)

    return open_


@pytest.fixture
async def site(open_site: OpenSite, sqlite_url: str) -> AsyncIterator[Site]:
    async with open_site(sqlite_url) as site:
        yield site
