"""How far, which way, and how many points: spherical geometry in degrees and kilometres.

Every distance the project reports goes through the ``haversine`` package (mean Earth radius
6,371.0088 km). Positions are WGS84 latitude and longitude in degrees, latitude first.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
KM_PER_MILE = 1.609344
MAX_SCORE = 5000.0
GEOSCORE_KM = 1492.7
THIN_SPACE = "\u202f"
"""Before thousands and units; of the two that Unicode has, the one at which no line breaks."""

Floats = NDArray[np.float64]


@overload
def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float: ...
@overload
def distance_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Floats: ...
def distance_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> float | Floats:
    """Great-circle distance between points, pair by pair.

    Parameters
    ----------
    lat1, lon1, lat2, lon2
        Degrees; numbers, or arrays that broadcast against each other.

    Returns
    -------
    float or ndarray
        Kilometres; a plain float where all four are numbers.

    Raises
    ------
    ValueError
        Where a latitude is beyond ±90 or a longitude beyond ±180.
    """
    from haversine import haversine_vector

    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in (lat1, lon1, lat2, lon2)))
    shape = arrays[0].shape
    if arrays[0].size == 0:
        return np.zeros(shape)
    flat = [np.ravel(array) for array in arrays]
    pairs = haversine_vector(np.column_stack(flat[:2]), np.column_stack(flat[2:]))
    result: Floats = np.asarray(pairs, dtype=np.float64).reshape(shape)
    return float(result) if shape == () else result


@cache
def warm_up() -> None:
    """Have the first distance behind us: ``haversine`` compiles then, for about a second, where numba is there.

    Call it where nobody waits.
    """
    distance_km(0.0, 0.0, 0.0, 0.0)


def distance_matrix_km(lats1: ArrayLike, lons1: ArrayLike, lats2: ArrayLike, lons2: ArrayLike) -> Floats:
    """Great-circle distance from each point of one set to each of another.

    Parameters
    ----------
    lats1, lons1
        ``(n,)`` degrees.
    lats2, lons2
        ``(m,)`` degrees.

    Returns
    -------
    ndarray
        ``(n, m)`` kilometres.
    """
    first = [np.asarray(values, dtype=np.float64).reshape(-1, 1) for values in (lats1, lons1)]
    second = [np.asarray(values, dtype=np.float64).reshape(1, -1) for values in (lats2, lons2)]
    return np.asarray(distance_km(first[0], first[1], second[0], second[1]))


def bearing_deg(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Heading at the first point of the great circle to the second: degrees clockwise, [0, 360)."""
    phi1, phi2, step = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    east = math.sin(step) * math.cos(phi2)
    north = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(step)
    bearing = math.degrees(math.atan2(east, north)) % 360.0
    return 0.0 if bearing == 360.0 else bearing


def destination(lat: float, lon: float, bearing_deg: float, distance_km: float) -> tuple[float, float]:
    """Point reached by following a heading along a great circle.

    Parameters
    ----------
    lat, lon
        Start, degrees.
    bearing_deg
        Heading at the start, degrees clockwise from north.
    distance_km
        Kilometres along the great circle.

    Returns
    -------
    tuple of float
        Latitude and longitude in degrees, longitude in [-180, 180).
    """
    angle, heading, phi = distance_km / EARTH_RADIUS_KM, math.radians(bearing_deg), math.radians(lat)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(heading)
    sine = min(1.0, max(-1.0, sine))
    east = math.sin(heading) * math.sin(angle) * math.cos(phi)
    north = math.cos(angle) - math.sin(phi) * sine
    lon_end = lon + math.degrees(math.atan2(east, north))
    return math.degrees(math.asin(sine)), (lon_end + 180.0) % 360.0 - 180.0


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """How points fall with distance on one map.

    Attributes
    ----------
    kind
        ``"diagonal"``: ``5000·exp(−10·d/km)``, for a map with one area. ``"geoscore"``:
        ``5000·exp(−d/km)``, the field's figure for maps without one.
    km
        The bounding box's diagonal, or the decay length.
    """

    kind: Literal["diagonal", "geoscore"]
    km: float

    @overload
    def score(self, distance_km: float) -> float: ...
    @overload
    def score(self, distance_km: Floats) -> Floats: ...
    def score(self, distance_km: float | Floats) -> float | Floats:
        """Points from 0 to 5000 for a distance in kilometres (number or array)."""
        decay_km = self.km / 10.0 if self.kind == "diagonal" else self.km
        points = MAX_SCORE * np.exp(-np.asarray(distance_km, dtype=np.float64) / decay_km)
        return float(points) if np.ndim(distance_km) == 0 else np.asarray(points)


@overload
def exponential_score(distance_km: float, scale: ScoreScale) -> float: ...
@overload
def exponential_score(distance_km: Floats, scale: ScoreScale) -> Floats: ...
def exponential_score(distance_km: float | Floats, scale: ScoreScale) -> float | Floats:
    """Points from 0 to 5000 for a distance in kilometres on a map's scale."""
    return scale.score(distance_km)


def diagonal_scale(west: float, south: float, east: float, north: float) -> ScoreScale:
    """Score scale of a bounding box in degrees: its south-west corner to its north-east one."""
    return ScoreScale("diagonal", distance_km(south, west, north, east))


def km_to_miles(km: float) -> float:
    """International miles in so many kilometres."""
    return km / KM_PER_MILE


def format_distance(km: float, unit: Literal["km", "mi"] = "km") -> str:
    """Distance for people: three significant digits, no finer than a metre, a thin space before thousands.

    Parameters
    ----------
    km
        Kilometres, not negative.
    unit
        What to show it in.

    Returns
    -------
    str
        For instance ``"1 230 km"``, ``"12.3 mi"``.
    """
    value = km if unit == "km" else km_to_miles(km)
    if value < 0.0005:
        return f"0 {unit}"
    digits = 2 - math.floor(math.log10(value))
    rounded = round(value, digits)
    decimals = min(3, max(0, 2 - math.floor(math.log10(rounded)))) if rounded else 0
    return f"{rounded:,.{decimals}f}".replace(",", THIN_SPACE) + f" {unit}"
