"""`python -m benchmarks`: measure, print a table, exit 1 if a bound is missed. See docs/performance.md."""

import argparse
import signal
import sys
import traceback
from collections.abc import Callable

from benchmarks import escalation, intake, latency, meetings, reading, sending, startup, turns
from benchmarks.table import Result, render

BENCHMARKS: dict[str, Callable[[int], list[Result]]] = {
    "intake": intake.measure,
    "turns": turns.measure,
    "reading": reading.measure,
    "latency": latency.measure,
    "startup": startup.measure,
    "escalation": escalation.measure,
    "meetings": meetings.measure,
    "sending": sending.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed and memory, as ratios.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured (default: 3)")
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="this one; may be given again")
    arguments = parser.parse_args()
    # A SIGTERM must end the children too: leave by way of their `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results: list[Result] = []
    failed: list[str] = []
    for name in arguments.only or BENCHMARKS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            results += BENCHMARKS[name](arguments.rounds)
        except Exception:  # keep the results of the others
            traceback.print_exc()
            failed.append(name)
    print(render(results))
    for name in failed:
        print(f"{name}: could not be measured, see above")
    return 0 if not failed and all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
