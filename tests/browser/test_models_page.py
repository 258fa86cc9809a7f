"""The models page in a real browser: charts are drawn, a click on a cell opens it, and nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_models import CHOSEN, changed, folder_with, recorded

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from browser.map_driver import MapDriver
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    folder_with(folder / "models" / "near", changed(recorded(), 200.0))
    folder_with(folder / "models" / "far", changed(recorded(), 400.0))
    with serving_app(folder, datasets=folder / "none", models=folder / "models") as served:
        yield served


def test_a_click_on_the_map_opens_a_cell_and_the_pointer_names_it(app: App, open_page) -> None:
    page = open_page(app.address, size=(1280, 800))
    page.get_by_role("link", name="Models").click()
    expect(page.get_by_text("near is off by 200 km on average")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg")).to_have_count(5)
    page.get_by_role("radio", name="By cell").or_(page.get_by_role("button", name="By cell")).first.click()
    game_map = MapDriver(page)
    game_map.wait("m.stage.cells?.colours")
    x, y = game_map.ask(f"m.stage.viewport().project(m.data.cells.features[{CHOSEN}].geometry.coordinates[0][0])")
    box = game_map.box
    at = (box["x"] + x + 6, box["y"] + y + 6)
    inside = next(
        point
        for point in [at, (at[0], at[1] - 12), (at[0] - 12, at[1]), (at[0] - 12, at[1] - 12)]
        if game_map.ask(f"m.stage.cellAt([{point[0] - box['x']}, {point[1] - box['y']}])") == int(CHOSEN)
    )
    page.mouse.move(*inside)
    expect(page.locator(".where .state")).to_have_text(f"Cell {CHOSEN}")
    expect(page.locator(".where .degrees")).to_contain_text("in the right cell")
    page.mouse.click(*inside)
    expect(page.get_by_role("heading", name=f"Cell {CHOSEN}")).to_be_visible()
    game_map.wait(f"m.data.paint.chosen === {CHOSEN} && m.result.items.length > 0")
    expect(page.locator(".overlay .mark.truth")).to_have_count(1)
    expect(page.locator(".overlay .mark.model")).to_have_count(2)
    assert app.left_the_machine == []
