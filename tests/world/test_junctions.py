"""Roads bend smoothly, and what crosses them is kept clear."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.world import arrays as A
from geogame.world.kernels.layout import cross_distance, land_use, road_bend, road_uv, road_xy
from geogame.world.kernels.placement import on_crossing
from geogame.world.place import Place
from geogame.world.scene import build_scene
from geogame.world.setting import setting_of
from tests import plain_scene

PLACES = [
    (40.7, -98.2), (42.05, -93.9), (39.6, -106.1), (44.05, -72.75), (31.2, -98.9), (38.5, -80.6), (41.88, -87.63),
    (39.75, -86.3), (32.83, -97.0), (34.05, -118.25),
]  # fmt: skip


def _settings() -> list[A.Floats]:
    return [setting_of(Place(*at, 160, 12.0, seed), "training").params for at in PLACES for seed in range(12)]


@settings(deadline=None)
@given(
    sway=st.floats(-20, 20), wavelength=st.floats(150, 400), curve=st.floats(-0.003, 0.003), u=st.floats(-300, 300),
    v=st.floats(-2000, 2000), bearing=st.floats(0, 6.3),
)  # fmt: skip
def test_road_coordinates_come_back(
    sway: float, wavelength: float, curve: float, u: float, v: float, bearing: float
) -> None:
    p = plain_scene.params(SWAY_M=sway, SWAY_WAVELENGTH_M=wavelength, ROAD_CURVE=curve, ROAD_BEARING=bearing)
    x, y = road_xy(u, v, p)
    back = road_uv(x, y, p)
    assert np.isfinite([x, y, *back]).all()
    assert back == pytest.approx((u, v), abs=0.02)


def test_roads_of_real_places_bend_within_what_can_be_driven() -> None:
    v = np.arange(-400.0, 400.0, 1.0)
    swaying = 0
    for p in _settings():
        bend = np.array([road_bend(float(each), p) for each in v])
        assert bend[400] == 0.0
        assert abs(bend[401] - bend[399]) < 0.05
        slope = np.gradient(bend, 1.0)
        assert np.abs(slope).max() < 1.2
        assert np.abs(np.gradient(slope, 1.0)).max() < 1 / 40
        swaying += bool(p[A.SWAY_M] != 0)
    assert swaying > 10


def test_roads_lie_the_same_each_time() -> None:
    for a, b in zip(_settings(), _settings(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_nothing_grows_or_is_tilled_on_a_crossing_street() -> None:
    crossed = 0
    for p in _settings():
        if p[A.CROSS_KIND] < 0.5:
            continue
        crossed += 1
        side = -1.0 if p[A.CROSS_KIND] == A.CROSS_LEFT else 1.0
        for u in np.arange(20.0, 200.0, 9.0):
            x, y = road_xy(side * u, float(p[A.CROSS_V_M]), p)
            assert land_use(x, y, p)[0] in (A.OPEN, A.YARD, A.OPEN_WATER)
    assert crossed > 40


def test_a_t_junction_has_its_street_on_one_side() -> None:
    p = plain_scene.params(CROSS_KIND=A.CROSS_RIGHT, CROSS_V_M=30, CROSS_HALF_WIDTH=3)
    assert cross_distance(10.0, 31.0, p) == 1.0
    assert cross_distance(-10.0, 31.0, p) > 1e5


@pytest.mark.parametrize("at", [(39.75, -86.3), (41.88, -87.63), (32.83, -97.0), (40.7, -74.0), (40.7, -98.2)])
def test_buildings_keep_clear_of_crossing_streets(at: tuple[float, float]) -> None:
    for seed in range(5):
        scene = build_scene(Place(*at, 160, 12.0, seed), "training")
        p = scene.params
        big = scene.boxes[
            (scene.boxes[:, A.X_HALF_X : A.X_HALF_Y + 1].min(1) > 1.5) & (scene.boxes[:, A.X_HEIGHT] > 2.9)
        ]
        for box in big:
            half = np.array([box[A.X_HALF_X], box[A.X_HALF_Y]]) * 0.98
            c, s = math.cos(box[A.X_ANGLE]), math.sin(box[A.X_ANGLE])
            for i in np.linspace(-1, 1, 9):
                for j in (-1, 0, 1):
                    dx, dy = i * half[0], j * half[1]
                    x, y = box[0] + dx * c - dy * s, box[1] + dx * s + dy * c
                    u, v = road_uv(float(x), float(y), p)
                    if abs(u) < 90:
                        assert not on_crossing(np.array([u]), np.array([v]), p, 0.0)[0], (seed, box)
