"""The weather keeps to the climate: what falls, where, when, and how often."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.world.blend import Blend
from geogame.world.facts import facts_at
from geogame.world.season import season_at
from geogame.world.skies import WARMEST_SNOWFALL_C, Sky, draw_sky, sky_shares

MORNING, AFTERNOON = (math.radians(110), math.radians(25)), (math.radians(250), math.radians(45))
lats, lons = st.floats(25.0, 49.0), st.floats(-124.0, -68.0)


def shares_at(lat: float, lon: float, day: int, sun: tuple[float, float]) -> dict[Sky, float]:
    facts = facts_at(lat, lon)
    return sky_shares(facts, season_at(facts.climate, day, facts.koppen, 0.5), Blend.at(facts).main, sun)


@settings(max_examples=60, deadline=None)
@given(lats, lons, st.integers(1, 365), st.sampled_from([MORNING, AFTERNOON]))
def test_shares_add_up_and_snow_falls_only_in_the_cold(
    lat: float, lon: float, day: int, sun: tuple[float, float]
) -> None:
    facts = facts_at(lat, lon)
    season = season_at(facts.climate, day, facts.koppen, 0.5)
    shares = shares_at(lat, lon, day, sun)
    assert sum(shares.values()) == pytest.approx(1)
    assert min(shares.values()) >= 0
    frozen = season.temperature_c < WARMEST_SNOWFALL_C
    assert shares[Sky.RAIN if frozen else Sky.SNOWFALL] == 0
    assert shares[Sky.SNOWFALL if frozen else Sky.RAIN] > 0


@pytest.mark.parametrize(
    ("sky", "here", "there", "day", "sun"),
    [
        (Sky.FOG, (37.75, -122.48), (38.5, -98.0), 190, MORNING),
        (Sky.MIST, (35.6, -83.5), (27.9, -81.5), 200, MORNING),
        (Sky.TOWERS, (31.5, -86.0), (43.0, -76.0), 200, AFTERNOON),
        (Sky.STORM, (38.4, -98.8), (44.6, -123.0), 160, AFTERNOON),
        (Sky.DUST, (33.4, -104.5), (35.0, -80.0), 100, AFTERNOON),
        (Sky.RAIN, (47.5, -122.0), (35.0, -115.5), 330, AFTERNOON),
        (Sky.CLEAR, (35.0, -115.5), (41.5, -81.5), 172, AFTERNOON),
    ],
)
def test_each_weather_has_its_region(
    sky: Sky, here: tuple[float, float], there: tuple[float, float], day: int, sun: tuple[float, float]
) -> None:
    assert shares_at(*here, day, sun)[sky] > 2 * shares_at(*there, day, sun)[sky]


def test_chance_follows_the_shares() -> None:
    shares = shares_at(44.1, -72.7, 200, AFTERNOON)
    drawn = [draw_sky(shares, (k + 0.5) / 2000) for k in range(2000)]
    for sky, share in shares.items():
        assert drawn.count(sky) / 2000 == pytest.approx(share, abs=0.002)
