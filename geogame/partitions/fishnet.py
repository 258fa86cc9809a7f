"""The fishnet: squares of so many degrees, clipped to the region, small pieces joined to a neighbour.

The rule is that of the USA seed system (Nirvan66/geoguessrLSTM, gridCreation.ipynb), for any region.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geogame.errors import PartitionError
from geogame.partitions.base import Partition, make_partition
from geogame.regions import Region

DEGREES = 2.0
MERGE_SHARE = 0.1
MAX_SQUARES = 200_000


def fishnet(region: Region, degrees: float = DEGREES, merge_share: float = MERGE_SHARE) -> Partition:
    """Cut a region into squares of degrees.

    Lines run at multiples of the side. Each part of a clipped square is a piece of its own, numbered by
    columns from west to east, south to north in a column, and inside a square by south edge from the
    south, then by west edge from the east. The smallest piece not above the merge limit is joined to the
    first piece in order that touches it and makes a single polygon with it, again and again.

    Parameters
    ----------
    region
        What to cut.
    degrees
        Side of the squares.
    merge_share
        The merge limit as a share of the largest piece's area in square degrees before any merge.

    Returns
    -------
    Partition
        Named ``fishnet``. A small piece without a neighbour, an island, stays a cell, so that the cells
        always cover the region.

    Raises
    ------
    PartitionError
        If the side is not above zero, the share not in [0, 1), or the region's box holds more than 200,000 squares.
    """
    if not degrees > 0:
        raise PartitionError(f"squares of {degrees} degrees cannot be: give a side above 0")
    if not 0 <= merge_share < 1:
        raise PartitionError(f"a merge share of {merge_share} cannot be: give one from 0 to below 1")
    west, south, east, north = region.bounds
    if (east - west) / degrees * (north - south) / degrees > MAX_SQUARES:
        raise PartitionError(
            f"squares of {degrees:g} degrees cut the box of {region.name} into more than {MAX_SQUARES}; give wider ones"
        )
    pieces = clip_to_squares(region.polygon, degrees)
    return make_partition("fishnet", region.name, merge_small(pieces, merge_share))


def clip_to_squares(polygon: Polygon | MultiPolygon, degrees: float) -> list[Polygon]:
    """Pieces of a polygon in squares whose lines run at multiples of ``degrees``, in the fishnet's order."""
    west, south, east, north = polygon.bounds
    squares = _squares(
        range(math.floor(west / degrees), math.floor(east / degrees) + 1),
        range(math.floor(south / degrees), math.floor(north / degrees) + 1),
        degrees,
    )
    pieces: list[Polygon] = []
    for square in clipped(squares, polygon):
        parts = _polygons_of(square)
        pieces.extend(sorted(parts, key=lambda part: (part.bounds[1], -part.bounds[0])))
    return pieces


def clipped(squares: NDArray[np.object_], polygon: Polygon | MultiPolygon) -> NDArray[np.object_]:
    """Clip squares to a polygon, in order, without those it does not touch; only those on its border cost anything."""
    shapely.prepare(polygon)
    whole = shapely.contains_properly(polygon, squares)
    cut = shapely.intersects(polygon, squares) & ~whole
    pieces = squares.copy()
    pieces[cut] = shapely.intersection(polygon, squares[cut])
    touched: NDArray[np.object_] = pieces[whole | cut]
    return touched


def merge_small(pieces: list[Polygon], share: float) -> list[Polygon]:
    """Join each piece of at most ``share`` of the largest one's area to the first neighbour it fits."""
    cells = np.array(pieces, dtype=object)
    limit = share * max((piece.area for piece in pieces), default=0.0)
    islands = np.zeros(len(cells), dtype=bool)
    while True:
        areas = np.where(islands, np.inf, shapely.area(cells))
        smallest = int(areas.argmin()) if len(cells) else 0
        if not len(cells) or areas[smallest] > limit:
            return list(cells)
        joined = _join(cells, smallest)
        if joined is None:
            islands[smallest] = True
        else:
            neighbour, union = joined
            cells[neighbour] = union
            cells, islands = np.delete(cells, smallest), np.delete(islands, smallest)


def _join(cells: NDArray[np.object_], small: int) -> tuple[int, Polygon] | None:
    """First other cell that makes a single polygon with this one, and that polygon."""
    for other in np.flatnonzero(shapely.intersects(cells[small], cells)):
        if other != small:
            union = cells[small].union(cells[other])
            if isinstance(union, Polygon):
                return int(other), union
    return None


def _squares(columns: range, rows: range, degrees: float) -> NDArray[np.object_]:
    """Squares by columns from west to east, south to north in a column."""
    i, j = (axis.ravel() for axis in np.meshgrid(columns, rows, indexing="ij"))
    return np.asarray(shapely.box(i * degrees, j * degrees, (i + 1) * degrees, (j + 1) * degrees))


def _polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """Parts of a shape that have an area."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area > 0]
