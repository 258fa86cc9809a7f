"""Downloads and checks of published models that a page starts: at most one of them a model."""

from __future__ import annotations

from typing import Final, Literal

from geogame.errors import UsageError
from geogame.training.runs import runs_folder
from geogame.ui import jobs

FOLDER: Final = ".published"
Work = Literal["download", "verify"]


def fetching(name: str) -> jobs.Job | None:
    """Return what is or was done about a model; None if nothing, or it was dismissed."""
    return jobs.job_in(runs_folder() / FOLDER / name)


def start(name: str, work: Work) -> None:
    """Begin a download, which goes on from what an earlier one left, or a check of the real weights.

    Raises
    ------
    UsageError
        If something is under way for this model.
    """
    known = fetching(name)
    if known is not None and known.live:
        message = f"something is under way for {name}; wait until that ends, or cancel it"
        raise UsageError(message)
    jobs.start(runs_folder() / FOLDER / name, ["published", work, name], {"work": work})
