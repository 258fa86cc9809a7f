from dataclasses import replace

import numpy as np
import pytest

from geogame.game import OpponentGuess, new_game
from geogame.ui.play.flow import Play, Stage
from geogame.ui.play.start import Choice

CHOICE = Choice(name="Ann", rounds=2, opponent="net", unit="km", dataset="places")
CELLS = np.full(3, 1 / 3, np.float32)
GUESS = {"net": OpponentGuess(40.0, -100.0, CELLS, CELLS[None])}


@pytest.fixture
def playing(built_catalog):
    locations = built_catalog.locations.assign(split="test")
    catalog = replace(built_catalog, locations=locations)
    return Play().begin(CHOICE, new_game(catalog, ("net",), 2, seed=1))


def test_a_game_runs_from_guess_to_reveal_to_summary(playing):
    for index in range(2):
        assert (playing.stage, playing.index) == (Stage.GUESS, index)
        playing = playing.prepare(GUESS).confirm(1.0, 2.0, nonce=f"n{index}")
        assert playing.stage is Stage.REVEAL
        playing = playing.advance()
    assert playing.stage is Stage.SUMMARY
    assert playing.game.finished


def test_no_guess_counts_before_the_opponent_has_guessed(playing):
    assert not playing.ready
    assert playing.confirm(1.0, 2.0, nonce="n") is playing
    assert playing.prepare({}) is playing
    assert playing.prepare(GUESS).ready


def test_one_event_is_one_guess(playing):
    second = playing.prepare(GUESS).confirm(1.0, 2.0, nonce="same").advance().prepare(GUESS)
    assert second.confirm(3.0, 4.0, nonce="same") is second


@pytest.mark.parametrize("event", ["confirm", "prepare", "advance"])
def test_events_that_do_not_apply_change_nothing(playing, event):
    reveal = playing.prepare(GUESS).confirm(1.0, 2.0, nonce="n")
    if event == "confirm":
        assert reveal.confirm(5.0, 6.0, nonce="m") is reveal
        assert Play().confirm(5.0, 6.0, nonce="m") == Play()
    elif event == "prepare":
        assert reveal.prepare(GUESS) is reveal
    else:
        assert playing.advance() is playing
        assert Play().advance() == Play()


def test_leaving_keeps_the_choices_and_forgets_the_game(playing):
    left = playing.leave()
    assert (left.stage, left.choice, left.game) == (Stage.START, CHOICE, None)


def test_a_refused_start_says_why_until_the_next_one(playing):
    refused = Play().refuse(CHOICE, "the code is damaged")
    assert (refused.stage, refused.error) == (Stage.START, "the code is damaged")
    assert refused.begin(CHOICE, playing.game).error == ""
