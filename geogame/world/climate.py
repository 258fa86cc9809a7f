"""How warm a place is through the year: a hand-made model of mean temperature and seasonal swing.

Author's model, not measured data: the mean falls with latitude and height, the swing grows with latitude, a Pacific
share flattens both within about ten degrees of the west coast, and the dry interior West is warmer than its height
says, the low deserts most of all.
"""

import math
from dataclasses import dataclass

COLDEST_DAY = 22
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Climate:
    """The year at one place as a cosine.

    Attributes
    ----------
    mean_c
        Mean temperature of the year, degrees Celsius.
    amplitude_c
        Half the span between the coldest and the warmest day, degrees Celsius.
    coldest_c
        Temperature of the coldest day, degrees Celsius.
    """

    mean_c: float
    amplitude_c: float
    coldest_c: float


def _ramp(value: float, start: float, end: float) -> float:
    """0 below `start`, 1 above `end`, straight between."""
    return min(1.0, max(0.0, (value - start) / (end - start)))


def climate_at(lat_deg: float, lon_deg: float, elevation_m: float) -> Climate:
    """Climate of a place in the contiguous United States.

    Parameters
    ----------
    lat_deg, lon_deg
        WGS84 degrees.
    elevation_m
        Metres above the sea.
    """
    pacific = _ramp(-lon_deg, 113.0, 123.0) * _ramp(-elevation_m, -1500.0, 0.0)
    continental = 1.0 - pacific
    north_deg = lat_deg - 24.0
    interior_west = _ramp(-lon_deg, 100.0, 105.0) * continental
    desert = _ramp(-lat_deg, -37.0, -34.0) * _ramp(-lon_deg, 109.0, 112.0) * _ramp(-elevation_m, -1200.0, -400.0)
    lapse_c_per_km = 4.6 * (0.75 + 0.25 * continental)
    sea_level_c = 25.5 - north_deg * (0.78 * continental + 0.42 * pacific) - 6.0 * pacific
    dry_c = 4.0 * interior_west + 3.0 * desert * continental
    mean_c = sea_level_c - lapse_c_per_km * elevation_m / 1000.0 + dry_c
    amplitude_c = (4.0 + 0.52 * north_deg) * continental + (4.2 + 0.05 * (lat_deg - 30.0)) * pacific
    return Climate(mean_c, amplitude_c, mean_c - amplitude_c)


def _phase(day_of_year: float) -> float:
    return 2.0 * math.pi * (day_of_year - COLDEST_DAY) / DAYS_PER_YEAR


def temperature_c(climate: Climate, day_of_year: float) -> float:
    """Mean temperature of a day (1..365), degrees Celsius."""
    return climate.mean_c - climate.amplitude_c * math.cos(_phase(day_of_year))


def warming(day_of_year: float) -> bool:
    """Whether days are still getting warmer: late January to late July."""
    return math.sin(_phase(day_of_year)) > 0.0
