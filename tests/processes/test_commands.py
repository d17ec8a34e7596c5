"""Commands as processes of their own. What each of them says is told in tests/bot/cli, without a process."""

from pathlib import Path

from tests.processes.installation import Installation
from tests.processes.telegram import Telegram


def test_from_an_empty_database_to_a_roster(tmp_path: Path, postgres_url: str, telegram: Telegram) -> None:
    amina = telegram.person(0, "Amina")
    (tmp_path / "roster.csv").write_text(
        f"name,role,telegram,county,language\n{amina.line('deputy_county_lead')},Kitui,en\n", "utf-8"
    )
    with Installation(tmp_path, postgres_url, telegram.token, telegram.url) as installation:
        assert installation.sek("db", "upgrade") == "the database is up to date\n"
        assert installation.sek("roster", "import", "roster.csv").startswith("1 new")
        assert f"{amina.id}" in installation.sek("roster", "export")
