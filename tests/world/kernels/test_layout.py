import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.world import arrays as A
from geogame.world.kernels.layout import (
    ground_height,
    land_use,
    road_uv,
    road_xy,
    standing_height,
    water_distance,
)

metres = st.floats(-900, 900)


def land(**changes: float) -> A.Floats:
    p = np.zeros(A.N_PARAMS, np.float32)
    p[A.SEED], p[A.ROAD_BEARING], p[A.ROAD_CURVE] = 321, 0.7, 0.0012
    p[A.ROAD_HALF_WIDTH], p[A.SHOULDER_HALF_WIDTH] = 3.75, 4.8
    p[A.HILL_M], p[A.HILL_WAVELENGTH_M], p[A.BUMPS_M] = 12, 900, 0.4
    p[A.FOREST_SHARE], p[A.FOREST_HEIGHT_M], p[A.CROP_SHARE] = 0.4, 15, 0.5
    p[A.FOREST_SETBACK_M], p[A.GROUND_COVER] = 18, 0.9
    p[A.WATER_DISTANCE_M], p[A.SNOW_LINE_M], p[A.ROCK_LINE_M] = 1e6, 4000, 3500
    p[A.CENTRE_LINE], p[A.EDGE_LINE] = 1, 1
    for name, value in changes.items():
        p[getattr(A, name)] = value
    return p


@settings(deadline=None, max_examples=60)
@given(metres, metres, st.floats(-3, 3), st.floats(-0.003, 0.003))
def test_road_coordinates_and_back_give_the_same_point(x, y, bearing, curve):
    p = land(ROAD_BEARING=bearing, ROAD_CURVE=curve)
    u, v = road_uv(x, y, p)
    assert np.allclose(road_xy(u, v, p), (x, y), atol=1e-3)


def test_the_road_lies_at_the_camera_and_stays_open():
    p = land()
    assert road_uv(0.0, 0.0, p) == (0.0, 0.0)
    for v in np.linspace(-800, 800, 81):
        x, y = road_xy(2.0, v, p)
        assert land_use(x, y, p)[0] == A.OPEN


def test_the_camera_stands_on_the_ground():
    assert abs(ground_height(0.0, 0.0, 0.0, land())) < 1e-6


def test_land_holds_every_use_it_is_asked_for():
    p = land()
    rng = np.random.default_rng(0)
    kinds = {land_use(x, y, p)[0] for x, y in rng.normal(0, 500, (2000, 2))}
    assert kinds == {A.OPEN, A.CROP, A.FOREST}
    assert land_use(40.0, 0.0, land(URBAN=1, ROAD_BEARING=0))[0] == A.YARD


@pytest.mark.parametrize("bearing", [0.0, 1.5, 4.0])
def test_water_begins_at_its_distance_in_its_direction(bearing):
    p = land(WATER_BEARING=bearing, WATER_DISTANCE_M=150, WATER_IS_SEA=1, WATER_LEVEL_M=-6)
    towards = np.array([np.sin(bearing), np.cos(bearing)])
    assert water_distance(*(towards * 0.0), p) < 0 < water_distance(*(towards * 600.0), p)
    assert land_use(*(towards * 600.0), p)[0] == A.OPEN_WATER
    assert land_use(*(towards * -400.0), p)[0] != A.OPEN_WATER


def test_the_beach_comes_down_to_the_water():
    p = land(WATER_BEARING=0.5, WATER_DISTANCE_M=150, WATER_IS_SEA=1, WATER_LEVEL_M=-6)
    line = [(np.sin(0.5) * d, np.cos(0.5) * d) for d in np.linspace(0, 400, 200)]
    shore = next((x, y) for x, y in line if water_distance(x, y, p) > -0.5)
    assert standing_height(*shore, p) == pytest.approx(-6, abs=0.2)


def test_another_seed_is_another_country():
    rng = np.random.default_rng(0)
    points = rng.normal(0, 400, (300, 2))
    one = [land_use(x, y, land())[0] for x, y in points]
    other = [land_use(x, y, land(SEED=322))[0] for x, y in points]
    assert one != other
    assert one == [land_use(x, y, land())[0] for x, y in points]


@pytest.mark.parametrize("share", [0.03, 0.15, 0.5, 0.85])
def test_woods_cover_the_share_of_the_land_that_they_should(share):
    rng = np.random.default_rng(5)
    wooded = []
    for seed in range(0, 9000, 60):
        p = land(FOREST_SHARE=share, SEED=seed)
        for x, y in rng.uniform(-1500, 1500, (40, 2)):
            if abs(road_uv(x, y, p)[0]) > 40.0:
                wooded.append(land_use(x, y, p)[0] == A.FOREST)
    assert np.mean(wooded) == pytest.approx(share, abs=0.04)
