"""Tenths: a region's bounding box cut ten by ten, clipped, numbered by columns.

The rule is the "isometric" grid of the India seed system: no small piece is joined to a neighbour, and a square that
the border cuts into several parts stays one cell.
"""

import numpy as np
import shapely

from geogame.errors import PartitionError
from geogame.partitions.base import Partition, make_partition
from geogame.partitions.fishnet import clipped
from geogame.regions import Region

PARTS = 10
MAX_RECTANGLES = 200_000


def tenths(region: Region) -> Partition:
    """Cut a region's bounding box into 10 × 10 rectangles and clip them to the region.

    Cells are numbered by columns from west to east, south to north in a column; rectangles that hold no part of the
    region are left out.
    """
    return make_partition("tenths", region.name, rectangles(region, PARTS, PARTS))


def rectangles(region: Region, columns: int, rows: int) -> list[shapely.Polygon | shapely.MultiPolygon]:
    """Cut a region's bounding box into so many columns and rows and clip them to the region, in the order of `tenths`.

    Raises
    ------
    PartitionError
        If there is not at least one of each, or there are more than 200,000 rectangles.
    """
    if columns < 1 or rows < 1 or columns * rows > MAX_RECTANGLES:
        raise PartitionError(f"{columns} x {rows} rectangles cannot be: give 1x1 to {MAX_RECTANGLES} in all")
    west, south, east, north = region.bounds
    xs, ys = np.linspace(west, east, columns + 1), np.linspace(south, north, rows + 1)
    left, low = (axis.ravel() for axis in np.meshgrid(xs[:-1], ys[:-1], indexing="ij"))
    right, high = (axis.ravel() for axis in np.meshgrid(xs[1:], ys[1:], indexing="ij"))
    pieces = clipped(np.asarray(shapely.box(left, low, right, high)), region.polygon)
    return [_areal(piece) for piece in pieces if piece.area > 0]


def _areal(piece: shapely.Geometry) -> shapely.Polygon | shapely.MultiPolygon:
    """Parts of a clipped rectangle that have an area, without the lines and points where it only touches."""
    parts = [part for part in shapely.get_parts(piece) if part.area > 0]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
