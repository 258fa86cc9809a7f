"""Published models on the pages: what is said of them, and an answer for a region of one's choice."""

import io
from pathlib import Path

import pytest
import tiny_published
from PIL import Image
from streamlit.testing.v1 import AppTest

from geogame.geolocators.published import PUBLISHED

APP = str(Path(__file__).parents[2] / "streamlit_app.py")
TIMEOUT_S = 200


@pytest.fixture(autouse=True)
def alone(published_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(published_root))
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path / "runs"))


def opened(page: str) -> AppTest:
    found = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    found.switch_page(f"pages/{page}.py").run()
    assert not found.exception
    return found


def test_the_models_page_tells_licences_states_and_files_and_fetches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(tmp_path))
    page = opened("models")
    page.segmented_control(key="gg_models_section").set_value("published").run()
    said = "\n".join(element.value for element in page.markdown)
    assert "CC BY-NC 4.0, not for commercial use" in said
    assert said.count("is not on this machine") == len(PUBLISHED)
    assert any(str(tmp_path / "geoclip" / "clip" / "config.json") in code.value for code in page.code)
    assert not list(tmp_path.iterdir())


def test_play_names_them_with_licence_and_what_they_learnt_from() -> None:
    page = opened("play")
    labels = page.selectbox(key="gg_opponent").options
    [street] = [label for label in labels if label.startswith("StreetCLIP")]
    assert "not for commercial use" in street
    assert "not yet verified with the real weights" in street
    assert "learnt from photographs" in street
    assert not labels[0].startswith(("StreetCLIP", "GeoCLIP", "OSV-5M"))


def test_a_photograph_is_looked_for_in_the_region_of_ones_choice() -> None:
    page = opened("photo")
    page.selectbox(key="gg_photo_model").set_value("osv5m").run()
    page.selectbox(key="gg_photo_region").set_value("india").run()
    data = io.BytesIO()
    Image.fromarray(tiny_published.picture(1, 600, 900)).save(data, "JPEG")
    page.file_uploader(key="gg_files").set_value([("a.jpg", data.getvalue(), "image/jpeg")]).run()
    assert not page.exception
    assert not page.error
    warned = " ".join(element.value for element in page.warning)
    assert "Licence: MIT" in warned
    assert "not yet verified" in warned
    table = "\n".join(element.proto.body for element in page.get("html"))
    assert "gg-table" in table
    assert "° N, 7" in table or "° N, 8" in table
