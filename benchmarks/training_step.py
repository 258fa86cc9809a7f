"""Times one training step of a recipe on random views: ``PYTHONPATH=. python benchmarks/training_step.py``.

Prints views per second of the whole step (augmentation included) in bfloat16 and float32, and the share of each part,
so that a network can be chosen for the time there is.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from geogame.datasets import PlaceTable
from geogame.geolocators.device import pick_device
from geogame.partitions import load_partition
from geogame.training.augment import augment
from geogame.training.classification import ClassificationTask
from geogame.training.loop import Trainer
from geogame.training.recipe import Recipe, load_recipe


def random_table(recipe: Recipe, places: int) -> PlaceTable:
    """Places with random views, as many as needed to fill every cell."""
    random = np.random.default_rng(0)
    partition = load_partition(recipe.data.partition, recipe.data.region)
    cells = np.arange(places) % len(partition)
    centres = np.array(partition.anchors)[cells] + random.uniform(-0.9, 0.9, (places, 2))
    return PlaceTable(
        pixels=random.integers(0, 256, (places, 4, 3, *recipe.data.size), dtype=np.uint8),
        present=np.ones((places, 4), dtype=bool),
        lats=centres[:, 0],
        lons=centres[:, 1],
        cells=cells.astype(np.int64),
        splits=np.where(np.arange(places) % 20 == 0, "val", "train"),
        places=np.arange(places).astype(str),
        dates=np.repeat("2025-01-01", places),
    )


def best_s(work: Callable[[], object], repeats: int) -> float:
    """Shortest time of several."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", nargs="?", default="usa-rendered")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--places", type=int, default=2430)
    parser.add_argument("--device", default=None)
    options = parser.parse_args()
    recipe = load_recipe(options.recipe)
    table = random_table(recipe, options.places)
    partition = load_partition(recipe.data.partition, recipe.data.region)
    batch = recipe.training.batch_places
    for precision in ("bf16", "fp32"):
        training = recipe.training.model_copy(update={"precision": precision})
        changed = recipe.model_copy(update={"training": training})
        with tempfile.TemporaryDirectory() as folder:
            task = ClassificationTask(changed, table, partition, pick_device(options.device))
            trainer = Trainer(changed, task, "bench", Path(folder))
            trainer.train_step(0.1)
            step_s = best_s(lambda trainer=trainer: trainer.train_step(0.1), options.repeats)
        weights = sum(p.numel() for p in trainer.network.parameters())
        print(
            f"{precision}: {batch * 4 / step_s:.0f} views/s, step {1000 * step_s:.0f} ms, {weights / 1e6:.2f} M weights"
        )
    generator = torch.Generator().manual_seed(0)
    pixels = torch.from_numpy(table.pixels[:batch])
    share = best_s(lambda: augment(pixels, recipe.augmentation, generator), options.repeats)
    print(f"augmentation: {1000 * share:.0f} ms of a step")
    print(f"anchors: {len(task.anchors)}")


if __name__ == "__main__":
    main()
