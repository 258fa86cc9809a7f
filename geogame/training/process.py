"""Processes that outlive the page that starts them, told apart from later ones that get the same number."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from geogame.errors import UsageError

ENDED: Final = ("Z", "X")
"""States of a process that has ended and is not yet forgotten."""

_DETACH: Final = """
import subprocess, sys
with open(sys.argv[1], "ab") as output:
    process = subprocess.Popen(
        sys.argv[2:], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
    )
print(process.pid)
"""


def started_at(pid: int) -> str | None:
    """When a process was started, as the system counts; None where it is gone or the system does not say.

    A pid is given to another process some day, a pid with its start is not.
    """
    if platform.system() == "Linux":
        try:
            text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        except OSError:
            return None
        state, *rest = text.rpartition(")")[2].split()  # the name before it may hold anything
        return None if state in ENDED else rest[18]
    if os.name != "posix":
        return None
    told = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, start = told.stdout.strip().partition(" ")
    return start.strip() if start and not state.startswith(ENDED) else None


def is_alive(pid: int, start: str | None) -> bool:
    """Whether the process that was started then still runs."""
    return start is not None and started_at(pid) == start


def terminate(pid: int, start: str | None) -> None:
    """Ask the process that was started then to end (SIGTERM); no other one is ever asked.

    Raises
    ------
    UsageError
        If it is gone, or the system does not let it be told apart.
    """
    if not is_alive(pid, start):
        message = f"process {pid} is not there any more, so there is nothing to stop; resume the run, or leave it"
        raise UsageError(message)
    os.kill(pid, signal.SIGTERM)


def launch(arguments: Sequence[str], output: Path, folder: Path, environment: Mapping[str, str]) -> int:
    """Start a program in a session of its own, which no end of this process ends.

    Parameters
    ----------
    arguments
        The program and its words.
    output
        What it prints is added to this file.
    folder
        It works there.
    environment
        Its variables, beside this process's own.

    Returns
    -------
    int
        Its pid. It is no child of this process, so nobody has to wait for it.
    """
    command = [sys.executable, "-c", _DETACH, str(output), *arguments]
    told = subprocess.run(  # noqa: S603
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return int(told.stdout)
