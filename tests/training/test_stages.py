from pathlib import Path

import made_task
import pytest
import torch

from geogame.errors import RecipeError
from geogame.training.loop import Trainer

PLAN = ({"epoch": 1, "stage": 4, "rate": 0.1}, {"epoch": 2, "stage": 2, "rate": 0.01})


@pytest.fixture
def trainer(tmp_path: Path) -> Trainer:
    recipe = made_task.recipe_of("resnext", training={"unfreeze": PLAN})
    return made_task.made_trainer(recipe, tmp_path, made_task.made_table(10, recipe.data.size))


def weights(trainer: Trainer) -> list[dict[str, torch.Tensor]]:
    return [{name: value.clone() for name, value in stage.state_dict().items()} for stage in trainer.network.stages()]


def changed(before: list[dict[str, torch.Tensor]], after: list[dict[str, torch.Tensor]]) -> list[bool]:
    return [any(not torch.equal(old[name], new[name]) for name in old) for old, new in zip(before, after, strict=True)]


def test_stages_learn_from_their_epoch_on_and_keep_statistics_before(trainer: Trainer) -> None:
    first = weights(trainer)
    steps = trainer.steps_per_epoch
    for epoch, learning in enumerate(([False] * 5 + [True], [False] * 4 + [True] * 2, [False] * 2 + [True] * 4)):
        made_task.step_losses(trainer, steps)
        assert changed(first, weights(trainer)) == learning, epoch


def test_lower_stages_learn_more_slowly(trainer: Trainer) -> None:
    trainer.train_step(0.5)
    rates = {}
    for group in trainer.optimiser.param_groups:
        rates |= {id(parameter): group["lr"] for parameter in group["params"]}
    full = rates[id(trainer.network.cell_head.weight)]
    found = [rates.get(id(next(stage.parameters()))) for stage in trainer.network.stages()]
    assert found == [None, None, *[pytest.approx(0.01 * full)] * 2, pytest.approx(0.1 * full), full]


def test_a_stage_that_is_not_there_is_named(tmp_path: Path) -> None:
    recipe = made_task.recipe_of("resnext", training={"unfreeze": ({"epoch": 1, "stage": 9, "rate": 0.1},)})
    table = made_task.made_table(10, recipe.data.size)
    with pytest.raises(RecipeError, match=r"unfreeze\[0\].stage is 9.*0 to 5"):
        made_task.made_trainer(recipe, tmp_path, table)
