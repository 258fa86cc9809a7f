"""Area of a polygon on the WGS84 ellipsoid."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

EQUATOR_KM = 6378.137
ECCENTRICITY = 0.0818191908426215
# Nodes and weights of Gauss's three-point rule on [0, 1].
NODES = (0.5 - math.sqrt(0.15), 0.5, 0.5 + math.sqrt(0.15))
WEIGHTS = (5 / 18, 8 / 18, 5 / 18)


def area_km2(polygon: Polygon | MultiPolygon) -> float:
    """Area of a polygon whose edges are straight in longitude and latitude.

    Parameters
    ----------
    polygon
        Longitude, latitude in WGS84 degrees; holes count as holes.

    Returns
    -------
    float
        Square kilometres on the ellipsoid.
    """
    total = 0.0
    for part in shapely.get_parts(polygon):
        rings = [abs(_ring_area_km2(shapely.get_coordinates(ring))) for ring in (part.exterior, *part.interiors)]
        total += rings[0] - sum(rings[1:])
    return total


def _ring_area_km2(lonlat: NDArray[np.float64]) -> float:
    """Signed area of a closed ring ``(n, 2)``: the integral of the area south of it, edge by edge."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    width, start, rise = np.diff(lon), lat[:-1], np.diff(lat)
    mean = sum(weight * _area_to_latitude(start + node * rise) for node, weight in zip(NODES, WEIGHTS, strict=True))
    return float(np.sum(width * mean))


def _area_to_latitude(lat_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    """Area from the equator to a latitude, km² for each radian of longitude (the authalic latitude's integral)."""
    sine = np.sin(lat_rad)
    e = ECCENTRICITY
    inner = sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e
    area: NDArray[np.float64] = EQUATOR_KM**2 * (1 - e**2) / 2 * inner
    return area
