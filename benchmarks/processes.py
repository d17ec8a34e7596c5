"""Child processes: started on free ports in their own folder, measured, and always ended."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from config.mechanism import PACKAGED

ROOT = Path(__file__).parents[1]
SEK = str(Path(sys.executable).with_name("sek"))
SECRET = "a-secret-of-a-benchmark"

START_SECONDS = 30
STOP_SECONDS = 10

ERRORS = "errors.txt"
"""File in a child's folder with what it wrote to stderr."""

Process = subprocess.Popen[bytes]


def program(name: str, *arguments: str) -> list[str]:
    """Return the command of one of benchmarks.programs."""
    return [sys.executable, "-m", f"benchmarks.programs.{name}", *arguments]


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a child: none of our variables that could configure the program, and
    `settings`.
    """
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def installation(folder: Path, port: int, gateway_url: str = "http://127.0.0.1:9") -> dict[str, str]:
    """Return the settings of a real installation of SEK (no demonstration) on an SQLite database in `folder`.

    It has no series of meetings: whether a lead is asked about one depends on the hour.
    """
    meetings, series, _ = (PACKAGED / "meetings.yaml").read_text(encoding="utf-8").partition("\nseries:\n")
    assert series
    (folder / "config").mkdir()
    (folder / "config" / "meetings.yaml").write_text(meetings, encoding="utf-8")
    return environment(
        SEK_CONFIG_DIR=str(folder / "config"),
        SEK_DATABASE_URL=f"sqlite:///{folder / 'sek.db'}",
        SEK_PORT=str(port),
        SEK_AFRICASTALKING_USERNAME="benchmark",
        SEK_AFRICASTALKING_API_KEY="key",
        SEK_AFRICASTALKING_WEBHOOK_SECRET=SECRET,
        SEK_AFRICASTALKING_API_URL=gateway_url,
        SEK_LOG_LEVEL="warning",
    )


def sek(folder: Path, variables: Mapping[str, str], *arguments: str) -> None:
    """Run a command of `sek` to its end."""
    subprocess.run([SEK, *arguments], cwd=folder, env=variables, check=True, stdout=subprocess.DEVNULL)


def install(folder: Path, variables: Mapping[str, str], roster: str) -> None:
    """Prepare the database: its tables, and a roster (CSV)."""
    sek(folder, variables, "db", "upgrade")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    sek(folder, variables, "roster", "import", "roster.csv")


def ask(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Read from the database of an installation, beside the process that writes to it."""
    with closing(sqlite3.connect(f"file:{folder / 'sek.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def free_port() -> int:
    """Return a port on which no process listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(command: list[str], folder: Path, variables: Mapping[str, str], port: int) -> Iterator[Process]:
    """Yield a server, once it answers on `port`."""
    with running(command, folder, variables) as process:
        deadline = time.monotonic() + START_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                said = (folder / ERRORS).read_text(errors="replace")
                raise RuntimeError(f"{' '.join(command)} did not start: {said}")
            time.sleep(0.05)
        yield process


@contextmanager
def running(command: list[str], folder: Path, variables: Mapping[str, str]) -> Iterator[Process]:
    """Yield a process; end it at the end of the block."""
    with (folder / ERRORS).open("wb") as errors:
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=errors)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def memory_bytes(process: Process) -> int:
    """Return the resident memory of a process (Linux)."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(process: Process) -> float:
    """Return the processor time that a process has used so far, in all its threads (Linux)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
