"""A tiny retrieval network trained for seconds on the dated town, shared by the tests about finding places again."""

from pathlib import Path

import dated_world
import pytest


@pytest.fixture(scope="session")
def dated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of the dated town: 40 places on three or four dates, four views of 64x32. Not to be changed."""
    return dated_world.build_dated(tmp_path_factory.mktemp("catalogs") / "dated")


@pytest.fixture(scope="session")
def retrieval_recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a recipe for a tiny retrieval network."""
    path = tmp_path_factory.mktemp("recipes") / "tiny-retrieval.toml"
    path.write_text(dated_world.TINY_RECIPE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def retrieval_model(dated_folder: Path, retrieval_recipe: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checkpoint folder of the tiny network after training on the dated town. Not to be changed."""
    from geogame.cli.training import run_training

    run = tmp_path_factory.mktemp("runs") / "tiny-retrieval"
    result = run_training(str(retrieval_recipe), dated_folder, run, "full", False, "cpu", None)
    assert result is not None
    return Path(result["model"])
