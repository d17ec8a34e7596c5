"""Messages a second that the webhook takes in, each durable before its 200, compared with a bare webhook."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import processes
from benchmarks.load import drive, request
from benchmarks.table import Result
from benchmarks.texts import Message, reporter

MESSAGES = 15_000
WARM_UP = 1_000
SENDERS = 500
BOUND = 0.5


def measure(rounds: int) -> list[Result]:
    """Measure both sides in turn; `sek web` on a fresh database each time."""
    requests = [
        request(Message(f"benchmark-{number}", reporter(number % SENDERS), f"Drought Mutomo severe {number}"))
        for number in range(WARM_UP + MESSAGES)
    ]
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(rounds):
        bare.append(bare_rate(requests, WARM_UP))
        ours.append(_our_rate(requests))
    return [Result("intake", median(ours), median(bare), "messages/s", "at least", BOUND)]


def bare_rate(requests: list[bytes], warm_up: int) -> float:
    """Return the requests a second that Starlette answers if it only parses the form."""
    port = processes.free_port()
    with TemporaryDirectory() as folder:
        command = processes.program("bare", str(port))
        with processes.serving(command, Path(folder), processes.environment(), port):
            drive(port, requests[:warm_up])
            return (len(requests) - warm_up) / drive(port, requests[warm_up:])


def _our_rate(requests: list[bytes]) -> float:
    port = processes.free_port()
    with TemporaryDirectory() as name:
        folder = Path(name)
        variables = processes.installation(folder, port)
        processes.sek(folder, variables, "db", "upgrade")
        with processes.serving([processes.SEK, "web"], folder, variables, port):
            drive(port, requests[:WARM_UP])
            seconds = drive(port, requests[WARM_UP:])
        stored = processes.ask(folder, "select count(*) from inbox")
        assert stored == [(len(requests),)], f"{stored} messages are in the inbox"
    return MESSAGES / seconds
