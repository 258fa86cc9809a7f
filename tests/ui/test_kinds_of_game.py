"""Daily, streak and timed games, links and several opponents, through Streamlit's own test runner."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from types import SimpleNamespace

import pytest
from play_page import ANN, guess, html, map_data, opened, play_of, press, until_ready, where
from streamlit.runtime.scriptrunner import StopException

from geogame.catalog import open_catalog
from geogame.game import deal_on, modes, new_game, replay_code
from geogame.game.handicaps import MARK
from geogame.game.ladder import FILE, LEVELS
from geogame.game.store import player_key
from geogame.game.store.standings import fields as counted
from geogame.sources.presets import HELD_OUT
from geogame.ui import texts
from geogame.ui.play import ladder, start, table, words
from geogame.ui.play.flow import Stage


def choose(page, mode, **others):
    page.segmented_control(key="gg_mode").set_value(mode).run()
    page.selectbox(key="gg_opponent").set_value("constant")
    fields = {each.key: each for each in (*page.selectbox, *page.multiselect, *page.segmented_control)}
    for key, value in others.items():
        fields[key].set_value(value)
    return page


def test_the_first_try_of_a_daily_challenge_counts_and_the_second_is_practice(store):
    page = press(choose(opened(), "daily"), "gg_begin")
    today = datetime.now(UTC).date()
    first = play_of(page).game
    assert first.seed in {modes.daily_seed(today), modes.daily_seed(play_of(page).choice.daily_on)}
    assert words.daily_title(play_of(page).choice.daily_on) in html(page)
    for _ in range(modes.DAILY_ROUNDS):
        press(guess(page), "gg_next")
    assert play_of(page).stage is Stage.SUMMARY
    assert "code" not in page.code[0].value
    press(page, "gg_again")
    again = play_of(page)
    assert [one.location_id for one in again.game.rounds] == [one.location_id for one in first.rounds]
    assert again.choice.practice
    guess(page)
    assert words.PRACTICE_TOLD in html(page)
    assert {(field.mode, field.rounds) for field in counted(store)} == {("daily", 5)}
    press(page, "gg_leave")
    assert "You have played today" in html(page)


def test_a_daily_challenge_that_was_left_open_is_gone_on_with(store):
    page = guess(press(choose(opened(), "daily"), "gg_begin"))
    game_id = play_of(page).game_id
    other = choose(opened(), "daily")
    assert escape(words.DAILY_OPEN) in html(other)
    press(other, "gg_begin")
    assert play_of(other).game_id == game_id
    assert play_of(other).stage is Stage.REVEAL
    assert store.count_games(player_key(ANN)) == 1


def test_a_streak_ends_with_the_first_miss(store):
    page = press(choose(opened(), words.STREAK, gg_streak="streak_cell"), "gg_begin")
    for number in (1, 2):
        one = play_of(page).game.rounds[-1]
        assert f"The right cell: {number} in a row." in html(guess(page, one.lat, one.lon))
        press(page, "gg_next")
    assert where(opened(play_of(page).game_id)) == where(page)
    assert "Another cell: the streak ends at 2." in html(guess(page, 0.0, -150.0))
    press(page, "gg_next")
    assert play_of(page).stage is Stage.SUMMARY
    assert "2 in a row." in html(page)
    assert f'>{words.IN_A_ROW}</th><td role="cell">2</td>' in html(page)
    yours = re.findall(r"</span></th><td[^>]*>[^<]*<small>([^<]*)", html(page))
    assert yours == [words.RIGHT, words.RIGHT, words.MISSED]
    head, told = page.code[0].value.splitlines()[:2]
    assert head == "geogame, streak by cell, against the fixed guess"
    assert told.startswith("2 in a row. On the same places: ")
    [kept] = store.games_of(player_key(ANN))
    assert kept.finished_at is not None
    press(page, "gg_again")
    assert len(play_of(page).game.rounds) == 1


def test_a_round_ends_when_its_time_is_over_by_a_clock_that_only_grows(store, monkeypatch):
    now = SimpleNamespace(monotonic=lambda: now.s, s=1000.0)
    monkeypatch.setattr("geogame.ui.play.stage.time", now)
    monkeypatch.setattr("geogame.ui.play.keep.time", now)
    page = press(choose(opened(), "timed", gg_limit=15.0, gg_rounds=3), "gg_begin")
    assert map_data(page)["left_s"] == 15.0
    now.s += 10
    page.run()
    assert map_data(page)["left_s"] == 5.0
    now.s += 5 + modes.GRACE_S  # a guess sent at the last moment has arrived
    guess(page)
    assert play_of(page).game.rounds[0].guess.in_time
    press(page, "gg_next")
    now.s += 15 + modes.GRACE_S + 0.1
    guess(page)
    assert play_of(page).stage is Stage.REVEAL
    assert not play_of(page).game.rounds[1].guess.in_time
    assert words.NO_GUESS in html(page)
    assert map_data(page)["rounds"][0]["guess"] is None
    assert where(opened(play_of(page).game_id)) == where(page)
    [field] = counted(store)
    assert (field.mode, field.time_limit_s, field.rounds) == ("timed", 15.0, 2)


@pytest.mark.parametrize("mode", ["classic", "streak_cell"])
def test_a_link_deals_its_game_on_arrival_once_and_for_practice(store, places, mode):
    catalog = open_catalog(places)
    game = new_game(catalog, ("constant", "random"), 3, 77, mode=mode)
    page = opened(game=replay_code(game))
    assert play_of(page).game.seed == 77
    assert play_of(page).game.mode == mode
    assert "game" not in page.query_params
    assert "<i>A</i>" in html(page)
    assert "<i>B</i>" in html(page)
    one = play_of(page).game.rounds[0]
    assert one.location_id == game.rounds[0].location_id
    press(guess(page, one.lat, one.lon), "gg_next")
    if mode == "streak_cell":
        expected = deal_on(game.guess(one.lat, one.lon, one_guesses(page)), catalog)
        assert play_of(page).game.rounds[1].location_id == expected.rounds[1].location_id
    assert counted(store) == []


def one_guesses(page):
    return play_of(page).game.rounds[0].opponent_guesses


def test_a_link_that_cannot_be_played_says_why(store, places):
    code = replay_code(new_game(open_catalog(places), ("constant",), 3, 77))
    foreign = replay_code(new_game(open_catalog(places), ("stranger",), 3, 77))
    for link, why in ((code[:-1] + "q", "copy the whole code"), ("x" * 9000, "copy"), (foreign, "not installed here")):
        page = opened(game=link)
        assert play_of(page).stage is Stage.START
        [error] = page.error
        assert words.STALE_LINK.split("{", 1)[0] in error.value
        assert why in error.value


def test_a_link_is_followed_in_a_tab_that_was_at_another_game(store, places, monkeypatch):
    at = play_of(guess(press(choose(opened(), "classic", gg_rounds=3), "gg_begin"))).game_id
    code, deal = replay_code(new_game(open_catalog(places), ("constant",), 3, 77)), table.deal
    broken = opened(at, game=code[:-1] + "q")
    assert "copy the whole code" in broken.error[0].value

    def cut_short(*_args, **_more):
        monkeypatch.setattr(table, "deal", deal)
        raise StopException

    monkeypatch.setattr(table, "deal", cut_short)
    page = opened(at, game=code)
    assert play_of(until_ready(page.run())).game.seed == 77
    press(page, "gg_leave")
    assert play_of(page).stage is Stage.START


def test_a_link_to_the_daily_challenge_opens_the_start_with_it(store):
    page = opened(game="daily")
    assert page.segmented_control(key="gg_mode").value == "daily"
    assert escape(words.MODES["daily"].told) in html(page)


def test_several_opponents_play_and_are_told_apart(store):
    page = press(choose(opened(), "classic", gg_rounds=3, gg_others=["random", "oracle_cell"]), "gg_begin")
    assert play_of(page).game.opponents == ("constant", "random", "oracle_cell")
    guess(page)
    assert [mark["letter"] for mark in map_data(page)["rounds"][0]["opponents"]] == ["A", "B", "C"]
    assert "The right cell came closest." in html(page)


def test_it_is_said_what_a_model_sees_and_at_which_size_and_what_you_do():
    told = texts.model_sees(4, (128, 64), None, (640, 320))
    assert told == "What the model sees: the same four views, at 128 × 64 pixels each; yours have 640 × 320."
    assert "the first view alone" in texts.model_sees(4, (128, 64), 1)
    assert "the first two views" in texts.model_sees(4, (128, 64), 2)
    assert "this one view" in texts.model_sees(1, (128, 64), 2)


def test_the_start_screen_knows_what_the_game_knows():
    assert list(words.MODES) == list(modes.MODES)
    assert {each.choice for each in words.MODES.values()} == set(words.CHOICES)
    assert set(words.STREAKS) == {name for name in modes.MODES if modes.is_streak(name)}
    assert start.LIMITS_S == modes.TIME_LIMITS_S
    assert (texts.HANDICAP_MARK, ladder.FILE, start.SHIPPED) == (MARK, FILE, HELD_OUT)


def test_the_shipped_model_has_a_ladder_from_strong_to_weak():
    levels = ladder.ladder(Path(__file__).parents[2] / "models" / "usa-rendered")
    assert tuple(level.name for level in levels) == LEVELS
    assert [level.median_km for level in levels] == sorted(level.median_km for level in levels)
    names = ladder.rungs(["usa-rendered", "own"], {"usa-rendered": levels})
    assert (names[0], names[-1], len(names)) == ("usa-rendered", "own", len(LEVELS) + 1)
    assert texts.handicap(names[-2]).startswith("one view, temperature ")


def test_a_ladder_that_cannot_be_read_is_none(tmp_path):
    assert ladder.ladder(tmp_path) == ()
    for damaged in ("[]", "{", '{"levels": [{"level": "expert"}]}'):
        (tmp_path / FILE).write_text(damaged)
        assert ladder.ladder(tmp_path) == ()
