"""`sek` and the promises of each command: its exit code, its lines, and never a traceback."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, insert, text

from bot.channels import CHANNELS
from bot.cli.app import main
from config.mechanism import PACKAGED, Configuration
from sek_core.roster import csv_file as rosters
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from tests.bot.sms.test_sender import Gateway, Reply
from tests.process import SEK, Process, running, until

UNREACHABLE = "http://127.0.0.1:1/version1"
NO_DATABASE = "postgresql://postgres@127.0.0.1:1/none"
SECRET = "a-secret-of-these-tests"
KEY = "an-api-key-of-these-tests"
CREDENTIALS = {
    "SEK_AFRICASTALKING_USERNAME": "sandbox",
    "SEK_AFRICASTALKING_API_KEY": KEY,
    "SEK_AFRICASTALKING_WEBHOOK_SECRET": SECRET,
    "SEK_AFRICASTALKING_API_URL": UNREACHABLE,
}
DEPUTY, CLT_LEAD = "+254300000012", "+254300000020"
"""People on the demonstration's roster: Meshack Mulinge, KCDMS, and the Kitui CLT Lead."""
DROUGHT = "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune"

COMMANDS = [
    "run", "web", "worker", "clock", "db", "db upgrade", "roster", "roster import", "roster export", "check",
    "understand", "incidents", "incident", "deliveries", "inbox", "inbox list", "inbox replay",
    "inbox fetch", "db restored", "person", "person export", "person forget",
]  # fmt: skip

INCIDENT_KEYS = {"ref", "hazard", "county", "place", "severity", "status", "reports", "tracks"}
TRACK_KEYS = {"audience", "step", "acknowledged_by", "acknowledged_at"}
DELIVERY_KEYS = {
    "person", "channel", "address", "kind", "about", "step", "status", "provider_id", "attempts", "segments",
    "cost", "text",
}  # fmt: skip
NOTHING_RECEIVED = Reply({"SMSMessageData": {"Messages": []}}, status=200)
UNDERSTOOD_KEYS = {
    "intent", "hazard", "county", "place", "severity", "affected", "reaches_person", "options",
}  # fmt: skip


@dataclass
class Ended:
    """Exit code and output of a command."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


class Shell:
    """An operator's shell in its own folder; `sek` is called in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def set(self, **environment: str) -> None:
        for name, value in environment.items():
            self._monkeypatch.setenv(name, value)

    def __call__(self, *words: str, stdin: str = "") -> Ended:
        self._monkeypatch.setattr(sys, "argv", ["sek", *words])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capsys.readouterr()
        code = ended.value.code
        assert "Traceback" not in err
        return Ended(code if isinstance(code, int) else int(bool(code)), out, err)


def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SEK_") or name in ("PORT", "DATABASE_URL"):
            monkeypatch.delenv(name)


@pytest.fixture
def sek(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    """`sek` in an empty folder, with no database and nothing in its environment."""
    clean_environment(monkeypatch)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Shell(monkeypatch, capsys)


@pytest.fixture
def empty(sek: Shell, sqlite_url: str) -> Shell:
    """`sek` with an empty database at the newest version."""
    sek.set(SEK_DATABASE_URL=sqlite_url)
    return sek


@pytest.fixture(scope="module")
def staffed_file(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, configuration: Configuration
) -> Path:
    """A database with the demonstration's roster, to be copied."""
    path = tmp_path_factory.mktemp("staffed") / "sek.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        text = (PACKAGED / "demo-roster.csv").read_text(encoding="utf-8")
        rosters.import_lines(session, rosters.read(text, "demo-roster.csv", configuration, CHANNELS))
    database.close()
    return path


@pytest.fixture
def staffed(empty: Shell, staffed_file: Path, tmp_path: Path) -> Shell:
    """`sek` with the demonstration's roster."""
    shutil.copy(staffed_file, tmp_path / "sek.db")
    return empty


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Serve an Africa's Talking that accepts everything."""
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


def texts_through(url: str, sender: str, words: str, identity: str) -> httpx.Response:
    """Send a text as Africa's Talking does."""
    form = {"id": identity, "from": sender, "text": words}
    return httpx.post(f"{url}/webhooks/africastalking/{SECRET}/sms", data=form)


class TestHelp:
    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_is_there_for_every_command(self, sek: Shell, command: str) -> None:
        ended = sek(*command.split(), "--help")
        assert ended.code == 0
        assert ended.out.startswith("Usage: sek")
        assert len(ended.lines) > 3

    def test_names_every_command(self, sek: Shell) -> None:
        shown = sek("--help").out.split()
        assert {command.split()[0] for command in COMMANDS} <= set(shown)

    @pytest.mark.parametrize("words", ["fly", "roster fly", "incident", "inbox replay one", "--fly"])
    def test_is_offered_to_who_mistypes(self, sek: Shell, words: str) -> None:
        ended = sek(*words.split())
        assert ended.code == 2
        assert "--help" in ended.err

    def test_needs_no_database_and_leaves_nothing_behind(self, sek: Shell) -> None:
        sek("--help")
        assert list(Path.cwd().iterdir()) == []


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """`sek run` in an empty folder, after a report by webhook and an OK at the simulator."""
    folder = tmp_path_factory.mktemp("demonstration")
    with running("run", folder=folder, SEK_AFRICASTALKING_WEBHOOK_SECRET=SECRET) as process:
        process.wait_until_ready()
        assert texts_through(process.url, DEPUTY, DROUGHT, "1").status_code == 200
        until(lambda: 'sek_incidents{status="open"} 1.0' in httpx.get(f"{process.url}/metrics").text)
        ok = {"phone": CLT_LEAD, "text": "ok thanks"}
        assert httpx.post(f"{process.url}/simulator/send", json=ok).status_code == 202
        until(lambda: 'sek_incidents{status="taken"} 1.0' in httpx.get(f"{process.url}/metrics").text)
        until(lambda: 'status="queued"' not in httpx.get(f"{process.url}/metrics").text)
        until(lambda: 'status="sending"' not in httpx.get(f"{process.url}/metrics").text)
        yield process


@pytest.fixture
def beside(sek: Shell, demonstration: Process) -> Shell:
    """Return a second shell in the folder in which the demonstration runs."""
    os.chdir(demonstration.folder)
    return sek


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
        with running("run", folder=tmp_path) as process:
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
        ],
        ids=["no database", "broken configuration", "bad environment"],
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


class TestListings:
    def test_of_incidents_have_exactly_the_promised_keys(self, beside: Shell) -> None:
        [incident] = beside("incidents", "--json").objects
        assert set(incident) == INCIDENT_KEYS
        assert [set(track) for track in incident["tracks"]] == [TRACK_KEYS] * 3

    def test_of_incidents_say_where_each_stands(self, beside: Shell) -> None:
        [incident] = beside("incidents", "--json").objects
        assert {
            key: incident[key] for key in ("hazard", "county", "place", "severity", "status", "reports")
        } == {
            "hazard": "drought",
            "county": "Kitui",
            "place": "Mutomo",
            "severity": "severe",
            "status": "taken",
            "reports": 1,
        }
        tracks = {track["audience"]: track for track in incident["tracks"]}
        assert set(tracks) == {"clt", "usaid", "rla"}
        assert tracks["clt"]["step"] == 1
        assert tracks["clt"]["acknowledged_by"] == "Kitui CLT Lead"
        at = datetime.fromisoformat(tracks["clt"]["acknowledged_at"])
        assert abs((datetime.now(UTC) - at).total_seconds()) < 120

    def test_of_deliveries_have_exactly_the_promised_keys(self, beside: Shell) -> None:
        found = beside("deliveries", "--json").objects
        assert found
        assert all(set(delivery) == DELIVERY_KEYS for delivery in found)

    def test_of_deliveries_name_people_as_the_roster_does(self, beside: Shell) -> None:
        found = beside("deliveries", "--json").objects
        alerts = {one["person"]: one for one in found if one["kind"] == "alert"}
        alert = alerts["Kitui CLT Lead"]
        assert {key: alert[key] for key in ("channel", "address", "about", "step", "status", "attempts")} == {
            "channel": "sms",
            "address": CLT_LEAD,
            "about": "S1",
            "step": 1,
            "status": "accepted",
            "attempts": 1,
        }
        assert alert["provider_id"]
        assert alert["segments"] in (1, 2)
        assert alert["cost"] == pytest.approx(0.8 * alert["segments"])
        assert "DROUGHT Mutomo, Kitui" in alert["text"]
        assert DEPUTY not in {one["address"] for one in alerts.values()}

    @pytest.mark.parametrize("listing", ["incidents", "deliveries"])
    def test_for_people_are_a_line_each(self, beside: Shell, listing: str) -> None:
        assert len(beside(listing).lines) == len(beside(listing, "--json").lines)
        assert "S1" in beside(listing).out

    @pytest.mark.parametrize("listing", ["incidents", "deliveries"])
    def test_of_nothing_are_empty(self, empty: Shell, listing: str) -> None:
        assert (empty(listing, "--json").code, empty(listing, "--json").out) == (0, "")

    @pytest.mark.parametrize("reference", ["S1", "s1"])
    def test_of_one_incident_tell_its_story(self, beside: Shell, reference: str) -> None:
        story = beside("incident", reference)
        assert story.code == 0
        for part in ("S1", "drought", "Meshack Mulinge", DROUGHT, "Kitui CLT Lead", "accepted"):
            assert part in story.out

    def test_of_an_unknown_incident_say_so(self, beside: Shell) -> None:
        ended = beside("incident", "S99")
        assert (ended.code, ended.out) == (1, "")
        assert "S99" in ended.err

    def test_may_be_cut_off_by_their_reader(self, demonstration: Process) -> None:
        """As in `sek deliveries --json | head -1`."""
        listing = subprocess.Popen(
            [SEK, "deliveries", "--json"],
            cwd=demonstration.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert listing.stdout and listing.stderr
        listing.stdout.close()
        with listing.stderr as error:
            assert b"Traceback" not in error.read()
        listing.wait(10)


class TestWithoutADatabase:
    @pytest.mark.parametrize("command", [("incidents",), ("inbox", "list"), ("check",)])
    def test_says_so_and_makes_none(self, sek: Shell, command: tuple[str, ...]) -> None:
        ended = sek(*command)
        assert ended.code == 1
        assert "there is no database at" in ended.out + ended.err
        assert not Path("var").exists()


class TestInbox:
    @pytest.fixture
    def failed(self, beside: Shell, demonstration: Process) -> int:
        """Store a text that could not be handled; return its id."""
        engine = create_engine(f"sqlite:///{demonstration.folder}/var/sek.db")
        with engine.begin() as connection:
            inserted = connection.execute(
                insert(InboxRow).values(
                    channel="sms", kind="text", provider_id=f"failed-{time.time_ns()}", lane=f"sms:{DEPUTY}",
                    sender=DEPUTY, text="STATUS S1", about="", payload={}, received_at=datetime.now(UTC),
                    status="failed", error="KeyError: 'something'",
                )
            )  # fmt: skip
        engine.dispose()
        [identity] = inserted.inserted_primary_key or [0]
        return int(identity)

    def test_lists_what_failed_and_why(self, beside: Shell, failed: int) -> None:
        lines = beside("inbox", "list", "--failed").lines
        [line] = [line for line in lines if line.split()[0] == str(failed)]
        for part in ("failed", DEPUTY, "STATUS S1", "KeyError: 'something'"):
            assert part in line
        assert DROUGHT not in "".join(lines)
        assert DROUGHT in beside("inbox", "list").out

    def test_replays_what_failed_once(self, beside: Shell, failed: int) -> None:
        answers = len(beside("deliveries", "--json").lines)
        assert beside("inbox", "replay", str(failed)).code == 0
        until(lambda: len(beside("deliveries", "--json").lines) > answers)  # the running program did it
        assert str(failed) not in [line.split()[0] for line in beside("inbox", "list", "--failed").lines]
        again = beside("inbox", "replay", str(failed))
        assert again.code == 1
        assert str(failed) in again.err

    def test_names_what_it_cannot_replay_and_does_the_rest(self, beside: Shell, failed: int) -> None:
        ended = beside("inbox", "replay", "987654", str(failed))
        assert ended.code == 1
        assert "987654" in ended.err.replace(",", " ").split()
        assert str(failed) not in ended.err.replace(",", " ").split()
        assert str(failed) not in [line.split()[0] for line in beside("inbox", "list", "--failed").lines]


class TestUnderstand:
    @pytest.mark.parametrize(
        ("words", "county", "understood"),
        [
            (
                "DROUGHT MUTOMO severe 400 households",
                "Kitui",
                {"intent": "report", "hazard": "drought", "county": "Kitui", "place": "Mutomo",
                 "severity": "severe", "affected": {"households": 400},
                 "reaches_person": True, "options": []},
            ),
            ("REPORT", "Kitui", {"intent": "start_report", "reaches_person": True, "options": []}),
            ("Asante sana", "Kitui", {"intent": "courtesy", "reaches_person": False, "options": []}),
            ("No flood here, all is well", "Kitui",
             {"intent": "denial", "reaches_person": False, "options": []}),
            ("the scouts sang", "Kitui", {"intent": "unclear", "reaches_person": True, "options": []}),
            ("watu wamekwama", "Kitui", {"intent": "report", "hazard": "other", "county": "Kitui",
                                         "reaches_person": True, "options": []}),
        ],
    )  # fmt: skip
    def test_prints_what_a_text_is_read_as(
        self, sek: Shell, words: str, county: str, understood: dict[str, Any]
    ) -> None:
        [read] = sek("understand", words, "--from-county", county).objects
        assert set(read) == UNDERSTOOD_KEYS
        assert {key: value for key, value in read.items() if value is not None} == understood

    def test_explains_itself_when_asked(self, sek: Shell) -> None:
        explained = sek("understand", DROUGHT, "--from-county", "Kitui", "--explain")
        assert explained.code == 0
        assert len(explained.out) > len(sek("understand", DROUGHT, "--from-county", "Kitui").out)

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("fload Kyuso", "'fload': spelling flood"),
            ("flood Kyuso", "'flood': report flood (named), sure"),
            ("there is a fire", "'fire': report fire (faint), in doubt: faint"),
            ("no flood", "'flood': denied flood"),
            ("the flood meeting", "'flood': no report flood is talked of: 'meeting'"),
            ("watu wote wana njaa", "'wote': place not used ward Wote (Makueni), town Wote (Makueni)"),
            ("kaya 1,200 Kyuso", "'1,200': number 1200 households"),
        ],
    )
    def test_says_which_words_gave_what_and_why(self, sek: Shell, text: str, line: str) -> None:
        explained = sek("understand", text, "--from-county", "Kitui", "--explain")
        assert f"  {line}" in explained.lines

    def test_says_that_it_would_ask(self, sek: Shell) -> None:
        read = sek("understand", "there is a fire", "--from-county", "Kitui").objects[0]
        assert (read["intent"], read["hazard"], read["county"]) == ("confirm", "fire", "Kitui")

    def test_reads_lines_and_writes_a_line_for_each(self, sek: Shell) -> None:
        sent = [
            {"text": "mafuriko Voi", "from_county": "Taita Taveta"},
            {"text": "ukame", "from_county": "Kitui"},
            {"text": "🌊 \u0000", "from_county": "Makueni"},
        ]
        ended = sek("understand", "--jsonl", stdin="".join(f"{json.dumps(line)}\n" for line in sent))
        assert ended.code == 0
        assert [set(read) for read in ended.objects] == [UNDERSTOOD_KEYS] * 3
        assert [read["hazard"] for read in ended.objects[:2]] == ["flood", "drought"]
        assert ended.objects[0]["place"] == "Voi"

    @pytest.mark.parametrize("line", ["foo", "[]", "{}", '{"words": "flood"}', "null"])
    def test_names_a_line_that_it_cannot_read(self, sek: Shell, line: str) -> None:
        good = '{"text": "flood", "from_county": "Kitui"}\n'
        ended = sek("understand", "--jsonl", stdin=f"{good}{line}\n")
        assert ended.code == 1
        assert ended.err.startswith("standard input:2: ")
        assert len(ended.lines) == 1

    def test_names_a_county_that_it_does_not_know(self, sek: Shell) -> None:
        ended = sek("understand", "flood", "--from-county", "Atlantis")
        assert ended.code == 1
        assert "Atlantis" in ended.err
        assert "Makueni, Kitui, Taita Taveta" in ended.err

    def test_needs_a_text(self, sek: Shell) -> None:
        assert sek("understand").code == 1

    def test_does_nothing(self, sek: Shell) -> None:
        sek("understand", DROUGHT, "--from-county", "Kitui")
        assert list(Path.cwd().iterdir()) == []


class TestRoster:
    def test_is_imported_exported_and_imported_again_without_a_change(self, empty: Shell) -> None:
        first = empty("roster", "import", str(PACKAGED / "demo-roster.csv"))
        assert first.code == 0
        assert first.out.startswith(f"{_people_of(PACKAGED / 'demo-roster.csv')} new")
        exported = empty("roster", "export")
        Path("exported.csv").write_text(exported.out, encoding="utf-8")
        second = empty("roster", "import", "exported.csv")
        assert second.out.startswith("0 new, 0 changed")
        assert empty("roster", "export").out == exported.out

    def test_with_bad_lines_is_refused_whole_and_each_is_named(self, staffed: Shell) -> None:
        before = staffed("roster", "export").out
        Path("bad.csv").write_text("name,role,phone\nA,clt_lead,0300000090\nB,king,0300000091\nC,rla,none\n")
        ended = staffed("roster", "import", "bad.csv")
        assert (ended.code, ended.out) == (1, "")
        assert [line.split(": ")[:2] for line in ended.err.splitlines()] == [
            ["bad.csv:3", "role"],
            ["bad.csv:4", "phone"],
        ]
        assert staffed("roster", "export").out == before

    @pytest.mark.parametrize(
        ("content", "said"),
        [(None, "cannot be read"), (b"\xff\xfen\x00", "is not UTF-8"), (b"", "the column name is missing")],
        ids=["missing", "not UTF-8", "empty"],
    )
    def test_that_is_no_roster_is_refused(self, empty: Shell, content: bytes | None, said: str) -> None:
        if content is not None:
            Path("roster.csv").write_bytes(content)
        ended = empty("roster", "import", "roster.csv")
        assert ended.code == 1
        assert ended.err.startswith("roster.csv")
        assert said in ended.err


def _people_of(file: Path) -> int:
    with file.open(encoding="utf-8") as lines:
        return len({row["phone"] for row in csv.DictReader(lines)})


class TestDatabase:
    def test_is_upgraded_and_upgraded_again(self, sek: Shell) -> None:
        for _ in range(2):
            assert sek("db", "upgrade").code == 0
        assert Path("var/sek.db").exists()
        assert sek("incidents").code == 0

    @pytest.mark.parametrize(
        "command",
        ["incidents --json", "deliveries", "incident S1", "roster export", "inbox list", "inbox replay 1"],
    )
    def test_that_was_never_upgraded_is_said_to_need_it(self, sek: Shell, command: str) -> None:
        ended = sek(*command.split())
        assert (ended.code, ended.out) == (1, "")
        assert "sek db upgrade" in ended.err

    @pytest.mark.parametrize("command", ["incidents", "check", "db upgrade"])
    def test_of_a_newer_version_is_said_to_be_one(self, empty: Shell, sqlite_url: str, command: str) -> None:
        """As after the rollback of a release."""
        engine = create_engine(sqlite_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()
        ended = empty(*command.split())
        assert ended.code == 1
        assert "version" in ended.out + ended.err

    @pytest.mark.parametrize(
        "command",
        [
            "incidents --json",
            "deliveries",
            "incident S1",
            "db upgrade",
            "roster export",
            "inbox list",
            "check",
        ],
    )
    @pytest.mark.parametrize(
        "url",
        [NO_DATABASE, "sqlite:////proc/none/sek.db", "sqlite:///notes.txt"],
        ids=["no server", "no folder", "no database in the file"],
    )
    def test_that_cannot_be_reached_is_said_in_plain_words(self, sek: Shell, command: str, url: str) -> None:
        Path("notes.txt").write_text("This is no database, but somebody's notes.\n" * 100)
        sek.set(SEK_DATABASE_URL=url)
        ended = sek(*command.split())
        assert ended.code == 1
        [line] = [line for line in (ended.out + ended.err).splitlines() if not line.startswith("ok ")]
        assert url.partition("://")[2] in line

    def test_never_shows_its_password(self, sek: Shell) -> None:
        sek.set(SEK_DATABASE_URL="postgresql://postgres:hunter2@127.0.0.1:1/none")
        for command in ("incidents", "check", "db upgrade"):
            ended = sek(*command.split())
            assert "hunter2" not in ended.out + ended.err


class TestBadEnvironment:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SEK_LOG_LEVEL", "loud"),
            ("SEK_LOG_FORMAT", "xml"),
            ("SEK_PORT", "http"),
            ("PORT", "http"),
            ("SEK_DATABASE_URL", "mysql://localhost/sek"),
            ("SEK_DATABASE_URL", "sek.db"),
            ("SEK_DATABASE_URL", "postgresql://postgres@127.0.0.1:port/none"),
            ("DATABASE_URL", "mysql://localhost/sek"),
        ],
    )
    @pytest.mark.parametrize("command", ["incidents", "check"])
    def test_is_one_line_that_names_the_variable(
        self, sek: Shell, name: str, value: str, command: str
    ) -> None:
        sek.set(**{name: value})
        ended = sek(command)
        assert ended.code == 1
        [line] = ended.err.splitlines()
        assert name in line
        assert ended.out == ""

    def test_names_a_configuration_folder_that_is_not_there(self, sek: Shell) -> None:
        sek.set(SEK_CONFIG_DIR="nowhere")
        for command in ("check", "understand flood"):
            ended = sek(*command.split())
            assert ended.code == 1
            assert any("SEK_CONFIG_DIR" in line and "nowhere" in line for line in _said(ended))

    def test_names_every_fault(self, sek: Shell) -> None:
        sek.set(SEK_LOG_LEVEL="loud", SEK_PORT="http")
        assert len(sek("incidents").err.splitlines()) == 2


MECHANISM = (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8")
LINE_OF = {line.partition(":")[0]: number for number, line in enumerate(MECHANISM.splitlines(), 1)}


class TestBadConfiguration:
    @pytest.mark.parametrize(
        ("was", "becomes", "where", "said"),
        [
            ("report_hold: 5m", "report_hold: soon", "report_hold", "30s, 15m, 4h or 7d"),
            ("report_hold: 5m", "report_hold: 5m\nreport_holt: 5m", "question_open", "report_holt"),
            ("counties: [Makueni", "counties: [Makuenii", "counties", "'Makuenii'"),
            ("time_zone: Africa/Nairobi", "time_zone: Nairobi", "time_zone", "Africa/Nairobi"),
            ("short_name: SEK", "short_name: [SEK", "counties", ""),
        ],
        ids=["bad duration", "unknown key", "unknown county", "unknown time zone", "broken yaml"],
    )
    @pytest.mark.parametrize("command", ["check", "understand flood"])
    def test_is_a_line_a_fault_with_its_place(
        self, empty: Shell, command: str, was: str, becomes: str, where: str, said: str
    ) -> None:
        Path("own").mkdir()
        assert was in MECHANISM
        Path("own/mechanism.yaml").write_text(MECHANISM.replace(was, becomes), encoding="utf-8")
        empty.set(SEK_CONFIG_DIR="own")
        ended = empty(*command.split())
        assert ended.code == 1
        lines = (ended.out + ended.err).splitlines()
        [line] = [line for line in lines if "mechanism.yaml" in line]
        assert f"mechanism.yaml:{LINE_OF[where]}: " in line
        assert said in line

    def test_names_the_faults_of_all_files(self, empty: Shell) -> None:
        shutil.copytree(PACKAGED, "own", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        Path("own/mechanism.yaml").write_text(
            MECHANISM.replace("report_hold: 5m", "report_hold: soon").replace(
                "unknown_wait: 2m", "unknown_wait: later"
            )
        )
        routes = Path("own/routes.yaml")
        routes.write_text(routes.read_text().replace("role: clt_lead", "role: clt_boss"))
        empty.set(SEK_CONFIG_DIR="own")
        faults = empty("understand", "flood").err.splitlines()
        assert {fault.split(":")[0] for fault in faults} == {"mechanism.yaml", "routes.yaml"}
        assert sum("mechanism.yaml" in fault for fault in faults) == 2


class TestCheck:
    def test_finds_nothing_wrong_with_the_demonstration(self, staffed: Shell) -> None:
        ended = staffed("check")
        assert ended.code == 0
        assert "WRONG" not in ended.out

    def test_finds_an_empty_roster(self, empty: Shell) -> None:
        ended = empty("check")
        assert ended.code == 1
        assert "roster" in _wrong(ended)

    @pytest.mark.parametrize(
        ("environment", "said"),
        [
            ({"SEK_AFRICASTALKING_SENDER_ID": "SEKALERT"}, "phones cannot reply"),
            ({"SEK_AFRICASTALKING_WEBHOOK_SECRET": ""}, "no SMS can come in"),
            ({"SEK_AFRICASTALKING_WEBHOOK_SECRET": "short"}, "is short"),
            ({"SEK_AFRICASTALKING_API_KEY": ""}, "SEK_AFRICASTALKING_API_KEY"),
            ({"SEK_AFRICASTALKING_API_URL": UNREACHABLE}, "could not be reached"),
        ],
    )
    def test_finds_what_is_wrong_with_sms(
        self, staffed: Shell, gateway: Gateway, environment: dict[str, str], said: str
    ) -> None:
        gateway.reply = lambda form: NOTHING_RECEIVED
        settings = CREDENTIALS | {"SEK_AFRICASTALKING_API_URL": gateway.url} | environment
        staffed.set(**settings)
        ended = staffed("check")
        assert ended.code == 1
        assert said in _wrong(ended)
        assert len(_wrong(ended).splitlines()) == 1
        assert KEY not in ended.out + ended.err
        assert SECRET not in ended.out + ended.err

    def test_finds_nothing_wrong_with_a_gateway_that_answers(self, staffed: Shell, gateway: Gateway) -> None:
        gateway.reply = lambda form: NOTHING_RECEIVED
        sender = {"SEK_AFRICASTALKING_API_URL": gateway.url, "SEK_AFRICASTALKING_SENDER_ID": "21512"}
        staffed.set(**(CREDENTIALS | sender))
        ended = staffed("check")
        assert (ended.code, _wrong(ended)) == (0, "")


def _said(ended: Ended) -> list[str]:
    return (ended.err + ended.out).splitlines()


def _wrong(ended: Ended) -> str:
    return "\n".join(line for line in _said(ended) if not line.startswith("ok "))


class TestFetch:
    def test_without_a_gateway_or_a_list_says_so(self, empty: Shell, gateway: Gateway) -> None:
        off = empty("inbox", "fetch")
        assert (off.code, off.err.strip()) == (1, "SMS is off: there is no gateway to ask")
        empty.set(**CREDENTIALS)
        down = empty("inbox", "fetch")
        assert (down.code, "could not connect" in down.err) == (1, True)
        empty.set(SEK_AFRICASTALKING_API_URL=gateway.url)
        gateway.reply = lambda _form: Reply("not for this account", status=404)
        none = empty("inbox", "fetch")
        assert (none.code, none.err.strip()) == (1, "the gateway gave no list: HTTP 404")


class TestRestored:
    def test_changes_nothing_until_told_so(self, empty: Shell) -> None:
        shown = empty("db", "restored", "--lost-at", "2026-11-24 21:30")
        assert (shown.code, shown.out, shown.err.split(":")[0]) == (0, "", "nothing was changed")
        done = empty("db", "restored", "--yes")
        assert "0 will be sent" in done.out
        assert "S200" in done.out

    def test_a_time_that_is_none_is_named(self, empty: Shell) -> None:
        wrong = empty("db", "restored", "--lost-at", "yesterday")
        assert (wrong.code, "'yesterday' is no time" in wrong.err) == (1, True)
