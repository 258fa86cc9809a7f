"""Endless games through Streamlit's own test runner: places drawn by a quick stand-in, in a process of its own."""

import json
import time
from pathlib import Path

import pytest
import stand_in
from fake_panoramas import add_panoramas
from play_page import APP, html, play_of
from streamlit.testing.v1 import AppTest

from geogame.errors import CatalogError
from geogame.game.fresh import fresh_game
from geogame.ui import texts
from geogame.ui.play import endless
from geogame.ui.play.flow import Stage

TIMEOUT_S = 180


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    folder = tmp_path_factory.mktemp("endless") / "places"
    stand_in.build_stand_in(folder, limit=12, splits=(("test", 1.0),))
    add_panoramas(folder, 4)
    return folder


@pytest.fixture
def page_of(places, tmp_path, monkeypatch):
    """A function that opens the page with a renderer."""
    monkeypatch.setenv("GEOGAME_DATASETS", str(places))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path))

    def start(renderer="slow_studio:quick"):
        monkeypatch.setattr(endless, "RENDERER", renderer)
        monkeypatch.setattr(endless, "PANORAMA", "slow_studio:panorama")
        endless._studio.clear()
        return AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()

    yield start
    endless._studio().close()
    endless._studio.clear()


def views(page):
    protos = (element.proto for element in page.get("bidi_component"))
    return [json.loads(proto.json) for proto in protos if proto.component_name == "geogame_views"]


def press(page, key):
    page.button(key=key).click()
    return page.run()


def begin(page, *, free=False):
    page.segmented_control(key="gg_mode").set_value("endless").run()
    page.selectbox(key="gg_opponent").set_value("constant")
    page.checkbox(key="gg_free").set_value(free)
    return press(page, "gg_begin")


def until_ready(page):
    end = time.monotonic() + TIMEOUT_S
    while not play_of(page).ready:
        assert not page.exception
        assert not page.error, page.error[0].value
        assert time.monotonic() < end
        page.run()
    return page


def guess(page, nonce):
    page.session_state["gg_map"] = {"confirm": {"lat": 39.0, "lon": -98.0, "nonce": nonce}}
    page.run()
    assert play_of(page).stage is Stage.REVEAL
    return page


def test_place_after_place_is_drawn_until_the_player_ends_it(page_of):
    page = begin(page_of())
    for index in range(4):
        until_ready(page)
        assert play_of(page).index == index
        [told] = views(page)
        assert len(told["views"]) == 4
        assert told["panorama"] is None
        guess(page, f"n{index}")
        assert texts.FRESH_TOLD in html(page)
        press(page, "gg_finish" if index == 3 else "gg_next")
    assert play_of(page).stage is Stage.SUMMARY
    assert not page.exception
    game = play_of(page).game
    assert len({one.location_id for one in game.rounds}) == len({one.cell for one in game.rounds}) == 4
    assert "4 rounds, fresh places, against the fixed guess" in page.code[0].value
    assert "code" not in page.code[0].value
    press(page, "gg_again")
    assert play_of(page).game.places == "fresh"
    assert play_of(page).game.seed != game.seed


def test_an_endless_free_look_has_a_full_turn_of_every_place(page_of):
    page = until_ready(begin(page_of(), free=True))
    [told] = views(page)
    assert told["free"]
    assert told["panorama"]["centre_heading_deg"] == 0.0
    assert "Fresh places, free look" in html(page)


def test_the_page_never_waits_for_a_place_and_lets_one_leave(page_of):
    page = begin(page_of("slow_studio:slow"))
    started = time.monotonic()
    page.run()
    assert time.monotonic() - started < 5.0
    assert play_of(page).stage is Stage.DRAWING
    assert not views(page)
    press(page, "gg_finish")
    assert play_of(page).stage is Stage.START


def test_a_place_that_cannot_be_drawn_is_explained(page_of):
    page = begin(page_of("slow_studio:missing"))
    end = time.monotonic() + TIMEOUT_S
    while not page.error:
        assert time.monotonic() < end
        page.run()
    assert not page.exception
    assert "The next place cannot be drawn: the drawing process ended unexpectedly" in page.error[0].value
    press(page, "gg_finish")
    assert play_of(page).stage is Stage.START


def test_places_stay_away_from_what_a_held_back_model_was_trained_on(tmp_path, monkeypatch):
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "checkpoint.json").write_text("{}", "utf-8")
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path))
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "none"))
    plan = endless._plan(fresh_game(("net~v1", "net~t2", "constant"), 1), 0, Path)
    with pytest.raises(CatalogError, match=r"net/training_index\.parquet"):
        plan()
