"""Evaluations that a page starts: each a process of its own, that outlives the page and tells how far it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from geogame.errors import UsageError
from geogame.training.runs import runs_folder
from geogame.ui import jobs

FOLDER: Final = ".evaluations"


@dataclass(frozen=True)
class Order:
    """What is evaluated: a model's name and folder, a dataset's, and which of its places."""

    model: str
    folder: str
    dataset: str
    path: str
    split: str


@dataclass(frozen=True)
class Job(jobs.Job):
    """One evaluation."""

    @property
    def order(self) -> Order:
        """What was ordered."""
        return Order(**self.about)


def jobs_folder() -> Path:
    """Where they are kept: beside the runs, hidden from their list."""
    return runs_folder() / FOLDER


def list_jobs() -> list[Job]:
    """List evaluations that are under way or were not dismissed, the latest first."""
    known = {field.name for field in fields(Order)}
    found = [job for job in jobs.list_jobs(jobs_folder()) if set(job.about) == known]
    return [Job(job.where, job.about, job.status, job.condition) for job in found]


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
    words = ["evaluate", order.folder, "--dataset", order.path, "--split", order.split, "--record"]
    jobs.start(jobs_folder() / f"{order.model}@{order.dataset}".replace("/", "+"), words, asdict(order))
