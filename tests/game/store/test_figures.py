import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame.game.store.figures import GameSum, duel, mean_difference_interval, wilson


def test_wilson_gives_the_published_interval():
    # Newcombe (1998), table I, method 3: 81 of 263 and 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@given(st.integers(0, 400).flatmap(lambda rounds: st.tuples(st.integers(0, rounds), st.just(rounds))))
def test_wilson_holds_the_share_lies_in_its_range_and_mirrors(pair):
    wins, rounds = pair
    low, high = wilson(wins, rounds)
    assert 0.0 <= low <= high <= 1.0
    assert rounds == 0 or low - 1e-12 <= wins / rounds <= high + 1e-12
    assert wilson(rounds - wins, rounds) == pytest.approx((1 - high, 1 - low))


def test_the_bootstrap_s_interval_is_as_wide_as_games_differ_not_as_rounds_do():
    random = np.random.default_rng(1)
    of_game = random.normal(100.0, 500.0, 400)
    low, high = mean_difference_interval(of_game * 5, np.full(400, 5.0))
    assert low < of_game.mean() < high
    assert (high - low) == pytest.approx(2 * 1.96 * of_game.std() / math.sqrt(400), rel=0.1)


def test_a_duel_adds_games_up_and_leaves_equal_rounds_out_of_the_rate():
    result = duel("net", [GameSum(5, 3, 1, 500.0), GameSum(3, 0, 3, -900.0)])
    assert (result.games, result.rounds, result.wins, result.losses) == (2, 8, 3, 4)
    assert result.win_rate == pytest.approx(3 / 7)
    assert result.difference == pytest.approx(-50.0)
    low, high = result.difference_interval
    assert low == pytest.approx(-300.0)
    assert high == pytest.approx(100.0)


def test_only_equal_rounds_tell_nothing():
    result = duel("oracle_cell", [GameSum(2, 0, 0, 0.0)])
    assert (result.win_rate, result.win_interval) == (0.5, (0.0, 1.0))
