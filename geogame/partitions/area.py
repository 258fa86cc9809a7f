"""Area of a polygon on the WGS84 ellipsoid."""

import math
from collections.abc import Sequence

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
    return float(areas_km2([polygon])[0])


def areas_km2(polygons: Sequence[Polygon | MultiPolygon]) -> NDArray[np.float64]:
    """Areas of several polygons ``(n,)`` float64, km²; see `area_km2`."""
    parts, polygon_of_part = shapely.get_parts(np.array(polygons, dtype=object), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    areas = np.abs(_ring_areas_km2(rings))
    first = np.append(True, np.diff(part_of_ring) != 0)  # the outer ring of each part comes first, then its holes
    signed = np.where(first, areas, -areas)
    return np.bincount(polygon_of_part[part_of_ring], signed, len(polygons)).astype(np.float64)


def _ring_areas_km2(rings: NDArray[np.object_]) -> NDArray[np.float64]:
    """Signed areas of closed rings ``(n,)``: the integrals of the area south of them, edge by edge."""
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    edge = ring[1:] == ring[:-1]
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    width, start, rise = np.diff(lon)[edge], lat[:-1][edge], np.diff(lat)[edge]
    mean = sum(weight * _area_to_latitude(start + node * rise) for node, weight in zip(NODES, WEIGHTS, strict=True))
    return np.bincount(ring[1:][edge], width * mean, len(rings)).astype(np.float64)


def _area_to_latitude(lat_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    """Area from the equator to a latitude, km² for each radian of longitude (the authalic latitude's integral)."""
    sine = np.sin(lat_rad)
    e = ECCENTRICITY
    inner = sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e
    area: NDArray[np.float64] = EQUATOR_KM**2 * (1 - e**2) / 2 * inner
    return area
