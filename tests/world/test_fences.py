"""Fences keep to their line, stop at water, side roads and gates, and stand on the ground."""

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world.customs import CUSTOMS, FENCES
from geogame.world.fences import COLOURS, LEVELS_M, fence, fence_across
from geogame.world.kernels.layout import road_uv, standing_height
from geogame.world.roadside import Roadside


def roadside() -> Roadside:
    params = np.zeros(A.N_PARAMS, np.float32)
    params[[A.SEED, A.ROAD_BEARING, A.ROAD_HALF_WIDTH, A.SHOULDER_HALF_WIDTH]] = 7, 0.6, 3.7, 5.0
    params[[A.HILL_M, A.HILL_WAVELENGTH_M, A.WATER_DISTANCE_M]] = 4.0, 900.0, 1e6
    return Roadside(params, np.random.default_rng(3))


def along(road: Roadside) -> tuple[np.ndarray, np.ndarray]:
    """Road coordinates ``(n,)`` each of both ends of everything thin."""
    rows = road.wires.array()
    ends = np.concatenate([rows[:, A.W_START : A.W_START + 2], rows[:, A.W_END : A.W_END + 2]])
    uv = np.array([road_uv(x, y, road.params) for x, y in ends])
    return uv[:, 0], uv[:, 1]


def test_every_kind_that_a_state_builds_has_its_measures() -> None:
    assert {kind for c in CUSTOMS.values() for kind in c.fence_mix} <= set(FENCES)
    assert set(COLOURS) == set(FENCES) - {"none"}
    assert set(LEVELS_M) == set(COLOURS) - {"stone"}


@pytest.mark.parametrize("kind", sorted(LEVELS_M))
def test_a_fence_keeps_to_its_line_and_leaves_the_gate_open(kind: str) -> None:
    road = roadside()
    fence(road, kind, 14.0, gap=(20.0, 25.0))
    u, v = along(road)
    assert np.abs(u - 14.0).max() < 1.0
    assert not ((v > 20.1) & (v < 24.9)).any()
    assert (v > 26.0).any()
    assert (v < 19.0).any()


@pytest.mark.parametrize("kind", sorted(LEVELS_M))
def test_every_post_stands_on_the_ground(kind: str) -> None:
    road = roadside()
    fence(road, kind, -12.0)
    rows = road.wires.array()
    steep = rows[np.abs(rows[:, A.W_END + 2] - rows[:, A.W_START + 2]) > 1.0]
    assert len(steep) > 20
    for row in steep:
        x, y, z = row[A.W_START : A.W_START + 3]
        assert abs(z - standing_height(float(x), float(y), road.params)) < 0.4


def test_a_fence_stops_at_a_side_road() -> None:
    road = roadside()
    road.params[[A.CROSS_KIND, A.CROSS_V_M, A.CROSS_HALF_WIDTH]] = A.CROSS_BOTH, 30.0, 3.0
    fence(road, "barbed_wood", 14.0)
    _u, v = along(road)
    assert not (np.abs(v - 30.0) < 4.0).any()


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_fence_across_runs_away_from_the_road(side: float) -> None:
    road = roadside()
    fence_across(road, "barbed_wood", 25.0, side * 6.0, side * 60.0)
    u, v = along(road)
    assert np.abs(v - 25.0).max() < 0.2
    assert (u * side).min() == pytest.approx(6.0, abs=0.1)
    assert (u * side).max() > 59.0


def test_no_fence_is_no_fence() -> None:
    road = roadside()
    fence(road, "none", 14.0)
    assert not len(road.wires.array())
