import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalog import make_catalog

from geogame.errors import GameError
from geogame.game import PLAYER, Game, OpponentGuess, new_game, who_won
from geogame.geo import destination, distance_km, km_to_miles

CATALOG = make_catalog(dict.fromkeys(range(100, 120), 1))


def says(lat, lon) -> OpponentGuess:
    return OpponentGuess(lat, lon, np.full(243, 1 / 243), np.full((4, 243), 1 / 243))


def ready_game(opponents=("random",), rounds=2) -> Game:
    game = new_game(CATALOG, opponents, rounds, 5)
    for index in range(rounds):
        game = game.prepare(dict.fromkeys(opponents, says(40.0, -98.0)), index)
    return game


def test_a_guess_gives_a_new_game_and_leaves_the_old_one():
    game = ready_game()
    after = game.guess(41.0, -99.0)
    assert game.rounds[0].guess is None
    assert after.rounds[0].guess == dataclasses.replace(after.rounds[0].guess, lat=41.0, lon=-99.0)
    assert (game.current, after.current) == (0, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        after.seed = 3


def test_the_human_cannot_guess_before_every_opponent_has():
    game = new_game(CATALOG, ("one", "two"), 2, 5)
    assert not game.rounds[0].ready
    half = game.prepare({"one": says(40, -98)})
    with pytest.raises(GameError, match=r"round 1 is not ready: two has not guessed"):
        half.guess(40.0, -98.0)
    whole = half.prepare({"two": says(41, -98)})
    assert whole.rounds[0].ready
    assert not whole.rounds[1].ready
    assert whole.guess(40.0, -98.0).rounds[0].done


def test_guesses_made_beforehand_may_come_with_the_humans():
    after = new_game(CATALOG, ("one",), 1, 5).guess(40.0, -98.0, {"one": says(41, -98)})
    assert after.rounds[0].opponent_guesses["one"].lat == 41


def test_a_kept_guess_of_an_opponent_is_never_replaced():
    game = new_game(CATALOG, ("one",), 1, 5).prepare({"one": says(40, -98)})
    assert game.prepare({"one": says(1, 1)}).rounds[0].opponent_guesses["one"].lat == 40
    assert game.guess(40.0, -98.0, {"one": says(1, 1)}).rounds[0].opponent_guesses["one"].lat == 40


def test_a_game_without_opponents_is_ready_at_once():
    assert new_game(CATALOG, (), 1, 5).guess(40.0, -98.0).finished


def test_rounds_are_guessed_in_order_and_once():
    game = ready_game(rounds=3)
    with pytest.raises(GameError, match="round 2 is not on yet; guess round 1"):
        game.guess(40.0, -98.0, round_index=1)
    game = game.guess(40.0, -98.0, round_index=0)
    with pytest.raises(GameError, match="round 1 has been guessed already"):
        game.guess(40.0, -98.0, round_index=0)
    with pytest.raises(GameError, match="already"):
        game.prepare({"random": says(1, 1)}, 0)
    with pytest.raises(GameError, match="no round 4"):
        game.guess(40.0, -98.0, round_index=3)
    game = game.guess(40.0, -98.0).guess(40.0, -98.0)
    assert game.finished
    with pytest.raises(GameError, match="the game is over"):
        game.guess(40.0, -98.0)


def test_someone_who_does_not_play_cannot_guess():
    with pytest.raises(GameError, match=r"stranger does not play.*random"):
        ready_game().prepare({"stranger": says(40, -98)})


def test_a_click_outside_the_region_counts():
    after = ready_game().guess(-33.9, 151.2)
    assert after.rounds[0].distances_km[PLAYER] > 10_000
    assert after.rounds[0].points[PLAYER] == 0


@pytest.mark.parametrize(
    ("lat", "lon"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf")), (None, 0), ("40", "-98")]
)
def test_what_is_not_on_earth_is_no_guess(lat, lon):
    with pytest.raises(GameError, match="no place on Earth"):
        ready_game().guess(lat, lon)
    with pytest.raises(GameError, match="no place on Earth"):
        says(lat, lon)


def test_distances_and_points_are_those_of_the_great_circle_and_the_regions_scale():
    done = ready_game().guess(41.0, -99.0).rounds[0]
    human, model = done.distances_km[PLAYER], done.distances_km["random"]
    assert human == pytest.approx(distance_km(41.0, -99.0, done.lat, done.lon))
    assert model == pytest.approx(distance_km(40.0, -98.0, done.lat, done.lon))
    assert done.distances_mi[PLAYER] == pytest.approx(km_to_miles(human))
    assert done.scores[PLAYER] == pytest.approx(5000 * np.exp(-10 * human / 5629.4165160942))
    assert done.points == {name: round(score) for name, score in done.scores.items()}


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 359), st.floats(0, 5000), st.floats(0, 5000))
def test_the_nearer_guess_never_scores_less(bearing, one_km, other_km):
    game = new_game(CATALOG, (), 1, 5)
    place = game.rounds[0]
    near, far = sorted([one_km, other_km])
    points = [
        game.guess(*destination(place.lat, place.lon, bearing, km)).rounds[0].points[PLAYER] for km in (near, far)
    ]
    assert points[0] >= points[1]


def test_a_total_is_the_sum_of_the_points_shown_over_the_rounds_played():
    game = ready_game(rounds=3)
    assert game.totals == {PLAYER: 0, "random": 0}
    game = game.guess(40.5, -98.0).guess(39.0, -97.0)
    assert game.totals["random"] == sum(each.points["random"] for each in game.rounds[:2])
    assert list(game.totals) == [PLAYER, "random"]


def play(human_km, opponents_km):
    game = new_game(CATALOG, tuple(opponents_km), 1, 5)
    place = game.rounds[0]
    there = {name: says(*destination(place.lat, place.lon, 10, km)) for name, km in opponents_km.items()}
    return game.guess(*destination(place.lat, place.lon, 200, human_km), there)


def test_whoever_has_the_most_points_wins():
    assert who_won(play(10, {"a": 100, "b": 300})) == (PLAYER,)
    assert who_won(play(400, {"a": 100, "b": 300})) == ("a",)


def test_a_tie_is_a_tie_when_the_points_shown_are_equal():
    assert who_won(play(100, {"a": 100, "b": 300})) == (PLAYER, "a")
    assert who_won(play(100, {"a": 100.01})) == (PLAYER, "a")


def test_nobody_has_won_before_the_end():
    with pytest.raises(GameError, match="round 2 of 2 is still"):
        who_won(ready_game().guess(40.0, -98.0))


def test_what_an_opponent_believed_after_each_view_is_carried_and_cannot_be_changed():
    belief = np.random.default_rng(0).random((4, 243))
    game = new_game(CATALOG, ("one",), 1, 5).prepare({"one": OpponentGuess(40, -98, belief[-1], belief)})
    kept = game.rounds[0].opponent_guesses["one"]
    belief[:] = 0
    assert kept.belief.shape == (4, 243)
    assert kept.belief.min() >= 0
    assert kept.belief.max() > 0
    with pytest.raises(ValueError, match="read-only"):
        kept.probabilities[0] = 1
    with pytest.raises(TypeError):
        game.rounds[0].opponent_guesses["two"] = kept


@pytest.mark.parametrize("belief", [np.zeros((4, 3)), np.zeros(243)])
def test_a_belief_about_other_cells_is_refused(belief):
    with pytest.raises(GameError, match=r"must be \(cells,\)"):
        OpponentGuess(40, -98, np.zeros(243), belief)


def test_a_game_can_be_kept_in_a_session_store():
    game = ready_game().guess(40.0, -98.0)
    copy = pickle.loads(pickle.dumps(game))  # noqa: S301
    assert copy.totals == game.totals
    assert copy.rounds[0].opponent_guesses["random"].belief.shape == (4, 243)
    assert copy.guess(40.0, -98.0).finished
