"""The sky and the air: pale at the horizon, deep above, warm beside a low sun, lighter towards a hidden one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_scene import scene

from geogame.world import arrays as A
from geogame.world.kernels.air import air_light, air_path
from geogame.world.kernels.noise_texture import noise_tile
from geogame.world.kernels.sky import full_sky_colour, sky_colour


def sky(elevation_deg: float = 35.0, **columns: float) -> A.Floats:
    """A clear sky with the sun in the east."""
    made = scene().sky.copy()
    made[A.SUN_X], made[A.SUN_Z] = math.cos(math.radians(elevation_deg)), math.sin(math.radians(elevation_deg))
    for name, value in columns.items():
        made[getattr(A, name)] = value
    return made


def colour(made: A.Floats, azimuth_deg: float, elevation_deg: float) -> np.ndarray:
    out, level = np.zeros(3), math.cos(math.radians(elevation_deg))
    azimuth = math.radians(azimuth_deg)
    up = math.sin(math.radians(elevation_deg))
    sky_colour(level * math.sin(azimuth), level * math.cos(azimuth), up, made, out)
    return out


def air(made: A.Floats, azimuth_deg: float) -> np.ndarray:
    out, azimuth = np.zeros(3), math.radians(azimuth_deg)
    air_light(math.sin(azimuth), math.cos(azimuth), made, scene().light, out)
    return out


def test_a_clear_sky_deepens_upwards_and_grows_bluer() -> None:
    column = np.array([colour(sky(), 0, e) for e in (0, 3, 8, 15, 30, 60, 90)])
    assert (np.diff(column, axis=0) < 0).all()
    assert (np.diff(column[:-1, 2] / column[:-1, 0]) > 0).all()


def test_a_low_sun_gilds_its_own_side_of_the_horizon() -> None:
    def warmth(elevation_deg: float, azimuth_deg: float) -> float:
        red, _, blue = colour(sky(elevation_deg), azimuth_deg, 1.0)
        return float(red / blue)

    assert warmth(9, 90) > 1.4 * warmth(9, 270)
    assert warmth(50, 90) < 1.1 * warmth(50, 270)


@given(st.floats(1, 90_000), st.floats(1, 2_000), st.floats(60, 60_000))
def test_more_air_hides_more(near: float, more: float, visibility: float) -> None:
    assert air_path(near + more, visibility) > air_path(near, visibility)
    assert air_path(near, visibility) <= near / visibility


def test_even_thick_fog_leaves_clear_what_is_at_hand() -> None:
    assert math.exp(-air_path(6.0, 60.0)) > 0.95
    assert math.exp(-air_path(200.0, 60.0)) < 0.05


@pytest.mark.parametrize("elevation_deg", [8, 30])
def test_fog_is_lighter_towards_the_sun_and_meets_its_sky_without_an_edge(elevation_deg: float) -> None:
    fog = sky(elevation_deg, OVERCAST=1, MIST=1, GLOW=0.8)
    fog[A.HORIZON : A.HORIZON + 3] = scene().light[A.FOG : A.FOG + 3] / 0.97
    assert air(fog, 90).mean() > 1.3 * air(fog, 270).mean()
    above = np.zeros(3)
    for azimuth in (0.3, 1.6, 4.0):
        full_sky_colour(math.sin(azimuth), math.cos(azimuth), 0.0, 0.01, noise_tile(), fog, above)
        assert above == pytest.approx(air(fog, math.degrees(azimuth)), rel=0.02)
