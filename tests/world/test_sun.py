"""The sun keeps its laws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame.world.sun import declination_rad, sun_position

northern = st.floats(24.5, 49.5)
days = st.integers(1, 365)


@given(northern, days)
def test_noon_sun_stands_due_south_at_its_highest(lat: float, day: int) -> None:
    azimuth, elevation = sun_position(lat, day, 12.0)
    assert azimuth == pytest.approx(math.pi, abs=1e-9)
    assert elevation == pytest.approx(math.pi / 2 - math.radians(lat) + declination_rad(day), abs=1e-9)


@given(northern, days, st.floats(0.1, 7.5))
def test_morning_mirrors_afternoon(lat: float, day: int, hours: float) -> None:
    before, after = sun_position(lat, day, 12 - hours), sun_position(lat, day, 12 + hours)
    assert before[1] == pytest.approx(after[1], abs=1e-9)
    assert before[0] + after[0] == pytest.approx(2 * math.pi, abs=1e-9)
    assert before[0] < math.pi < after[0]


@pytest.mark.parametrize("day", [80, 266])
@given(lat=northern)
def test_at_the_equinox_noon_elevation_is_ninety_minus_latitude(day: int, lat: float) -> None:
    assert math.degrees(sun_position(lat, day, 12.0)[1]) == pytest.approx(90 - lat, abs=1.0)


def test_at_the_equinox_the_sun_rises_in_the_east_at_six() -> None:
    azimuth, elevation = sun_position(40.0, 80, 6.0)
    assert math.degrees(azimuth) == pytest.approx(90, abs=1)
    assert math.degrees(elevation) == pytest.approx(0, abs=1)


def test_summer_noon_is_higher_than_winter_noon_by_twice_the_obliquity() -> None:
    gap = sun_position(40.0, 172, 12.0)[1] - sun_position(40.0, 355, 12.0)[1]
    assert math.degrees(gap) == pytest.approx(2 * 23.44, abs=0.2)


@given(st.floats(-89, 89), days, st.floats(0, 24))
def test_azimuth_and_elevation_stay_in_range(lat: float, day: int, hour: float) -> None:
    azimuth, elevation = sun_position(lat, day, hour)
    assert 0 <= azimuth <= 2 * math.pi
    assert -math.pi / 2 <= elevation <= math.pi / 2


# Solar altitude and azimuth at 40° N, degrees, worked out by hand for declinations of 23.45°, 0° and -23.45°.
@pytest.mark.parametrize(
    ("day", "hour", "altitude", "azimuth"),
    [
        (172, 8.0, 37.4, 89.3),
        (172, 10.0, 59.8, 114.2),
        (80, 8.0, 22.5, 110.4),
        (80, 10.0, 41.6, 138.1),
        (355, 9.0, 14.0, 138.1),
        (355, 14.0, 20.7, 209.4),
    ],
)
def test_the_sun_stands_where_trigonometry_has_it(day: int, hour: float, altitude: float, azimuth: float) -> None:
    at, up = sun_position(40.0, day, hour)
    assert math.degrees(up) == pytest.approx(altitude, abs=0.8)
    assert math.degrees(at) == pytest.approx(azimuth, abs=0.9)
