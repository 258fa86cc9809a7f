import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from geogame.catalog import open_catalog
from geogame.cli.training import make_trainer
from geogame.errors import CheckpointError, RecipeError, RegionError
from geogame.geolocators.checkpoint import WEIGHTS_FILE, read_tensors
from geogame.training.loop import Trainer
from geogame.training.names import EARLY_FILE, LAST_FILE
from geogame.training.recipe import load_recipe

ROOT = Path(__file__).parents[2]


def trainer(recipe: Path, dataset: Path, folder: Path, resume: bool = False, seed: int | None = None) -> Trainer:
    loaded = load_recipe(recipe)
    if seed is not None:
        loaded = loaded.model_copy(update={"training": loaded.training.model_copy(update={"seed": seed})})
    return make_trainer(loaded, open_catalog(dataset), folder, resume, "cpu", None)[0]


def losses(run: Trainer) -> list[tuple[float, float]]:
    return [(entry["loss"], entry["val_mean_km"]) for entry in run.state.history]


def test_a_stopped_run_ends_bit_equal(tiny_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    whole = trainer(tiny_recipe, gradient_folder, tmp_path / "whole")
    whole.run()
    for stop in (4, whole.steps_per_epoch + 3):  # within two epochs
        part = trainer(tiny_recipe, gradient_folder, tmp_path / "parts", resume=True)
        part.run(max_steps=stop)
    last = trainer(tiny_recipe, gradient_folder, tmp_path / "parts", resume=True)
    last.run()
    assert losses(last) == losses(whole)
    for name, value in whole.average.state_dict().items():
        assert torch.equal(value, last.average.state_dict()[name]), name
    kept = [read_tensors(tmp_path / folder / EARLY_FILE)[0] for folder in ("whole", "parts")]
    assert all(torch.equal(value, kept[1][name]) for name, value in kept[0].items())


def command(recipe: Path, dataset: Path, out: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "geogame", "train", str(recipe), "--dataset", str(dataset)),
        *("--out", str(out), "--device", "cpu", "--resume", "--json"),
    ]


def start(arguments: list[str]) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )


def wait_for_epoch(out: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 120
    while not (out / "metrics.jsonl").exists() and process.poll() is None and time.monotonic() < until:
        os.sched_yield()
    assert (out / "metrics.jsonl").exists(), process.communicate()[1]


@pytest.fixture
def long_recipe(tiny_recipe: Path, tmp_path: Path) -> Path:
    path = tmp_path / "long.toml"
    path.write_text(tiny_recipe.read_text(encoding="utf-8").replace("epochs = 3", "epochs = 8"), encoding="utf-8")
    return path


def test_a_killed_training_goes_on_with_the_same_losses(
    long_recipe: Path, gradient_folder: Path, tmp_path: Path
) -> None:
    arguments = command(long_recipe, gradient_folder, tmp_path / "killed")
    process = start(arguments)
    wait_for_epoch(tmp_path / "killed", process)
    process.kill()
    process.communicate()
    output, errors = start(arguments).communicate(timeout=300)
    killed = json.loads(output)
    assert "resumed at step 0" not in errors
    straight = json.loads(
        start(command(long_recipe, gradient_folder, tmp_path / "straight")).communicate(timeout=300)[0]
    )
    assert [entry["loss"] for entry in killed["history"]] == [entry["loss"] for entry in straight["history"]]


def test_ctrl_c_leaves_with_130_and_keeps_the_state(long_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    process = start(command(long_recipe, gradient_folder, tmp_path / "run"))
    wait_for_epoch(tmp_path / "run", process)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130, errors
    assert "with --resume goes on" in errors
    assert (tmp_path / "run" / LAST_FILE).is_file()


def test_another_recipe_cannot_take_over_a_run(tiny_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    trainer(tiny_recipe, gradient_folder, tmp_path / "run").run(max_steps=1)
    with pytest.raises(CheckpointError, match="another recipe"):
        trainer(tiny_recipe, gradient_folder, tmp_path / "run", resume=True, seed=8)


def test_a_damaged_state_is_named(tiny_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    trainer(tiny_recipe, gradient_folder, tmp_path / "run").run(max_steps=1)
    path = tmp_path / "run" / LAST_FILE
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(CheckpointError, match=LAST_FILE):
        trainer(tiny_recipe, gradient_folder, tmp_path / "run", resume=True)


def test_a_time_budget_ends_the_run(tiny_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    recipe = load_recipe(tiny_recipe)
    run, _ = make_trainer(recipe, open_catalog(gradient_folder), tmp_path / "run", False, "cpu", 0.02)
    run.run()
    assert run.state.elapsed_s >= 1.2
    assert run.state.history[-1]["learning_rate"] < recipe.training.learning_rate / 100


def test_the_learning_rate_warms_up_and_ends_low(tiny_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    run = trainer(tiny_recipe, gradient_folder, tmp_path / "run")
    options = run.recipe.training
    rates = [run.learning_rate(progress / 100) for progress in range(101)]
    assert max(rates) == pytest.approx(options.learning_rate)
    assert rates.index(max(rates)) == 5
    assert rates[-1] == pytest.approx(options.final_learning_rate)


def test_a_recipe_for_another_region_is_refused(tiny_recipe: Path, gradient_folder: Path, tmp_path: Path) -> None:
    recipe = load_recipe(tiny_recipe)
    for region, error, said in (
        ("india", RecipeError, r"for region india, but dataset .* is of usa"),
        ("atlantis", RegionError, r"there is no region 'atlantis'; choose one of"),
    ):
        other = recipe.model_copy(update={"data": recipe.data.model_copy(update={"region": region})})
        with pytest.raises(error, match=said):
            make_trainer(other, open_catalog(gradient_folder), tmp_path / "run", False, "cpu", None)


def test_a_recipe_can_name_the_model_to_begin_with(
    tiny_recipe: Path, tiny_model: Path, gradient_folder: Path, tmp_path: Path
) -> None:
    recipe = load_recipe(tiny_recipe)
    training = recipe.training.model_copy(update={"init": str(tiny_model)})
    named = make_trainer(
        recipe.model_copy(update={"training": training}),
        open_catalog(gradient_folder),
        tmp_path / "run",
        False,
        "cpu",
        None,
    )[0]
    given = read_tensors(tiny_model / WEIGHTS_FILE)[0]["cell_head.weight"]
    assert torch.equal(named.network.cell_head.weight, given.float())
