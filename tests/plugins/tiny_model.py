"""A tiny CNN/LSTM trained for seconds on the gradient world, shared by the tests about models."""

from pathlib import Path

import gradient_world
import pytest


@pytest.fixture(scope="session")
def gradient_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of the gradient world: 243 places, four views of 64x32. Not to be changed."""
    return gradient_world.build_gradient(tmp_path_factory.mktemp("catalogs") / "gradient")


@pytest.fixture(scope="session")
def tiny_recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a recipe for a tiny network."""
    path = tmp_path_factory.mktemp("recipes") / "tiny.toml"
    path.write_text(gradient_world.TINY_RECIPE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tiny_model(gradient_folder: Path, tiny_recipe: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checkpoint folder of the tiny network after training on the gradient world. Not to be changed."""
    from geogame.cli.training import run_training

    run = tmp_path_factory.mktemp("runs") / "tiny"
    result = run_training(str(tiny_recipe), gradient_folder, run, "full", False, "cpu", None)
    return Path(result["model"])
