"""The grid page through Streamlit's own test runner, with a small dataset and a recorded evaluation of it."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from made_models import CHOSEN, NEXT_DOOR, changed, folder_with, recorded
from streamlit.testing.v1 import AppTest

from geogame.catalog import Catalog
from geogame.evaluation.answers import write_answers
from geogame.ui.grid import words
from geogame.ui.words import CELL_LABEL, CELL_TITLE

APP = str(Path(__file__).parents[3] / "streamlit_app.py")
TIMEOUT_S = 120
CELL = int(CHOSEN)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory, built_catalog: Catalog) -> Path:
    folder = tmp_path_factory.mktemp("models")
    info = built_catalog.info
    report = changed(recorded(), 200.0, name=info.name, build_id=info.build_id, split="all")
    report["classification"]["confusion"] = [[CELL, NEXT_DOOR, 3]]
    own = folder_with(folder / "near", report)
    first = built_catalog.ids[0]
    rows = [(first, 40.0, -98.0, 1234.0, CELL, NEXT_DOOR, 0.5), ("elsewhere", 40.0, -98.0, 9.0, CELL + 1, 3, 0.5)]
    columns = ["id", "lat", "lon", "error_km", "cell", "answered", "belief"]
    write_answers(own, report, pd.DataFrame(rows, columns=columns))
    return folder


@pytest.fixture
def opened(models: Path, built_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("GEOGAME_MODELS", str(models))
    return open_page(built_folder, tmp_path, monkeypatch)


def open_page(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("GEOGAME_DATASETS", str(dataset))
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("GEOGAME_REGIONS", str(tmp_path / "regions"))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/grid.py").run()
    assert not page.exception
    assert not page.error
    return page


def said(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.error, page.subheader)
    html = "\n".join(element.proto.body for element in page.get("html"))
    return "\n".join(element.value for kind in kinds for element in kind) + html


def map_told(page: AppTest) -> dict:
    protos = (element.proto for element in page.get("bidi_component"))
    return next(json.loads(proto.json) for proto in protos if proto.component_name == "geogame_map")


def cell_field(page: AppTest):
    return next(field for field in page.number_input if field.label == CELL_LABEL)


def test_the_page_says_what_there_is_and_paints_every_cell(opened: AppTest) -> None:
    assert "Mainland USA in 243 cells of " in said(opened)
    assert "24 places of stand-in in " in said(opened)
    told = map_told(opened)
    assert len(told["cells"]["features"]) == len(told["paint"]["colours"]) == 243
    assert sum(colour is not None for colour in told["paint"]["colours"]) > 1


def test_a_cell_chosen_by_number_or_click_is_told_with_pictures_and_mistakes(
    opened: AppTest, built_catalog: Catalog
) -> None:
    cell_field(opened).set_value(CELL).run()
    assert not opened.exception
    assert CELL_TITLE.format(cell=CELL) in said(opened)
    assert "km² · " in said(opened)
    assert NEXT_DOOR in list(opened.dataframe[0].value["answered"])
    assert words.hard(1234.0, NEXT_DOOR, "km") in said(opened)
    assert said(opened).count("<figure><img alt=") == 2, "the one place of the cell, and again as answered worst"
    assert map_told(opened)["paint"]["chosen"] == CELL
    own = int(built_catalog.locations["cell"].iloc[0])
    opened.session_state["gg_grid_map_usa"] = {"cell": {"cell": own, "nonce": "a"}}
    opened.run()
    assert cell_field(opened).value == own
    assert "<figure><img alt=" in said(opened)


def test_cells_change_at_once_and_a_model_of_other_cells_is_not_offered(opened: AppTest) -> None:
    assert "Model" in [box.label for box in opened.selectbox]
    opened.selectbox(key="gg_grid_kind_usa").set_value("rectangles").run()
    opened.number_input(key="gg_grid_columns").set_value(3).run()
    opened.number_input(key="gg_grid_rows").set_value(2).run()
    assert not opened.exception
    assert len(map_told(opened)["cells"]["features"]) == 6
    assert words.NO_MODEL in said(opened)
    assert "--partition fishnet:3x2 --geojson" in opened.code[0].value
    opened.selectbox(key="gg_grid_kind_usa").set_value("adaptive").run()
    opened.number_input(key="gg_grid_at_most").set_value(4).run()
    assert not opened.exception
    assert "partition add NAME --dataset" in opened.code[0].value


def test_a_region_without_a_dataset_still_shows_its_cells(opened: AppTest) -> None:
    opened.selectbox(key="gg_grid_region").set_value("india").run()
    opened.selectbox(key="gg_grid_kind_india").set_value("tenths").run()
    assert not opened.exception
    assert "India in 58 cells" in said(opened)
    assert words.OUTLINES in said(opened)
    opened.selectbox(key="gg_grid_region").set_value("cities").run()
    assert not opened.exception
    assert opened.selectbox(key="gg_grid_kind_cities").value == "places", "not what the last region was cut into"
    opened.selectbox(key="gg_grid_region").set_value("usa").run()
    assert not opened.exception
    assert "24 places of stand-in in " in said(opened), "though the last region had no dataset"


def test_restricted_pictures_are_never_shown(own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = own_folder / "catalog.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"restricted": "the terms bar it"}))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "none"))
    page = open_page(own_folder, tmp_path, monkeypatch)
    cell = int(pd.read_parquet(own_folder / "locations.parquet")["cell"].iloc[0])
    cell_field(page).set_value(cell).run()
    assert not page.exception
    assert words.NOT_SHOWN.format(why="the terms bar it") in said(page)
    assert "<img" not in said(page)


def test_a_damaged_dataset_is_explained(own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(own_folder / "images")
    (own_folder / "views.parquet").write_bytes(b"no table")
    monkeypatch.setenv("GEOGAME_DATASETS", str(own_folder))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/grid.py").run()
    assert not page.exception
    assert "views.parquet is damaged" in page.error[0].value
