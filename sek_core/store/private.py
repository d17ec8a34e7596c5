"""Files that only their owner can read: the database, people's photos, what is given out.

`sek` sets the umask as it starts. This module also mends files of an earlier version, and holds for who uses
the core without `sek`.
"""

import os
from contextlib import suppress
from pathlib import Path

FILE, FOLDER = 0o600, 0o700


def make_folder(path: Path) -> None:
    """Make a folder, and the ones above it that are missing. One that exists stays as it is."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=FOLDER, exist_ok=True)


def keep_private(path: Path) -> None:
    """Take away the rights of others to a file or a folder of ours, if there is one."""
    with suppress(OSError):
        found = path.stat()
        if found.st_uid == os.geteuid() and found.st_mode & 0o077:
            path.chmod(found.st_mode & 0o700)


def make_private(path: Path) -> None:
    """Make a file, empty and private, before another library makes it readable; mend it if it is there."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))
    keep_private(path)


def write_private(path: Path, content: bytes) -> None:
    """Write a private file, over the one that is there."""
    if path.is_file():
        keep_private(path)
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, FILE)) as file:
        file.write(content)
