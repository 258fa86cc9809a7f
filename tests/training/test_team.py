import json
import os
import subprocess
import sys
from pathlib import Path

import made_task
import pytest
import torch
from torch import distributed, nn

from geogame.errors import UsageError
from geogame.training.loop import Trainer
from geogame.training.task import SHARDS, shard_rows, shards_of
from geogame.training.team import Team, share_norms

STEPS = 50
CLOSE = {"smooth": 1e-4, "precise": 1e-5}
TESTS = Path(__file__).parents[1]


def losses_of_a_team(size: int, folder: Path) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={size}"]
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    environment = os.environ | {"PYTHONPATH": paths, "GLOO_SOCKET_IFNAME": "lo"}
    done = subprocess.run(
        [*command, str(TESTS / "team_losses.py"), str(folder), str(STEPS)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.slow
def test_two_processes_follow_the_losses_of_one(tmp_path: Path) -> None:
    found = losses_of_a_team(2, tmp_path)
    for name, task in made_task.team_tasks().items():
        expected = made_task.step_losses(Trainer(task.recipe, task, name, tmp_path / f"{name} alone"), STEPS)
        assert expected[-1] < expected[0] - 0.5, name
        assert found[name] == pytest.approx(expected, abs=CLOSE[name]), name


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 16])
@pytest.mark.parametrize("lead", [0.875, 1.0])
@pytest.mark.parametrize("count", [16, 37, 64])
def test_the_parts_of_a_batch_are_the_whole_batch(parts: int, lead: float, count: int) -> None:
    shards = [shards_of(part, parts, lead) for part in range(parts)]
    rows = [row for own in shards for row in range(count)[shard_rows(count, own)]]
    assert rows == list(range(count))
    assert max(map(len, shards)) <= -(-SHARDS // parts) + 1


def test_more_processes_than_shards_are_refused() -> None:
    with pytest.raises(UsageError, match="at most 16"):
        shards_of(0, 17)


@pytest.fixture
def lone_group() -> object:
    distributed.init_process_group("gloo", store=distributed.HashStore(), rank=0, world_size=1)
    yield
    distributed.destroy_process_group()


@pytest.mark.usefixtures("lone_group")
def test_a_shared_norm_is_pytorchs_own() -> None:
    torch.manual_seed(0)
    own, shared = nn.BatchNorm2d(3), nn.Sequential(nn.BatchNorm2d(3))
    share_norms(shared)
    for _ in range(3):
        x = torch.randn(5, 3, 4, 4) * 3 + 1
        inputs = [x.clone().requires_grad_() for _ in range(2)]
        weights = torch.randn_like(x)
        results = [norm(given) for norm, given in zip((own, shared), inputs, strict=True)]
        for result in results:
            (result * weights).sum().backward()
        assert torch.allclose(*results, atol=1e-5)
        assert torch.allclose(inputs[0].grad, inputs[1].grad, atol=1e-4)
    for ours, theirs in zip(shared[0].state_dict().values(), own.state_dict().values(), strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)
    assert torch.allclose(own.eval()(x), shared.eval()(x), atol=1e-5)


def test_processes_of_torchrun_and_helpers_exclude_one_another(tmp_path: Path) -> None:
    task = made_task.made_task(made_task.made_recipe())
    trainer = Trainer(task.recipe, task, "made", tmp_path, team=Team(0, 2, 0))
    with pytest.raises(UsageError, match="leave out --processes"):
        trainer.share(2)
