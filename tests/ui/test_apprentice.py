"""A model's apprentice as an opponent, through Streamlit's own test runner."""

from __future__ import annotations

import json
import shutil

import pytest
from play_page import guess, html, map_data, opened, play_of, press

from geogame.game import replay_code
from geogame.game.handicaps import Handicap
from geogame.geolocators import load_apprentice
from geogame.geolocators.checkpoint import APPRENTICE, APPRENTICE_FILE, read_note
from geogame.ui import texts
from geogame.ui.play.installed import PROJECT
from geogame.ui.play.ladder import FILE, Level, apprentice, ladder, rungs


@pytest.fixture
def own_model(store, tiny_model, gradient_folder, tmp_path, monkeypatch):
    """A model with an apprentice, alone on places that both were trained for."""
    folder = tmp_path / "models" / "net"
    shutil.copytree(tiny_model, folder)
    (folder / "ladder.json").write_text('{"apprentice": {"median_km": 480.3}}')
    monkeypatch.setenv("GEOGAME_DATASETS", str(gradient_folder))
    monkeypatch.setenv("GEOGAME_MODELS", str(folder))
    return folder


def test_an_apprentice_plays_beside_its_model_and_is_offered_only_where_there_is_one(own_model):
    page = opened()
    offered = page.selectbox(key="gg_opponent").options
    assert offered[:2] == ["net: trained network", "net: apprentice, median error 480 km"]
    page.selectbox(key="gg_opponent").set_value("net~a")
    page.multiselect(key="gg_others").set_value(["net"])
    page.selectbox(key="gg_views_used").set_value(2)
    press(page, "gg_begin")
    game = play_of(page).game
    assert game.opponents == ("net~av2", "net")
    young, grown = (play_of(page).game.rounds[0].opponent_guesses[name] for name in game.opponents)
    assert (len(young.belief), len(grown.belief)) == (2, 4)
    assert (young.lat, young.lon) != (grown.lat, grown.lon)
    guess(page)
    assert "net (apprentice, two views)" in html(page)
    assert len(map_data(page)["rounds"][0]["opponents"]) == 2

    again = opened(game=replay_code(game))
    assert play_of(again).game.opponents == game.opponents
    (own_model / APPRENTICE_FILE).unlink()
    without = opened(game=replay_code(game))
    assert any("net has no apprentice here" in each.value for each in without.error)
    assert not any("apprentice" in each for each in without.selectbox(key="gg_opponent").options)


def test_the_shipped_model_has_an_apprentice_that_is_weaker_and_better_than_one_fixed_guess():
    folder = PROJECT / "models" / "usa-rendered"
    young, measured = apprentice(folder), json.loads((folder / FILE).read_text("utf-8"))
    assert ladder(folder)[0].median_km < young.median_km < measured["constant"]["median_km"]
    loaded = load_apprentice(folder, "cpu")
    assert loaded.network.config.cells == len(loaded.partition)
    assert loaded.decoder.power == read_note(folder).extra[APPRENTICE]["decoding"]["power"]


def test_words_and_names_of_an_apprentice_agree(tmp_path):
    assert str(Handicap(apprentice=True)) == texts.APPRENTICE_MARK
    assert texts.handicap("net~a") == "apprentice"
    assert texts.handicap("net~av1t2.5") == "apprentice, one view, temperature 2.5"
    label = texts.opponent_label("net~v2t0.5", level="strong, median error 191 km")
    assert label == "net: strong, median error 191 km (two views, temperature 0.5)"
    ladders = {"net": (Level("expert", "", 10.0), Level("easy", "v1", 90.0))}
    assert rungs(["net", "own"], ladders, ["net", "own"]) == ("net", "net~v1", "net~a", "own", "own~a")
    assert apprentice(tmp_path) is None
    (tmp_path / "ladder.json").write_text('{"levels": []}')
    assert apprentice(tmp_path) is None
