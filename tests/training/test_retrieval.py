import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from geogame.catalog import open_catalog
from geogame.cli.training import make_trainer
from geogame.datasets import open_table
from geogame.errors import RecipeError, UsageError
from geogame.partitions import load_partition
from geogame.training import retrieval
from geogame.training.loop import Trainer
from geogame.training.recipe import load_recipe
from geogame.training.retrieval import RetrievalTask, Rounds
from geogame.training.task import shards_of

TESTS = Path(__file__).parents[1]


def trainer(recipe: Path, dataset: Path, folder: Path, resume: bool = False) -> Trainer:
    return make_trainer(load_recipe(recipe), open_catalog(dataset), folder, resume, "cpu", None)[0]


@pytest.fixture(scope="module")
def task(retrieval_recipe: Path, dated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> RetrievalTask:
    made = trainer(retrieval_recipe, dated_folder, tmp_path_factory.mktemp("runs") / "task").task
    assert isinstance(made, RetrievalTask)
    return made


def shown(task: RetrievalTask, step: int) -> list[tuple[int, int]]:
    return task.rounds.chosen(step)


def test_a_batch_shows_some_dates_of_places_at_one_rotation_each(task: RetrievalTask) -> None:
    batch = task.draw(3)
    assert batch.pictures.shape[1:] == (1, 3, 32, 64)
    counts = np.bincount(batch.labels.numpy())
    assert counts.min() >= 2
    assert counts.max() in (3, 4)
    places = [place for place, _ in shown(task, 3)]
    assert len(set(places)) == len(places) == len(counts) <= 4


def test_an_epoch_shows_every_place_at_every_rotation_about_once(task: RetrievalTask) -> None:
    every = [pair for step in range(task.steps_per_epoch) for pair in shown(task, step)]
    assert len(set(every)) == len(every)
    left_out = task.rounds.places % task.rounds.batch  # the last places of a round that make no whole batch
    assert len(every) == task.rounds.views * (task.rounds.places - left_out)
    assert shown(task, 0) != shown(task, task.steps_per_epoch)


def test_only_training_places_are_drawn_and_each_picture_shows_its_label(task: RetrievalTask) -> None:
    rows = np.concatenate(list(task.rounds.dated.values()))
    assert set(task.table.splits[rows]) == {"train"}
    for (_, view), own in task.rounds.dated.items():
        assert len(set(task.table.places[own])) == 1
        assert task.table.present[own, view].all()


def test_a_step_is_drawn_the_same_again(task: RetrievalTask) -> None:
    first, second = task.draw(5), task.draw(5)
    assert torch.equal(first.pictures, second.pictures)
    assert torch.equal(first.labels, second.labels)


def test_the_loss_is_smaller_where_dates_of_a_place_are_alike(task: RetrievalTask) -> None:
    batch = task.draw(0)

    class Told(torch.nn.Module):
        """Knows the answer, or its opposite."""

        def __init__(self, right: bool) -> None:
            super().__init__()
            own = batch.labels if right else torch.arange(len(batch.labels)) % 4
            self.features = torch.eye(len(batch.labels))[own]

        def encode(self, pictures: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return self.features[:, None]

        def embed(self, features: torch.Tensor) -> torch.Tensor:
            return features

    assert float(task.loss(Told(right=True), batch)) < float(task.loss(Told(right=False), batch))


def test_a_duplicate_teaches_nothing(task: RetrievalTask) -> None:
    table = task.table
    rows = table.rows("train")[:3]
    pixels = np.array(table.pixels[: rows.max() + 1])
    pixels[rows[2]] = pixels[rows[0]]
    changed = type(table)(pixels, *(getattr(table, name)[: len(pixels)] for name in (
        "present", "lats", "lons", "cells", "splits", "places", "dates")))  # fmt: skip
    task_of = object.__new__(RetrievalTask)
    task_of.table = changed
    assert task_of._repeated(rows).tolist() == [[False] * 4, [False] * 4, [True] * 4]


def test_helpers_cannot_share_a_step_nor_can_its_features_be_kept(task: RetrievalTask, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"train with one process, or share it by torchrun"):
        task.draw(0, shards_of(0, 2))
    with pytest.raises(RecipeError, match="set it false"):
        task.keep_features(tmp_path, "", print, lambda _done, _total: None)


def test_a_team_shares_a_steps_pictures_and_each_process_knows_all_labels(
    task: RetrievalTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "in_team", lambda: True)
    whole, parts = task.draw(3), [task.draw(3, shards_of(rank, 3)) for rank in range(3)]
    assert torch.equal(torch.cat([part.pictures for part in parts]), whole.pictures)
    assert all(torch.equal(part.labels, whole.labels) for part in parts)
    assert [part.first for part in parts] == [0, *np.cumsum([part.views for part in parts])[:-1]]
    assert sum(part.share for part in parts) == pytest.approx(1)
    task_of_one = object.__new__(RetrievalTask)
    task_of_one.__dict__ |= task.__dict__
    task_of_one.rounds = Rounds({(0, 0): task.rounds.dated[shown(task, 3)[0]]}, 1, 1, 1, 0)
    with pytest.raises(UsageError, match="too few for so many processes"):
        [task_of_one.draw(0, shards_of(rank, 16)) for rank in range(16)]


@pytest.mark.slow
def test_two_processes_make_the_step_of_one(
    task: RetrievalTask, retrieval_recipe: Path, dated_folder: Path, tmp_path: Path
) -> None:
    start = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    words = [TESTS / "team_gradients.py", retrieval_recipe, dated_folder, tmp_path]
    open_table(open_catalog(dated_folder), tmp_path, task.recipe.data.size)  # which the two then find
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent), "GLOO_SOCKET_IFNAME": "lo"}
    done = subprocess.run(
        [*start, *map(str, words)], capture_output=True, text=True, env=environment, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    for step in json.loads(done.stdout.strip().splitlines()[-1]):
        assert step["loss"] > 0.1
        assert 0 < step["share"] < 1
        assert step["apart"] < 1e-5
        assert step["gradient_apart"] < 1e-4


def test_a_dataset_of_single_dates_is_refused(retrieval_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    recipe = load_recipe(retrieval_recipe)
    table = open_table(open_catalog(gradient_folder), tmp_path, recipe.data.size)
    with pytest.raises(UsageError, match="fewer than two training places were pictured on two dates"):
        RetrievalTask(recipe, table, load_partition("fishnet", "usa"), torch.device("cpu"))


def test_a_stopped_run_ends_bit_equal(retrieval_recipe: Path, dated_folder: Path, tmp_path: Path) -> None:
    whole = trainer(retrieval_recipe, dated_folder, tmp_path / "whole")
    whole.run()
    trainer(retrieval_recipe, dated_folder, tmp_path / "parts").run(max_steps=whole.steps_per_epoch + 2)
    last = trainer(retrieval_recipe, dated_folder, tmp_path / "parts", resume=True)
    last.run()
    assert [entry["loss"] for entry in last.state.history] == [entry["loss"] for entry in whole.state.history]
    assert whole.state.history[-1]["val_missed"] == 1 - whole.state.history[-1]["val_recall_at_1"]
    for name, value in whole.average.state_dict().items():
        assert torch.equal(value, last.average.state_dict()[name]), name
