"""One step's batch and its gradient, whole or as a part that one of several processes works on."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from geogame.datasets import PlaceTable
from geogame.geolocators.networks import Network, Output
from geogame.training.augment import augment, drop_views
from geogame.training.objective import Objective
from geogame.training.recipe import Recipe
from geogame.training.state import epoch_order, step_generator

LEADER_SHARE: Final = 0.875  # of an equal part


class Batch(NamedTuple):
    """Augmented ``pictures (b, v, 3, h, w)``, ``mask (b, v)`` of views shown, degrees ``(b,)``, share of the whole."""

    pictures: Tensor
    mask: Tensor
    lats: Tensor
    lons: Tensor
    share: float


def part_of(count: int, part: int, parts: int) -> slice:
    """Slice of a batch that one process works on; the first one, which also moves the weights, gets less."""
    if parts == 1:
        return slice(0, count)
    own = round(LEADER_SHARE * count / parts)
    edges = np.linspace(own, count, parts).round().astype(int)
    return slice(0, own) if part == 0 else slice(edges[part - 1], edges[part])


@dataclass(frozen=True, eq=False)
class BatchSource:
    """Draws batches: a pure function of seed, step and part.

    Attributes
    ----------
    recipe
        Sizes, seed and augmentation.
    table
        The cached catalog.
    rows
        Its training rows.
    """

    recipe: Recipe
    table: PlaceTable
    rows: NDArray[np.int64]

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in an epoch, at least one."""
        return max(1, len(self.rows) // self.recipe.training.batch_places)

    def draw(self, step: int, part: int = 0, parts: int = 1) -> Batch:
        """Draw one of ``parts`` parts of a step's batch and augment it."""
        options = self.recipe.training
        epoch, index = divmod(step, self.steps_per_epoch)
        order = epoch_order(self.rows, options.seed, epoch)
        whole = order[index * options.batch_places : (index + 1) * options.batch_places]
        rows = np.sort(whole[part_of(len(whole), part, parts)])
        generator = step_generator(options.seed, step, part)
        pictures = augment(torch.from_numpy(self.table.pixels[rows]), self.recipe.augmentation, generator)
        mask = drop_views(torch.from_numpy(self.table.present[rows]), self.recipe.augmentation.view_drop, generator)
        lats, lons = (
            torch.from_numpy(column[rows].astype(np.float32)) for column in (self.table.lats, self.table.lons)
        )
        return Batch(pictures, mask, lats, lons, len(rows) / len(whole))


def forward(network: Network, pictures: Tensor, mask: Tensor, precision: str) -> Output:
    """Run a network; its CNN in bfloat16 if ``precision`` is ``bf16``."""
    context: AbstractContextManager[Any] = nullcontext()
    if precision == "bf16":
        context = torch.autocast(pictures.device.type, torch.bfloat16)
    with context:
        features = network.encode(pictures, mask)
    return network.decide(features, mask)


def gradient(network: Network, objective: Objective, batch: Batch, precision: str) -> float:
    """Set the parameters' gradients to those of a batch; returns its loss.

    Both count by the batch's share, so that those of all parts add up.
    """
    device = objective.anchors.device
    pictures, mask, lats, lons = (tensor.to(device) for tensor in batch[:4])
    network.train()
    for parameter in network.parameters():
        parameter.grad = None
    loss: Tensor = objective(forward(network, pictures, mask, precision), lats, lons, mask)
    loss = loss * batch.share
    loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())
