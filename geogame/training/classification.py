"""The task of telling cells apart: probabilities over cells and finer anchors, and from them a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from geogame.datasets import PlaceTable, normalise
from geogame.errors import RecipeError, UsageError
from geogame.geo import distance_km
from geogame.geolocators.decoding import Decoder
from geogame.geolocators.networks import AnchoredOptions, Network, NetworkConfig, Output, build_network
from geogame.partitions import Partition, coarsen
from geogame.training.batch import BatchSource, PlaceBatch
from geogame.training.features import open_features, weights_hash
from geogame.training.objective import Objective, cell_anchors, place_anchors
from geogame.training.recipe import Recipe
from geogame.training.stream import batch_source
from geogame.training.task import WHOLE, Exported

if TYPE_CHECKING:
    from geogame.catalog import Catalog

VALIDATION_BATCH: Final = 32


class ClassificationTask:
    """Training a network that answers with cells; see `geogame.training.task.Task`.

    Parameters
    ----------
    recipe
        The profile's recipe.
    table
        The catalog's cache.
    partition
        The recipe's cells.
    device
        Where the network runs.

    Attributes
    ----------
    cell_anchors, anchors
        ``(cells, 2)`` and ``(m, 2)`` degrees; the same where the network has no finer anchors.

    Raises
    ------
    UsageError
        If there are too few places to train or validate on, or all of them lie in one cell.
    """

    score = "val_mean_km"
    plays_early = True

    def __init__(self, recipe: Recipe, table: PlaceTable, partition: Partition, device: torch.device) -> None:
        self.recipe, self.table, self.device = recipe, table, device
        self.train_rows, self.val_rows = table.rows("train"), table.rows("val")
        _check_rows(table, self.train_rows, self.val_rows)
        rows, options = self.train_rows, recipe.geolocator
        lats, lons, cells = table.lats[rows], table.lons[rows], table.cells[rows]
        self.cell_anchors = self.anchors = cell_anchors(lats, lons, cells, np.array(partition.anchors))
        groups: list[NDArray[np.int64]] = []
        if isinstance(options, AnchoredOptions):
            self.anchors = place_anchors(lats, lons, cells, options.anchor_deg, options.anchor_min_places)
            groups = [coarsen(partition, degrees) for degrees in options.coarse_deg]
        self.objective = Objective(
            _tensor(self.cell_anchors, device),
            None if self.anchors is self.cell_anchors else _tensor(self.anchors, device),
            tuple(_tensor(np.eye(group.max() + 1)[group], device) for group in groups),
            recipe.targets,
        )
        config = NetworkConfig(
            options,
            cells=len(partition),
            anchors=len(self.anchors),
            coarse=tuple(int(group.max()) + 1 for group in groups),
            views=table.pixels.shape[1],
            size=recipe.data.size,
        )
        torch.manual_seed(recipe.training.seed)
        network = build_network(config)
        network.load_pretrained()
        self.network = network.to(device).to(memory_format=torch.channels_last)
        self.source = batch_source(recipe, table, self.train_rows)

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in an epoch, at least one."""
        return self.source.steps_per_epoch

    def keep_features(
        self, folder: Path, data_id: str, tell: Callable[[str], None], progress: Callable[[int, int], None]
    ) -> None:
        """Run the frozen part of the network over every view once and train on what it makes; see `open_features`."""
        if not self.network.frozen:
            message = "training.cache_features needs a frozen backbone, and parts of this network's learn; set it false"
            raise RecipeError(message)
        known = {
            "data": data_id,
            "size": list(self.recipe.data.size),
            "crop": list(self.recipe.data.crop),
            "network": type(self.network).__name__,
            "precision": self.recipe.training.precision,
            "weights": weights_hash(self.network.stages()),
        }
        rows = np.sort(np.concatenate([self.train_rows, self.val_rows]))
        features = open_features(self.table, rows, self._features, known, folder, tell, progress)
        self.source = BatchSource(self.recipe, self.table, self.train_rows, features)

    def _features(self, rows: NDArray[np.int64]) -> Tensor:
        self.network.eval()
        mask = torch.from_numpy(self.table.present[rows]).to(self.device)
        with torch.inference_mode(), self._precision():
            return self.network.look(normalise(torch.from_numpy(self.table.pixels[rows])).to(self.device), mask)

    def draw(self, step: int, shards: range = WHOLE) -> PlaceBatch:
        """Draw the shards of a step's batch."""
        return self.source.draw(step, shards)

    def loss(self, network: Network, batch: PlaceBatch) -> Tensor:
        """Mean loss of a batch."""
        output = self._forward(network, batch.inputs, batch.mask, batch.encoded)
        return self.objective(output, batch.lats, batch.lons, batch.cells, batch.mask)

    def _forward(self, network: Network, inputs: Tensor, mask: Tensor, encoded: bool) -> Output:
        """Run a network; its CNN in bfloat16 if the recipe's precision is ``bf16``."""
        with self._precision():
            features = network.raise_features(inputs if encoded else network.look(inputs, mask), mask)
        return network.decide(features, mask)

    def _precision(self) -> AbstractContextManager[Any]:
        if self.recipe.training.precision == "bf16":
            return torch.autocast(self.device.type, torch.bfloat16)
        return nullcontext()

    def outputs(self, network: Network, rows: NDArray[np.int64]) -> Iterator[Output]:
        """Run a network over rows; gives outputs batch by batch."""
        network.eval()
        features = self.source.features
        with torch.inference_mode():
            for start in range(0, len(rows), VALIDATION_BATCH):
                part = rows[start : start + VALIDATION_BATCH]
                mask = torch.from_numpy(self.table.present[part]).to(self.device)
                if features is None:
                    inputs = normalise(torch.from_numpy(self.table.pixels[part]))
                else:
                    inputs = torch.from_numpy(features.read(part))
                yield self._forward(network, inputs.to(self.device), mask, features is not None)

    def probabilities(
        self, network: Network, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Probabilities ``(n, cells)`` and ``(n, anchors)`` of a network, all views seen."""
        cells, anchors = [], []
        for output in self.outputs(network, rows):
            cells.append(output.cells[:, -1].float().softmax(-1).cpu().numpy())
            anchors.append(output.anchors[:, -1].float().softmax(-1).cpu().numpy())
        return np.concatenate(cells), np.concatenate(anchors)

    def validate(self, network: Network) -> dict[str, float]:
        """Mean and median error in km and the share of true cells, on the validation split."""
        cells, anchors = self.probabilities(network, self.val_rows)
        lats, lons = Decoder(self.anchors)(anchors)
        errors = distance_km(self.table.lats[self.val_rows], self.table.lons[self.val_rows], lats, lons)
        return {
            "val_mean_km": float(errors.mean()),
            "val_median_km": float(np.median(errors)),
            "val_top1": float((cells.argmax(1) == self.table.cells[self.val_rows]).mean()),
        }

    def decoding(self, network: Network) -> tuple[dict[str, Any], dict[str, Any]]:
        """Choose how points are made of a network's answers on the validation split; return it and the figures."""
        from geogame.training.export import choose_decoding

        return choose_decoding(self, network)

    def export(self, network: Network, catalog: Catalog, folder: Path) -> Exported:
        """Write the index of training places; choose the decoding on the validation split."""
        from geogame.training.export import write_index

        decoding, validation = self.decoding(network)
        mean, basis = write_index(self, network, catalog, folder)
        tensors = {
            "geo.cell_anchors": torch.from_numpy(self.cell_anchors),
            "geo.anchors": torch.from_numpy(self.anchors),
            "embedding.mean": torch.from_numpy(mean),
            "embedding.basis": torch.from_numpy(basis),
        }
        return Exported(tensors, decoding, validation)


def _check_rows(table: PlaceTable, train: NDArray[np.int64], val: NDArray[np.int64]) -> None:
    if len(train) < 2 or len(val) < 1:
        message = (
            f"the dataset has {len(train)} training and {len(val)} validation places; build a larger one, "
            "or one with other --splits"
        )
        raise UsageError(message)
    cells = np.unique(table.cells[train])
    if len(cells) < 2:
        message = (
            f"all {len(train)} training places lie in cell {cells[0]}, so there is nothing to tell apart; "
            "build a dataset of more cells, or choose a finer partition"
        )
        raise UsageError(message)


def _tensor(values: NDArray[Any], device: torch.device) -> Tensor:
    return torch.as_tensor(np.asarray(values, dtype=np.float32), device=device)
