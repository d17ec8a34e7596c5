"""`make chaos`: one run, its figures, and exit status 1 if the judge found a fault."""

import argparse
import logging
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import get_args

from tests.chaos.pace import LONG, SHORT
from tests.chaos.run import Kind, run


def main() -> None:
    """Read the command line, run, and print."""
    words = argparse.ArgumentParser(prog="make chaos")
    words.add_argument("--database", choices=get_args(Kind), default="sqlite")
    words.add_argument("--minutes", type=float, default=10.0)
    words.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    given = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # which ends the processes of the run too
    # A provider that is gone breaks off what it was asked: the server tells of it with a traceback.
    logging.disable(logging.CRITICAL)
    pace = LONG if given.minutes > 1 else SHORT
    print(f"seed {given.seed}, {given.database}, {given.minutes:g} minutes of trouble", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="sek-chaos-"))
    began = time.monotonic()
    outcome = run(folder, given.database, given.minutes * 60, given.seed, pace)
    print(f"{(time.monotonic() - began) / 60:.1f} minutes in all; logs and database in {folder}")
    for name, figure in outcome.figures.items():
        print(f"  {name}: {figure}")
    print(f"{len(outcome.violations)} violations")
    for violation in outcome.violations[:100]:
        print(f"  {violation}")
    sys.exit(1 if outcome.violations else 0)


if __name__ == "__main__":
    main()
