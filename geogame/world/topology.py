"""TopoJSON polygons: decoded, drawn into rasters, and simplified without tearing shared borders.

Used by the development scripts alone. Format: https://github.com/topojson/topojson-specification
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.world.window import NORTH_DEG, WEST_DEG, raster_shape

Line: TypeAlias = NDArray[np.float64]
"""(n, 2) of lon, lat, WGS84 degrees."""
Rings: TypeAlias = list[Line]
"""Closed rings of a polygon, outer and holes alike (even-odd rule)."""


@dataclass(frozen=True)
class Topology:
    """A decoded TopoJSON document: its arcs, and its objects still referring to them."""

    arcs: list[Line]
    objects: dict[str, Any]


def decode(document: dict[str, Any]) -> Topology:
    """Undo the delta coding and quantisation of a TopoJSON document."""
    scale = np.asarray(document["transform"]["scale"])
    shift = np.asarray(document["transform"]["translate"])
    arcs = [np.cumsum(np.asarray(arc, np.int64), axis=0) * scale + shift for arc in document["arcs"]]
    return Topology(arcs, document["objects"])


def _ring(arcs: Sequence[Line], indices: Iterable[int]) -> Line:
    """Join arcs end to end; index ~i is arc i backwards."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.concatenate([part if k == 0 else part[1:] for k, part in enumerate(parts)])


def polygons_of(topology: Topology, geometry: dict[str, Any]) -> list[Rings]:
    """Polygons of one geometry, each a list of rings with the outer one first."""
    if geometry["type"] == "Polygon":
        groups = [geometry["arcs"]]
    elif geometry["type"] == "MultiPolygon":
        groups = geometry["arcs"]
    else:
        return []
    return [[_ring(topology.arcs, ring) for ring in group] for group in groups]


def fill(rings: Iterable[Line], pixels_per_degree: int) -> NDArray[np.bool_]:
    """Pixels of the window whose centre lies inside the rings, by the even-odd rule.

    Each edge toggles, in every row it crosses, all pixels east of the crossing.
    """
    rows, columns = raster_shape(pixels_per_degree)
    toggles = np.zeros((rows, columns + 1), np.int32)
    for ring in rings:
        x = (ring[:, 0] - WEST_DEG) * pixels_per_degree - 0.5
        y = (NORTH_DEG - ring[:, 1]) * pixels_per_degree - 0.5
        if y.max() < 0 or y.min() > rows or x.min() > columns:
            continue
        first = np.clip(np.ceil(np.minimum(y[:-1], y[1:])), 0, rows).astype(np.intp)
        counts = np.clip(np.ceil(np.maximum(y[:-1], y[1:])), 0, rows).astype(np.intp) - first
        edge = np.repeat(np.arange(len(counts)), counts)
        crossed = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
        slope = (x[edge + 1] - x[edge]) / (y[edge + 1] - y[edge])
        crossing = np.ceil(x[edge] + (crossed - y[edge]) * slope)
        np.add.at(toggles, (crossed, np.clip(crossing, 0, columns).astype(np.intp)), 1)
    inside: NDArray[np.bool_] = np.cumsum(toggles, axis=1)[:, :columns] % 2 == 1
    return inside


def _triangle_area(a: Line, b: Line, c: Line) -> float:
    return abs(float((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))) / 2.0


def simplify(line: Line, area_deg2: float) -> Line:
    """Drop vertices whose triangle with its neighbours is smaller than `area_deg2`; the ends stay.

    Visvalingam and Whyatt, "Line generalisation by repeated elimination of points", 1993. A closed line keeps at
    least four points, so that it stays a ring.
    """
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    areas = [np.inf] * len(line)
    kept = np.ones(len(line), bool)
    queue: list[tuple[float, int]] = []
    least = 4 if np.array_equal(line[0], line[-1]) else 2

    def measure(i: int, floor: float) -> None:
        if before[i] >= 0 and after[i] < len(line):
            areas[i] = max(floor, _triangle_area(line[before[i]], line[i], line[after[i]]))
            heapq.heappush(queue, (areas[i], i))

    for i in range(len(line)):
        measure(i, 0.0)
    left = len(line)
    while queue and queue[0][0] < area_deg2 and left > least:
        area, i = heapq.heappop(queue)
        if not kept[i] or area != areas[i]:
            continue
        kept[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        measure(before[i], area)
        measure(after[i], area)
    return line[kept]


def ring_area_deg2(ring: Line) -> float:
    """Area a ring encloses, square degrees."""
    x, y = ring[:, 0], ring[:, 1]
    return abs(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())) / 2.0
