"""Folders with too little room for what is written to them, made in the ways that this machine allows.

The kernel keeps a limit on the size of files for everyone: a write that goes beyond it is cut short, then refused.
A small disk says that it is full, and must be mounted, which needs root and its leave.
"""

import contextlib
import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIMIT, DISK = "limit", "disk"
SAID = {
    LIMIT: r"stopped: .*File too large.*repeat the same command",
    DISK: r"the disk that holds .* is full.*repeat the same",
}


@dataclass
class Room:
    """A folder, and what is said once there is no more room in it."""

    folder: Path
    form: str

    @property
    def said(self) -> str:
        """A pattern of the message."""
        return SAID[self.form]

    def grow(self) -> None:
        """Give it all the room it needs."""
        if self.form == DISK:
            _mount(self.folder, "remount,size=32m")
        else:
            _limit(resource.RLIM_INFINITY)


@contextlib.contextmanager
def little_room(form: str, folder: Path, *, disk: str, largest: int) -> Iterator[Room]:
    """Make a folder of a form: a disk of a size such as ``60k``, or one whose files have at most so many bytes."""
    folder.mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if form == DISK:
        _mount(folder, f"size={disk},nr_inodes=4000")
    else:
        _limit(largest)
    try:
        yield Room(folder, form)
    finally:
        if form == DISK:
            subprocess.run(["umount", folder], check=True)
        else:
            _limit(before)


def forms() -> list[str]:
    """Name the ways to make one here."""
    return [LIMIT, *[DISK] * _can_mount()]


def _limit(size: int) -> None:
    """Bound the size of files that this process writes; those it starts while it is so, too."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, capture_output=True)


def _can_mount() -> bool:
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(subprocess.CalledProcessError, FileNotFoundError):
        _mount(Path(folder), "size=16k")
        subprocess.run(["umount", folder], check=True)
        return True
    return False


FORMS = forms()
