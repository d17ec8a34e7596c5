"""Cost of the program before any work: memory when idle, and time to print its help."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import processes
from benchmarks.table import Result

IDLE_SECONDS = 4
HELPS = 5
"""Number of commands timed in one round."""

MEMORY_BOUND, HELP_BOUND = 2, 4
MEBIBYTE = 1024 * 1024


def measure(rounds: int) -> list[Result]:
    """Measure both sides in turn."""
    memory: list[int] = []
    libraries: list[int] = []
    helps: list[float] = []
    typers: list[float] = []
    for _ in range(rounds):
        libraries.append(_memory_of_libraries())
        memory.append(_memory_of_demonstration())
        for _ in range(HELPS):
            typers.append(_seconds([sys.executable, "-c", "import typer"]))
            helps.append(_seconds([processes.SEK, "--help"]))
    mebibytes, of_libraries = (median(values) / MEBIBYTE for values in (memory, libraries))
    milliseconds, of_typer = (1000 * median(values) for values in (helps, typers))
    return [
        Result("memory, idle", mebibytes, of_libraries, "MiB", "at most", MEMORY_BOUND),
        Result("sek --help", milliseconds, of_typer, "ms", "at most", HELP_BOUND),
    ]


def _memory_of_demonstration() -> int:
    port = processes.free_port()
    with TemporaryDirectory() as folder:
        variables = processes.environment(SEK_PORT=str(port), SEK_LOG_LEVEL="warning")
        with processes.serving([processes.SEK, "run", "--empty"], Path(folder), variables, port) as process:
            time.sleep(IDLE_SECONDS)
            return processes.memory_bytes(process)


def _memory_of_libraries() -> int:
    with (
        TemporaryDirectory() as folder,
        processes.running(processes.program("libraries"), Path(folder), processes.environment()) as process,
    ):
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        return processes.memory_bytes(process)


def _seconds(command: list[str]) -> float:
    """Return the seconds that a whole process takes."""
    with TemporaryDirectory() as folder:
        begin = time.perf_counter()
        subprocess.run(
            command, cwd=folder, env=processes.environment(), check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - begin
