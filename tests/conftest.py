"""Fixtures that many test modules share."""

import shutil
import signal
from pathlib import Path

import pytest
import stand_in

from geogame.catalog import Catalog, open_catalog

pytest_plugins = [
    "plugins.one_thread",
    "plugins.require_all",
    "plugins.soak",
    "plugins.tiny_model",
    "plugins.tiny_published",
    "plugins.tiny_retrieval",
    "plugins.postgresql",
]

# A shell that runs the tests in the background has them ignore Ctrl-C, and all that they start with them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished catalog of the stand-in world: 24 places, four views of 64x32. Not to be changed."""
    folder = tmp_path_factory.mktemp("catalogs") / "built"
    stand_in.build_stand_in(folder)
    return folder


@pytest.fixture(scope="session")
def built_catalog(built_folder: Path) -> Catalog:
    """The same, opened."""
    return open_catalog(built_folder)


@pytest.fixture
def own_folder(built_folder: Path, tmp_path: Path) -> Path:
    """A copy of the finished catalog that a test may damage."""
    return Path(shutil.copytree(built_folder, tmp_path / "own"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the development data beside the checkout; the test is skipped where there is none."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the development data in {folder}")
    return folder
