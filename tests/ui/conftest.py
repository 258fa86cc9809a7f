"""Places to play on and a store of games of their own, for tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_in

from geogame.game.store import SqlStore
from geogame.game.store.database import VARIABLE, database_url
from geogame.ui.play import keep


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve held-out places of the stand-in world. Not to be changed."""
    folder = tmp_path_factory.mktemp("played") / "places"
    stand_in.build_stand_in(folder, limit=12, splits=(("test", 1.0),))
    return folder


@pytest.fixture
def store(places: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    """The store that the app of this test uses; it plays on `places`, against baselines."""
    monkeypatch.setenv("GEOGAME_DATASETS", str(places))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "none"))
    url = f"sqlite:///{tmp_path / 'games.sqlite'}"
    monkeypatch.setenv(VARIABLE, url)
    keep.store.clear()
    yield SqlStore(database_url({VARIABLE: url}))
    keep.store.clear()
