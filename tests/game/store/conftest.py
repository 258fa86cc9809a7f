"""The same store in both kinds of database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geogame.game.store import SqlStore
from geogame.game.store.database import VARIABLE, database_url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'games.sqlite'}"
    make: Callable[[], str] = request.getfixturevalue("postgresql")
    return make()


@pytest.fixture
def opened(url: str) -> Iterator[Callable[[], SqlStore]]:
    """A function that opens one more store of that database, as another server would."""
    stores: list[SqlStore] = []

    def open_one() -> SqlStore:
        stores.append(SqlStore(database_url({VARIABLE: url})))
        return stores[-1]

    yield open_one
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Callable[[], SqlStore]) -> SqlStore:
    """A store of that database."""
    return opened()
