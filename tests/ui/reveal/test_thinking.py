"""Reasons are found in the background, once, within bounds; what a model saw becomes pictures."""

import contextlib
import shutil
import threading
import time

import pytest

from geogame.catalog import open_catalog
from geogame.errors import GameError
from geogame.game.handicaps import Handicap
from geogame.ui.reveal.saw import heat
from geogame.ui.reveal.thinking import Thinking, reasons_of

PATIENCE_S = 60


@pytest.fixture
def thinking():
    with contextlib.closing(Thinking(kept=2, waiting=2)) as made:
        yield made


def found(thinking, key, find):
    end = time.monotonic() + PATIENCE_S
    while (answer := thinking.ask(key, find)) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    return answer


def test_whoever_asks_never_waits_and_an_answer_is_found_once(thinking):
    go, times = threading.Event(), []

    def find():
        go.wait(PATIENCE_S)
        times.append(1)
        return "because"

    assert thinking.ask("a", find) is None
    assert thinking.ask("a", find) is None
    go.set()
    assert found(thinking, "a", find) == "because"
    assert times == [1]


def test_too_many_questions_are_refused_and_old_answers_forgotten(thinking):
    go = threading.Event()
    for key in "ab":
        thinking.ask(key, lambda: go.wait(PATIENCE_S))
    with pytest.raises(GameError, match="try again"):
        thinking.ask("c", lambda: True)
    go.set()
    for key in "abcd":
        found(thinking, key, lambda: True)
    assert len(thinking._asked) <= 2


def test_what_failed_is_told_and_tried_again(thinking):
    def fail():
        raise GameError("the index is damaged")

    with pytest.raises(GameError, match="the index is damaged"):
        found(thinking, "a", fail)
    assert found(thinking, "a", lambda: "because") == "because"


def test_a_model_s_reasons_are_its_views_and_the_places_it_finds_alike(tiny_model, gradient_folder, tmp_path):
    catalog = open_catalog(gradient_folder)
    place = catalog.select("train").ids[0]
    told = reasons_of(tiny_model, catalog, place)
    assert [view.heading_deg for view in told.views] == [view.heading_deg for view in catalog.views_of(place)]
    assert all(view.source.startswith("data:image/jpeg;base64,") for view in told.views)
    assert told.alike
    html = heat(told.views, know_north=False)
    assert "View 1" in html
    assert "North" not in html
    bare = tmp_path / "bare"
    shutil.copytree(tiny_model, bare, ignore=shutil.ignore_patterns("training_index.parquet"))
    assert reasons_of(bare, catalog, place).alike == ()
    young = reasons_of(tiny_model, catalog, place, Handicap(apprentice=True))
    assert len(young.views) == len(told.views)
    assert young.alike == ()  # the index is of what the finished model makes of the training places
