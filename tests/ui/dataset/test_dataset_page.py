"""The dataset page through Streamlit's own test runner, on a copy of the stand-in world's catalog."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from made_models import changed, folder_with, recorded
from streamlit.testing.v1 import AppTest

from geogame.browse.duplicates import write_duplicates
from geogame.catalog import Catalog, open_catalog
from geogame.curation import CURATION_FILE, marks, read_steps
from geogame.evaluation.answers import write_answers
from geogame.sources.intake import REJECTED_FILE
from geogame.sources.presets import HELD_OUT, shipped_catalog
from geogame.training.status import Status, write_status
from geogame.ui import jobs
from geogame.ui.dataset import make, orders, words
from geogame.ui.dataset.hardest import recorded as recorded_answers
from geogame.ui.models.shelf import find_models

APP = str(Path(__file__).parents[3] / "streamlit_app.py")
TIMEOUT_S = 120


@pytest.fixture
def catalog(built_folder: Path, tmp_path: Path) -> Catalog:
    return open_catalog(shutil.copytree(built_folder, tmp_path / "data" / "stand-in"))


@pytest.fixture
def opened(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "data"))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path / "runs"))
    return open_page()


def open_page() -> AppTest:
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/dataset.py").run()
    assert not page.exception
    return page


def section(page: AppTest, name: str) -> AppTest:
    page.segmented_control(key="gg_data_section").set_value(name).run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    html = "\n".join(element.proto.body for element in page.get("html") if "<style" not in element.proto.body)
    kinds = (page.markdown, page.caption, page.info, page.warning, page.error)
    return "\n".join(element.value for kind in kinds for element in kind) + html


def cards(page: AppTest) -> list[dict]:
    return component(page, "geogame_gallery")[0]["cards"]


def component(page: AppTest, name: str) -> list[dict]:
    protos = (element.proto for element in page.get("bidi_component"))
    return [json.loads(proto.json) for proto in protos if proto.component_name == name]


def test_the_answer_comes_first_then_pictures_of_the_page(opened: AppTest, catalog: Catalog) -> None:
    assert "24 places with 96 views of usa, rendered from geographic facts." in said(opened)
    shown = cards(opened)
    assert [card["id"] for card in shown] == list(catalog.ids)
    assert all(card["src"].startswith("data:image/webp;base64,") for card in shown)
    opened.text_input(key="gg_data_text").set_value(catalog.ids[4]).run()
    assert [card["id"] for card in cards(opened)] == [catalog.ids[4]]
    assert "1 of 24 places fit" in said(opened)
    opened.text_input(key="gg_data_text").set_value("nothing like it").run()
    assert words.NOTHING_FITS in said(opened)


def test_a_date_that_is_none_is_told_as_it_was_written(opened: AppTest) -> None:
    opened.text_input(key="gg_data_since").set_value("<b>May</b>").run()
    assert "“&lt;b&gt;May&lt;/b&gt;” is no date" in said(opened)
    assert "All 24 places" in said(opened)


def test_list_map_and_counts_show_what_fits(opened: AppTest, catalog: Catalog) -> None:
    opened.multiselect(key="gg_data_split").set_value(["val"]).run()
    val = catalog.select("val").ids
    assert list(section(opened, "list").dataframe[0].value["id"]) == list(val)
    section(opened, "map")
    (told,) = component(opened, "geogame_map")
    assert sum(colour is not None for colour in told["paint"]["colours"]) == len(val)
    assert len(told["rounds"]) == len(val)
    section(opened, "counts")
    tables = [frame.value["places"].sum() for frame in opened.dataframe]
    assert tables == [len(val)] * 3
    assert len(opened.get("vega_lite_chart")) == 3


def test_a_place_is_left_out_and_taken_back(opened: AppTest, catalog: Catalog) -> None:
    name = catalog.ids[3]
    opened.session_state["gg_own"] = ("pages/dataset.py", {"place": name})
    opened.run()
    assert not opened.exception
    assert said(opened).count("<figure>") == 4
    assert "https://creativecommons.org/licenses/by/4.0/" in said(opened)
    opened.text_input(key=f"gg_data_note_{name}").set_value("<i>wall</i>").run()
    opened.button(key="gg_data_excluded").click().run()
    assert marks(read_steps(catalog.path))[name].note == "<i>wall</i>"
    assert "&lt;i&gt;wall&lt;/i&gt;" in said(opened)
    assert "1 excluded" in said(opened)
    opened.button(key="gg_data_undo").click().run()
    assert marks(read_steps(catalog.path)) == {}
    assert "Taken back" in said(opened)
    opened.button(key="gg_data_after").click().run()
    assert catalog.ids[4] in said(opened)
    opened.button(key="gg_data_back").click().run()
    assert len(cards(opened)) == 24


def test_hostile_words_of_a_catalog_are_text(catalog: Catalog) -> None:
    from geogame.ui.dataset.place import facts, link

    row = catalog.row(catalog.ids[0])
    frame = catalog.locations.copy()
    frame.loc[row, ["attribution", "licence"]] = ["<img src=x onerror=alert(1)>", "</dl><script>"]
    frame["page_url"] = "javascript:alert(1)"
    hostile = Catalog(catalog.path, catalog.info, frame, catalog.views)
    told = facts(hostile, hostile.location(catalog.ids[0]))
    assert "<img" not in told
    assert "<script" not in told
    assert "javascript:" not in told
    assert link("a", 'https://x.example/"><script>') == (
        '<a href="https://x.example/&quot;&gt;&lt;script&gt;" target="_blank" rel="noopener noreferrer">a</a>'
    )


def test_pictures_that_must_not_be_shown_are_not(opened: AppTest, catalog: Catalog) -> None:
    path = catalog.path / "catalog.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"restricted": "its terms bar it"}))
    opened.run()
    assert {card["src"] for card in cards(opened)} == {""}
    assert "are not shown: its terms bar it" in said(opened)


def test_near_duplicates_that_were_found_are_shown_in_pairs(opened: AppTest, catalog: Catalog) -> None:
    assert words.DUPLICATES_UNKNOWN in said(section(opened, "duplicates"))
    views = [catalog.views_of(name)[0] for name in catalog.ids[:2]]
    pair = (views[0].file, views[1].file, *catalog.ids[:2], 3)
    write_duplicates(catalog, pd.DataFrame([pair], columns=["file", "other_file", "id", "other_id", "bits"]))
    opened.run()
    assert [card["id"] for card in cards(opened)] == list(catalog.ids[:2])
    assert cards(opened)[0]["note"] == "3 of 64 bits differ"


def test_the_worst_answers_on_record_come_first(opened: AppTest, catalog: Catalog, tmp_path: Path) -> None:
    assert words.NO_FIT_TITLE in said(section(opened, "hardest"))
    info = catalog.info
    about = {"name": info.name, "seed": info.seed, "build_id": info.build_id, "split": "all", "width": 64, "height": 32}
    report = changed(recorded(), 200.0, **about)
    folder = folder_with(tmp_path / "models" / "near", report)
    opened.run()
    assert "is not on record" in said(opened)
    answers = pd.DataFrame({"id": catalog.ids, "lat": 40.0, "lon": -100.0, "error_km": range(24), "cell": 1})
    write_answers(folder, report, answers.assign(answered=2, belief=0.5))
    opened.run()
    assert [card["id"] for card in cards(opened)] == list(reversed(catalog.ids))
    assert cards(opened)[0]["note"] == "23.0 km off · cell 1, said 2"


def test_the_shipped_models_answers_to_the_shipped_places_are_on_record() -> None:
    catalog = open_catalog(shipped_catalog(HELD_OUT))
    model = next(model for model in find_models() if model.name == "usa-rendered")
    found = recorded_answers(model, catalog)
    assert found is not None
    report, answers = found
    assert set(answers["id"]) == set(catalog.ids)
    assert answers["error_km"].mean() == pytest.approx(report["model"]["mean_km"])


def test_a_damaged_catalog_or_side_file_is_told_and_the_page_stands(opened: AppTest, catalog: Catalog) -> None:
    (catalog.path / CURATION_FILE).write_text("{\n")
    opened.run()
    assert not opened.exception
    assert "delete that line" in said(opened)
    (catalog.path / "views.parquet").write_bytes(b"")
    opened.run()
    assert not opened.exception
    assert opened.error


def test_without_a_dataset_the_page_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "none"))
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path / "runs"))
    page = open_page()
    assert words.NO_DATASET_TITLE in said(page)
    assert page.code[0].value.endswith(f"--limit 500 --out {tmp_path}/none/usa-rendered")
    page.text_input(key="gg_data_build_usa-rendered").set_value("../elsewhere").run()
    page.button(key="gg_data_build").click().run()
    assert "unlike “../elsewhere”" in said(page)
    assert orders.list_orders() == []


def test_an_import_is_given_the_licence_that_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, str, list[str], str]] = []
    monkeypatch.setattr(orders, "begin", lambda *given: begun.append(given))
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "none"))
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path / "runs"))
    page = open_page()
    page.text_input(key="gg_data_folder").set_value(str(tmp_path)).run()
    page.text_input(key="gg_data_licence").set_value(" CC0 ").run()
    page.button(key="gg_data_import").click().run()
    [(kind, _, command, _)] = begun
    assert kind == "import"
    assert command[:3] == ["dataset", "import", str(tmp_path)]
    assert command[-1] == "--licence=CC0"


def test_an_import_that_ended_says_what_it_did_not_take(opened: AppTest, catalog: Catalog) -> None:
    (catalog.path / REJECTED_FILE).write_text("file,reason\na.jpg,no picture\nb.jpg,outside\nc.jpg,outside\n", "utf-8")
    where = orders.orders_folder() / "import-0"
    where.mkdir(parents=True)
    (where / jobs.ORDER_FILE).write_text(json.dumps({"kind": "import", "what": "stand-in"}), "utf-8")
    write_status(where, replace(Status.of_this_process(), state="done"))
    opened.run()
    assert "3 pictures were not taken: 2 outside; 1 no picture." in said(opened)


def test_what_is_under_way_says_how_far_it_is_and_what_ended_says_why(
    opened: AppTest, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = orders.orders_folder() / "check-0"
    jobs.start(where, ["dataset", "check", str(catalog.path / "nothing")], {"kind": "check", "what": "<b>stand-in</b>"})
    opened.run()
    assert "Checking &lt;b&gt;stand-in&lt;/b&gt;" in said(opened)
    assert make.WATCH_S < 5
    until = datetime.now(UTC).timestamp() + TIMEOUT_S
    while orders.list_orders()[0].live and datetime.now(UTC).timestamp() < until:
        pass
    opened.run()
    assert "is no finished catalog" in said(opened)
    opened.button(key="gg_data_end_0").click().run()
    assert orders.list_orders() == []
