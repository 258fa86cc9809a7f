"""The services on loopback, and what an undisturbed collection from each gives."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from servers.collecting import SERVERS, collected, content
from servers.loopback import Loopback
from servers.toy import offers


@pytest.fixture(scope="session")
def running() -> Iterator[dict[str, Loopback]]:
    """Every service, running."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(make(offers()).running()) for name, make in SERVERS.items()}


@pytest.fixture
def service(running: dict[str, Loopback]) -> Callable[[str], Loopback]:
    """One service, well-behaved and with an empty log."""

    def fresh(name: str) -> Loopback:
        server = running[name]
        server.faults, server.log = [], []
        return server

    return fresh


@pytest.fixture(scope="session")
def undisturbed(
    running: dict[str, Loopback], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, bytes]]:
    """What an undisturbed collection gives, collected once."""
    kept: dict[str, dict[str, bytes]] = {}

    def of(name: str) -> dict[str, bytes]:
        if name not in kept:
            out: Path = tmp_path_factory.mktemp(name) / "out"
            running[name].faults = []
            collected(name, running[name].url, out)
            kept[name] = content(out)
        return kept[name]

    return of
