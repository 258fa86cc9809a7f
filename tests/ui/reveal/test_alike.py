"""Training places drawn anew by a process of their own."""

import contextlib
import time
from dataclasses import replace

import pytest
import slow_studio

from geogame.errors import GameError
from geogame.explain import Neighbour
from geogame.game.ahead import Ahead, Underway
from geogame.ui.reveal.alike import again, drawn

PATIENCE_S = 60
NEAR = Neighbour(41.0, -96.0, 180, 12.0, 7, 131, 0.1)
BROKEN = replace(NEAR, scene_seed=slow_studio.BROKEN_SEED)


@pytest.fixture
def studio():
    with contextlib.closing(Ahead("slow_studio:quick", "slow_studio:quick", waiting=2)) as made:
        yield made


def finished(studio, places):
    end = time.monotonic() + PATIENCE_S
    while isinstance(state := drawn(studio, places), Underway):
        assert time.monotonic() < end
        assert 0 <= state.share < 1
        time.sleep(0.02)
    return state


def test_each_place_gets_its_views_in_order(studio):
    pictures = finished(studio, [NEAR, replace(NEAR, scene_seed=8)])
    assert [len(views) for views in pictures] == [4, 4]
    assert pictures[0] != pictures[1]
    assert finished(studio, [NEAR])[0] == pictures[0]


def test_what_cannot_be_drawn_is_told_and_may_be_tried_again(studio):
    with pytest.raises(GameError, match="the brush broke"):
        finished(studio, [BROKEN])
    again(studio, [BROKEN])
    with pytest.raises(GameError, match="the brush broke"):
        finished(studio, [BROKEN])


def test_more_than_may_wait_is_refused(studio):
    with pytest.raises(GameError, match="try again"):
        drawn(studio, [replace(NEAR, scene_seed=seed) for seed in range(10, 16)])
