"""Light obeys sun and cloud: brightness inside limits, warm low sun, blue distance, shadows away from the sun."""

import math
from functools import cache

import numpy as np
import pytest
from plain_scene import atlas

from geogame.partitions import load_partition
from geogame.regions import load_region
from geogame.world import arrays as A
from geogame.world.blend import Blend
from geogame.world.facts import facts_at
from geogame.world.kernels.shadows import shadow_map
from geogame.world.place import Place, sample_places
from geogame.world.scene import build_scene
from geogame.world.season import season_at
from geogame.world.skies import Sky
from geogame.world.sun import sun_position
from geogame.world.view import render_view
from geogame.world.weather import Weather, weather_at

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
PLACES = 60
GRASS = np.array([0.1, 0.15, 0.05])


@cache
def scenes() -> tuple[tuple[Place, A.Scene], ...]:
    partition = load_partition("fishnet", "usa")
    counts = [1 if cell % (len(partition) // PLACES) == 0 else 0 for cell in range(len(partition))]
    cells = sample_places(load_region("usa"), partition, counts, seed=7_117)
    return tuple((p, build_scene(p, "training")) for cell in cells for p in cell)[:PLACES]


def weather(lat: float, lon: float, day: int, elevation_deg: float, seed: int) -> Weather:
    facts = facts_at(lat, lon)
    season = season_at(facts.climate, day, facts.koppen, 0.5)
    sun = (math.radians(210), math.radians(elevation_deg))
    return weather_at(facts, season, Blend.at(facts).main, sun, GRASS, np.random.default_rng(seed))


def test_every_view_is_exposed_within_limits() -> None:
    for place, scene in scenes():
        for heading in (0.0, 90.0, 180.0, 270.0):
            view = render_view(scene, heading, 128, 64)
            assert 45 < (view @ LUMINANCE).mean() < 205, (place, heading)
            if not scene.snow:
                assert (view.min(-1) >= 254).mean() < 0.03, (place, heading)


def test_only_a_hidden_sun_casts_no_shadow_and_only_rain_wets_the_road() -> None:
    for day in (20, 110, 200, 290):
        for seed in range(40):
            drawn = weather(44.0, -73.0, day, 30, seed)
            assert (drawn.shadow == 0) == drawn.overcast == (drawn.sky[A.OVERCAST] == 1)
            assert (drawn.wetness > 0.5) == (drawn.kind is Sky.RAIN)
            assert (drawn.light[A.SNOWFALL] > 0) == (drawn.kind is Sky.SNOWFALL)


def test_the_same_chance_gives_the_same_weather() -> None:
    one, other = (weather(39.0, -95.0, 190, 40, 5) for _ in range(2))
    assert one.kind == other.kind
    assert (one.sky == other.sky).all()
    assert (one.light == other.light).all()


def test_a_low_sun_is_warmer_and_its_shade_cooler() -> None:
    def warmth(light: np.ndarray, column: int) -> float:
        return float(light[column] / light[column + 2])

    clear = next(s for s in range(200) if weather(35.0, -115.5, 20, 60, s).kind is Sky.CLEAR)
    low, high = (weather(35.0, -115.5, 20, elevation, clear).light for elevation in (8, 60))
    assert warmth(low, A.SUNLIGHT) > 1.3 * warmth(high, A.SUNLIGHT)
    assert warmth(low, A.AMBIENT) < 1 < warmth(low, A.SUNLIGHT)


def test_the_light_comes_from_where_the_sun_stands() -> None:
    for place, scene in scenes():
        azimuth, _ = sun_position(place.lat, place.day_of_year, place.solar_hour)
        shown = math.atan2(scene.sky[A.SUN_X], scene.sky[A.SUN_Y])
        assert abs(math.remainder(shown - azimuth, 2 * math.pi)) < math.radians(0.1), place


@pytest.mark.parametrize("azimuth_deg", range(10, 360, 35))
def test_a_post_shades_the_ground_away_from_the_sun(azimuth_deg: int) -> None:
    elevation, azimuth = math.radians(25), math.radians(azimuth_deg)
    sky = np.zeros(A.N_SKY, np.float32)
    sky[A.SUN_X], sky[A.SUN_Y] = math.sin(azimuth) * math.cos(elevation), math.cos(azimuth) * math.cos(elevation)
    sky[A.SUN_Z] = math.sin(elevation)
    post = np.zeros((1, A.N_BOX), np.float32)
    post[0, [A.X_HALF_X, A.X_HALF_Y, A.X_HEIGHT]] = 0.1, 0.1, 8
    shade = shadow_map(np.zeros((0, A.N_BILLBOARD), np.float32), post, atlas(), sky, 400, 0.1)
    rows, columns = np.nonzero(shade)
    east, north = columns.mean() - 200, rows.mean() - 200
    away = math.degrees(math.atan2(east, north)) - azimuth_deg - 180
    assert abs((away + 180) % 360 - 180) < 3
