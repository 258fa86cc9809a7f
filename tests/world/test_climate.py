"""The hand-made climate follows latitude, height and the Pacific."""

from itertools import pairwise

import pytest

from geogame.world.climate import climate_at, temperature_c, warming


def test_north_and_height_are_colder() -> None:
    means = [climate_at(lat, -95.0, 200.0).mean_c for lat in (26, 32, 38, 44, 48)]
    assert all(a > b for a, b in pairwise(means))
    assert climate_at(40.0, -106.0, 3000.0).mean_c < climate_at(40.0, -106.0, 1500.0).mean_c - 5


def test_the_swing_of_the_year_is_small_at_the_pacific_and_in_the_south() -> None:
    assert climate_at(46.0, -124.0, 10.0).amplitude_c < 0.5 * climate_at(46.0, -98.0, 400.0).amplitude_c
    assert climate_at(26.0, -80.5, 2.0).amplitude_c < climate_at(46.0, -98.0, 400.0).amplitude_c / 2


def test_low_deserts_hardly_freeze_and_are_hotter_than_the_plains_beside_them() -> None:
    desert, plains = climate_at(33.4, -112.1, 340.0), climate_at(33.4, -98.5, 340.0)
    assert desert.mean_c > plains.mean_c + 4
    assert desert.coldest_c > 9


@pytest.mark.parametrize("place", [(26.0, -80.5, 2.0), (46.8, -96.8, 270.0), (47.6, -122.3, 20.0)])
def test_the_year_is_coldest_in_january_and_warmest_in_july(place: tuple[float, float, float]) -> None:
    climate = climate_at(*place)
    days = [temperature_c(climate, day) for day in range(1, 366)]
    assert days.index(min(days)) + 1 == 22
    assert 200 <= days.index(max(days)) + 1 <= 210
    assert min(days) == pytest.approx(climate.coldest_c)
    assert sum(days) / 365 == pytest.approx(climate.mean_c, abs=0.1)


def test_days_warm_exactly_while_the_next_is_warmer() -> None:
    climate = climate_at(40.0, -95.0, 300.0)
    for day in [*range(25, 200, 5), *range(210, 365, 5)]:
        assert warming(day) == (temperature_c(climate, day + 1) > temperature_c(climate, day))
