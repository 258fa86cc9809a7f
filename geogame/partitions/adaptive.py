"""Cells as small as the places in them are dense: split until none holds more than so many (PlaNet's idea).

Weyand, Kostrikov, Philbin 2016, https://arxiv.org/abs/1602.05314; theirs are S2 cells, these are rectangles.
"""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from geogame.errors import PartitionError
from geogame.partitions.base import Partition, make_partition
from geogame.regions import Region

MIN_SIDE_DEG = 1 / 1024
"""About a hundred metres: places at one spot cannot be told apart by cutting further."""


def adaptive(region: Region, lats: NDArray[np.float64], lons: NDArray[np.float64], at_most: int) -> Partition:
    """Halve a region's bounding box, and the halves, until none holds more than so many places.

    A rectangle is halved across its longer side on the ground. Cells cover the region: those that hold no place are
    kept, and are as large as the halving left them.

    Parameters
    ----------
    region
        What to cut.
    lats, lons
        ``(n,)`` degrees of the training places; those outside the region count nowhere.
    at_most
        So many places a cell.

    Returns
    -------
    Partition
        Named ``adaptive``; cells in the order of halving, south before north and west before east.

    Raises
    ------
    PartitionError
        If ``at_most`` is below 1, or no place lies in the region.
    """
    if at_most < 1:
        raise PartitionError(f"at most {at_most} places a cell cannot be: give 1 or more")
    inside = region.contains(lats, lons)
    if not inside.any():
        raise PartitionError(f"no place lies in {region.name}: an adaptive partition follows the places of a dataset")
    points = np.column_stack([lons[inside], lats[inside]])
    cells: list[Polygon | MultiPolygon] = []
    _split(region.polygon, region.bounds, points, at_most, cells)
    return make_partition("adaptive", region.name, cells)


def _split(
    polygon: Polygon | MultiPolygon,
    box: tuple[float, float, float, float],
    points: NDArray[np.float64],
    at_most: int,
    cells: list[Polygon | MultiPolygon],
) -> None:
    """Append the cells of the part of the region in a box; ``polygon`` is that part."""
    parts = [part for part in shapely.get_parts(polygon) if isinstance(part, Polygon) and part.area > 0]
    if not parts:
        return
    west, south, east, north = box
    width = (east - west) * math.cos(math.radians((south + north) / 2))
    if len(points) <= at_most or max(width, north - south) < MIN_SIDE_DEG:
        cells.append(parts[0] if len(parts) == 1 else MultiPolygon(parts))
        return
    axis = 0 if width > north - south else 1
    middle = (west + east) / 2 if axis == 0 else (south + north) / 2
    halves = [(west, south, middle, north), (middle, south, east, north)]
    if axis == 1:
        halves = [(west, south, east, middle), (west, middle, east, north)]
    lower = points[:, axis] <= middle  # on the line between two cells the first one wins
    for half, members in zip(halves, (lower, ~lower), strict=True):
        _split(shapely.intersection(polygon, shapely.box(*half)), half, points[members], at_most, cells)
