"""Creeks and rivers that a country road bridges. How often there is one is the author's; none is on a map."""

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.facts import Facts
from geogame.world.kernels.layout import ground_height, road_xy

Floats = NDArray[np.float32]
Rng = np.random.Generator
SHARES = {"A": 0.16, "B": 0.05, "C": 0.16, "D": 0.15, "E": 0.1}
"""Of country roads near a bridge, by the first letter of the climate's class."""
NEAREST_JUNCTION_M = 26.0


def lay_river(p: Floats, facts: Facts, *, country: bool, rng: Rng) -> None:
    """
    Lead a creek or a river under the road, or none.

    Parameters
    ----------
    p
        Layout parameters with road, relief and junctions laid out; in and out.
    facts
        Of the place.
    country
        Whether the place is outside towns.
    rng
        Source of chance.
    """
    chances = rng.random(6)
    if chances[0] >= SHARES.get(facts.koppen[0], 0.0) or not _room(p, country=country):
        return
    half = 2.2 + 5.0 * chances[1] if chances[2] < 0.55 else 6.0 + 16.0 * chances[1] ** 2
    v = (9.0 + half + 40.0 * chances[3]) * (1.0 if chances[4] < 0.5 else -1.0)
    if p[A.CROSS_KIND] > 0.5 and abs(v - p[A.CROSS_V_M]) < half + NEAREST_JUNCTION_M + p[A.CROSS_HALF_WIDTH]:
        v = -v
    x, y = road_xy(0.0, v, p)
    road_m = ground_height(x, y, float(np.hypot(x, y)), p)
    p[A.RIVER_LEVEL_M] = road_m - 2.0 - 0.1 * half
    p[A.RIVER_V_M], p[A.RIVER_SKEW] = v, 0.9 * (chances[5] - 0.5)
    p[A.RIVER_HALF_WIDTH_M] = half
    p[A.LAKE_SHARE] = 0.0


def _room(p: Floats, *, country: bool) -> bool:
    """Tell whether the land is such that a river may cross it here."""
    plain = p[A.LANDFORM] in (A.LANDFORM_NONE, A.LANDFORM_ROLLING)
    return bool(country and plain and not p[A.MESA_M] and p[A.WATER_DISTANCE_M] >= A.NO_WATER and p[A.LAKE_SHARE] < 0.2)
