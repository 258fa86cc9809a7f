"""What to say when a batch is too large for the device's memory: which one fits."""

from __future__ import annotations

from typing import Any

import torch

from geogame.errors import GeogameError, UsageError
from geogame.training.recipe import TrainingSection
from geogame.training.step import gradient
from geogame.training.task import SHARDS, Task


def batch_that_fits(task: Task, network: Any, step: int, options: TrainingSection) -> int | None:
    """Halve a step's batch until its gradient fits into memory; None if not even a sixteenth does, or it is whole."""
    shards = SHARDS // 2
    while shards:
        network.zero_grad(set_to_none=True)
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        try:
            gradient(task, network, task.draw(step, range(shards)), step, options)
        except torch.OutOfMemoryError:
            shards //= 2
        except UsageError:  # a task whose batches are always whole
            return None
        else:
            return options.batch_places * shards // SHARDS
    return None


def too_large(task: Task, network: Any, step: int, options: TrainingSection, *, alone: bool) -> GeogameError:
    """Make the error that names the batch size that fits; only a process that trains ``alone`` can try."""
    start = f"the device's memory is too small for batches of {options.batch_places} places"
    if not alone:
        return GeogameError(f"{start} on so many processes; halve training.batch_places, or use more devices")
    fits = batch_that_fits(task, network, step, options)
    if fits is None or fits < 2:
        return GeogameError(f"{start}; use much smaller ones, a smaller data.size, a smaller network, or --device cpu")
    return GeogameError(f"{start}; {fits} fit: set training.batch_places = {fits} and start anew in another --out")
