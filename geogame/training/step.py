"""One step's gradient, whole or a part that one of several processes works on."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from geogame.training.recipe import TrainingSection
from geogame.training.stages import unfreeze
from geogame.training.state import seed_step
from geogame.training.task import Task


def gradient(task: Task, network: Any, batch: Any, step: int, options: TrainingSection, part: int = 0) -> float:
    """Set the parameters' gradients to those of a batch; returns its loss.

    Both count by the batch's share, so that those of all parts add up.
    """
    seed_step(options.seed, step, part)
    network.train()
    unfreeze(network, options.unfreeze, step // task.steps_per_epoch)
    for parameter in network.parameters():
        parameter.grad = None
    device = next(network.parameters()).device
    loss: Tensor = task.loss(network, batch.to(device)) * batch.share
    loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())
