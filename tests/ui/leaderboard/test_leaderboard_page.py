"""The leaderboard page through Streamlit's own test runner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pytest
from kept_games import BOB, SECOND, begun, guessed, played, streak
from streamlit.testing.v1 import AppTest

from geogame.game.store import SqlStore, player_key
from geogame.game.store.database import VARIABLE, database_url
from geogame.ui.identity import Visitor
from geogame.ui.leaderboard import words
from geogame.ui.leaderboard.screen import since_of
from geogame.ui.play import keep

APP = str(Path(__file__).parents[3] / "streamlit_app.py")
ME = "c" * 32
NOW = datetime.now(UTC) - timedelta(hours=1)
EVIL = "<script>alert(1)</script>\u202e"


@pytest.fixture
def store(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'games.sqlite'}"
    for name, value in ((VARIABLE, url), ("GEOGAME_DATASETS", str(tmp_path)), ("GEOGAME_MODELS", str(tmp_path))):
        monkeypatch.setenv(name, value)
    keep.store.clear()
    yield SqlStore(database_url({VARIABLE: url}))
    keep.store.clear()


def board(section=None):
    page = AppTest.from_file(APP, default_timeout=60)
    page.session_state["gg_visitor"] = Visitor(ME)
    page.run()
    page.switch_page("pages/leaderboard.py").run()
    if section:
        page.segmented_control(key="gg_board_section").set_value(section).run()
    assert not page.exception
    return page


def html(page):
    return "\n".join(element.proto.body for element in page.get("html"))


def test_without_a_game_the_page_offers_one(store):
    page = board()
    assert words.EMPTY_TITLE in html(page)
    assert "gg_board_play" in [button.key for button in page.button]
    assert words.OWN_EMPTY in html(board("own"))


def test_it_tells_who_is_better_and_where(store):
    for seed in range(3):
        store.write(played(begun(BOB, seed=seed, rounds=5, now=NOW)), new=True)
    page = board()
    told = html(page)
    assert "Humans came closer than net in" in told
    assert "of 15 rounds (95 %:" in told
    assert words.AREAS_TITLE in told
    [data] = [
        element.proto.json for element in page.get("bidi_component") if "geogame_map" in element.proto.component_name
    ]
    assert "human closer in" in data


def test_names_are_shown_as_text_and_one_s_own_game_is_marked(store):
    store.write(played(begun(BOB, name=EVIL, now=NOW)), new=True)
    store.write(played(begun(player_key(ME), seed=2, name="Me", now=NOW)), new=True)
    told = html(board("best"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "<script>" not in told
    assert "\u202e" not in told
    assert told.count(words.YOU_MARK) == 1


def test_one_s_own_games_can_be_seen_taken_away_and_deleted(store):
    mine = player_key(ME)
    for seed in range(2):
        store.write(played(begun(mine, seed=seed, now=NOW + seed * SECOND)), new=True)
    store.write(guessed(begun(BOB, now=NOW)), new=True)
    page = board("own")
    assert "You guessed 6 rounds" in html(page)
    assert len(page.get("download_button")) == 2
    assert page.button(key="gg_board_delete").disabled
    page.checkbox(key="gg_board_sure").check().run()
    page.button(key="gg_board_delete").click().run()
    assert not page.exception
    assert store.count_games(mine) == 0
    assert store.count_games(BOB) == 1
    assert page.session_state["gg_visitor"].id != ME


def test_streaks_are_shown_by_their_length_and_one_s_own_games_by_their_kind(store):
    mine = player_key(ME)
    store.write(streak(begun(mine, mode="streak_cell", now=NOW), 2, opponent_hits=1), new=True)
    store.write(played(begun(mine, mode="timed", time_limit_s=15.0, practice=True, now=NOW - SECOND)), new=True)
    told = html(board())
    assert "Humans got more in a row than net in 100 % of 1 streak (95 %:" in told
    assert "The longest: 2 in a row." in told
    assert escape(words.STREAKS_NOTE) in told
    assert f'data-label="{words.BEST_STREAK_COLUMNS[1]}">2</td>' in html(board("best"))
    own = html(board("own"))
    assert "Your longest streak: 2 in a row." in own
    assert ">Timed, 15 s, practice<" in own
    assert ">Streak by cell<" in own
    assert (own.count(">2 in a row<"), own.count(">1 in a row<")) == (1, 1)


def test_a_database_that_cannot_be_read_is_told(store, tmp_path):
    (tmp_path / "games.sqlite").write_bytes(b"no database at all" * 99)
    assert "file is not a database" in board().error[0].value


def test_periods_begin_when_they_say():
    now = datetime(2026, 7, 20, 15, 30, tzinfo=UTC)
    assert since_of("all", now) is None
    assert since_of("today", now) == datetime(2026, 7, 20, tzinfo=UTC)
    assert since_of("week", now) == datetime(2026, 7, 13, 15, 30, tzinfo=UTC)
