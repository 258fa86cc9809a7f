"""Rails stand where the land falls away, wires on the other side."""

import math

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world import furnish as F
from geogame.world.kernels.layout import ground_height, road_uv
from geogame.world.place import Place
from geogame.world.roadside import Roadside
from geogame.world.setting import setting_of
from geogame.world.settlement import COUNTRY
from geogame.world.town import Town

MOUNTAINS = ((38.0, -107.7), (35.6, -83.3), (38.4, -80.3), (44.1, -71.4), (46.6, -121.4))


def test_rails_stand_on_the_lower_side_of_a_valley_road(monkeypatch: pytest.MonkeyPatch) -> None:
    sides: list[tuple[float, float]] = []
    monkeypatch.setattr(F, "guardrail", lambda _road, _kind, u: sides.append((falls, u)))
    roads = 0
    for lat, lon in MOUNTAINS:
        for seed in range(30):
            s = setting_of(Place(lat, lon, 190, 11.0, seed), "training")
            if s.town != COUNTRY or s.params[A.LANDFORM] != A.LANDFORM_VALLEY:
                continue
            roads += 1
            right = ground_height(*_beside(s.params, 90.0), 90.0, s.params)
            left = ground_height(*_beside(s.params, -90.0), 90.0, s.params)
            falls = math.copysign(1.0, left - right)
            assert F.falling_side(s.params) == falls
            road = Roadside(s.params, s.rng["roadside"])
            F.furnish(s, road, Town(road, s.facts, s.customs, s.blend.main, s.rng["town"], [], []))
    assert {falls for falls, _ in sides} == {-1.0, 1.0}
    assert all(falls * u > 0 for falls, u in sides)
    assert len(sides) > 0.4 * roads


def _beside(params: A.Floats, u: float) -> tuple[float, float]:
    bearing = float(params[A.ROAD_BEARING])
    x, y = u * math.cos(bearing), -u * math.sin(bearing)
    assert np.sign(road_uv(x, y, params)[0]) == np.sign(u)
    return x, y


def test_a_road_along_a_shore_falls_towards_the_water() -> None:
    p = np.zeros(A.N_PARAMS, np.float32)
    p[A.WATER_DISTANCE_M] = A.NO_WATER
    assert F.falling_side(p) == 0.0
    p[A.WATER_DISTANCE_M], p[A.WATER_BEARING] = 30.0, math.pi / 2  # a road to the north, the sea in the east
    assert F.falling_side(p) == 1.0
    p[A.WATER_BEARING] = -math.pi / 2
    assert F.falling_side(p) == -1.0
