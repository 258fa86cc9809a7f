"""Downloads and checks of published models that a page starts: each a process of its own, one a model."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from geogame.errors import CheckpointError, UsageError
from geogame.training.environment import PROJECT
from geogame.training.names import OUTPUT_FILE
from geogame.training.process import is_alive, launch, started_at, terminate
from geogame.training.runs import runs_folder, tail
from geogame.training.status import Condition, Status, read_status, write_status

FOLDER: Final = ".published"
END_S: Final = 5.0
Work = Literal["download", "verify"]


@dataclass(frozen=True)
class Fetching:
    """What is done about one model: where it is kept, how far it is and what is true of it now."""

    where: Path
    status: Status
    condition: Condition

    @property
    def live(self) -> bool:
        """Whether its process is there."""
        return self.condition in {"running", "silent"}

    @property
    def why(self) -> str:
        """What went wrong, or what was printed last."""
        said = tail(self.where / OUTPUT_FILE, 1)
        return self.status.message or (said[0].removeprefix("geogame: ") if said else "")


def fetching(name: str) -> Fetching | None:
    """Return what is or was done about a model; None if nothing, or it was dismissed."""
    where = runs_folder() / FOLDER / name
    try:
        status = read_status(where)
    except CheckpointError:
        return None  # being written or taken away at this moment
    return None if status is None else Fetching(where, status, status.condition(time.time()))


def start(name: str, work: Work) -> None:
    """Begin a download, or a check of the real weights.

    Raises
    ------
    UsageError
        If something is under way for this model.
    """
    known = fetching(name)
    if known is not None and known.live:
        message = f"something is under way for {name}; wait until that ends, or cancel it"
        raise UsageError(message)
    where = runs_folder() / FOLDER / name
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    words = [sys.executable, "-m", "geogame", "published", work, name, "--heartbeat", str(where)]
    search = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    pid = launch(words, where / OUTPUT_FILE, PROJECT, {"PYTHONPATH": search})
    now_s, status = time.time(), Status.of_this_process()
    if read_status(where) is None:
        write_status(where, Status("running", pid, started_at(pid), status.host, now_s, now_s))


def cancel(found: Fetching) -> None:
    """End it; what was fetched is kept, and the same download goes on from there.

    Raises
    ------
    UsageError
        If its process is not there any more.
    """
    status = found.status
    terminate(status.pid, status.process_start)
    until = time.monotonic() + END_S
    while is_alive(status.pid, status.process_start) and time.monotonic() < until:
        time.sleep(0.05)
    dismiss(found)


def dismiss(found: Fetching) -> None:
    """Forget what is over."""
    shutil.rmtree(found.where, ignore_errors=True)
