from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_catalog import make_catalog

from geogame.errors import GameError
from geogame.game import OpponentGuess, deal_on, new_game, read_code, replay_code
from geogame.game.model import no_guess
from geogame.game.modes import (
    DAILY_ROUNDS,
    GRACE_S,
    MODES,
    RoundClock,
    check_mode,
    daily_seed,
    goes_on,
    streak,
    until_next_day,
)
from geogame.geo import distance_km

CATALOG = make_catalog(dict.fromkeys(range(100, 112), 1))
CELLS = np.zeros(243, np.float32)


def growing(mode="streak_cell", catalog=CATALOG):
    return new_game(catalog, ("net",), 5, 7, mode=mode)


def guessed(game, *, hit, net=True):
    """The game after the player, and the opponent, named the place or missed it by far."""
    one = game.rounds[-1]
    far = (10.0, -150.0)
    answer = OpponentGuess(*((one.lat, one.lon) if net else far), CELLS, CELLS[None])
    return game.guess(*((one.lat, one.lon) if hit else far), {"net": answer})


@pytest.mark.parametrize("mode", ["streak_cell", "streak_state"])
def test_a_streak_goes_on_until_the_first_miss_and_its_length_is_the_score(mode):
    game = growing(mode)
    assert len(game.rounds) == 1
    for _ in range(3):
        game = guessed(game, hit=True, net=len(game.rounds) < 3)
        assert goes_on(game)
        game = deal_on(game, CATALOG)
    game = guessed(game, hit=False)
    assert not goes_on(game)
    assert (streak(game, "player"), streak(game, "net")) == (3, 2)


def test_a_streak_deals_the_places_of_a_longer_game_of_its_seed_and_ends_with_them():
    game = growing()
    longer = new_game(CATALOG, ("net",), 12, 7)
    for number in range(12):
        assert game.rounds[number].location_id == longer.rounds[number].location_id
        game = deal_on(guessed(game, hit=True), CATALOG)
    assert len(game.rounds) == 12
    assert deal_on(game, CATALOG) is game


def test_no_place_is_dealt_before_the_last_one_is_guessed():
    with pytest.raises(GameError, match="once the last one is guessed"):
        deal_on(growing(), CATALOG)


@given(st.dates(), st.dates())
def test_a_date_has_one_challenge_and_other_dates_have_others(day, other):
    assert daily_seed(day) == daily_seed(day)
    assert (daily_seed(day) == daily_seed(other)) == (day == other)


def test_this_date_has_this_challenge_on_every_machine():
    game = new_game(CATALOG, (), 3, daily_seed(date(2026, 11, 21)), mode="daily")
    assert game.seed == 4286425088
    assert len(game.rounds) == DAILY_ROUNDS


def test_the_next_challenge_begins_at_midnight_utc():
    assert until_next_day(datetime(2026, 7, 1, 23, 59, 30, tzinfo=UTC)).total_seconds() == 30.0
    assert until_next_day(datetime(2026, 7, 1, tzinfo=UTC)).total_seconds() == 86_400.0


@given(st.floats(0, 1e9), st.sampled_from((15.0, 60.0)), st.floats(0, 200))
def test_time_only_runs_out_and_a_guess_on_its_way_still_counts(start, limit, later):
    clock = RoundClock(limit, start)
    assert clock.left_s(start) == pytest.approx(limit)
    assert 0 <= clock.left_s(start + later) <= limit + 1e-6
    assert clock.is_over(start + later) == (start + later > start + limit + GRACE_S)


@pytest.mark.parametrize(("lat", "lon"), [(40.0, -98.0), (0.0, 0.0), (-89.0, 180.0), (25.0, -180.0)])
def test_no_guess_is_worth_no_point_and_needs_the_opponents_first(lat, lon):
    missed = no_guess(lat, lon)
    assert not missed.in_time
    assert distance_km(lat, lon, missed.lat, missed.lon) == pytest.approx(20_015, abs=1)
    game = new_game(CATALOG, ("net",), 2, 3, mode="timed", time_limit_s=15.0)
    with pytest.raises(GameError, match="net has not guessed yet"):
        game.miss()
    answer = OpponentGuess(40.0, -98.0, CELLS, CELLS[None])
    assert game.prepare({"net": answer}).miss().totals["player"] == 0


@pytest.mark.parametrize(
    ("mode", "limit"), [("chess", None), ("timed", None), ("timed", 77.0), ("classic", 15.0), ("daily", 15.0)]
)
def test_a_kind_of_game_that_cannot_be_is_refused_with_those_that_can(mode, limit):
    with pytest.raises(GameError, match=r"choose one of classic|timed ones have 15, 30, 60, 120 s"):
        check_mode(mode, limit)


def test_fresh_places_are_not_dealt_from_a_dataset():
    with pytest.raises(GameError, match="its places are drawn"):
        new_game(CATALOG, (), 3, 1, mode="endless")


@pytest.mark.parametrize("mode", [name for name, mode in MODES.items() if mode.places == "held_out"])
@pytest.mark.parametrize("look", ["same_views", "free"])
def test_a_code_tells_the_kind_of_game_and_a_daily_one_is_played_again_as_classic(mode, look):
    limit = 30.0 if MODES[mode].timed else None
    game = replace(new_game(CATALOG, ("net~v1",), 4, 9, mode=mode, time_limit_s=limit), look=look)
    said = read_code(replay_code(game))
    assert (said.mode, said.time_limit_s, said.look) == ("classic" if mode == "daily" else mode, limit, look)
    assert said.opponents == ("net~v1",)
