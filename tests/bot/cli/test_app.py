"""`sek` as a whole: its help, and what it says of a bad environment, configuration or database."""

import shutil
from pathlib import Path

import pytest

from config.mechanism import PACKAGED
from tests.bot.cli.conftest import Shell

COMMANDS = [
    "run", "status", "web", "worker", "clock", "db", "db upgrade", "roster", "roster import", "roster export",
    "texts export", "texts import", "check",
    "understand", "incidents", "incident", "deliveries", "inbox", "inbox list", "inbox replay",
    "inbox fetch", "db restored", "person", "person export", "person forget",
]  # fmt: skip


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


class TestWithoutADatabase:
    @pytest.mark.parametrize("command", [("incidents",), ("inbox", "list"), ("check",)])
    def test_says_so_and_makes_none(self, sek: Shell, command: tuple[str, ...]) -> None:
        ended = sek(*command)
        assert ended.code == 1
        assert "there is no database at" in ended.out + ended.err
        assert not Path("var").exists()


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
            assert any("SEK_CONFIG_DIR" in line and "nowhere" in line for line in ended.said)

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
        lines = ended.said
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
