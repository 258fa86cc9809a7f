"""Rivers cross country roads: below them, away from junctions and shores, and not everywhere."""

import numpy as np
import pytest
from plain_scene import params

from geogame.world import arrays as A
from geogame.world.facts import facts_at
from geogame.world.kernels.layout import POND_LEVEL_M, ground_height, land_use, road_xy
from geogame.world.rivers import SHARES, lay_river

IOWA = facts_at(41.9, -93.4)
CROSSING = {"RIVER_HALF_WIDTH_M": 9, "RIVER_V_M": 45, "RIVER_LEVEL_M": -3, "RIVER_SKEW": 0.3}


def laid(seed: int, *, country: bool = True, **changes: float) -> A.Floats:
    p = params(HILL_M=6, SHOULDER_HALF_WIDTH=4.5, **changes)
    lay_river(p, IOWA, country=country, rng=np.random.default_rng(seed))
    return p


def test_as_many_roads_meet_a_river_as_the_table_says() -> None:
    share = np.mean([laid(seed)[A.RIVER_HALF_WIDTH_M] > 0 for seed in range(600)])
    assert share == pytest.approx(SHARES[IOWA.koppen[0]], abs=0.05)


def test_no_river_in_town_nor_by_the_shore_nor_among_mesas() -> None:
    for changes in ({"country": False}, {"WATER_DISTANCE_M": 60}, {"MESA_M": 90}, {"LANDFORM": A.LANDFORM_CANYON}):
        assert not any(laid(seed, **changes)[A.RIVER_HALF_WIDTH_M] > 0 for seed in range(60))  # type: ignore[arg-type]


def test_a_river_runs_below_the_road_and_away_from_the_junction() -> None:
    found = 0
    for seed in range(200):
        p = laid(seed, CROSS_KIND=A.CROSS_BOTH, CROSS_V_M=30, CROSS_HALF_WIDTH=3)
        if p[A.RIVER_HALF_WIDTH_M] <= 0:
            continue
        found += 1
        v, half = float(p[A.RIVER_V_M]), float(p[A.RIVER_HALF_WIDTH_M])
        x, y = road_xy(0.0, v, p)
        assert ground_height(x, y, abs(v), p) - p[A.RIVER_LEVEL_M] > 1.8
        assert abs(v - 30) - half > 20
        assert abs(v) > half + 8
    assert found > 10


def test_the_road_stays_dry_and_level_over_the_river() -> None:
    p, without = params(HILL_M=6, **CROSSING), params(HILL_M=6)
    for v in np.linspace(0, 90, 91):
        for u in (-5.0, 0.0, 5.0):
            x, y = road_xy(u, v, p)
            assert land_use(x, y, p)[0] == A.OPEN
            assert ground_height(x, y, v, p) == pytest.approx(ground_height(x, y, v, without), abs=1e-4)


def test_the_river_is_level_between_banks_that_rise_gently() -> None:
    p = params(HILL_M=6, BUMPS_M=0.3, **CROSSING)
    for u in (-200.0, -40.0, 12.0, 60.0, 300.0):
        line = [road_xy(u, v, p) for v in np.arange(-120, 240, 0.5)]
        wet = np.array([land_use(x, y, p)[0] == A.OPEN_WATER for x, y in line])
        z = np.array([ground_height(x, y, float(np.hypot(x, y)), p) for x, y in line])
        assert 20 < wet.sum() < 60
        assert z[wet] == pytest.approx(np.full(wet.sum(), -3.0), abs=0.01)
        assert np.abs(np.diff(z)).max() / 0.5 < 1.2


def test_ponds_lie_level_in_smooth_hollows_away_from_the_road() -> None:
    p = params(HILL_M=8, BUMPS_M=0.3, LAKE_SHARE=0.4)
    east = np.arange(-300, 300, 0.5)
    for north in (-70.0, 0.0, 130.0):
        wet = np.array([land_use(x, north, p)[0] == A.OPEN_WATER for x in east])
        z = np.array([ground_height(x, north, float(np.hypot(x, north)), p) for x in east])
        assert wet.any()
        assert not wet[np.abs(east) < 11].any()
        assert z[wet] == pytest.approx(np.full(wet.sum(), POND_LEVEL_M), abs=0.01)
        assert np.abs(np.diff(z)).max() / 0.5 < 1.0
