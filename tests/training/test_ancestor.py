from dataclasses import replace
from pathlib import Path

import gradient_world
import pytest
import torch

from geogame.catalog import open_catalog
from geogame.cli.training import make_trainer
from geogame.errors import CheckpointError
from geogame.evaluation.card import write_card
from geogame.geolocators.checkpoint import read_tensors
from geogame.partitions import Partition, load_partition
from geogame.training.export import export
from geogame.training.loop import Trainer
from geogame.training.recipe import load_recipe


def trainer(recipe: Path, dataset: Path, folder: Path, init: Path | None = None, resume: bool = False) -> Trainer:
    loaded = load_recipe(recipe)
    return make_trainer(loaded, open_catalog(dataset), folder, resume, "cpu", None, str(init) if init else None)[0]


@pytest.fixture
def ancestor(tiny_recipe: Path, gradient_folder: Path, tmp_path: Path) -> Path:
    first = trainer(tiny_recipe, gradient_folder, tmp_path / "first")
    first.run()
    catalog = open_catalog(gradient_folder)
    folder = tmp_path / "first" / "model"
    export(first, catalog, load_partition_of(first), tiny_recipe, folder)
    return folder


def load_partition_of(run: Trainer) -> Partition:
    return load_partition(run.recipe.data.partition, run.recipe.data.region)


def test_a_run_begins_where_its_ancestor_ended_and_says_so(
    ancestor: Path, tiny_recipe: Path, gradient_folder: Path, tmp_path: Path
) -> None:
    second = trainer(tiny_recipe, gradient_folder, tmp_path / "second", ancestor)
    stored, _ = read_tensors(ancestor / "model.safetensors")
    for name, value in [*second.network.state_dict().items(), *second.average.state_dict().items()]:
        assert torch.equal(value, stored[name].to(value.dtype)), name
    second.run()
    folder = tmp_path / "second" / "model"
    export(second, open_catalog(gradient_folder), load_partition_of(second), tiny_recipe, folder)
    write_card(folder)
    assert "Began with the weights of `model`" in (folder / "README.md").read_text("utf-8")


def test_resuming_needs_the_same_ancestor(
    ancestor: Path, tiny_recipe: Path, gradient_folder: Path, tmp_path: Path
) -> None:
    begun = trainer(tiny_recipe, gradient_folder, tmp_path / "run", ancestor)
    begun.run(max_steps=2)
    resumed = trainer(tiny_recipe, gradient_folder, tmp_path / "run", ancestor, resume=True)
    for name, value in begun.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name
    with pytest.raises(CheckpointError, match="another recipe, dataset or profile"):
        trainer(tiny_recipe, gradient_folder, tmp_path / "run", resume=True)


def test_an_ancestor_that_saw_held_out_places_is_refused(ancestor: Path, tiny_recipe: Path, tmp_path: Path) -> None:
    same_places_other_splits = replace(gradient_world.OPTIONS, splits=(("train", 0.3), ("val", 0.3), ("test", 0.4)))
    other = gradient_world.build_gradient(tmp_path / "other", same_places_other_splits)
    with pytest.raises(CheckpointError, match="holds out for validation or test"):
        trainer(tiny_recipe, other, tmp_path / "run", ancestor)


def test_a_backbone_of_a_model_that_saw_held_out_places_is_refused(
    ancestor: Path, tiny_recipe: Path, gradient_folder: Path, tmp_path: Path
) -> None:
    borrowing = tmp_path / "borrowing.toml"
    text = tiny_recipe.read_text("utf-8").replace("[geolocator]", f'[geolocator]\nweights = "model:{ancestor}"')
    borrowing.write_text(text, "utf-8")
    second = trainer(borrowing, gradient_folder, tmp_path / "second")
    assert second.lender is not None
    assert second.lender.note.dataset_build_ids == [open_catalog(gradient_folder).info.build_id]
    same_places_other_splits = replace(gradient_world.OPTIONS, splits=(("train", 0.3), ("val", 0.3), ("test", 0.4)))
    other = gradient_world.build_gradient(tmp_path / "other", same_places_other_splits)
    with pytest.raises(CheckpointError, match="holds out for validation or test"):
        trainer(borrowing, other, tmp_path / "third")
