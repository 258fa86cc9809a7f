"""No test writes into the games that the user of this machine keeps: each session has a database of its own."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOGAME_DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('store') / 'games.sqlite'}")
        yield
