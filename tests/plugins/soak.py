"""Long randomised tests (tests/soak): run only with ``--soak HOW_MUCH``, from a seed that is printed."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "soak"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("soak")
    group.addoption("--soak", type=float, default=0.0, help="run the soak tests, 1.0 of their full length")
    group.addoption("--soak-seed", type=int, default=1, help="seed of the soak tests")


def pytest_report_header(config: pytest.Config) -> str | None:
    if not config.getoption("--soak"):
        return None
    return f"soak: {config.getoption('--soak'):g} of full length, --soak-seed {config.getoption('--soak-seed')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):
        return
    soak = [item for item in items if FOLDER in item.path.parents]
    if soak:
        items[:] = [item for item in items if item not in soak]
        config.hook.pytest_deselected(items=soak)


@pytest.fixture
def soak_rounds(request: pytest.FixtureRequest):
    """A function that scales a number of rounds: ``soak_rounds(1000)`` is 100 in a tenth of a soak."""
    share = request.config.getoption("--soak")
    return lambda rounds: max(1, round(rounds * share))


@pytest.fixture
def soak_seed(request: pytest.FixtureRequest) -> int:
    """The seed of this soak."""
    return request.config.getoption("--soak-seed")
