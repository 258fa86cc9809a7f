"""Games on the play page are kept after every click and found again, through Streamlit's own test runner."""

from __future__ import annotations

import pytest
from play_page import ANN, guess, html, opened, play_of, press, where

from geogame.game.store import player_key
from geogame.game.store.database import VARIABLE
from geogame.ui import texts
from geogame.ui.identity import Visitor, greet, read_visitor
from geogame.ui.play import keep
from geogame.ui.play.flow import Stage


def begun(page):
    page.segmented_control(key="gg_rounds").set_value(3)
    page.selectbox(key="gg_opponent").set_value("constant")
    return press(page, "gg_begin")


def test_a_reloaded_tab_stands_where_it_stood_after_every_click(store):
    page = begun(opened())
    game_id = play_of(page).game_id
    for number in range(3):
        assert where(opened(tab_game=game_id)) == where(page)
        guess(page, 39.0 + number)
        assert where(opened(tab_game=game_id)) == where(page)
        press(page, "gg_next")
    assert play_of(page).stage is Stage.SUMMARY
    assert where(opened(tab_game=game_id)) == where(page)
    assert store.count_games(player_key(ANN)) == 1


def test_a_game_that_was_left_is_offered_in_any_tab_until_given_up(store):
    page = guess(begun(opened()))
    game_id, before = play_of(page).game_id, where(page)
    press(page, "gg_leave")
    assert play_of(page).stage is Stage.START
    other = opened(last_game=game_id)
    assert "1 of 3 rounds played" in html(other)
    assert where(press(other, "gg_go_on")) == before
    press(page, "gg_give_up")
    assert store.open_game(player_key(ANN)) is None
    assert "gg_go_on" not in [button.key for button in page.button]


def test_a_new_game_takes_the_place_of_the_one_before(store):
    page = begun(opened())
    first = play_of(page).game_id
    press(page, "gg_leave")
    press(begun_again := opened(last_game=first), "gg_go_on")
    press(begun_again, "gg_leave")
    begun(begun_again)
    assert store.open_game(player_key(ANN)).id == play_of(begun_again).game_id != first


def test_the_second_of_two_tabs_cannot_guess_a_round_again(store):
    first = begun(opened())
    second = opened(tab_game=play_of(first).game_id)
    guess(first, 39.0, -98.0)
    guess(second, 30.0, -90.0)
    assert "round 1 has been guessed already, in another tab".capitalize() in second.info[0].value
    assert where(second) == where(first)
    press(second, "gg_next")
    assert not second.info
    press(first, "gg_next")
    assert where(first) == where(second)


def test_nobody_gets_another_player_s_game_by_its_id(store):
    page = begun(opened())
    stranger = opened(tab_game=play_of(page).game_id, last_game=play_of(page).game_id, who="b" * 32)
    assert play_of(stranger).stage is Stage.START
    assert "gg_go_on" not in [button.key for button in stranger.button]


def test_a_game_whose_dataset_is_gone_is_told_and_not_offered_again(store, tmp_path, monkeypatch):
    page = begun(opened())
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path))
    again = opened(tab_game=play_of(page).game_id)
    assert play_of(again).stage is Stage.START
    assert "not installed any more" in play_of(again).error
    assert store.open_game(player_key(ANN)) is None


def test_a_locked_database_lets_the_game_go_on_and_gets_all_of_it_later(store, monkeypatch):
    monkeypatch.setattr("geogame.game.store.games.REST_S", 0.0)
    monkeypatch.setattr("geogame.game.store.database.BUSY_S", 0.01)
    page = begun(opened())
    with store.session(writes=True) as busy:
        busy.connection()
        for number in range(2):
            guess(page, 39.0 + number)
            assert play_of(page).stage is Stage.REVEAL
            assert "database is locked" in html(page)
            press(page, "gg_next")
        assert texts.NOT_KEPT in html(page)
    guess(page)
    assert texts.NOT_KEPT not in html(page)
    [kept] = store.games_of(player_key(ANN))
    assert [each.guess.lat for each in kept.game.rounds] == [39.0, 40.0, 39.0]


def test_without_any_database_one_plays_and_is_told(store, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'file' / 'games.sqlite'}")
    keep.store.clear()
    page = guess(begun(opened()))
    assert play_of(page).stage is Stage.REVEAL
    assert texts.NOT_KEPT in html(page)
    assert "cannot be made" in html(page)


@pytest.mark.parametrize("said", [None, "x", {}, {"player": "A" * 32}, {"player": "../" * 11}, {"player": 5}])
def test_what_a_browser_says_is_believed_only_if_it_is_an_id(said):
    assert read_visitor(said) is None
    assert read_visitor({"player": ANN, "tab": "<b>"}) == Visitor(ANN)


def test_a_browser_is_known_by_its_cookies_and_gets_an_id_of_its_own_without():
    assert greet({"geogame_player": ANN, "geogame_game": "b" * 32}) == Visitor(ANN, last_game="b" * 32)
    strangers = [greet(cookies).id for cookies in ({}, {"geogame_player": "<b>"})]
    assert len({ANN, *strangers}) == 3
    assert greet({"geogame_game": "<b>"}).last_game == ""
