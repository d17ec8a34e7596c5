"""Time from an incoming SMS until the gateway has the first message that follows from it.

`sek run`, with all its parts, compared with a script that commits one row and sends one SMS.
"""

import asyncio
import re
import time
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import uvloop

from benchmarks import processes, stand_in, texts
from benchmarks.load import pace, request
from benchmarks.table import Result

A_SECOND = 20
SECONDS = 12
MESSAGES = A_SECOND * SECONDS
WARM_UP = 20
MEDIAN_BOUND, P99_BOUND = 5, 8
SETTLE_SECONDS = 10

_NUMBER = re.compile(r"\b[1-9][0-9]{2}\b")
"""A message is identified by its number of households: nothing else in the texts has three digits."""


@dataclass(frozen=True, slots=True)
class Run:
    """One side of one round: latencies in seconds, and processor seconds a second."""

    median: float
    p99: float
    cpu: float


def measure(rounds: int) -> list[Result]:
    """Measure both sides in turn; ours on a fresh database each time."""
    messages = texts.reports(WARM_UP + MESSAGES, reporters=WARM_UP + MESSAGES)
    requests = [request(message) for message in messages]
    simple: list[Run] = []
    ours: list[Run] = []
    for _ in range(rounds):
        simple.append(uvloop.run(_simple(requests)))
        ours.append(uvloop.run(_ours(requests)))
    cpu = median(run.cpu for run in ours), median(run.cpu for run in simple)
    note = f"uses {cpu[0]:.0%} of a processor at {A_SECOND} messages a second, the script {cpu[1]:.0%}"
    return [
        Result(
            "latency, median",
            1000 * median(run.median for run in ours),
            1000 * median(run.median for run in simple),
            "ms",
            "at most",
            MEDIAN_BOUND,
            note,
        ),
        Result(
            "latency, p99",
            1000 * median(run.p99 for run in ours),
            1000 * median(run.p99 for run in simple),
            "ms",
            "at most",
            P99_BOUND,
        ),
    ]


async def _simple(requests: list[bytes]) -> Run:
    port = processes.free_port()
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with stand_in.listening() as gateway:
            command = processes.program("minimal", str(port), str(folder / "messages.db"), gateway.url)
            with processes.serving(command, folder, processes.environment(), port) as process:
                return await _run(process, port, requests, gateway)


async def _ours(requests: list[bytes]) -> Run:
    port = processes.free_port()
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with stand_in.listening() as gateway:
            variables = processes.installation(folder, port, gateway.url)
            processes.install(folder, variables, texts.roster(len(requests)))
            with processes.serving([processes.SEK, "run"], folder, variables, port) as process:
                return await _run(process, port, requests, gateway)


async def _run(
    process: processes.Process, port: int, requests: list[bytes], gateway: stand_in.Gateway
) -> Run:
    await pace(port, requests[:WARM_UP], A_SECOND)
    cpu, begin = processes.cpu_seconds(process), time.monotonic()
    begun = await pace(port, requests[WARM_UP:], A_SECOND)
    cpu, took = processes.cpu_seconds(process) - cpu, time.monotonic() - begin
    first = await _first_sent(gateway)
    waits = sorted(first[texts.FIRST_NUMBER + number] - at for number, at in enumerate(begun, start=WARM_UP))
    return Run(median(waits), waits[ceil(0.99 * len(waits)) - 1], cpu / took)


async def _first_sent(gateway: stand_in.Gateway) -> dict[int, float]:
    """Return the arrival of the first request about each message, by its number."""
    wanted = range(texts.FIRST_NUMBER, texts.FIRST_NUMBER + WARM_UP + MESSAGES)
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        first: dict[int, float] = {}
        for sent in gateway.sent:
            match = _NUMBER.search(sent.text)
            assert match, f"nothing says what this is about: {sent.text}"
            first.setdefault(int(match[0]), sent.at)
        if len(first) == len(wanted) or time.monotonic() > deadline:
            missing = [number for number in wanted if number not in first]
            assert not missing, f"nothing was sent about {missing}"
            return first
        await asyncio.sleep(0.1)
