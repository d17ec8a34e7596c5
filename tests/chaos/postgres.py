"""PostgreSQL of a run: the machine's own serves other tests, and must not be restarted."""

import os
import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.process import free_port

_USER = "postgres"
"""Owner of the processes if we are root, under which PostgreSQL does not run."""


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]), reverse=True
    )
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


class Postgres:
    """A cluster in a temporary folder, at its own port. Raises CalledProcessError."""

    def __init__(self) -> None:
        folder = programs()
        assert folder is not None, "look with `programs` first"
        self._programs = folder
        self._folder = Path(tempfile.mkdtemp(prefix="sek-postgresql-"))
        self._port = free_port()
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(self._folder, _USER, _USER)
            self._as = {"user": _USER, "group": _USER, "extra_groups": []}
        self.url = f"postgresql+psycopg://{_USER}@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Self:
        data = self._folder / "data"
        self._run("initdb", "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start, and wait for any recovery."""
        # Processes are killed, never the machine: what the system has taken is safe without fsync.
        options = f"-p {self._port} -h 127.0.0.1 -k '' -c fsync=off -c max_connections=200"
        self._run(
            "pg_ctl",
            "-D",
            str(self._folder / "data"),
            "-l",
            str(self._folder / "log"),
            "-o",
            options,
            "start",
        )

    def stop(self, mode: str) -> None:
        """Stop; `mode`: fast ends all connections, immediate does not even write a checkpoint."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", mode, "stop")

    def cut(self, chance: random.Random, share: float = 0.5) -> int:
        """End a share of all connections, whatever they are doing; return how many."""
        url = self.url.replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchall()
            cut = [pid for (pid,) in rows if chance.random() < share]
            for pid in cut:
                connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
        return len(cut)

    def dump(self, file: Path) -> None:
        """Dump the contents to keep them after the run, for debugging a fault."""
        content = subprocess.run(
            [str(self._programs / "pg_dump"), self.url.replace("+psycopg", "")],
            check=True,
            timeout=60,
            capture_output=True,
        )
        file.write_bytes(content.stdout)

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [str(self._programs / program), *words],
            check=True,
            cwd=self._folder,
            timeout=60,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as,
        )
