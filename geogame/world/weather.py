"""Sky and light for a place and moment: sun, haze, clouds, rain and snow. Colours and amounts are the author's."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Biome
from geogame.world.colour import Rgb
from geogame.world.facts import Facts
from geogame.world.season import Season
from geogame.world.skies import CLOSED, Sky, draw_sky, sky_shares

Rng = np.random.Generator
LOWEST_SUN_RAD = math.radians(7)
SUN_STRENGTH = 3.3
AIR_DEPTH = np.array([0.058, 0.112, 0.205])  # optical depth of the air overhead at turbidity 3


@dataclass(frozen=True, slots=True)
class Weather:
    """Sky vector and light vector as in ``world.arrays``, and what else the weather does to a scene.

    ``shadow`` is the strength 0..1 of cast shadows, ``wetness`` 0..1 of the ground.
    """

    kind: Sky
    sky: NDArray[np.float64]
    light: NDArray[np.float64]
    shadow: float
    wetness: float

    @property
    def overcast(self) -> bool:
        """Whether the sun is hidden, so that nothing casts a shadow."""
        return self.kind in CLOSED


@dataclass(slots=True)
class _Air:
    """What is worked out in turn: light from the sun and from the sky, and how far one sees."""

    sunlight: Rgb
    zenith: Rgb
    horizon: Rgb
    ambient: Rgb
    fog: Rgb
    visibility_m: float


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
    chance = rng.random(12)
    spread = float(rng.normal())
    kind = draw_sky(sky_shares(facts, season, biome, sun), float(chance[0]))
    height = math.sin(sun[1])
    month = min(11, int(season.day_of_year / 30.5))
    turbidity = float(facts.turbidity[month])
    if kind is Sky.DUST:
        turbidity += 1.5
    air = _clear_air(facts, season, sun[1], turbidity, grass)
    air.visibility_m *= 0.8 + 0.4 * float(chance[1])
    _cloud_the_air(air, kind, height, chance)
    if season.snow:
        air.ambient = air.ambient * 1.12
    sky = np.zeros(A.N_SKY)
    sky[A.SUN_X : A.SUN_X + 3] = math.sin(sun[0]) * math.cos(sun[1]), math.cos(sun[0]) * math.cos(sun[1]), height
    sky[A.TURBIDITY] = turbidity
    sky[A.SKY_SEED] = math.floor(777 * chance[2])
    sky[A.ZENITH : A.ZENITH + 3] = air.zenith
    sky[A.HORIZON : A.HORIZON + 3] = air.horizon
    sky[A.SUN_COLOUR : A.SUN_COLOUR + 3] = air.sunlight
    _put_clouds(sky, kind, biome.cloud[0], spread, chance)
    light = np.zeros(A.N_LIGHT)
    light[A.AMBIENT : A.AMBIENT + 3] = air.ambient
    light[A.SUNLIGHT : A.SUNLIGHT + 3] = air.sunlight
    light[A.FOG : A.FOG + 3] = air.fog
    light[A.VISIBILITY_M] = air.visibility_m
    light[A.SNOWFALL] = (0.35 + 0.65 * chance[3]) if kind is Sky.SNOWFALL else 0.0
    wetness = {Sky.RAIN: 0.7 + 0.3 * float(chance[3]), Sky.FOG: 0.25}.get(kind, 0.0)
    # Thin clouds before the sun soften every shadow.
    shadow = {Sky.CIRRUS: 0.9, Sky.MACKEREL: 0.92, Sky.MIST: 0.8, Sky.DUST: 0.8}.get(kind, 1.0)
    return Weather(kind, sky, light, 0.0 if kind in CLOSED else shadow, wetness)


def _clear_air(facts: Facts, season: Season, elevation_rad: float, turbidity: float, grass: Rgb) -> _Air:
    """Work out the light of a cloudless sky."""
    height = math.sin(elevation_rad)
    haze = float(np.clip((turbidity - 2.2) / 2.8, 0, 1))
    thin_air = min(1.0, facts.elevation_m / 3000)
    air_mass = 1 / (height + 0.05)
    sunlight = SUN_STRENGTH * np.exp(-AIR_DEPTH * (0.55 + 0.15 * turbidity) * (1 - 0.25 * thin_air) * air_mass)
    zenith = np.array([0.09, 0.40, 1.34]) * (0.62 + 0.5 * height) * (1 - 0.12 * haze) + haze * 0.04
    zenith *= 1 - 0.25 * thin_air
    horizon = np.array([1.28, 1.38, 1.48]) * (1 - haze) + np.array([1.42, 1.43, 1.41]) * haze
    horizon *= (0.55 + 0.5 * height) * (1 - 0.12 * thin_air)
    low = float(np.clip((0.42 - height) / 0.30, 0, 1))
    ambient = (zenith * 0.22 + horizon * 0.36) * (1 + low * np.array([0.02, 0.0, 0.0])) + grass * 0.10
    horizon = horizon * (1 + low * np.array([0.08, -0.04, -0.12]))
    dry = facts.koppen.startswith("B")
    visibility = 8000 + 15000 * (1 - haze) + (7000 if dry else 0) + facts.elevation_m * 4
    humid = facts.koppen.startswith(("Cfa", "A")) and season.temperature_c > 20 and facts.lat < 40
    if humid:
        visibility *= 0.62
        horizon = horizon * 0.6 + np.array([1.36, 1.40, 1.40]) * (0.55 + 0.5 * height) * 0.4
    return _Air(sunlight, zenith, horizon, ambient, horizon * 0.97, visibility)


def _cloud_the_air(air: _Air, kind: Sky, height: float, chance: NDArray[np.float64]) -> None:
    """Change the light of the clear sky to that under a kind of sky, in place."""
    day = 0.62 + 0.48 * height
    if kind in CLOSED:
        grey = {
            Sky.OVERCAST: [0.67, 0.71, 0.76],
            Sky.RAIN: [0.54, 0.58, 0.63],
            Sky.SNOWFALL: [0.68, 0.71, 0.75],
            Sky.FOG: [0.64, 0.67, 0.70],
        }[kind]
        air.horizon = np.array(grey) * day * (0.92 + 0.16 * chance[4])
        air.ambient = air.horizon * np.array([1.02, 1.0, 0.98]) * (1.25 if kind is Sky.FOG else 1.08)
        air.sunlight = air.sunlight * (0.13 if kind is Sky.OVERCAST else 0.06)
        air.fog = air.horizon * 0.97
    if kind is Sky.OVERCAST:
        air.visibility_m *= 0.5
    elif kind is Sky.RAIN:
        air.visibility_m = 900 + 2600 * float(chance[5])
    elif kind is Sky.SNOWFALL:
        air.visibility_m = 220 + 600 * float(chance[5])
    elif kind is Sky.FOG:
        air.visibility_m = 60 + 280 * float(chance[5]) ** 1.5
    elif kind is Sky.MIST:
        air.visibility_m = 700 + 2200 * float(chance[5])
        air.sunlight = air.sunlight * 0.72
        air.ambient = air.ambient * 1.15 + 0.06
        air.fog = air.horizon * 0.55 + np.array([0.42, 0.42, 0.41]) * day + air.sunlight * 0.03
        air.horizon = air.fog * 1.02
    elif kind is Sky.DUST:
        air.visibility_m = 1800 + 3500 * float(chance[5])
        air.horizon = np.array([1.10, 0.90, 0.66]) * (0.72 + 0.4 * height)
        air.zenith = air.zenith * 0.25 + np.array([0.70, 0.60, 0.46]) * 0.75
        air.fog = air.horizon * 0.92
        air.sunlight = air.sunlight * np.array([0.82, 0.72, 0.58])
        air.ambient = air.ambient * np.array([1.15, 1.0, 0.80])
    elif kind is Sky.CIRRUS:
        air.sunlight = air.sunlight * 0.9
        air.ambient = air.ambient * 1.06 + 0.02
    elif kind in (Sky.FAIR, Sky.MACKEREL, Sky.TOWERS, Sky.STORM):
        air.ambient = air.ambient * 1.04 + 0.02


def _put_clouds(
    sky: NDArray[np.float64], kind: Sky, mean_cover: float, spread: float, chance: NDArray[np.float64]
) -> None:
    """Write cover, type and horizon clouds."""
    cover = float(np.clip(mean_cover + 0.22 * spread, 0.12, 0.95))
    sky[A.CLOUD_TYPE] = {Sky.CIRRUS: A.CIRRUS, Sky.MACKEREL: A.ALTOCUMULUS}.get(kind, A.CUMULUS)
    sky[A.TOWER_BEARING] = 2 * math.pi * chance[6]
    if kind in CLOSED:
        sky[A.OVERCAST] = 1.0
        sky[A.DECK_STRUCTURE] = {Sky.OVERCAST: 0.6 + 0.6 * chance[7], Sky.RAIN: 0.55, Sky.SNOWFALL: 0.25}.get(kind, 0.0)
        sky[A.MIST] = {Sky.FOG: 1.0, Sky.SNOWFALL: 0.6, Sky.RAIN: 0.45}.get(kind, 0.25)
        sky[A.GLOW] = {Sky.FOG: 0.8, Sky.SNOWFALL: 0.16, Sky.OVERCAST: 0.12}.get(kind, 0.06)
        sky[A.RAIN_SHAFTS] = 1.0 if kind is Sky.RAIN else 0.0
    elif kind in (Sky.MIST, Sky.DUST):
        sky[A.MIST] = 0.5
        sky[A.CLOUD_COVER] = 0.0
    elif kind is Sky.CLEAR:
        sky[A.CLOUD_COVER] = 0.0
    elif kind is Sky.TOWERS:
        sky[A.CLOUD_COVER] = min(0.5, cover) * 0.7
        sky[A.TOWER_HEIGHT] = 0.16 + 0.20 * chance[8]
    elif kind is Sky.STORM:
        sky[A.CLOUD_COVER] = 0.3 * cover
        sky[A.TOWER_HEIGHT] = 0.24 + 0.16 * chance[8]
        sky[A.TOWER_HALF_WIDTH] = 0.28 + 0.25 * chance[9]
    else:
        sky[A.CLOUD_COVER] = cover
