"""The health routes, through the whole web application."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from sek_core.store.watch import Refusal
from tests.bot.site import NUMBER, OpenSite, Site
from tests.bot.sms.hooks import DELIVERY, SMS, TEXT


class TestHealth:
    async def test_alive_and_ready(self, site: Site) -> None:
        alive, ready = await site.client.get("/healthz"), await site.client.get("/readyz")
        assert (alive.status_code, ready.status_code) == (200, 200)

    async def test_not_ready_before_the_migrations_ran(self, open_site: OpenSite, tmp_path: Path) -> None:
        async with open_site(f"sqlite:///{tmp_path}/empty.db") as site:
            response = await site.client.get("/readyz")
            assert response.status_code == 503
            assert "sek db upgrade" in response.text
            assert (await site.client.get("/healthz")).status_code == 200
            assert (await site.post(SMS, TEXT)).status_code == 503

    async def test_not_ready_with_the_migrations_of_another_version(self, site: Site) -> None:
        with site.program.database.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        assert (await site.client.get("/readyz")).status_code == 503

    async def test_metrics_count_what_came_and_what_waits(self, site: Site) -> None:
        await site.post(SMS, TEXT)
        await site.post(SMS, TEXT)
        await site.post(SMS, {"id": "2"})
        site.add_delivery("ATXid_1", status="queued")
        response = await site.client.get("/metrics")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
        lines = response.text.splitlines()
        for expected in (
            'sek_webhook_requests_total{route="sms",status="200"} 2.0',
            'sek_webhook_requests_total{route="sms",status="400"} 1.0',
            'sek_inbox{status="new"} 1.0',
            'sek_deliveries{channel="sms",status="queued"} 1.0',
        ):
            assert expected in lines
        assert NUMBER not in response.text

    async def test_not_ready_while_nobody_handles_what_comes(self, site: Site) -> None:
        await site.post(SMS, TEXT)
        assert (await site.client.get("/readyz")).status_code == 200
        site.make_late()
        response = await site.client.get("/readyz")
        assert response.status_code == 503
        assert "messages wait unanswered since" in response.json()["why"]
        assert [*response.json()["ails"]] == ["inbox_late"]
        assert 'sek_ails{name="inbox_late"} 1.0' in (await site.client.get("/metrics")).text
        assert (await site.post(SMS, TEXT | {"id": "2"})).status_code == 200
        await site.handle()
        await site.handle()
        assert (await site.client.get("/readyz")).json()["status"] == "ready"

    async def test_ready_though_the_gateway_refuses_us(self, site: Site) -> None:
        """The webhooks must stay open even if no message can be sent."""
        site.add_delivery(None, status="queued")
        site.make_late()
        with site.program.database.writing() as session:
            session.add(Refusal(channel="sms", since=datetime.now(UTC), reason="InsufficientBalance (405)"))
        response = await site.client.get("/readyz")
        assert response.status_code == 200
        assert [*response.json()["ails"]] == ["alert_late", "account_refused:sms"]
        assert "InsufficientBalance (405)" in response.json()["ails"]["account_refused:sms"]

    async def test_metrics_show_what_is_wrong(self, site: Site) -> None:
        await site.post(DELIVERY, {"id": "ATXid_1", "status": "Success"})
        await site.handle()
        site.add_delivery("ATXid_2", status="queued")
        for number in range(5):
            site.add_delivery(f"ATXid_{number}", status="failed" if number else "delivered")
        site.make_late()
        lines = (await site.client.get("/metrics")).text.splitlines()
        figures = {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)
                   if not name.startswith("#")}  # fmt: skip
        assert figures["sek_inbox_oldest_seconds"] == 0
        assert figures["sek_hold_late_seconds"] == 0
        for name in ("sek_alert_oldest_seconds", "sek_outbox_oldest_seconds"):
            assert 300 <= figures[name] < 400
        assert 300 <= figures['sek_callback_seconds{channel="sms"}'] < 400
        assert 'sek_callback_seconds{channel="telegram"}' not in figures
        assert figures['sek_channel_tried{channel="sms"}'] == 5
        assert figures['sek_channel_failing_share{channel="sms"}'] == 0.8
        assert figures['sek_channel_refused{channel="sms"}'] == 0
        wrong = {name for name, value in figures.items() if name.startswith("sek_ails") and value}
        assert wrong == {'sek_ails{name="alert_late"}', 'sek_ails{name="channel_failing:sms"}'}

    @pytest.mark.parametrize(("method", "path"), [("GET", SMS), ("PUT", DELIVERY), ("POST", "/healthz")])
    async def test_another_method_is_refused(self, site: Site, method: str, path: str) -> None:
        assert (await site.client.request(method, path)).status_code == 405
