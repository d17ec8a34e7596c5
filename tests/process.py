"""`sek` as separate processes, for tests of a start, a stop, a sudden end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from config.mechanism import PACKAGED

SEK = Path(sys.executable).parent / "sek"


CLOCK = ("FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC", "LD_PRELOAD", "PYTHONPATH", "TZ")
"""Variables that a run under a shifted clock sets for all processes; see tests/shifted/run."""


def inherited() -> dict[str, str]:
    """Return the variables that every process of the tests inherits from the run."""
    return {name: os.environ[name] for name in ("PATH", *CLOCK) if name in os.environ}


def free_port() -> int:
    """Return a port on which no process listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def without_series(folder: Path) -> str:
    """Write the packaged meetings.yaml without its series into a folder of a configuration: whether a lead is
    asked about one depends on the hour.
    """
    meetings, series, _ = (PACKAGED / "meetings.yaml").read_text(encoding="utf-8").partition("\nseries:\n")
    assert series
    (folder / "meetings.yaml").write_text(meetings, encoding="utf-8")
    return meetings


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait for `condition`; fail the test if it does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@dataclass
class Process:
    """`sek` as a separate process, which runs until the test stops it."""

    words: tuple[str, ...]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.url = f"http://127.0.0.1:{self.port}"
        self._error = (self.folder / f"{self.words[0]}-{self.port}.err").open("w+")
        self._process = subprocess.Popen(
            [SEK, *self.words],
            cwd=self.folder,
            env={
                **inherited(),
                "HOME": str(self.folder),
                "SEK_PORT": str(self.port),
                **self.environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._error,
        )

    def wait_until_ready(self) -> None:
        """Wait until /readyz answers 200; only a process that serves HTTP has it."""
        with httpx.Client() as client:  # one for all: to make one costs more than to ask

            def ready() -> bool:
                assert self._process.poll() is None, self.error
                try:
                    return client.get(f"{self.url}/readyz").status_code == 200
                except httpx.TransportError:
                    return False

            until(ready)

    def stop(self) -> int:
        """Stop with SIGTERM, as a platform does; return the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(10)

    def kill(self) -> None:
        """Kill with SIGKILL: the process can finish nothing."""
        self._process.kill()
        self._process.wait(10)

    @property
    def runs(self) -> bool:
        """True while it has not ended."""
        return self._process.poll() is None

    def freeze(self) -> None:
        """Freeze with SIGSTOP: the process does nothing until `thaw`."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Continue with SIGCONT, as if no time had passed."""
        self._process.send_signal(signal.SIGCONT)

    def wait(self) -> int:
        return self._process.wait(10)

    def close(self) -> None:
        if self._process.poll() is None:
            self.kill()
        self._error.close()

    @property
    def error(self) -> str:
        return Path(self._error.name).read_text()


@contextmanager
def running(*words: str, folder: Path, **environment: str) -> Iterator[Process]:
    process = Process(words, folder, environment)
    try:
        yield process
    finally:
        process.close()
