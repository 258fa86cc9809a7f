"""With GEOGAME_REQUIRE_ALL=1 a skipped test is a failed one, save those that need the data beside the checkout."""

import os
from collections.abc import Generator

import pytest

VARIABLE = "GEOGAME_REQUIRE_ALL"
EXEMPT = "shared"


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped where nothing may be ({VARIABLE}=1): {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    expected = hasattr(report, "wasxfail") or item.get_closest_marker(EXEMPT) is not None
    if report.skipped and not expected and os.environ.get(VARIABLE) == "1":
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and os.environ.get(VARIABLE) == "1":
        _fail(report)
    return report
