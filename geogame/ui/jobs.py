"""Commands that a page starts: each a process of its own, that outlives the page and tells how far it is."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geogame.errors import CheckpointError
from geogame.training.environment import PROJECT
from geogame.training.names import OUTPUT_FILE
from geogame.training.process import is_alive, launch, started_at, terminate
from geogame.training.runs import tail
from geogame.training.status import Condition, Status, read_status, write_status

ORDER_FILE: Final = "order.json"
END_S: Final = 5.0


@dataclass(frozen=True)
class Job:
    """One command: where it is kept, what the page noted of it, how far it is and what is true of it now."""

    where: Path
    about: Mapping[str, Any]
    status: Status
    condition: Condition

    @property
    def live(self) -> bool:
        """Whether its process is there."""
        return self.condition in {"running", "silent"}

    @property
    def said(self) -> str:
        """The last line it printed; empty where there is none."""
        lines = tail(self.where / OUTPUT_FILE, 1)
        return lines[0].removeprefix("geogame: ") if lines else ""

    @property
    def why(self) -> str:
        """What went wrong; empty where nothing is known."""
        return self.status.message or self.said


def list_jobs(folder: Path) -> list[Job]:
    """List commands that are under way or were not dismissed, the latest first."""
    found = [job for path in folder.glob(f"*/{ORDER_FILE}") if (job := job_in(path.parent)) is not None]
    return sorted(found, key=lambda job: job.status.began_s, reverse=True)


def job_in(where: Path) -> Job | None:
    """Return the command that is kept in a folder; None if there is none, or it was dismissed."""
    try:
        about, status = json.loads((where / ORDER_FILE).read_text("utf-8")), read_status(where)
    except (OSError, ValueError, CheckpointError):
        return None  # being written or taken away at this moment
    if status is None or not isinstance(about, dict):
        return None
    return Job(where, about, status, status.condition(time.time()))


def start(where: Path, words: Sequence[str], about: Mapping[str, Any]) -> None:
    """Begin a command of the program that takes ``--heartbeat``.

    Parameters
    ----------
    where
        The folder to keep it in; what was there is forgotten.
    words
        The command's words after ``python -m geogame``.
    about
        What the page notes of it, JSON-ready.
    """
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    (where / ORDER_FILE).write_text(json.dumps(dict(about)), "utf-8")
    command = [sys.executable, "-m", "geogame", *words, "--heartbeat", str(where)]
    search = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    pid = launch(command, where / OUTPUT_FILE, PROJECT, {"PYTHONPATH": search})
    now_s, status = time.time(), Status.of_this_process()
    if read_status(where) is None:  # else it was quick to tell of itself, and may even be over
        write_status(where, Status("running", pid, started_at(pid), status.host, now_s, now_s))


def cancel(job: Job) -> None:
    """End a command and forget it.

    Raises
    ------
    UsageError
        If its process is not there any more.
    """
    status = job.status
    terminate(status.pid, status.process_start)
    until = time.monotonic() + END_S
    while is_alive(status.pid, status.process_start) and time.monotonic() < until:
        time.sleep(0.05)
    dismiss(job)


def dismiss(job: Job) -> None:
    """Forget a command that is over."""
    shutil.rmtree(job.where, ignore_errors=True)
