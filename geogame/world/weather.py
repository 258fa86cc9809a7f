"""Sky and light for a place and moment: sun, haze, clouds, overcast. Colours are the author's."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Biome
from geogame.world.colour import Rgb
from geogame.world.facts import Facts
from geogame.world.season import Season

Rng = np.random.Generator
LOWEST_SUN_RAD = math.radians(7)


@dataclass(frozen=True, slots=True)
class Weather:
    """Sky vector and light vector as in ``world.arrays``, the exposure that goes with them."""

    sky: NDArray[np.float64]
    light: NDArray[np.float64]
    exposure: float
    overcast: bool


def weather_at(facts: Facts, season: Season, biome: Biome, sun: tuple[float, float], grass: Rgb, rng: Rng) -> Weather:
    """
    Draw the weather of one moment.

    Parameters
    ----------
    facts, season, biome
        The place, its season and its main biome.
    sun
        Azimuth clockwise from north and elevation, radians.
    grass
        (3,) linear colour of the ground around: tints the light from below.
    rng
        Source of chance; always the same number of draws.
    """
    azimuth, elevation = sun
    overcast, cover, high_cloud = _clouds(facts, season, biome, rng)
    height = math.sin(elevation)
    month = min(11, int(season.day_of_year / 30.5))
    turbidity = float(facts.turbidity[month])
    haze = float(np.clip((turbidity - 2.2) / 2.8, 0, 1))
    low, very_low = (1 - height) ** 3, (1 - height) ** 6
    sunlight = np.array(
        [
            1.0,
            (0.93 - 0.10 * low) * (1 - 0.25 * very_low),
            (0.84 - 0.42 * low) * (1 - 0.45 * (1 - height) ** 5),
        ]
    )
    sunlight *= 3.0 * (0.35 + 0.65 * min(1.0, height * 2.2))
    zenith = np.array([0.085, 0.20, 0.52]) * (0.62 + 0.5 * height) * (1 - 0.12 * haze) + haze * 0.03
    zenith *= 1 - 0.15 * min(1.0, facts.elevation_m / 3000)
    horizon = (np.array([0.56, 0.68, 0.84]) * (1 - haze) + np.array([0.72, 0.76, 0.80]) * haze) * (0.55 + 0.5 * height)
    if elevation < math.radians(14):
        horizon = horizon * np.array([1.06, 0.94, 0.84])
    ambient = (zenith * 0.75 + horizon * 0.40) * np.array([1.02, 1.0, 0.96]) + grass * 0.10
    if overcast:
        sunlight = sunlight * 0.10
        ambient = np.array([0.60, 0.63, 0.67]) * (0.6 + 0.5 * height)
        horizon = np.array([0.66, 0.69, 0.72]) * (0.7 + 0.4 * height)
    if season.snow:
        ambient = ambient * 1.12
    dry = facts.koppen.startswith("B")
    visibility = 9000 + 20000 * (1 - haze) + (14000 if dry else 0) + facts.elevation_m * 5
    visibility *= (0.45 if overcast else 1.0) * rng.uniform(0.8, 1.2)
    sky = np.zeros(A.N_SKY)
    sky[A.SUN_X : A.SUN_X + 3] = (
        math.sin(azimuth) * math.cos(elevation), math.cos(azimuth) * math.cos(elevation), height,
    )  # fmt: skip
    sky[A.TURBIDITY] = turbidity
    sky[A.CLOUD_COVER] = 0.0 if overcast else cover
    sky[A.OVERCAST] = float(overcast)
    sky[A.SKY_SEED] = float(rng.integers(777))
    sky[A.ZENITH : A.ZENITH + 3] = zenith
    sky[A.HORIZON : A.HORIZON + 3] = horizon
    sky[A.SUN_COLOUR : A.SUN_COLOUR + 3] = sunlight
    sky[A.CLOUD_TYPE] = float(high_cloud)
    light = np.zeros(A.N_LIGHT)
    light[A.AMBIENT : A.AMBIENT + 3] = ambient
    light[A.SUNLIGHT : A.SUNLIGHT + 3] = sunlight
    light[A.FOG : A.FOG + 3] = horizon * (0.92 if overcast else 0.97)
    light[A.VISIBILITY_M] = visibility
    return Weather(sky, light, 1.0 if overcast else 0.74, overcast)


def _clouds(facts: Facts, season: Season, biome: Biome, rng: Rng) -> tuple[bool, float, bool]:
    """Whether it is overcast, the share of the sky under cumulus, and whether clouds are high and thin."""
    chances = rng.random(4)
    winter = math.cos(2 * math.pi * (season.day_of_year - 15) / 365)
    mean_cover, grey = biome.cloud
    if facts.koppen.startswith("Cs"):
        grey += 0.35 * winter
    elif facts.lat > 36:
        grey += 0.18 * winter
    cover = float(np.clip(mean_cover + rng.normal(0, 0.22), 0, 0.95))
    if chances[1] < 0.1:
        cover = 0.0
    high = chances[2] < (0.35 if winter > 0.3 or facts.koppen.startswith("B") else 0.15)
    return bool(chances[0] < grey * 0.75), cover, bool(high)
