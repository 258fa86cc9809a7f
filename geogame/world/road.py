"""The road and the lie of the land as the kernels' layout parameters."""

import math

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.blend import Blend
from geogame.world.customs import Customs
from geogame.world.facts import Facts
from geogame.world.landforms import shape_land
from geogame.world.season import Season
from geogame.world.settlement import COUNTRY, traits

Floats = NDArray[np.float32]
Rng = np.random.Generator
# Open country without a rise in view that the facts' grid does not show.
LEVEL = frozenset(("permian", "saltflat", "sandhills"))
EASTERN_LON, WOODED_HILLS = -100.0, 1.3  # where, and from which `Biome.hills` on, hills are old, round and wooded
SHORE_DISTANCE_M = ((1.6, 34.0), (3.1, 75.0), (5.1, 190.0))


def layout(facts: Facts, blend: Blend, customs: Customs, season: Season, town: int, rng: Rng) -> Floats:
    """
    Lay out road, relief, woods, fields and water.

    Parameters
    ----------
    facts, blend, customs, season
        What is known of the place.
    town
        One of ``settlement``: ``COUNTRY``, ``SUBURB`` and so on.
    rng
        Source of chance.

    Returns
    -------
    params
        (N_PARAMS,) float32, see ``world.arrays``.
    """
    p = np.zeros(A.N_PARAMS, np.float32)
    p[A.SEED] = float(rng.integers(9973))
    _road(p, customs, town, rng)
    _bearing(p, blend, facts.relief_m, town, rng)
    _relief(p, facts, blend, town, rng)
    _cover(p, blend, season, town, rng)
    p[A.WATER_DISTANCE_M] = 1e6
    if facts.water is not None and facts.water.distance_km <= SHORE_DISTANCE_M[-1][0]:
        _shore(p, facts, rng)
    hilly = facts.lon > EASTERN_LON and blend.number("hills") >= WOODED_HILLS
    ridge = float(np.clip((facts.relief_m - 130) * 0.9, 0, 520))
    if hilly:
        ridge = max(ridge, min(0.9 * facts.relief_m, 190.0))
    flat = p[A.MESA_M] > 0 or p[A.WATER_DISTANCE_M] < 9e4 or blend.open_country
    p[A.RIDGE_M] = 0.0 if flat else ridge
    if blend.open_country and town == COUNTRY:
        _open_relief(p, facts, blend, rng)
    p[A.ROCK_LINE_M] = _timber_line(facts)
    p[A.SNOW_LINE_M] = _snow_line(facts, season)
    shape_land(p, facts, country=town == COUNTRY, hilly=hilly)
    return p


def _road(p: Floats, customs: Customs, town: int, rng: Rng) -> None:
    chances = rng.random(6)
    width = rng.uniform(-0.15, 0.25)
    p[A.SLAB_M] = 4.6 if chances[0] < customs.concrete_share else 0.0
    p[A.TAR_SNAKES] = 0.0 if p[A.SLAB_M] else customs.tar_snakes * (0.5 + chances[1])
    if town != COUNTRY:
        street = traits(town)
        p[A.ROAD_HALF_WIDTH], p[A.CENTRE_LINE] = street.half_width_m, 1
        p[A.EDGE_LINE] = 2 if street.lanes else 0
        p[A.SHOULDER_HALF_WIDTH] = street.sidewalk_end_m
        p[A.PAVED_LOTS] = street.paved
    elif chances[2] < customs.gravel_share * 0.6:
        p[A.ROAD_SURFACE], p[A.ROAD_HALF_WIDTH] = 1, 3.3 + width
        p[A.SHOULDER_HALF_WIDTH] = p[A.ROAD_HALF_WIDTH] + 0.7
        p[A.SLAB_M] = p[A.TAR_SNAKES] = 0.0
    else:
        p[A.ROAD_HALF_WIDTH] = 3.7 + width
        p[A.CENTRE_LINE] = 1 if chances[3] < 0.5 else 2 if chances[3] < 0.8 else 3
        p[A.EDGE_LINE] = float(chances[4] < customs.edge_line_share)
        p[A.PAVED_SHOULDER_M] = customs.paved_shoulder_m
        p[A.RUMBLE] = float(chances[5] < customs.rumble_share)
        p[A.SHOULDER_HALF_WIDTH] = p[A.ROAD_HALF_WIDTH] + customs.paved_shoulder_m + (1.1 if chances[1] < 0.5 else 0.5)
        p[A.MOWN_VERGE_M] = customs.mown_verge_m
    p[A.URBAN] = float(town != COUNTRY)


def _bearing(p: Floats, blend: Blend, relief_m: float, town: int, rng: Rng) -> None:
    square = blend.number("square_fields") > 0.5
    base = 0.0 if rng.random() < 0.5 else math.pi / 2
    wander = rng.normal(0, 1)
    bend = float(np.clip(rng.normal(0, 0.0016 if relief_m < 250 else 0.0023), -0.0029, 0.0029))
    p[A.SQUARE_FIELDS] = float(square)
    p[A.ROAD_BEARING] = base + wander * (0.012 if square or traits(town).straight else 0.5)
    p[A.ROAD_CURVE] = 0.0 if square or town != COUNTRY else bend


def _relief(p: Floats, facts: Facts, blend: Blend, town: int, rng: Rng) -> None:
    hill = (min(facts.relief_m, 500) * 0.022 + facts.roughness * 0.35) * blend.number("hills")
    p[A.HILL_M] = float(np.clip(hill, 0.2, 26))
    p[A.HILL_WAVELENGTH_M] = 900 if p[A.HILL_M] < 14 else 650
    tall = 1.0 if rng.random() < 0.85 else 0.3
    p[A.MESA_M] = 0.0 if town != COUNTRY else blend.main.mesa_m * tall
    p[A.BUMPS_M] = blend.number("bumps_m") * (1.0 if town == COUNTRY else 0.3)


def _open_relief(p: Floats, facts: Facts, blend: Blend, rng: Rng) -> None:
    """Vary the open range from place to place: swells, a low rim at some distance, more or less bare ground."""
    swell, rim, bare = rng.random(3)
    p[A.HILL_M] = float(np.clip(p[A.HILL_M] * (0.6 + 1.8 * swell), 0.2, 26))
    p[A.GROUND_COVER] *= 0.78 + 0.34 * bare
    if blend.main_name not in LEVEL and p[A.WATER_DISTANCE_M] >= A.NO_WATER:
        p[A.RIDGE_M] = float(np.clip((facts.relief_m - 40) * 0.8, 0, 170) * max(0.0, 1.5 * rim - 0.3))


def _cover(p: Floats, blend: Blend, season: Season, town: int, rng: Rng) -> None:
    country = town == COUNTRY
    p[A.FOREST_SHARE] = min(0.95, blend.forest_share * (1.0 if country else 0.35))
    p[A.FOREST_HEIGHT_M] = blend.number("forest_height_m")
    p[A.CROP_SHARE] = blend.number("crop_share") if country else 0.0
    p[A.FOREST_SETBACK_M] = blend.main.setback_m + rng.uniform(-2, 6)
    lakes = blend.number("lakes")
    p[A.LAKE_SHARE] = lakes * (1.0 if country else 0.75) if lakes > 0.05 and season.snow < 0.9 else 0.0
    p[A.GROUND_COVER] = blend.number("cover")
    p[A.BRUSH] = blend.brush * rng.uniform(0.5, 1.5) if country else 0.0


def _shore(p: Floats, facts: Facts, rng: Rng) -> None:
    water = facts.water
    if water is None:
        return
    near = next(metres for km, metres in SHORE_DISTANCE_M if water.distance_km <= km)
    p[A.WATER_BEARING] = water.bearing_rad
    p[A.WATER_DISTANCE_M] = near * rng.uniform(0.85, 1.2)
    p[A.WATER_IS_SEA] = 0.0 if not water.is_sea and water.share < 0.12 else 1.0
    p[A.WATER_LEVEL_M] = -(2.0 + 0.035 * p[A.WATER_DISTANCE_M] + min(facts.relief_m, 300) * 0.012)
    p[A.ROAD_BEARING] = water.bearing_rad + math.pi / 2 + rng.normal(0, 0.1)
    p[A.ROAD_CURVE] = 0.0
    p[A.HILL_M] *= 0.3


def _timber_line(facts: Facts) -> float:
    """Elevation above which no forest grows, metres: lower northwards, near the Pacific, and in the east."""
    if facts.lon > -100:
        return 1500 + 90 * max(0.0, 44 - facts.lat)
    return 3600 - 95 * (facts.lat - 37) - (550 if facts.lon < -117.5 else 0)


def _snow_line(facts: Facts, season: Season) -> float:
    """Height above which mountains are white, metres above the sea; negative where the ground itself is."""
    if season.snow > 0:
        return -1000.0 if season.snow >= 1 else -700.0
    # Winter's snow outlasts the cold: it melts off the heights only in June and July.
    lag = float(
        np.interp(season.day_of_year, (0, 150, 180, 205, 270, 300, 366), (-900, -1200, -500, 300, 400, 0, -900))
    )
    line = facts.elevation_m + (season.temperature_c + 1.0) / 6.0 * 1000 + lag
    if facts.lat > 40 and facts.lon < -119:
        line = min(line, 2750.0)
    return max(line, facts.elevation_m + 150)
