"""Long randomised tests (tests/soak): run only with ``--soak HOW_MUCH``, from a seed that is printed.

Tests marked ``whole_soak`` have no shorter form, and run from ``--soak 1`` upwards.
"""

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


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "whole_soak: has no shorter form; runs in a soak of full length alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    share = config.getoption("--soak")
    left_out = [
        item
        for item in items
        if (not share and FOLDER in item.path.parents) or (share < 1 and item.get_closest_marker("whole_soak"))
    ]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def soak_rounds(request: pytest.FixtureRequest):
    """A function that scales a number of rounds: ``soak_rounds(1000)`` is 100 in a tenth of a soak."""
    share = request.config.getoption("--soak")
    return lambda rounds: max(1, round(rounds * share))


@pytest.fixture
def soak_seed(request: pytest.FixtureRequest) -> int:
    """The seed of this soak."""
    return request.config.getoption("--soak-seed")
