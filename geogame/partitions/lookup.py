"""Which polygon holds a point: a table of small squares answers most points, exact tests the rest.

The table's squares have a power of two as side, so that a point's square is found without rounding. A
square whose inside no border touches lies in one polygon, or in none, and its answer stands in the
table. Points in all other squares, and points on the lines between squares, are tested exactly.
"""

import math
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OUTSIDE = -1
UNSURE = -2
LEVELS = 7
MAX_SQUARES = 2_000_000
# So many points are tested exactly before the table is made, which takes as long as some ten thousand of them.
FEW = 5000
# Cutting a slanted edge into pieces rounds; widening the pieces by this share of a square makes up for it.
SLACK = 1e-6


class CellLookup:
    """Finds the lowest-numbered polygon that covers each point.

    Parameters
    ----------
    polygons
        ``(n,)`` shapely polygons, of one part or several; the answer for a point on several is the lowest index.
    """

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        shapely.prepare(polygons)
        self._polygons = polygons
        self._tree = shapely.STRtree(polygons)
        self._asked = 0
        self._bounds = west, south, east, north = shapely.total_bounds(polygons)
        self._exponent = _finest_exponent(east - west, north - south)
        side = 2.0 ** (LEVELS - 1 - self._exponent)
        first, last = np.floor(np.array([west, south]) / side), np.floor(np.array([east, north]) / side)
        self._origin = (first * 2 ** (LEVELS - 1)).astype(np.int64)
        columns, rows = (last - first + 1).astype(np.int64)
        self._shape = int(columns), int(rows)

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        return self._fill(*self._shape)

    def locate(self, x: Floats, y: Floats) -> Ints:
        """Index of the polygon that holds each point, or -1.

        Parameters
        ----------
        x, y
            ``(n,)`` coordinates.

        Returns
        -------
        ndarray
            ``(n,)`` int64.
        """
        self._asked += len(x)
        if self._asked <= FEW:
            return self._found(x, y)
        scale = 2.0**self._exponent
        columns, rows = self._table.shape
        with np.errstate(over="ignore"):
            u, v = x * scale, y * scale
            # Whole numbers first, then the corner: taking it off a fraction would round.
            i, j = np.floor(u) - self._origin[0], np.floor(v) - self._origin[1]
        inside = (i >= 0) & (j >= 0) & (i < columns) & (j < rows)
        square = np.where(inside, i, 0.0).astype(np.int64), np.where(inside, j, 0.0).astype(np.int64)
        found = self._table[square].astype(np.int64)
        found[(u == np.floor(u)) | (v == np.floor(v))] = UNSURE
        found[~inside] = OUTSIDE
        unsure = np.flatnonzero(found == UNSURE)
        found[unsure] = self._test(x[unsure], y[unsure])
        return found

    def _found(self, x: Floats, y: Floats) -> Ints:
        """Answer without the table."""
        west, south, east, north = self._bounds
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        found = np.full(x.shape, OUTSIDE, dtype=np.int64)
        found[near] = self._test(x[near], y[near])
        return found

    def _test(self, x: Floats, y: Floats) -> Ints:
        """Answer exactly: test each point against every polygon whose bounding box holds it."""
        found = np.full(x.shape, OUTSIDE, dtype=np.int64)
        if not len(x):
            return found
        points, polygons = self._tree.query(shapely.points(x, y))
        held = shapely.intersects_xy(self._polygons[polygons], x[points], y[points])
        lowest = np.full(x.shape, len(self._polygons), dtype=np.int64)
        np.minimum.at(lowest, points[held], polygons[held])
        return np.where(lowest < len(self._polygons), lowest, found)

    def _fill(self, columns: int, rows: int) -> NDArray[np.int32]:
        """Fill the table from coarse squares to fine: only squares a border crosses are cut further."""
        ends = _edges(self._polygons)
        table = np.full((columns, rows), UNSURE, dtype=np.int32)
        for level in range(LEVELS):
            if level:
                table = table.repeat(2, axis=0).repeat(2, axis=1)
            to_finest = LEVELS - 1 - level
            scale = 2.0 ** (self._exponent - to_finest)
            origin = self._origin >> to_finest
            crossed = _crossed(ends * scale, origin, table.shape)
            clear = (table == UNSURE) & ~crossed
            i, j = np.nonzero(clear)
            table[i, j] = self._test((i + 0.5 + origin[0]) / scale, (j + 0.5 + origin[1]) / scale)
        return table


def _finest_exponent(width: float, height: float) -> int:
    """Largest ``k`` for which squares of side ``2**-k`` cover the bounding box in a table of fair size."""
    exponent = math.floor(math.log2(math.sqrt(MAX_SQUARES / (width * height))))
    coarsest = 2.0 ** (LEVELS - 1 - exponent)
    while (width / coarsest + 2) * (height / coarsest + 2) * 4 ** (LEVELS - 1) > 4 * MAX_SQUARES:
        exponent -= 1
        coarsest *= 2
    return exponent


def _edges(polygons: NDArray[np.object_]) -> Floats:
    """Every edge of the polygons' rings, ``(n, 4)``: x and y of its start, x and y of its end."""
    rings = shapely.get_rings(shapely.get_parts(polygons))  # of each part, where a cell has several
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return np.hstack([points[:-1][same], points[1:][same]])


def _crossed(ends: Floats, origin: Ints, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Squares whose open inside an edge may touch; none that one touches is left out.

    Parameters
    ----------
    ends
        ``(n, 4)`` edges, in squares from zero.
    origin
        Column and row of the table's corner; taken off whole numbers, since taking it off a fraction would round.
    shape
        Columns and rows of the table.

    Returns
    -------
    ndarray
        bool of that shape.
    """
    start, step = ends[:, :2], ends[:, 2:] - ends[:, :2]
    pieces = np.maximum(1, np.ceil(np.abs(step).max(axis=1))).astype(np.int64)
    edge = np.repeat(np.arange(len(ends)), pieces)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = number / pieces[edge]
    head = start[edge] + step[edge] * share[:, None]
    tail = start[edge] + step[edge] * (share + 1 / pieces[edge])[:, None]
    # An edge along an axis keeps its other coordinate exactly, so that one on a line crosses no square.
    slack = np.where(step[edge] == 0, 0.0, SLACK)
    low = np.floor(np.minimum(head, tail) - slack).astype(np.int64) - origin
    high = np.ceil(np.maximum(head, tail) + slack).astype(np.int64) - 1 - origin
    crossed = np.zeros(shape, dtype=np.bool_)
    for di in range(4):
        for dj in range(4):
            i, j = low[:, 0] + di, low[:, 1] + dj
            touched = (i <= high[:, 0]) & (j <= high[:, 1])
            touched &= (i >= 0) & (j >= 0) & (i < shape[0]) & (j < shape[1])
            crossed[i[touched], j[touched]] = True
    return crossed
