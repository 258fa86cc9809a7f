"""Small training tasks on pictures made in memory: colours follow latitude and longitude, under random blocks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from geogame.datasets import PlaceTable
from geogame.geolocators.networks.base import Network, NetworkConfig, Output, present, spread
from geogame.partitions import load_partition
from geogame.training.classification import ClassificationTask
from geogame.training.loop import Trainer
from geogame.training.recipe import Recipe

CPU = torch.device("cpu")
TINY = {
    "name": "made",
    "title": "Made",
    "data": {"preset": "made", "size": (32, 64)},
    "geolocator": {
        "kind": "cnn_lstm",
        "widths": (8, 16),
        "depths": (1, 1),
        "feature": 16,
        "hidden": 16,
        "dropout": 0.0,
        "anchor_deg": 2.0,
        "anchor_min_places": 1,
    },
    "augmentation": {"pictures": False, "view_drop": 0.3},
    "training": {"epochs": 4, "batch_places": 16, "precision": "fp32"},
}


# Every kind of classifier in a small size.
KINDS = {
    "cnn_lstm": {},
    "cnn": {"filters": 4, "units": 8, "frozen_stages": "all"},
    "cnn_lstm_seed": {"units": (16,), "last_units": 8, "hidden": 8, "frozen_stages": 2},
    "geospottr": {"units": 8, "widths": (4, 8)},
    "resnext": {},
}


def recipe_of(kind: str, **changes: dict[str, object]) -> Recipe:
    """A tiny recipe of a kind, on a backbone of ours with random weights."""
    section = {"kind": kind, "backbone": "rendered", "weights": "random", **KINDS[kind]}
    tables = {name: value for name, value in TINY.items() if name != "geolocator" or kind == "cnn_lstm"}
    tables["data"] = {"preset": "made", "size": (64, 128) if kind == "cnn" else (32, 64)}
    if kind != "cnn_lstm":
        tables["geolocator"] = section
    tables["training"] = {"epochs": 3, "batch_places": 4, "precision": "fp32"}
    for name, table in changes.items():
        tables[name] = {**tables.get(name, {}), **table}
    return Recipe.model_validate(tables)


def made_recipe(**changes: dict[str, object]) -> Recipe:
    """A tiny recipe; ``training={"epochs": 9}`` changes that table."""
    tables = {
        name: {**table, **changes.get(name, {})} if isinstance(table, dict) else table for name, table in TINY.items()
    }
    return Recipe.model_validate({**tables, **{name: table for name, table in changes.items() if name not in TINY}})


def made_table(places: int = 80, size: tuple[int, int] = (32, 64), views: int = 3) -> PlaceTable:
    """Places in the middle of cells all over the USA, every fifth for validation."""
    partition = load_partition("fishnet", "usa")
    random = np.random.default_rng(3)
    cells = random.integers(0, len(partition), places)
    lats, lons = np.array(partition.anchors)[cells].T
    colours = np.stack([(lats - 24) / 26, (lons + 125) / 59, random.random(places)], 1) * 255
    blocks = random.normal(0, 40, (places, views, 3, size[0] // 8, size[1] // 8))
    noise = blocks.repeat(8, -2).repeat(8, -1) + random.normal(0, 8, (places, views, 3, *size))
    present = np.ones((places, views), dtype=bool)
    present[::7, -1] = False
    return PlaceTable(
        pixels=np.clip(colours[:, None, :, None, None] + noise, 0, 255).astype(np.uint8),
        present=present,
        lats=lats,
        lons=lons,
        cells=cells.astype(np.int64),
        splits=np.where(np.arange(places) % 5 == 0, "val", "train"),
        places=np.arange(places).astype(str),
        dates=np.repeat("2025-01-01", places),
    )


def made_task(recipe: Recipe, table: PlaceTable | None = None) -> ClassificationTask:
    """The recipe's task on that table."""
    partition = load_partition(recipe.data.partition, recipe.data.region)
    return ClassificationTask(recipe, table or made_table(), partition, CPU)


class SmoothNetwork(Network):
    """A convolution with a batch norm, without a kink or a maximum: rounding stays rounding over many steps."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__(config)
        self.bottom = nn.Sequential(nn.Conv2d(3, 8, 8, 8, bias=False), nn.BatchNorm2d(8), nn.Tanh())
        self.cells, self.anchors = nn.Linear(8, config.cells), nn.Linear(8, config.anchors)
        self.coarse = nn.ModuleList(nn.Linear(8, groups) for groups in config.coarse)

    def stages(self) -> list[nn.Module]:
        """Return the convolution alone."""
        return [self.bottom]

    @property
    def maps(self) -> nn.Module:
        """The convolution."""
        return self.bottom

    def load_pretrained(self) -> None:
        """Begin at random."""

    def look(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """Mean of each map."""
        return spread(self.bottom(present(pictures, mask)).mean((2, 3)), mask)

    def decide(self, features: Tensor, mask: Tensor) -> Output:
        """Judge the sum of the views so far."""
        seen, there = features.cumsum(1), mask[:, :, None]
        return Output(
            self.cells(seen),
            self.anchors(seen),
            tuple(head(seen) for head in self.coarse),
            self.cells(features) * there,
            self.anchors(features) * there,
            seen[:, -1],
        )


def smooth_task() -> ClassificationTask:
    """The task with that network."""
    task = made_task(made_recipe(training={"batch_places": 32, "learning_rate": 1e-2}))
    torch.manual_seed(1)
    task.network = SmoothNetwork(task.network.config)
    return task


class PreciseTask(ClassificationTask):
    """A task whose network computes in double precision; only its answers are rounded, each place by itself."""

    def _forward(self, network: Network, inputs: Tensor, mask: Tensor, encoded: bool) -> Output:
        """Run the network; its answers in single precision, as the objective's tables are."""
        with _floats_of_two_words():
            output = super()._forward(network, inputs.double(), mask, encoded)
        return Output(*(_single(value) for value in output))


@contextmanager
def _floats_of_two_words() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tensor, "float", Tensor.double)
        yield


def _single(value: Tensor | tuple[Tensor, ...]) -> Tensor | tuple[Tensor, ...]:
    return tuple(map(_single, value)) if isinstance(value, tuple) else value.to(torch.float32)


def precise_task() -> ClassificationTask:
    """A task of our network, kinks and maxima and all, in which rounding stays rounding over many steps."""
    recipe = made_recipe(training={"batch_places": 32, "learning_rate": 1e-2})
    torch.manual_seed(1)
    task = PreciseTask(recipe, made_table(), load_partition(recipe.data.partition, recipe.data.region), CPU)
    task.network = task.network.double()
    return task


def team_tasks() -> dict[str, ClassificationTask]:
    """What a team of processes is compared with one process on."""
    return {"smooth": smooth_task(), "precise": precise_task()}


def made_trainer(recipe: Recipe, folder: Path, table: PlaceTable | None = None) -> Trainer:
    """A run of it."""
    return Trainer(recipe, made_task(recipe, table), "made", folder)


def step_losses(trainer: Trainer, steps: int) -> list[float]:
    """Loss of each of so many steps, at the full learning rate."""
    losses = []
    for _ in range(steps):
        before = trainer.state.loss_sum
        trainer.train_step(0.5)
        losses.append(trainer.state.loss_sum - before)
    return losses
