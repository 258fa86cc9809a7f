"""A run keeps what its network was after the first tenth, and the checkpoint carries it as an apprentice."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from made_task import made_recipe, made_trainer

from geogame.catalog import open_catalog
from geogame.errors import CheckpointError, UsageError
from geogame.geolocators import load_apprentice, load_geolocator
from geogame.geolocators.checkpoint import APPRENTICE, APPRENTICE_FILE, NOTE_FILE, read_note, read_tensors
from geogame.geolocators.eightbit import restore
from geogame.training.names import BEST_FILE, EARLY_FILE


def test_the_best_of_the_first_tenth_is_kept_and_no_later_weights(tmp_path: Path) -> None:
    run = made_trainer(made_recipe(training={"epochs": 11}), tmp_path)
    run.run(max_steps=run.steps_per_epoch)
    assert not (tmp_path / EARLY_FILE).exists()
    run.run(max_steps=2 * run.steps_per_epoch)
    best = read_tensors(tmp_path / BEST_FILE)[0]
    run.run(max_steps=4 * run.steps_per_epoch)
    kept = read_tensors(tmp_path / EARLY_FILE)[0]
    assert all(torch.equal(value, best[name]) for name, value in kept.items())
    assert run.state.early == min(run.state.history[:2], key=lambda entry: entry["val_mean_km"])
    assert run.state.best_score is not None
    assert run.state.best_score < run.state.early["val_mean_km"]


def test_a_run_of_one_epoch_has_none(tmp_path: Path) -> None:
    run = made_trainer(made_recipe(training={"epochs": 1}), tmp_path)
    run.run()
    assert run.state.early is None
    assert not (tmp_path / EARLY_FILE).exists()


def test_a_checkpoint_carries_an_apprentice_that_answers_by_itself(tiny_model: Path, gradient_folder: Path) -> None:
    model, apprentice = load_geolocator(tiny_model, "cpu"), load_apprentice(tiny_model, "cpu")
    about = read_note(tiny_model).extra[APPRENTICE]
    assert (about["epoch"], about["epochs"], about["init"]) == (1, 3, None)
    assert (tiny_model / APPRENTICE_FILE).stat().st_size < 0.75 * (tiny_model / "model.safetensors").stat().st_size
    assert apprentice.name == f"{tiny_model.parent.name}/model, apprentice"
    early = read_tensors(tiny_model.parent / EARLY_FILE)[0]
    small = restore(read_tensors(tiny_model / APPRENTICE_FILE)[0], tiny_model)
    for name, value in apprentice.network.state_dict().items():
        assert torch.equal(value, small[name].to(value.dtype)), name
        reach = early[name].abs().amax() if value.numel() else torch.tensor(0)
        assert (value - early[name]).abs().amax() <= reach / 100, name
    catalog = open_catalog(gradient_folder)
    views = catalog.views_of(catalog.ids[0])
    asked = [catalog.read(view) for view in views], [view.heading_deg for view in views]
    answers = [each.predict(*asked) for each in (model, apprentice)]
    assert not np.allclose(answers[0].probabilities, answers[1].probabilities)
    with pytest.raises(UsageError, match="no embedding"):
        apprentice.embed(apprentice.run(*(part[None] for part in apprentice.arrange(*asked))))


def test_a_model_without_one_says_so(tiny_model: Path, tmp_path: Path) -> None:
    raw = json.loads((tiny_model / NOTE_FILE).read_text("utf-8"))
    del raw["extra"][APPRENTICE]
    (tmp_path / NOTE_FILE).write_text(json.dumps(raw), "utf-8")
    with pytest.raises(CheckpointError, match="has no apprentice; choose the model itself"):
        load_apprentice(tmp_path)
