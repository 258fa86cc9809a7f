"""A model that finds places again shows on the photo page which pictures it found, and of when."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.ui.photo import words
from geogame.ui.photo.hits import HITS
from geogame.ui.play.installed import PROJECT

TIMEOUT_S = 120


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def marks(page: AppTest) -> list[dict]:
    told = [json.loads(element.proto.json) for element in page.get("bidi_component")]
    return next(map_ for map_ in told if map_.get("key") == "gg_photo_hits")["rounds"][0]["opponents"]


@pytest.fixture
def page(retrieval_model: Path, dated_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    newest = tmp_path / "data" / "newest"
    assert main(["embed", str(retrieval_model), "--dataset", str(dated_folder), "--out", str(newest)]) == 0
    monkeypatch.setenv("GEOGAME_MODELS", str(retrieval_model))
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "data"))
    page = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/photo.py").run()
    return page


def test_hits_are_told_with_their_dates_and_marked_on_a_map(page: AppTest, dated_folder: Path) -> None:
    catalog = open_catalog(dated_folder)
    name = catalog.ids[3]
    photo = catalog.image_path(catalog.views_of(name)[0]).read_bytes()
    page.file_uploader(key="gg_files").set_value([("view.webp", photo, "image/webp")]).run()
    assert not page.exception
    assert words.HITS_TITLE in html(page)
    assert len(marks(page)) == HITS
    gallery = page.selectbox(key="gg_photo_gallery")
    assert gallery.options == [words.HITS_OWN, "newest"]
    gallery.select_index(1).run()
    at = catalog.location(name)
    assert words.hit_line(1, at.captured_on, at.lat, at.lon, 1.0) in html(page)
    assert marks(page)[0]["name"] == words.hit_mark(1, at.captured_on)
    assert marks(page)[0]["at"] == pytest.approx([at.lat, at.lon], abs=1e-4)
