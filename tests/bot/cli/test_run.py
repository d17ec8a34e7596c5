"""`sek run`, `sek web`, `sek worker` and `sek clock`, each as a process."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.mechanism import PACKAGED
from tests.bot.cli.conftest import CREDENTIALS, DEPUTY, DROUGHT, NO_DATABASE, Shell, texts_through
from tests.bot.sms.test_sender import Gateway
from tests.process import Process, running, until


class TestRun:
    def test_makes_its_database_in_the_folder_it_is_called_from(self, demonstration: Process) -> None:
        assert (demonstration.folder / "var" / "sek.db").exists()

    def test_says_where_the_phones_are(self, demonstration: Process) -> None:
        assert f"http://127.0.0.1:{demonstration.port}/simulator" in demonstration.error
        assert httpx.get(f"{demonstration.url}/simulator").status_code == 200

    def test_logs_one_json_object_a_line(self, demonstration: Process) -> None:
        lines = [
            line for line in demonstration.error.splitlines() if not line.startswith("SEK demonstration")
        ]
        assert all("event" in json.loads(line) for line in lines)

    def test_stops_at_once_while_a_page_listens(self, tmp_path: Path) -> None:
        with running("run", "--empty", folder=tmp_path) as process:
            process.wait_until_ready()
            with httpx.stream("GET", f"{process.url}/simulator/events") as stream:
                received = stream.iter_text()
                assert next(received)  # the stream is open
                began = time.monotonic()
                code = process.stop()
                assert time.monotonic() - began < 5
                list(received)  # ends, and is not cut off
            assert (code, "Traceback" in process.error) == (0, False)

    def test_keeps_what_it_cannot_send_while_the_gateway_is_unreachable(
        self, staffed: Shell, tmp_path: Path, sqlite_url: str
    ) -> None:
        with running("run", folder=tmp_path, SEK_DATABASE_URL=sqlite_url, **CREDENTIALS) as process:
            process.wait_until_ready()
            assert texts_through(process.url, DEPUTY, DROUGHT, "1").status_code == 200

            def tried() -> list[dict[str, Any]]:
                found = staffed("deliveries", "--json").objects
                return found if found and all(delivery["attempts"] for delivery in found) else []

            until(tried)
            for delivery in tried():
                assert delivery["status"] in ("queued", "sending")
                assert delivery["provider_id"] is None
            assert httpx.get(f"{process.url}/simulator").status_code == 404  # this is no demonstration
            assert process.stop() == 0
            assert "Traceback" not in process.error

    @pytest.mark.parametrize(
        ("environment", "said"),
        [
            ({"SEK_DATABASE_URL": NO_DATABASE}, "127.0.0.1:1/none"),
            ({"SEK_CONFIG_DIR": "broken"}, "mechanism.yaml:4: "),
            ({"SEK_PORT": "http"}, "SEK_PORT"),
            ({"SEK_HOST": "0.0.0.0"}, "say --demo"),  # what is to be refused
            ({"SEK_PUBLIC_URL": "https://sek.example.org"}, "SEK_PUBLIC_URL is set"),
        ],
        ids=["no database", "broken configuration", "bad environment", "open to all", "lost credentials"],
    )
    def test_that_cannot_begin_says_why(self, tmp_path: Path, environment: dict[str, str], said: str) -> None:
        broken = tmp_path / "broken"
        broken.mkdir()
        (broken / "mechanism.yaml").write_text("name: X\nshort_name: X\ncounties: [\n")
        with running("run", folder=tmp_path, **environment) as process:
            assert process.wait() == 1
            assert said in process.error
            assert "Traceback" not in process.error
            assert len(process.error.splitlines()) == 1


class TestWebWorkerAndClock:
    def test_share_the_work_on_postgresql(
        self, sek: Shell, gateway: Gateway, tmp_path: Path, postgres_url: str
    ) -> None:
        sek.set(
            SEK_DATABASE_URL=postgres_url.replace("postgresql+psycopg", "postgres")
        )  # as Heroku writes it
        assert sek("db", "upgrade").code == 0
        assert sek("roster", "import", str(PACKAGED / "demo-roster.csv")).code == 0
        environment = CREDENTIALS | {"SEK_AFRICASTALKING_API_URL": gateway.url, "DATABASE_URL": postgres_url}
        with (
            running("web", folder=tmp_path, **environment) as web,
            running("worker", folder=tmp_path, **environment) as worker,
            running("clock", folder=tmp_path, **environment) as clock,
        ):
            web.wait_until_ready()
            assert texts_through(web.url, DEPUTY, DROUGHT, "1").status_code == 200

            def sent() -> list[dict[str, Any]]:
                found = sek("deliveries", "--json").objects
                return found if found and all(one["status"] == "accepted" for one in found) else []

            until(sent)
            assert {one["provider_id"] for one in sent()} == {f"ATXid_{one['address']}" for one in sent()}
            until(lambda: "started" in clock.error)  # nothing waited for it until here
            assert [process.stop() for process in (web, worker, clock)] == [0, 0, 0]
            assert "Traceback" not in web.error + worker.error + clock.error
