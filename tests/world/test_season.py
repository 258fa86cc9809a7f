"""Leaves, growth and snow follow climate and date."""

from hypothesis import given
from hypothesis import strategies as st

from geogame.world.climate import Climate, climate_at, temperature_c
from geogame.world.season import season_at

VERMONT = climate_at(44.1, -72.7, 300.0)
MIAMI = climate_at(25.8, -80.2, 2.0)


@given(st.floats(25, 49), st.floats(-124, -67), st.floats(0, 3500), st.integers(1, 365), st.floats(0, 1))
def test_shares_stay_in_range_and_snow_needs_frost(
    lat: float, lon: float, elevation_m: float, day: int, chance: float
) -> None:
    climate = climate_at(lat, lon, elevation_m)
    season = season_at(climate, day, "Dfa", chance)
    assert 0 <= season.autumn <= 1
    assert 0 <= season.bare <= 1
    assert 0 <= season.growth <= 1
    if season.snow:
        assert temperature_c(climate, day) < 0


def test_leaves_turn_in_vermont_in_october_and_never_in_miami() -> None:
    assert season_at(VERMONT, 285, "Dfb", 0.5).autumn > 0.5
    assert all(season_at(MIAMI, day, "Aw", 0.5).autumn == 0 for day in range(1, 366, 7))


def test_winter_is_bare_and_white_in_vermont() -> None:
    january = season_at(VERMONT, 15, "Dfb", 0.5)
    assert january.bare > 0.85
    assert january.snow == 1.0


def test_mediterranean_hills_are_green_in_march_and_gold_in_august() -> None:
    climate = Climate(14.0, 6.0, 8.0)
    assert season_at(climate, 70, "Csb", 0.5).growth > 0.7
    assert season_at(climate, 230, "Csb", 0.5).growth < 0.2
