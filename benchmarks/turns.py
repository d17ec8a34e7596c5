"""Messages a second that are handled in full, compared with a bare webhook.

From the first request until no message waits: taken in, understood, an incident opened, its alerts and the
answer queued, committed. Nothing is sent meanwhile: see programs/turns_only.py.
"""

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import processes, texts
from benchmarks.intake import bare_rate
from benchmarks.load import drive, request
from benchmarks.table import Result

MESSAGES = 1_000
WARM_UP = 200
BARE_MESSAGES = 15_000
BOUND = 0.08
LOOK_SECONDS = 0.01
MOST_SECONDS = 120


def measure(rounds: int) -> list[Result]:
    """Measure both sides in turn; ours on a fresh database each time."""
    requests = [request(message) for message in texts.reports(WARM_UP + MESSAGES)]
    often = (requests * (1 + BARE_MESSAGES // len(requests)))[: WARM_UP + BARE_MESSAGES]
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(rounds):
        bare.append(bare_rate(often, WARM_UP))
        ours.append(_our_rate(requests))
    return [Result("turns", median(ours), median(bare), "messages/s", "at least", BOUND)]


def _our_rate(requests: list[bytes]) -> float:
    port = processes.free_port()
    with TemporaryDirectory() as name:
        folder = Path(name)
        variables = processes.installation(folder, port)
        processes.install(folder, variables, texts.roster())
        with processes.serving(processes.program("turns_only"), folder, variables, port):
            _handle(folder, port, requests[:WARM_UP])
            seconds = _handle(folder, port, requests[WARM_UP:])
        _check(folder, len(requests))
    return MESSAGES / seconds


def _handle(folder: Path, port: int, requests: list[bytes]) -> float:
    begin = time.perf_counter()
    drive(port, requests)
    while processes.ask(folder, "select 1 from inbox where status = 'new' limit 1"):
        assert time.perf_counter() - begin < MOST_SECONDS, "the inbox is not handled"
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - begin


def _check(folder: Path, wanted: int) -> None:
    """Check that all messages were handled and opened an incident."""
    inbox = processes.ask(folder, "select status, count(*) from inbox group by status")
    assert inbox == [("done", wanted)], f"inbox: {inbox}"
    incidents = processes.ask(folder, "select status, count(*) from incidents group by status")
    assert incidents == [("open", wanted)], f"incidents: {incidents}"
    fewest = processes.ask(
        folder,
        "select min(queued), count(*) from (select count(*) as queued from deliveries"
        " where kind = 'alert' and status = 'queued' group by about)",
    )
    assert fewest[0][0] >= texts.DELIVERIES and fewest[0][1] == wanted, f"fewest alerts: {fewest}"
