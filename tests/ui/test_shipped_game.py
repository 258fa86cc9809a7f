"""The game as a fresh clone plays it: the shipped places against the shipped model."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from geogame.ui.play.flow import Stage
from geogame.ui.play.installed import PACKAGE, PROJECT, look

APP = str(PROJECT / "streamlit_app.py")
PLACES = PACKAGE / "data" / "usa-rendered-heldout"
MODEL = PROJECT / "models" / "usa-rendered"
TIMEOUT_S = 120


@pytest.fixture
def page(monkeypatch):
    for folder in (PLACES, MODEL):
        if not folder.is_dir():
            pytest.skip(f"{folder.relative_to(PROJECT)} is missing: restore it from version control")
    monkeypatch.delenv("GEOGAME_DATASETS", raising=False)
    monkeypatch.delenv("GEOGAME_MODELS", raising=False)
    return AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()


def test_the_shipped_model_is_the_first_choice_and_plays_a_round(page):
    assert look({}).opponents[0] == MODEL.name
    page.button(key="gg_begin").click()
    page.run()
    end = time.monotonic() + TIMEOUT_S
    while not page.session_state["gg_play"].ready:
        assert not page.error
        assert time.monotonic() < end
        page.run()
    page.session_state["gg_map"] = {"confirm": {"lat": 39.0, "lon": -98.0, "nonce": "n"}}
    page.run()
    play = page.session_state["gg_play"]
    assert not page.exception
    assert play.stage is Stage.REVEAL
    assert play.game.rounds[0].points[MODEL.name] > 0
