"""The photo page through Streamlit's own test runner, against the shipped model."""

import gc

import pytest
from photo import hostile
from streamlit.testing.v1 import AppTest

from geogame.ui.photo import words
from geogame.ui.play.installed import PROJECT, train_command

APP = str(PROJECT / "streamlit_app.py")
MODEL = PROJECT / "models" / "usa-rendered"
TIMEOUT_S = 120
PHOTO = hostile.placed((40.0, 30.0, 0.0), (96.0, 15.0, 0.0), words="a mark that nobody may keep")


@pytest.fixture
def page(monkeypatch):
    if not MODEL.is_dir():
        pytest.skip(f"{MODEL.relative_to(PROJECT)} is missing: restore it from version control")
    monkeypatch.setenv("GEOGAME_MODELS", str(MODEL))
    return opened()


def opened():
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/photo.py").run()
    assert not page.exception
    return page


def upload(page, *files):
    page.file_uploader(key="gg_files").set_value(
        [(f"../../{n}.jpg", data, "image/jpeg") for n, data in enumerate(files)]
    )
    page.run()
    assert not page.exception
    return page


def html(page):
    return "\n".join(element.proto.body for element in page.get("html"))


def told(elements):
    return " ".join(element.value for element in elements)


def test_without_a_model_the_page_says_how_to_get_one(monkeypatch, tmp_path):
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path))
    page = opened()
    assert words.NO_MODEL_TITLE in html(page)
    assert page.code[0].value == train_command()
    assert "is not for" in told(page.markdown)


def test_a_photograph_gets_a_belief_in_words_with_a_warning_and_its_place_only_when_asked(page):
    assert "Nothing to look at yet" in html(page)
    upload(page, PHOTO)
    shown = html(page)
    assert "of its belief lies within" in shown
    assert words.HEAT_TITLE in shown
    assert words.ALIKE_TITLE in shown
    assert shown.count("<tr><td>") == 5
    assert words.DRAWN in told(page.warning)
    assert "from the place the camera wrote" not in shown
    page.button(key="gg_compare_place").click().run()
    assert "from the place the camera wrote" in html(page)
    page.selectbox(key="gg_facing_1").set_value(90.0).run()
    assert "from the place the camera wrote" not in html(page)


def test_training_places_that_look_alike_are_drawn_when_asked_and_gone_with_the_next_photograph(page):
    upload(page, PHOTO)
    places = html(page).count('<div class="gg-facts"><p>')
    assert places == 3
    before = html(page).count('class="gg-photo"')
    page.button(key="gg_draw_alike").click().run()
    assert html(page).count('class="gg-photo"') == before + 4 * places
    page.selectbox(key="gg_facing_1").set_value(180.0).run()
    assert html(page).count('class="gg-photo"') == before


def test_four_photographs_are_used_together_and_a_bad_one_is_explained(page):
    upload(page, *[hostile.good()[name] for name in ("jpeg", "png", "webp", "gif")])
    assert html(page).count('alt="Heat') == 4
    upload(page, hostile.bad()["zip"])
    assert "ZIP archive" in told(page.error)
    assert words.HEAT_TITLE not in html(page)


def test_nothing_of_a_photograph_is_left_once_another_page_is_open(page):
    upload(page, PHOTO)
    assert any("Given" in type(value).__name__ for value in page.session_state["gg_own"][1].values())
    page.switch_page("pages/about.py").run()
    gc.collect()
    assert page.session_state["gg_own"] == ("pages/about.py", {})
