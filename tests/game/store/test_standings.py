"""What the leaderboard counts, in SQLite and in PostgreSQL."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from kept_games import ANN, BOB, NOON, SECOND, begun, guessed, played, streak

from geogame.game.store.export import as_csv, as_json
from geogame.game.store.standings import ENDLESS_ROUNDS, best_games, duels, fields, history, places, streak_duels

NEAR, FAR = (40.0, -98.0), (10.0, -150.0)


def on_the_spot(kept):
    """Every round guessed exactly; the opponent is far off."""
    while not kept.game.finished:
        one = kept.game.rounds[kept.game.current]
        kept = guessed(kept, one.lat, one.lon, opponent=FAR)
        if not kept.game.finished:
            kept = kept.now_at(kept.game, kept.game.current, kept.guessed_at[-1] + SECOND)
    return kept


@pytest.fixture
def board(store):
    """Ann wins a game of three, Bob loses one of three and one round of an open game; others are of other kinds."""
    week_ago = NOON - 8 * 24 * 3600 * SECOND
    free = begun(ANN, seed=9)
    games = [
        on_the_spot(begun(ANN, seed=1)),
        played(begun(BOB, seed=2, now=week_ago, opponents=("net", "constant")), lat=FAR[0], lon=FAR[1], opponent=NEAR),
        guessed(begun(BOB, seed=3), *FAR, opponent=NEAR),
        on_the_spot(begun(ANN, seed=4, opponents=("net~v1",))),
        on_the_spot(begun(ANN, seed=5, practice=True)),
        guessed(replace(free, game=replace(free.game, look="free"))),
    ]
    for kept in games:
        store.write(kept, new=True)
    return store


def test_only_games_of_one_kind_are_counted_together(board):
    found = {(field.mode, field.look): field.rounds for field in fields(board)}
    assert found == {("classic", "same_views"): 10, ("classic", "free"): 1}
    [usual, _] = fields(board)
    assert (usual.dataset, usual.region_name) == ("places", "usa")


def test_humans_against_each_opponent_one_with_a_handicap_being_another(board):
    net, *others = duels(board, fields(board)[0])
    assert (net.opponent, net.games, net.rounds, net.wins, net.losses) == ("net", 3, 7, 3, 4)
    constant, weak = sorted(others, key=lambda each: each.opponent)
    assert (weak.opponent, weak.rounds, weak.wins) == ("net~v1", 3, 3)
    assert (constant.opponent, constant.rounds, constant.wins, constant.losses) == ("constant", 3, 0, 3)
    assert constant.difference < -1000
    low, high = net.difference_interval
    assert low < net.difference < high


def test_a_period_and_a_player_narrow_what_is_counted(board):
    usual = fields(board)[0]
    net, _ = duels(board, usual, since=NOON - SECOND)
    assert (net.games, net.wins, net.losses) == (2, 3, 1)
    mine = {each.opponent: (each.wins, each.losses) for each in duels(board, usual, player=ANN)}
    assert mine == {"net": (3, 0), "net~v1": (3, 0)}
    assert duels(board, usual, since=NOON + 999 * SECOND) == []


def test_the_map_counts_every_round_at_its_place(board):
    counted = places(board, fields(board)[0], "net")
    assert sum(each.rounds for each in counted) == 7
    assert sum(each.wins for each in counted) == 3
    first = begun(ANN, seed=1).game.rounds[0]
    assert (first.cell, first.lat, first.lon) in {(each.cell, each.lat, each.lon) for each in counted}


def test_the_board_shows_games_that_were_finished_best_first(board):
    games = best_games(board, fields(board)[0], player=ANN)
    assert [(game.points, game.mine) for game in games[:2]] == [(15_000, True), (15_000, True)]
    assert [game.rounds for game in games] == [3, 3, 3]
    assert games[2].opponent_points > games[2].points
    assert len(best_games(board, fields(board)[0], since=NOON - SECOND)) == 2
    assert [game.opponent for game in best_games(board, fields(board)[0], opponent="constant")] == ["constant"]


def test_one_s_history_is_one_s_own_newest_first(board):
    mine = history(board, BOB)
    assert [(game.rounds, game.finished) for game in mine] == [(1, False), (3, True)]
    assert mine[0].losses == 1


@pytest.fixture
def streaks(store):
    """Three streaks that have ended, one that has not, one for practice: 2 to 3, 0 to 0, 3 to 1 in a row."""
    games = [
        streak(begun(ANN, seed=1, mode="streak_cell"), 2, opponent_hits=9),
        streak(begun(BOB, seed=2, mode="streak_cell"), 0, opponent_hits=0),
        streak(begun(BOB, seed=3, mode="streak_cell"), 3, opponent_hits=1),
        begun(BOB, seed=4, mode="streak_cell"),
        streak(begun(ANN, seed=5, mode="streak_state", practice=True, now=NOON - SECOND), 1, opponent_hits=9),
    ]
    one = games[3].game.rounds[0]
    games[3] = guessed(games[3], one.lat, one.lon)
    for kept in games:
        store.write(kept, new=True)
    return store


def test_streaks_are_told_by_their_length_and_who_missed_first(streaks):
    [field] = fields(streaks)
    assert (field.mode, field.games, field.rounds) == ("streak_cell", 4, 9)
    [net] = streak_duels(streaks, field)
    assert (net.opponent, net.games, net.wins, net.losses, net.win_rate) == ("net", 3, 1, 1, 0.5)
    assert (net.longest, net.mean, net.opponent_mean) == (3, 5 / 3, 4 / 3)
    assert streak_duels(streaks, field, since=NOON + 999 * SECOND) == []
    games = best_games(streaks, field, player=ANN)
    assert [(game.streak, game.opponent_streak, game.mine) for game in games] == [
        (3, 1, False), (2, 3, True), (0, 0, False)
    ]  # fmt: skip
    mine = [(game.mode, game.practice, game.streak, game.opponent_streak) for game in history(streaks, ANN)]
    assert mine == [("streak_cell", False, 2, 3), ("streak_state", True, 1, 2)]


def test_an_endless_game_counts_among_the_best_only_after_some_rounds(store):
    for number in (ENDLESS_ROUNDS - 1, ENDLESS_ROUNDS):
        kept = on_the_spot(begun(ANN, seed=number, rounds=number))
        store.write(replace(kept, game=replace(kept.game, mode="endless")), new=True)
    [field] = fields(store)
    assert [game.rounds for game in best_games(store, field)] == [ENDLESS_ROUNDS]


def test_the_export_holds_every_guess_and_no_place_that_is_still_to_be_guessed(store):
    kept = replace(guessed(begun(name="=cmd|' /C calc'!A0", opponents=("=evil",))), dataset="=2+3")
    store.write(kept, new=True)
    games = store.games_of(ANN)
    [told] = json.loads(as_json(games))["games"]
    assert len(told["rounds"]) == 1
    assert told["rounds"][0]["guesses"][0] == {
        "who": "player",
        "lat": 40.0,
        "lon": -98.0,
        "distance_km": kept.game.rounds[0].distances_km["player"],
        "points": kept.game.rounds[0].points["player"],
    }
    rows = list(csv.DictReader(io.StringIO(as_csv(games))))
    assert [row["who"] for row in rows] == ["player", "'=evil"]
    assert rows[0]["seconds"] == "2.0"
    assert not any(str(value).startswith("=") for row in rows for value in row.values())
