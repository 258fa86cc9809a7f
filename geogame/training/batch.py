"""Batches of places: pictures changed at random, or kept features of a frozen backbone, with where they were taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from geogame.datasets import Pixels, PlaceTable, normalise
from geogame.errors import UsageError
from geogame.training.augment import augment, drop_views
from geogame.training.features import FeatureTable
from geogame.training.recipe import Recipe
from geogame.training.state import balanced_order, epoch_order, step_generator
from geogame.training.task import WHOLE, shard_rows


class PlaceBatch(NamedTuple):
    """Some places of a step's batch.

    ``inputs`` are normalised pictures ``(b, v, 3, h, w)``, or features ``(b, v, ...)`` if ``encoded``; ``mask (b, v)``
    tells the views shown; ``lats``, ``lons`` in degrees and ``cells`` are ``(b,)``; ``share`` is of the whole batch.
    """

    inputs: Tensor
    mask: Tensor
    lats: Tensor
    lons: Tensor
    cells: Tensor
    encoded: bool
    share: float

    @property
    def views(self) -> int:
        """How many pictures are seen."""
        return int(self.mask.sum())

    def to(self, device: torch.device) -> PlaceBatch:
        """Move the tensors to a device."""
        moved = [tensor.to(device, non_blocking=True) for tensor in self[:5]]
        return PlaceBatch(moved[0], moved[1], moved[2], moved[3], moved[4], self.encoded, self.share)


@dataclass(frozen=True, eq=False)
class BatchSource:
    """Draws batches: a pure function of recipe, step and shards.

    Attributes
    ----------
    recipe
        Sizes, seed and augmentation.
    table
        The cached catalog.
    rows
        Its training rows.
    features
        What a frozen backbone makes of the pictures, if that is kept.
    """

    recipe: Recipe
    table: PlaceTable
    rows: NDArray[np.int64]
    features: FeatureTable | None = None

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in an epoch, at least one."""
        return max(1, len(self.rows) // self.recipe.training.batch_places)

    def draw(self, step: int, shards: range = WHOLE) -> PlaceBatch:
        """Draw the shards of a step's batch and change their pictures."""
        options = self.recipe.training
        whole, pictures = self.places(step)
        own = shard_rows(len(whole), shards)
        rows = whole[own]
        if len(rows) == 0:
            message = (
                f"{len(whole)} places are too few to be shared between so many processes; "
                "raise training.batch_places or use fewer"
            )
            raise UsageError(message)
        mask = drop_views(
            torch.from_numpy(self.table.present[whole]),
            self.recipe.augmentation.view_drop,
            step_generator(options.seed, step),
        )[own]
        return PlaceBatch(
            inputs=self._inputs(
                rows, lambda: pictures(own), mask, step_generator(options.seed, step, 1 + shards.start)
            ),
            mask=mask,
            lats=torch.from_numpy(self.table.lats[rows].astype(np.float32)),
            lons=torch.from_numpy(self.table.lons[rows].astype(np.float32)),
            cells=torch.from_numpy(self.table.cells[rows]),
            encoded=self.features is not None,
            share=len(rows) / len(whole),
        )

    def places(self, step: int) -> tuple[NDArray[np.int64], Callable[[slice], Pixels]]:
        """Rows of a step's whole batch, and what gives the pictures ``(n, v, 3, h, w)`` of a part of it."""
        options = self.recipe.training
        epoch, index = divmod(step, self.steps_per_epoch)
        if options.sampling == "balanced":
            order = balanced_order(self.rows, self.table.cells[self.rows], options.seed, epoch)
        else:
            order = epoch_order(self.rows, options.seed, epoch)
        whole = order[index * options.batch_places : (index + 1) * options.batch_places]
        return whole, lambda own: self.table.pixels[whole[own]]

    def _inputs(
        self,
        rows: NDArray[np.int64],
        read: Callable[[], Pixels],
        mask: Tensor,
        generator: torch.Generator,
    ) -> Tensor:
        if self.features is not None:
            features = torch.from_numpy(self.features.read(rows))
            return features * mask.view(*mask.shape, *[1] * (features.ndim - 2))
        pictures = torch.from_numpy(read())
        if not self.recipe.augmentation.pictures:
            return normalise(pictures)
        return augment(pictures, self.recipe.augmentation, generator)
