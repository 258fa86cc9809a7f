"""The training page in a real browser: a refresh moves nothing, and a training begun there outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from browser.started import PATIENCE_S, ROOT
from playwright.sync_api import expect

from geogame.training.runs import list_runs, stop
from geogame.training.status import STATUS_FILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIVE_RUN = ROOT / "tests" / "live_run.py"
INTERRUPTED = 130
STEP = '.gg-figures div:has(dt:text-is("Step")) dd'
STEP_CHANGES = """before => [...document.querySelectorAll('.gg-figures div')]
    .some(one => one.firstChild.textContent === 'Step' && one.lastChild.textContent !== before)"""
WHERE = """() => ({
    focus: document.activeElement.getAttribute('aria-label'),
    scrolled: document.querySelector('.stMain').scrollTop,
    smoothing: document.querySelector('.st-key-gg_smoothing').getBoundingClientRect().top,
    name: document.querySelector('input[aria-label="Name of the run"]').value,
    charts: document.querySelectorAll('[data-testid=stVegaLiteChart]').length,
})"""


def at_rest(page: Page) -> dict[str, object]:
    """Tell where things are once they have stopped moving: drawing charts and reaching a field scroll for a while."""
    found = page.evaluate(WHERE)
    for _ in range(100):
        page.wait_for_timeout(300)
        found, earlier = page.evaluate(WHERE), found
        if found == earlier:
            return found
    pytest.fail(f"the page never came to rest: {found}")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, gradient_folder: Path, runs: Path) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    with serving_app(folder, datasets=gradient_folder, models=folder / "none", runs=runs) as served:
        yield served


@pytest.fixture
def live(runs: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run that goes on, ten steps a second."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, LIVE_RUN, runs / "live", "10"], env=environment) as process:
        end = time.monotonic() + PATIENCE_S
        while not (runs / "live" / STATUS_FILE).exists():
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        yield process
        process.terminate()


def training_page(page: Page, run: str) -> None:
    """Go to the page and wait until it tells of a run."""
    page.get_by_role("link", name="Training").click()
    page.locator(f".gg-standing[data-run={run}]").wait_for()


def renewed(page: Page) -> None:
    """Wait until the page shows another step than now."""
    page.wait_for_function(STEP_CHANGES, arg=page.locator(STEP).inner_text())


def test_a_refresh_moves_nothing_and_the_run_is_stopped_from_the_page(
    app: App, live: subprocess.Popen[bytes], open_page
) -> None:
    page = open_page(app.address, size=(1280, 900))
    training_page(page, "live")
    slider = page.get_by_role("slider", name="Smoothing")
    slider.press("ArrowLeft")
    expect(slider).to_have_value("0.59")
    page.get_by_text("Begin a training").click()
    name = page.get_by_role("textbox", name="Name of the run")
    name.fill("not yet sen")
    page.locator("[data-testid=stVegaLiteChart] .marks").nth(1).wait_for()
    at_rest(page)
    name.press("End")  # charts drawn above have moved it: a key brings it back into sight
    name.scroll_into_view_if_needed()
    before = at_rest(page)
    assert (before["focus"], before["charts"]) == ("Name of the run", 2)
    for letter in ("t", " now"):
        renewed(page)
        name.press_sequentially(letter)
    assert at_rest(page) == before | {"name": "not yet sent now"}
    expect(slider).to_have_value("0.59")
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Yes, stop it").click()
    expect(page.locator(".gg-standing")).to_contain_text("live was stopped at step")
    assert live.wait(PATIENCE_S) == INTERRUPTED


def test_a_training_begun_on_the_page_goes_on_without_it(app: App, runs: Path, tiny_recipe: Path, open_page) -> None:
    page = open_page(app.address)
    page.get_by_role("link", name="Training").click()
    offer = page.locator("details", has_text="Begin a training")
    offer.wait_for()
    if offer.get_attribute("open") is None:  # it is open where there is no run yet
        page.get_by_text("Begin a training").click()
    recipe = page.get_by_role("combobox", name="Recipe")
    recipe.fill(str(tiny_recipe))
    recipe.press("Enter")
    page.get_by_text("A tiny network for tests").wait_for()
    expect(page.get_by_role("textbox", name="Name of the run")).to_have_value("tiny")
    page.get_by_role("radio", name="the processor").click()
    begin = page.get_by_role("button", name="Begin", exact=True)
    expect(begin).to_be_enabled()
    begin.click()
    page.locator(".gg-standing[data-run=tiny]").wait_for()
    page.close()
    again = open_page(app.address)
    training_page(again, "tiny")
    expect(again.locator(".gg-standing")).to_contain_text("Best validated mean distance")
    entry = next(entry for entry in list_runs(runs, []) if entry.name == "tiny")
    if entry.live:  # what it goes on with is told elsewhere
        stop(entry)
    assert app.left_the_machine == []
