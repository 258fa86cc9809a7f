"""Keeps two builds out of one folder; the operating system frees the lock when its holder dies in any way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geogame.errors import SourceError

LOCK_FILE = ".lock"
"""Used on Windows alone; elsewhere the folder itself is locked and no file is left behind."""


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for one build; `SourceError` if another process holds it."""
    handle = _open(folder)
    try:
        try:
            _acquire(handle)
        except (BlockingIOError, PermissionError) as error:
            message = f"another build is running in {folder}; wait until it ends, stop it, or choose another --out"
            raise SourceError(message) from error
        yield
    finally:
        os.close(handle)
        if sys.platform == "win32":
            (folder / LOCK_FILE).unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int:
        return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT)

    def _acquire(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _acquire(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
