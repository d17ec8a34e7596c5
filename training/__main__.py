"""`python -m training train`, or `make train`; `python -m training evaluate`. See docs/reader.md."""

import sys

from training.evaluate import evaluate
from training.train import train

COMMANDS = {"train": train, "evaluate": evaluate}


def main() -> None:
    """Run a command."""
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(f"python -m training {'|'.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()


if __name__ == "__main__":
    main()
