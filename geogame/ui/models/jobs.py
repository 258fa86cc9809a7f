"""Evaluations that a page starts: each a process of its own, that outlives the page and tells how far it is."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from geogame.errors import CheckpointError, UsageError
from geogame.training.environment import PROJECT
from geogame.training.names import OUTPUT_FILE
from geogame.training.process import is_alive, launch, started_at, terminate
from geogame.training.runs import runs_folder, tail
from geogame.training.status import Condition, Status, read_status, write_status

FOLDER: Final = ".evaluations"
ORDER_FILE: Final = "order.json"
END_S: Final = 5.0


@dataclass(frozen=True)
class Order:
    """What is evaluated: a model's name and folder, a dataset's, and which of its places."""

    model: str
    folder: str
    dataset: str
    path: str
    split: str


@dataclass(frozen=True)
class Job:
    """One evaluation: where it is kept, what was ordered, how far it is and what is true of it now."""

    where: Path
    order: Order
    status: Status
    condition: Condition

    @property
    def live(self) -> bool:
        """Whether its process is there."""
        return self.condition in {"running", "silent"}

    @property
    def why(self) -> str:
        """What went wrong; empty where nothing is known."""
        said = tail(self.where / OUTPUT_FILE, 1)
        return self.status.message or (said[0].removeprefix("geogame: ") if said else "")


def jobs_folder() -> Path:
    """Where they are kept: beside the runs, hidden from their list."""
    return runs_folder() / FOLDER


def list_jobs() -> list[Job]:
    """List evaluations that are under way or were not dismissed, the latest first."""
    found = []
    for path in jobs_folder().glob(f"*/{ORDER_FILE}"):
        try:
            order, status = Order(**json.loads(path.read_text("utf-8"))), read_status(path.parent)
        except (OSError, ValueError, TypeError, CheckpointError):
            continue  # being written or taken away at this moment
        if status is not None:
            found.append(Job(path.parent, order, status, status.condition(time.time())))
    return sorted(found, key=lambda job: job.status.began_s, reverse=True)


def start(order: Order) -> None:
    """Begin an evaluation.

    Raises
    ------
    UsageError
        If the same model is being evaluated: two would write the same file.
    """
    for job in list_jobs():
        if job.order.model == order.model and job.live:
            message = f"{order.model} is being evaluated on {job.order.dataset}; wait until that ends, or cancel it"
            raise UsageError(message)
    where = jobs_folder() / f"{order.model}@{order.dataset}".replace("/", "+")
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    words = [sys.executable, "-m", "geogame", "evaluate", order.folder, "--dataset", order.path]
    words += ["--split", order.split, "--record", "--heartbeat", str(where)]
    search = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    pid = launch(words, where / OUTPUT_FILE, PROJECT, {"PYTHONPATH": search})
    now_s = time.time()
    status = Status.of_this_process()
    write_status(where, Status("running", pid, started_at(pid), status.host, now_s, now_s))
    (where / ORDER_FILE).write_text(json.dumps(asdict(order)), "utf-8")


def cancel(job: Job) -> None:
    """End an evaluation and forget it; what the model had recorded before stays as it was.

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
    """Forget an evaluation that is over."""
    shutil.rmtree(job.where, ignore_errors=True)
