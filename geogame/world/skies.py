"""Which kind of sky a place has, by climate, month and time of day. Every share here is the author's.

`SHARES` is the one table of them. A row speaks for the places inside its box and climates, in its months and part
of the day; the weights of all rows that speak are added for each kind of sky, and chance picks one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geogame.world.biomes import Biome
from geogame.world.facts import Facts
from geogame.world.season import Season


class Sky(StrEnum):
    """Kinds of sky."""

    CLEAR = "clear"
    FAIR = "fair"  # cumulus
    CIRRUS = "cirrus"
    MACKEREL = "mackerel"  # altocumulus
    TOWERS = "towers"  # towering cumulus around the horizon
    STORM = "storm"  # one thunderhead far away
    DUST = "dust"
    MIST = "mist"  # thin, the sky clear above
    FOG = "fog"
    OVERCAST = "overcast"
    RAIN = "rain"
    SNOWFALL = "snowfall"


CLOSED = frozenset({Sky.OVERCAST, Sky.RAIN, Sky.SNOWFALL, Sky.FOG})
"""Skies that hide the sun: no cast shadows."""
WARMEST_SNOWFALL_C = 1.0
YEAR, SUMMER, WINTER, WARM = range(1, 13), range(6, 10), (11, 12, 1, 2, 3), range(5, 10)
ANYWHERE = (24.0, 50.0, -126.0, -66.0)


@dataclass(frozen=True, slots=True)
class Share:
    """One row: the weight it adds to a kind of sky, and where and when it does.

    ``climates`` are Köppen prefixes, ``box`` is south, north, west, east; ``time`` is "early" (the sun low in the
    morning), "morning", "afternoon" or "" for all day; ``relief_m`` the least relief, ``sea`` only beside the sea,
    ``below_m`` the highest elevation.
    """

    sky: Sky
    weight: float
    climates: tuple[str, ...] = ("",)
    months: Sequence[int] = YEAR
    box: tuple[float, float, float, float] = ANYWHERE
    time: str = ""
    relief_m: float = 0.0
    sea: bool = False
    below_m: float = 9000.0


SHARES = (
    # Fair weather everywhere, clearer where it is dry.
    Share(Sky.CLEAR, 0.16),
    Share(Sky.CLEAR, 0.32, ("B",)),
    Share(Sky.CLEAR, 0.90, ("Cs",), range(5, 11)),
    Share(Sky.CLEAR, 0.12, relief_m=700),
    Share(Sky.FAIR, 0.50, ("A", "C", "D", "O", "E")),
    Share(Sky.FAIR, 0.22, ("B",)),
    Share(Sky.CIRRUS, 0.14),
    Share(Sky.CIRRUS, 0.14, months=WINTER),
    Share(Sky.MACKEREL, 0.11),
    Share(Sky.MACKEREL, 0.06, months=(3, 4, 9, 10, 11)),
    # Convection: the summer south, the mountains, the plains, the monsoon of the southwest.
    Share(Sky.TOWERS, 0.50, ("Cfa", "A", "Cw"), WARM, (24.0, 36.5, -100.0, -75.0), "afternoon"),
    Share(Sky.TOWERS, 0.15, ("Cfa", "A", "Cw"), WARM, (24.0, 36.5, -100.0, -75.0), "morning"),
    Share(Sky.TOWERS, 0.35, ("A",), WARM, (24.0, 27.5, -83.0, -79.0)),
    Share(Sky.TOWERS, 0.30, months=SUMMER, box=(31.0, 49.0, -116.0, -103.0), time="afternoon", relief_m=500),
    Share(Sky.STORM, 0.32, months=range(4, 9), box=(30.0, 49.0, -105.0, -89.0), time="afternoon"),
    Share(Sky.STORM, 0.05, months=range(4, 9), box=(30.0, 49.0, -105.0, -89.0), time="morning"),
    Share(Sky.STORM, 0.28, ("B",), (7, 8, 9), (31.0, 37.5, -115.0, -104.0), "afternoon"),
    # Dust of the southwest and the southern plains in spring.
    Share(Sky.DUST, 0.09, ("B",), range(2, 7), (29.0, 38.5, -117.0, -99.0), "afternoon"),
    Share(Sky.DUST, 0.03, ("BW",), range(7, 10), (31.0, 35.0, -116.0, -108.0)),
    # Fog and mist.
    Share(Sky.FOG, 0.75, months=range(5, 10), box=(32.0, 48.5, -126.0, -116.8), time="morning", sea=True),
    Share(Sky.FOG, 0.15, months=range(5, 10), box=(34.0, 48.5, -126.0, -118.0), time="afternoon", sea=True),
    Share(Sky.FOG, 0.45, months=(11, 12, 1, 2), box=(35.0, 40.5, -122.4, -118.6), time="morning", below_m=200),
    Share(Sky.FOG, 0.10, months=(12, 1, 2), box=(26.0, 33.0, -98.0, -80.0), time="early", below_m=100),
    Share(Sky.FOG, 0.12, months=range(5, 9), box=(41.0, 46.0, -72.0, -66.0), time="morning", sea=True),
    Share(Sky.MIST, 0.60, months=range(5, 12), box=(33.5, 42.0, -85.5, -75.0), time="morning", relief_m=200),
    Share(Sky.MIST, 0.22, ("Cfa", "Df"), (9, 10, 11), time="early"),
    Share(Sky.MIST, 0.20, ("Cs", "Cf", "Ds"), (10, 11, 12, 1, 2, 3), (42.0, 49.0, -125.0, -119.0), "early"),
)

RAIN_OF_DULL = (  # share of the sunless days that are wet, by the first box that holds the place
    ((41.5, 49.5, -126.0, -121.0), 0.45),
    ((40.0, 48.0, -82.0, -66.0), 0.34),
    ((24.0, 40.0, -95.0, -75.0), 0.30),
    ((31.0, 45.0, -121.0, -103.0), 0.12),
    (ANYWHERE, 0.22),
)
SNOW_OF_DULL = 0.42  # the same for days near or below freezing


def dull_share(facts: Facts, season: Season, biome: Biome) -> float:
    """Part of the days without sun, 0..1: the biome's, more in the winter of the north and the Pacific coast."""
    winter = float(np.cos(2 * np.pi * (season.day_of_year - 15) / 365))
    grey = biome.cloud[1]
    if facts.koppen.startswith("Cs"):
        grey += 0.35 * winter
    elif facts.lat > 36:
        grey += 0.18 * winter
    return float(np.clip(grey * 0.72, 0.02, 0.75))


def sky_shares(facts: Facts, season: Season, biome: Biome, sun: tuple[float, float]) -> dict[Sky, float]:
    """
    Chance of each kind of sky at a place and moment; the sum is 1.

    Parameters
    ----------
    facts, season, biome
        The place, its season and its main biome.
    sun
        Azimuth clockwise from north and elevation, radians: tells morning from afternoon.
    """
    month = month_of(season.day_of_year)
    times = {"", "morning" if sun[0] < np.pi else "afternoon"}
    if sun[0] < np.pi and sun[1] < np.radians(32):
        times.add("early")
    weights = dict.fromkeys(Sky, 0.0)
    beside_sea = facts.water is not None and facts.water.is_sea
    for row in SHARES:
        south, north, west, east = row.box
        if (
            month in row.months
            and row.time in times
            and south <= facts.lat <= north
            and west <= facts.lon <= east
            and facts.koppen.startswith(row.climates)
            and facts.relief_m >= row.relief_m
            and facts.elevation_m <= row.below_m
            and (beside_sea or not row.sea)
        ):
            weights[row.sky] += row.weight
    fair = sum(weights.values())
    dull = dull_share(facts, season, biome)
    shares = {sky: weight / fair * (1 - dull) for sky, weight in weights.items()}
    frozen = season.temperature_c < WARMEST_SNOWFALL_C
    wet = SNOW_OF_DULL if frozen else _rain_of_dull(facts.lat, facts.lon)
    shares[Sky.SNOWFALL if frozen else Sky.RAIN] += dull * wet
    shares[Sky.OVERCAST] += dull * (1 - wet)
    return shares


def draw_sky(shares: dict[Sky, float], chance: float) -> Sky:
    """Pick a sky with a uniform number 0..1."""
    total = 0.0
    for sky, share in shares.items():
        total += share
        if chance < total and share > 0:
            return sky
    return Sky.OVERCAST


def month_of(day_of_year: int) -> int:
    """1..12, by twelve equal parts of the year."""
    return 1 + min(11, int(day_of_year / 30.5))


def _rain_of_dull(lat: float, lon: float) -> float:
    for (south, north, west, east), share in RAIN_OF_DULL:
        if south <= lat <= north and west <= lon <= east:
            return share
    return RAIN_OF_DULL[-1][1]
