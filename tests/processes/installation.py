"""One installation of SEK: a database, a roster, and the processes that run over them."""

import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.channels import CHANNELS
from config.mechanism import PACKAGED
from sek_core.roster import csv_file
from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from tests.packaged import packaged
from tests.process import SEK, Process, inherited, without_series

SOON = {"send_lease": "3s", "unknown_wait": "1s"}
"""Times that take minutes in an installation, shortened for tests."""


def _any_hour() -> dict[str, str]:
    """Return settings without quiet hours, and with the morning digest far away, at any time of day."""
    far = datetime.now(ZoneInfo("Africa/Nairobi")) + timedelta(hours=12)
    return {"quiet_hours": '"00:00-00:00"', "morning_digest": f'"{far:%H:%M}"'}


class Installation:
    """A migrated database, and the processes of one test. Those that still run are ended with the block."""

    def __init__(self, folder: Path, database_url: str, token: str, api_url: str) -> None:
        self._folder = folder
        self._processes: list[Process] = []
        self.database = Database(database_url)
        self.environment = {
            "SEK_DATABASE_URL": database_url,
            "SEK_TELEGRAM_TOKEN": token,
            "SEK_TELEGRAM_API_URL": api_url,
            "SEK_CONFIG_DIR": str(folder / "config"),
        }
        mechanism = (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8")
        for name, value in (SOON | _any_hour()).items():
            mechanism, changed = re.subn(rf"(?m)^{name}: \S+", f"{name}: {value}", mechanism)
            assert changed == 1
        (folder / "config").mkdir()
        (folder / "config" / "mechanism.yaml").write_text(mechanism, encoding="utf-8")
        without_series(folder / "config")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.close()
        self.database.close()

    def migrates(self) -> None:
        """Bring the database to the newest version, without the second that a process for it takes."""
        migrations.upgrade(self.database)

    def sek(self, *words: str) -> str:
        """Run a command to its end; return its output."""
        ended = subprocess.run(
            [SEK, *words],
            cwd=self._folder,
            env=inherited() | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def enrols(self, *lines: str) -> None:
        """Import a roster: lines "name,role,telegram", all of Kitui."""
        rows = "".join(f"{line},Kitui,en\n" for line in lines)
        self.imports(f"name,role,telegram,county,language\n{rows}")

    def imports(self, roster: str) -> None:
        """Make this the roster, without the second that a process for it takes."""
        with self.database.writing() as session:
            csv_file.import_lines(session, csv_file.read(roster, "roster.csv", packaged(), CHANNELS))

    def starts(self, *words: str, port: int | None = None, **environment: str) -> Process:
        """Start a process, without waiting for it."""
        own = {**self.environment, **environment}
        at = {} if port is None else {"port": port}
        self._processes.append(Process(words, self._folder, own, **at))
        return self._processes[-1]

    def runs(self, *words: str, port: int | None = None, **environment: str) -> Process:
        """Start a process, and wait until it is ready."""
        process = self.starts(*words, port=port, **environment)
        process.wait_until_ready()
        return process

    def inbox(self) -> list[tuple[str, str]]:
        """Return the provider's id and the status of each row of the inbox, in order."""
        with self.database.reading() as session:
            rows = session.execute(select(InboxRow.provider_id, InboxRow.status).order_by(InboxRow.id))
            return [(row.provider_id, row.status) for row in rows]

    def deliveries(self) -> list[tuple[str, str, str]]:
        """Return address, text and status of each delivery, in order."""
        with self.database.reading() as session:
            query = select(Delivery.address, Delivery.text, Delivery.status).order_by(Delivery.id)
            return [(row.address, row.text, row.status) for row in session.execute(query)]
