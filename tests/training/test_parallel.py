import multiprocessing
from pathlib import Path

import made_task
import pytest
import torch

from geogame.errors import GeogameError
from geogame.training.loop import Trainer


@pytest.fixture
def shared(tmp_path: Path) -> Trainer:
    threads = torch.get_num_threads()
    trainer = made_task.made_trainer(made_task.made_recipe(), tmp_path / "shared")
    trainer.share(2)
    yield trainer
    trainer.helpers.close()
    torch.set_num_threads(threads)


def test_a_helper_adds_its_part_of_the_gradient(shared: Trainer, tmp_path: Path) -> None:
    task = made_task.made_task(made_task.made_recipe())
    parts = [shared.helpers.own_shards, range(shared.helpers.own_shards.stop, 16)]
    expected, total = {}, 0.0
    for shards in parts:
        batch = task.draw(0, shards)
        task.network.train().zero_grad()
        loss = task.loss(task.network, batch) * batch.share
        loss.backward()
        total += loss.item()
        for name, parameter in task.network.named_parameters():
            expected[name] = expected.get(name, 0) + parameter.grad
    shared.helpers.begin(0, shared.network)
    own = task.draw(0, parts[0])
    task.network.zero_grad()
    value = shared.task.loss(shared.network.train(), own) * own.share
    value.backward()
    assert shared.helpers.end(shared.network, value.item()) == pytest.approx(total, rel=1e-4)
    for name, parameter in shared.network.named_parameters():
        assert torch.allclose(parameter.grad, expected[name], atol=1e-5), name


def test_a_run_with_a_helper_learns_and_a_lost_helper_ends_it(shared: Trainer) -> None:
    losses = made_task.step_losses(shared, 20)
    assert losses[-1] < losses[0]
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    with pytest.raises(GeogameError, match="--resume"):
        made_task.step_losses(shared, 2)
