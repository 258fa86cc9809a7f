import math
from pathlib import Path

import made_task
import numpy as np
import pytest
import torch

from geogame.errors import CheckpointError, GeogameError, UsageError
from geogame.geolocators.networks import NETWORKS
from geogame.training.loop import Trainer
from geogame.training.recipe import Recipe
from geogame.training.state import LAST_FILE, balanced_order
from geogame.training.task import WHOLE

CLASSIFIERS = sorted(set(NETWORKS) - {"retrieval"})


def small_table(recipe: Recipe):
    return made_task.made_table(10, recipe.data.size, views=2)


def history(trainer: Trainer) -> list[tuple[float, float]]:
    return [(entry["loss"], entry["val_mean_km"]) for entry in trainer.state.history]


def assert_resumes_bit_equal(recipe: Recipe, folder: Path) -> None:
    table = small_table(recipe)
    whole = made_task.made_trainer(recipe, folder / "whole", table)
    whole.run()
    for stop in (1, whole.steps_per_epoch + 1, None):
        part = made_task.made_trainer(recipe, folder / "part", table)
        part.resume()
        part.run(max_steps=stop)
    assert history(part) == history(whole)
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, part.network.state_dict()[name]), name


@pytest.mark.slow
@pytest.mark.parametrize("kind", CLASSIFIERS)
def test_every_kind_resumes_bit_equal(kind: str, tmp_path: Path) -> None:
    assert_resumes_bit_equal(made_task.recipe_of(kind, training={"epochs": 2}), tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        {"optimiser": "adam", "schedule": "plateau", "plateau_patience": 1},
        {"optimiser": "sgd", "schedule": "constant", "sampling": "balanced"},
        {"optimiser": "sgd", "momentum": 0.0, "patience": 1},
    ],
)
def test_every_optimiser_and_schedule_resumes_bit_equal(options: dict[str, object], tmp_path: Path) -> None:
    assert_resumes_bit_equal(made_task.made_recipe(training={"batch_places": 4, **options}), tmp_path)


def test_progressive_unfreezing_resumes_bit_equal(tmp_path: Path) -> None:
    plan = ({"epoch": 1, "stage": 3, "rate": 0.1},)
    assert_resumes_bit_equal(made_task.recipe_of("resnext", training={"epochs": 2, "unfreeze": plan}), tmp_path)


def test_a_loss_that_is_no_number_ends_the_run_and_keeps_what_was_good(tmp_path: Path) -> None:
    trainer = made_task.made_trainer(made_task.made_recipe(), tmp_path)
    trainer.run(max_steps=5)
    good = (tmp_path / LAST_FILE).read_bytes()
    with torch.no_grad():
        trainer.network.cell_head.bias[0] = math.inf
    with pytest.raises(CheckpointError, match=rf"(?s)nan|inf.*step 5 \(epoch 2\).*{LAST_FILE}"):
        trainer.run()
    assert (tmp_path / LAST_FILE).read_bytes() == good


def test_a_run_of_another_network_is_told_as_another_recipes(tmp_path: Path) -> None:
    made_task.made_trainer(made_task.made_recipe(), tmp_path).run(max_steps=1)
    recipe = made_task.recipe_of("resnext")
    with pytest.raises(CheckpointError, match="holds a run of another recipe"):
        Trainer(recipe, made_task.made_task(recipe), "other", tmp_path).resume()


def test_a_run_ends_when_nothing_gets_better(tmp_path: Path) -> None:
    recipe = made_task.made_recipe(training={"epochs": 50, "patience": 2, "learning_rate": 1e-30})
    trainer = made_task.made_trainer(recipe, tmp_path)
    trainer.run()
    assert len(trainer.state.history) == 3


def test_a_lone_class_and_an_empty_split_are_explained() -> None:
    table = made_task.made_table()
    table.cells[:] = 17
    with pytest.raises(UsageError, match="cell 17"):
        made_task.made_task(made_task.made_recipe(), table)
    table.splits[:] = "train"
    with pytest.raises(UsageError, match="0 validation places"):
        made_task.made_task(made_task.made_recipe(), table)


def test_balanced_sampling_draws_every_cell_alike() -> None:
    cells = np.repeat([0, 1], [900, 100])
    drawn = np.concatenate([balanced_order(np.arange(1000), cells, 1, epoch) for epoch in range(20)])
    assert np.mean(cells[drawn] == 1) == pytest.approx(0.5, abs=0.02)
    assert set(drawn) == set(range(1000))


class Crowded:
    """A task whose device holds no more than so many places."""

    def __init__(self, holds: int) -> None:
        self._task, self._holds = made_task.made_task(made_task.made_recipe()), holds

    def __getattr__(self, name: str) -> object:
        return getattr(self._task, name)

    def loss(self, network, batch) -> torch.Tensor:
        if len(batch.mask) > self._holds:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return self._task.loss(network, batch)


@pytest.mark.parametrize(("holds", "words"), [(9, "8 fit: set training.batch_places = 8"), (1, "smaller network")])
def test_too_little_memory_names_the_batch_that_fits(holds: int, words: str, tmp_path: Path) -> None:
    task = Crowded(holds)
    trainer = Trainer(task.recipe, task, "made", tmp_path)
    with pytest.raises(GeogameError, match=words):
        trainer.run()


def test_views_and_places_do_not_depend_on_who_draws_them() -> None:
    task = made_task.made_task(made_task.made_recipe())
    whole, parts = task.draw(3), [task.draw(3, WHOLE[:7]), task.draw(3, WHOLE[7:])]
    assert torch.equal(torch.cat([part.mask for part in parts]), whole.mask)
    assert torch.equal(torch.cat([part.inputs for part in parts]), whole.inputs)
    assert sum(part.share for part in parts) == pytest.approx(1)
