"""Compares the training loop with the same loop on ready tensors: ``PYTHONPATH=. python benchmarks/input_pipeline.py``.

Both loops take turns, so that whatever else the machine does meets both. Prints steps per second of each and their
ratio, which is to be at least 0.9: the network must not wait for its input. On the processor, where drawing and
learning share the cores, the ratio of processor time is printed too; other work on the machine does not change that.
"""

import argparse
import tempfile
import time
from pathlib import Path

import torch
from training_step import random_table

from geogame.geolocators.device import describe_device, pick_device
from geogame.partitions import load_partition
from geogame.training.loop import Trainer
from geogame.training.recipe import load_recipe
from geogame.training.tasks import make_task


class Ready:
    """A batch that was drawn before, on its device."""

    def __init__(self, batch: object) -> None:
        self._batch = batch

    def draw(self, _step: int) -> object:
        """Give it, whatever the step."""
        return self._batch


def timed(trainer: Trainer, steps: int) -> tuple[float, float]:
    """Wall and processor seconds of so many steps."""
    wall_s, processor_s = time.perf_counter(), time.process_time()
    for _ in range(steps):
        trainer.train_step(0.1)
    if trainer.device.type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - wall_s, time.process_time() - processor_s


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", nargs="?", default="usa-rendered")
    parser.add_argument("--profile", default="full")
    parser.add_argument("--places", type=int, default=2430)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=5, help="of each loop in a round")
    parser.add_argument("--device", default=None)
    options = parser.parse_args()
    recipe = load_recipe(options.recipe).profile(options.profile)
    device = pick_device(options.device)
    partition = load_partition(recipe.data.partition, recipe.data.region)
    task = make_task(recipe, random_table(recipe, options.places), partition, device)
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(recipe, task, "bench", Path(folder))
        drawing, ready = trainer.ahead, Ready(task.draw(0).to(device))
        total = {"drawn": [0.0, 0.0], "ready": [0.0, 0.0]}
        timed(trainer, 2)
        for _ in range(options.rounds):
            for name, source in (("drawn", drawing), ("ready", ready)):
                trainer.ahead = source  # type: ignore[assignment]
                for index, seconds in enumerate(timed(trainer, options.steps)):
                    total[name][index] += seconds
    steps = options.rounds * options.steps
    print(f"{recipe.name} ({options.profile}), batches of {recipe.training.batch_places} on {describe_device(device)}")
    print(f"drawn: {steps / total['drawn'][0]:.2f} steps/s; ready: {steps / total['ready'][0]:.2f} steps/s")
    print(f"ratio of steps/s: {total['ready'][0] / total['drawn'][0]:.3f}")
    if device.type == "cpu":
        print(f"ratio of processor time: {total['ready'][1] / total['drawn'][1]:.3f}")


if __name__ == "__main__":
    main()
