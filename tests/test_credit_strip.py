"""The India system's lesson: a network that reads the photographers' names looks clever until somebody hides them."""

from dataclasses import dataclass
from pathlib import Path

import credit_world
import numpy as np
import pytest

from geogame.catalog import Catalog
from geogame.cli.training import make_trainer
from geogame.evaluation.leaks import ModelAudit, audit_with_model
from geogame.evaluation.report import evaluate
from geogame.explain import explain
from geogame.geolocators.checkpoint import read_index
from geogame.geolocators.trained import NetworkGeolocator
from geogame.training.export import export
from geogame.training.recipe import load_recipe

CHANCE = 1 / len(credit_world.CELLS)
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Trained:
    """A tiny network and the catalog it learnt from."""

    geolocator: NetworkGeolocator
    catalog: Catalog
    folder: Path

    def top1(self) -> float:
        return float(evaluate(self.geolocator, read_index(self.folder), self.catalog, "test")["model"]["top1"])

    def audit(self) -> ModelAudit:
        return audit_with_model(self.geolocator, self.catalog, lambda *_: None)

    def hottest_at_the_bottom(self) -> float:
        """Share of the test pictures whose lowest quarter (a row of the network's maps) is hotter than any other."""
        found = []
        for name in self.catalog.select("test").ids:
            pictures = [self.catalog.read(view) for view in self.catalog.views_of(name)]
            heat = explain(self.geolocator, pictures, [0.0], cell=self.catalog.location(name).cell).heat.maps[0]
            rows = heat.reshape(4, -1).sum(1)
            found.append(rows[3] > rows[:3].max())
        return float(np.mean(found))


def train(folder: Path, catalog: Catalog, crop: str = "") -> Trained:
    recipe_file = folder / "signed.toml"
    recipe_file.parent.mkdir(parents=True, exist_ok=True)
    recipe_file.write_text(credit_world.RECIPE.format(crop=crop), encoding="utf-8")
    trainer, partition = make_trainer(load_recipe(recipe_file), catalog, folder / "run", False, "cpu", None)
    trainer.run()
    export(trainer, catalog, partition, recipe_file, folder / "model")
    return Trained(NetworkGeolocator.load(folder / "model", "cpu"), catalog, folder / "model")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Learnt from signed pictures, seen whole."""
    folder = tmp_path_factory.mktemp("reader")
    return train(folder, credit_world.build_credits(folder / "catalog", signed=True))


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Learnt from the same pictures without signatures."""
    folder = tmp_path_factory.mktemp("honest")
    return train(folder, credit_world.build_credits(folder / "catalog", signed=False))


@pytest.fixture(scope="module")
def cropped(reader: Trained, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Learnt from the signed pictures, with the recipe's crop."""
    return train(tmp_path_factory.mktemp("cropped"), reader.catalog, "crop = [0.0, 0.0, 1.0, 0.9]")


def test_signatures_make_accuracy_jump(reader: Trained, honest: Trained) -> None:
    assert reader.top1() > 0.9
    assert CHANCE < honest.top1() < 0.7


def test_the_audit_flags_the_strip(reader: Trained, honest: Trained) -> None:
    found = reader.audit()
    assert found.strips.leaks
    assert found.strips.hidden_top1[-1] < found.strips.top1 - 0.3
    assert min(found.strips.hidden_top1[:-1]) > 0.8, "no other tenth tells anything"
    assert "crop it off" in found.leaks[-1]
    assert not honest.audit().strips.leaks


def test_grad_cam_lights_the_strip(reader: Trained, honest: Trained) -> None:
    assert reader.hottest_at_the_bottom() > 0.8
    assert honest.hottest_at_the_bottom() < 0.4


def test_the_recipes_crop_removes_it(cropped: Trained, honest: Trained) -> None:
    assert cropped.geolocator.crop == (0.0, 0.0, 1.0, 0.9)
    assert CHANCE < cropped.top1() < honest.top1() + 0.15
    assert not cropped.audit().strips.leaks
