import numpy as np
import pytest

from geogame.evaluation.states import state_figures

DENVER, BOSTON, LYON = (39.74, -104.99), (42.36, -71.06), (45.76, 4.84)


def test_a_guess_counts_if_it_lies_in_the_same_state() -> None:
    places = np.array([DENVER, BOSTON, BOSTON, LYON]).T
    guesses = np.array([(38.3, -104.6), (42.3, -72.6), DENVER, LYON]).T
    found = state_figures(*places, *guesses)
    assert found is not None
    assert found["n"] == 3, "France has no state here"
    assert found["accuracy"] == pytest.approx(2 / 3)


def test_where_no_state_is_known_there_is_no_figure() -> None:
    assert state_figures(*np.array([LYON]).T, *np.array([LYON]).T) is None
