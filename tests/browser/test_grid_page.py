"""The grid page in a real browser: keys and clicks choose a cell, and the download is what the command line writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_models import CHOSEN, changed, folder_with, recorded

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from browser.map_driver import MapDriver
from playwright.sync_api import expect

from geogame.cli import main
from geogame.ui.grid import words
from geogame.ui.words import CELL_LABEL


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, built_folder: Path) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    folder_with(folder / "models" / "near", changed(recorded(), 200.0))
    with serving_app(folder, datasets=built_folder, models=folder / "models") as served:
        yield served


def test_a_cell_is_chosen_by_key_and_by_click_and_the_cells_are_downloaded(app: App, open_page, tmp_path: Path) -> None:
    page = open_page(app.address, size=(1280, 900))
    page.get_by_role("link", name="Grid").click()
    game_map = MapDriver(page)
    game_map.wait("m.stage.cells?.colours")
    field = page.get_by_role("spinbutton", name=CELL_LABEL)
    field.fill(CHOSEN)
    field.press("Enter")
    expect(page.get_by_role("heading", name=f"Cell {CHOSEN}")).to_be_visible()
    game_map.wait(f"m.data.paint.chosen === {CHOSEN} && m.result.items.length > 0")
    other = 100
    x, y = game_map.ask(f"m.stage.viewport().project([{', '.join(str(each) for each in _inside(other))}])")
    box = game_map.box
    page.mouse.move(box["x"] + x, box["y"] + y)
    expect(page.locator(".where .state")).to_have_text(f"Cell {other}")
    expect(page.locator(".where .degrees")).to_contain_text("km²")
    page.mouse.click(box["x"] + x, box["y"] + y)
    expect(page.get_by_role("heading", name=f"Cell {other}")).to_be_visible()
    expect(field).to_have_value(str(other))
    with page.expect_download() as started:
        page.get_by_role("button", name=words.EXPORT).click()
    written = tmp_path / "cells.geojson"
    assert main(["grid", "usa", "--geojson", str(written)]) == 0
    assert Path(started.value.path()).read_bytes() == written.read_bytes()
    assert len(json.loads(written.read_text())["features"]) == 243
    assert app.left_the_machine == []


def _inside(cell: int) -> tuple[float, float]:
    from geogame.partitions import load_partition

    lat, lon = load_partition("fishnet", "usa").anchor(cell)
    return lon, lat
