"""The game as a fresh clone plays it: the shipped places against the shipped model."""

import statistics
import time

import pytest
from streamlit.testing.v1 import AppTest

from geogame.ui.play.flow import Stage
from geogame.ui.play.installed import PACKAGE, PROJECT, look

APP = str(PROJECT / "streamlit_app.py")
PLACES = PACKAGE / "data" / "usa-rendered-heldout"
MODEL = PROJECT / "models" / "usa-rendered"
TIMEOUT_S = 120
REVEAL_S = 0.5
ROUNDS = 5


@pytest.fixture
def page(monkeypatch):
    for folder in (PLACES, MODEL):
        if not folder.is_dir():
            pytest.skip(f"{folder.relative_to(PROJECT)} is missing: restore it from version control")
    monkeypatch.delenv("GEOGAME_DATASETS", raising=False)
    monkeypatch.delenv("GEOGAME_MODELS", raising=False)
    return AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()


def until_ready(page):
    """Draw again, as the waiting page does, until the model has guessed."""
    end = time.monotonic() + TIMEOUT_S
    while not page.session_state["gg_play"].ready:
        assert not page.error
        assert time.monotonic() < end
        page.run()
    return page


def confirm(page, nonce):
    """Confirm a guess in the middle of the country; gives the seconds until the script has answered."""
    page.session_state["gg_map"] = {"confirm": {"lat": 39.0, "lon": -98.0, "nonce": nonce}}
    started = time.perf_counter()
    page.run()
    return time.perf_counter() - started


def test_the_shipped_model_is_the_first_choice_and_plays_a_round(page):
    assert look({}).opponents[0] == MODEL.name
    page.button(key="gg_begin").click()
    page.run()
    confirm(until_ready(page), "n")
    play = page.session_state["gg_play"]
    assert not page.exception
    assert play.stage is Stage.REVEAL
    assert play.game.rounds[0].points[MODEL.name] > 0


def test_the_reveal_comes_within_half_a_second_of_the_guess(page):
    page.segmented_control(key="gg_rounds").set_value(ROUNDS)
    page.button(key="gg_begin").click()
    page.run()
    seconds = []
    for index in range(ROUNDS):
        seconds.append(confirm(until_ready(page), f"n{index}"))
        assert page.session_state["gg_play"].stage is Stage.REVEAL
        page.button(key="gg_next").click()
        page.run()
    assert statistics.median(seconds) <= REVEAL_S, seconds
