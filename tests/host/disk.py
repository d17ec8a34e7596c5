"""A small disk for a test, which can be filled and made read-only."""

import itertools
import os
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import skip_or_fail

MEGABYTE = 1024 * 1024


class Disk:
    """Mounted at `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Fill the disk to the last byte."""
        with self._ballast.open("ab", buffering=0) as file, pytest.raises(OSError, match="No space left"):
            deque(map(file.write, itertools.repeat(bytes(4096))), maxlen=0)

    def free(self) -> None:
        """Make room again."""
        self._ballast.unlink()

    def read_only(self, yes: bool) -> None:
        """Make it read-only or writable; Linux refuses while a process has a file open for writing."""
        subprocess.run(["mount", "-o", f"remount,{'ro' if yes else 'rw'}", self.folder], check=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a small disk; skip or fail the test without the right to mount."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode:
        skip_or_fail("a disk of the test's own cannot be mounted here: that takes root")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
