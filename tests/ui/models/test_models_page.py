"""The models page through Streamlit's own test runner, with recorded evaluations and no network ever loaded."""

import json
import socket
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from made_models import CHOSEN, NEXT_DOOR, changed, finding_again, folder_with, recorded
from streamlit.testing.v1 import AppTest

from geogame.training.status import Status, write_status
from geogame.ui.jobs import ORDER_FILE
from geogame.ui.models import jobs, words
from geogame.ui.play.installed import build_command, train_command
from geogame.ui.words import CELL_TITLE, DISMISS

APP = str(Path(__file__).parents[3] / "streamlit_app.py")
TIMEOUT_S = 120


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    folder_with(
        folder / "near", changed(recorded(), 200.0), changed(recorded(), 300.0, source="mapillary", name="roads")
    )
    folder_with(folder / "far", changed(recorded(), 400.0))
    return folder


@pytest.fixture
def opened(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("GEOGAME_MODELS", str(models))
    return open_page(tmp_path, monkeypatch)


def open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path / "runs"))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/models.py").run()
    assert not page.exception
    return page


def section(page: AppTest, name: str) -> AppTest:
    page.segmented_control(key="gg_models_section").set_value(name).run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.info, page.warning, page.error, page.success, page.subheader)
    html = "\n".join(element.proto.body for element in page.get("html"))
    return "\n".join(element.value for kind in kinds for element in kind) + html


def map_told(page: AppTest) -> dict:
    protos = (element.proto for element in page.get("bidi_component"))
    return next(json.loads(proto.json) for proto in protos if proto.component_name == "geogame_map")


def test_the_answer_comes_first_and_photographs_stay_apart(opened: AppTest) -> None:
    assert "near is off by 200 km on average" in said(opened)
    assert list(opened.dataframe[0].value[""][:2]) == ["true cell's centre", "near"]
    assert "far" in list(opened.dataframe[0].value[""])
    rendered, photographs = opened.selectbox(key="gg_models_places").options
    assert rendered.endswith("rendered views")
    assert photographs.endswith("photographs, mapillary")
    opened.selectbox(key="gg_models_places").set_value(photographs).run()
    assert "near is off by 300 km" in said(opened)
    assert "far" not in list(opened.dataframe[0].value[""])
    opened.segmented_control(key="gg_models_unit").set_value("mi").run()
    assert "near is off by 186 mi" in said(opened)


def test_every_chart_has_a_title_that_says_what_to_see(opened: AppTest) -> None:
    specs = [json.loads(element.proto.spec) for element in opened.get("vega_lite_chart")]
    titles = [spec.get("title") or spec["layer"][0]["title"] for spec in specs]
    assert titles == [
        words.CURVES_TITLE, words.SIZES_TITLE, words.TYPICAL_TITLE, words.WITHIN_TITLE, words.STEPS_TITLE,
    ]  # fmt: skip


def test_a_model_that_finds_places_again_says_how_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_with(tmp_path / "models" / "finder", finding_again(recorded()))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "models"))
    page = open_page(tmp_path, monkeypatch)
    assert "finder finds 80 % (76–84)" in said(page)
    first = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    assert first["title"] == words.RECALL_TITLE
    assert page.dataframe[0].value.loc[0, "first 10 within 100 m"] == 97.0


def test_speed_is_measured_here_and_what_cannot_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_with(tmp_path / "models" / "whole", changed(recorded(), 200.0))
    (folder_with(tmp_path / "models" / "torn", recorded()) / "model.safetensors").write_bytes(b"torn")
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "models"))
    page = open_page(tmp_path, monkeypatch)
    assert words.COLUMNS["speed"] not in page.dataframe[0].value
    page.button(key="gg_models_measure").click().run()
    assert not page.exception
    speeds = page.dataframe[0].value.set_index("")[words.COLUMNS["speed"]]
    assert 0 < speeds["whole"] < 10_000
    assert speeds.drop("whole").isna().all()
    assert [warning.value.partition(":")[0] for warning in page.warning] == ["torn"]


def test_a_clicked_cell_is_looked_into(opened: AppTest) -> None:
    section(opened, "cells")
    told = map_told(opened)
    assert told["mode"] == "cells"
    assert len(told["paint"]["colours"]) == len(told["cells"]["features"]) == 243
    assert told["rounds"] == []
    opened.session_state["gg_models_map"] = {"cell": {"cell": int(CHOSEN), "nonce": "a"}}
    opened.run()
    assert opened.selectbox(key="gg_models_cell").value == int(CHOSEN)
    assert map_told(opened)["paint"]["chosen"] == int(CHOSEN)
    assert len(map_told(opened)["rounds"][0]["opponents"]) == 2
    assert CELL_TITLE.format(cell=CHOSEN) in said(opened)
    assert NEXT_DOOR in list(opened.dataframe[0].value["answered"])
    opened.segmented_control(key="gg_models_colour").set_value("recall").run()
    assert "100 %" in said(opened)


def test_an_old_evaluation_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = recorded()
    for name in ("classification", "error_percentiles_km", "baseline_percentiles_km", "network"):
        del report[name]
    report["by_cell"] = {cell: {"n": row["n"], "mean_km": row["mean_km"]} for cell, row in report["by_cell"].items()}
    folder_with(tmp_path / "models" / "old", report)
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "models"))
    page = section(open_page(tmp_path, monkeypatch), "cells")
    assert words.OLD_REPORT in said(page)
    page.selectbox(key="gg_models_cell").set_value(int(CHOSEN)).run()
    assert not page.exception
    assert page.segmented_control(key="gg_models_colour").options == [words.MEASURES["mean_km"], words.MEASURES["n"]]


def test_the_card_is_shown_as_it_lies_beside_the_weights(opened: AppTest) -> None:
    section(opened, "card")
    assert "Rendered views only" in said(opened)


def test_no_model_and_nothing_measured_each_offer_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path))
    page = open_page(tmp_path, monkeypatch)
    assert page.code[0].value == train_command()
    folder_with(tmp_path / "new")
    page.run()
    assert "--record" in page.code[0].value


def test_a_damaged_model_is_told_and_the_others_are_shown(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder_with(tmp_path / "bad", recorded()) / "metrics.json").write_text("{", "utf-8")
    monkeypatch.setenv("GEOGAME_MODELS", f"{tmp_path / 'bad'}:{models}")
    page = open_page(tmp_path, monkeypatch)
    assert "metrics.json is damaged" in page.warning[0].value
    assert "near is off by" in said(page)


def test_evaluations_tell_how_far_they_are_and_how_they_ended(
    opened: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = time.time()
    status = {"pid": 2**22 + 1, "process_start": None, "host": socket.gethostname(), "beat_s": now_s}
    for name, about in (
        ("a", {"state": "running", "doing": "reading views", "done": 30, "total": 60, "eta_s": 12.0}),
        ("b", {"state": "failed", "message": "the dataset is gone"}),
        ("c", {"state": "done"}),
    ):
        where = jobs.jobs_folder() / name
        where.mkdir(parents=True)
        write_status(where, Status(**status, **about, began_s=now_s))
        order = jobs.Order(f"net {name}", "/nowhere", "places", "/nowhere", "auto")
        (where / ORDER_FILE).write_text(json.dumps(asdict(order)), "utf-8")
    section(opened, "evaluate")
    bars = [element.proto.text for element in opened.get("progress")]
    assert bars == ["net a on places: reading views, 30 of 60, 12 s left"]
    assert words.FAILED.format(model="net b", dataset="places", why="the dataset is gone") in said(opened)
    assert words.DONE.format(model="net c", dataset="places") in said(opened)
    dismiss = next(button for button in opened.button if button.label == DISMISS)
    dismiss.click().run()
    assert len(jobs.list_jobs()) == 2


def test_a_dataset_of_other_cells_is_not_offered(
    opened: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "catalog.json").write_text('{"name": "other", "partition_fingerprint": "0"}', "utf-8")
    monkeypatch.setenv("GEOGAME_DATASETS", str(folder))
    section(opened, "evaluate")
    assert opened.code[0].value == build_command("usa-rendered-heldout")
