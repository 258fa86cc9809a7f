"""Bridges: the deck's sides and parapets over a river, a steel truss, or a covered bridge."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.kernels.layout import DECK_MARGIN_M, PARAPET_M
from geogame.world.kernels.placement import RIVER_BANK_M
from geogame.world.roadside import Roadside
from geogame.world.setting import Setting
from geogame.world.solids import Surface

Floats = NDArray[np.float64]
COVERED = {"VT": 0.4, "NH": 0.35, "PA": 0.18, "IN": 0.15, "OH": 0.1, "OR": 0.1, "ME": 0.1, "KY": 0.05}
"""Share of covered bridges among those of narrow roads over small rivers."""
TRUSSES = {
    "IA": 0.4, "IL": 0.3, "IN": 0.35, "OH": 0.35, "MO": 0.4, "KS": 0.4, "NE": 0.35, "MI": 0.3, "WI": 0.3, "MN": 0.3,
    "PA": 0.3, "OK": 0.35, "SD": 0.3, "ND": 0.25, "AR": 0.2, "TX": 0.15, "NY": 0.2, "WV": 0.2, "KY": 0.2, "MT": 0.2,
}  # fmt: skip
"""Share of old steel trusses among the bridges of narrow roads."""
CONCRETE, DARK = "#b4b0a6", "#1c1b19"
NARROW_M = 5.0  # half width, with shoulders, of roads that kept their old bridges
LONGEST_COVERED_M = 34.0
PANEL_M, TRUSS_M, WALL_M, ROOF_M = 5.0, 5.4, 4.1, 2.6


@dataclass(frozen=True, slots=True)
class Span:
    """Where a bridge stands.

    Attributes
    ----------
    start, end
        Metres along the road.
    half
        From the road's centre line to the deck's edge, m.
    water
        Height of the river, m.
    """

    start: float
    end: float
    half: float
    water: float

    def stations(self, spacing_m: float) -> Floats:
        """Points along the road from end to end, about so far apart."""
        count = max(2, 1 + round((self.end - self.start) / spacing_m))
        return np.linspace(self.start, self.end, count)


def bridge(s: Setting, road: Roadside) -> None:
    """Build the bridge of a scene where its road meets a river."""
    p, chances = s.params, s.rng["rivers"].random(4)
    if p[A.RIVER_HALF_WIDTH_M] <= 0:
        return
    middle, reach = float(p[A.RIVER_V_M]), float(p[A.RIVER_HALF_WIDTH_M]) + RIVER_BANK_M - 1.0
    half = float(p[A.SHOULDER_HALF_WIDTH]) + DECK_MARGIN_M
    span = Span(middle - reach, middle + reach, half, float(p[A.RIVER_LEVEL_M]))
    _sides(road, span)
    state, narrow = s.facts.state, half < NARROW_M + DECK_MARGIN_M
    if narrow and 2 * reach < LONGEST_COVERED_M and not p[A.SWAY_M] and chances[0] < COVERED.get(state, 0.0):
        _covered(road, span, linear(("#7d2a22", "#7d2a22", "#8d8577", "#d8d4c8")[int(4 * chances[1])]))
    elif narrow and chances[2] < TRUSSES.get(state, 0.0):
        _truss(road, span, linear(("#5b4034", "#6d7478", "#4d6350")[int(3 * chances[1])]))
    else:
        (_parapets, _parapets, _open_rails)[int(3 * chances[3])](road, span)


def _edge(road: Roadside, span: Span, side: float, v: Floats) -> Floats:
    """Points on the deck's edge at the height of the road, (n, 3)."""
    level, _ = road.line(0.0, v)
    edge, _ = road.line(side * span.half, v)
    edge[:, 2] = level[:, 2]
    return edge


def _outward(edge: Floats) -> Floats:
    """Return the unit vector to the right of a line of points, (3,)."""
    run = edge[-1] - edge[0]
    out: Floats = np.array([run[1], -run[0], 0.0]) / math.hypot(run[0], run[1])
    return out


def _wall(road: Roadside, a: Floats, b: Floats, low: float, high: float, look: Surface) -> None:
    """Stand a vertical face between two points from ``low`` to ``high`` metres above them."""
    x, y, z = (float(c) for c in a)
    dx, dy, dz = (float(c) for c in b - a)
    road.solids.quad((x, y, z + low), (dx, dy, dz), (0.0, 0.0, high - low), look)


def _sides(road: Roadside, span: Span) -> None:
    """Close the deck's sides: a girder above, the dark under it, and piers."""
    girder, dark = Surface(linear(CONCRETE) * 0.85), Surface(linear(DARK))
    for side in (-1.0, 1.0):
        edge = _edge(road, span, side, span.stations(6.0))
        outer = edge + _outward(edge) * side * (PARAPET_M + 0.02)
        for k, (a, b) in enumerate(itertools.pairwise(outer)):
            below = span.water - 0.3 - float(min(a[2], b[2]))
            _wall(road, a, b, -0.95, 0.02, girder)
            _wall(road, a, b, below, -0.95, dark)
            if k > 0:
                pier = _outward(edge) * side * 0.06
                along = (b - a) / float(np.linalg.norm(b - a)) * 0.4
                _wall(road, a + pier - along, a + pier + along, below, -0.9, girder)
        for a, b in itertools.pairwise(edge):
            _cap(road, a, b, _outward(edge) * side, (0.02, PARAPET_M), girder)


def _cap(road: Roadside, a: Floats, b: Floats, out: Floats, place: tuple[float, float], look: Surface) -> None:
    """Lay a level strip between two points: ``place`` is its height above them and its width outwards, m."""
    height, width = place
    x, y, z = (float(c) for c in a)
    dx, dy, dz = (float(c) for c in b - a)
    road.solids.quad((x, y, z + height), (dx, dy, dz), (float(out[0]) * width, float(out[1]) * width, 0.0), look)


def _parapets(road: Roadside, span: Span) -> None:
    """Build concrete barriers, thick at their ends."""
    concrete = Surface(linear(CONCRETE), A.MAT_CONCRETE)
    for side in (-1.0, 1.0):
        edge = _edge(road, span, side, span.stations(6.0))
        out = _outward(edge) * side
        for a, b in itertools.pairwise(edge):
            _wall(road, a, b, -0.1, 0.82, concrete)
            _wall(road, a + out * PARAPET_M, b + out * PARAPET_M, -0.1, 0.82, concrete)
            _cap(road, a, b, out, (0.82, PARAPET_M), concrete)
        for end in (edge[0], edge[-1]):
            _wall(road, end, end + out * PARAPET_M, -0.1, 0.82, concrete)


def _open_rails(road: Roadside, span: Span) -> None:
    """Build a kerb with posts and three rails of steel."""
    steel, concrete = linear("#9a9fa1"), Surface(linear(CONCRETE), A.MAT_CONCRETE)
    for side in (-1.0, 1.0):
        edge = _edge(road, span, side, span.stations(2.4))
        out = _outward(edge) * side
        for a, b in itertools.pairwise(edge):
            _wall(road, a, b, -0.1, 0.24, concrete)
            _cap(road, a, b, out, (0.24, PARAPET_M), concrete)
            for level in (0.5, 0.75, 1.0):
                lift = out * 0.2 + np.array([0.0, 0.0, level])
                road.wires.add(a + lift, b + lift, 0.045, steel)
        for foot in edge:
            road.wires.post(foot + out * 0.2, 1.05, 0.07, steel)


def _truss(road: Roadside, span: Span, steel: Rgb) -> None:
    """Build a through truss: two braced sides and struts overhead, with inclined ends."""
    up, inset = np.array([0.0, 0.0, TRUSS_M]), 0.2
    tops: list[Floats] = []
    for side in (-1.0, 1.0):
        foot = _edge(road, span, side, span.stations(PANEL_M))
        foot = foot + _outward(foot) * side * inset
        top = foot + up
        tops.append(top)
        last = len(foot) - 1
        for k in range(last):
            road.wires.add(foot[k] + [0, 0, 0.1], foot[k + 1] + [0, 0, 0.1], 0.15, steel)
            road.wires.add(foot[k] + [0, 0, 0.9], foot[k + 1] + [0, 0, 0.9], 0.05, steel)
            if 0 < k < last - 1:
                road.wires.add(top[k], top[k + 1], 0.15, steel)
                rising = k < last / 2
                road.wires.add(*((top[k], foot[k + 1]) if rising else (foot[k], top[k + 1])), 0.06, steel)
        for k in range(1, last):
            road.wires.add(foot[k], top[k], 0.1, steel)
        road.wires.add(foot[0], top[1], 0.15, steel)
        road.wires.add(foot[-1], top[-2], 0.15, steel)
    left, right = tops
    inner = range(1, len(left) - 1)
    for k in inner:
        road.wires.add(left[k], right[k], 0.1, steel)
        if k + 1 in inner:
            road.wires.add(left[k], right[k + 1], 0.04, steel)
            road.wires.add(right[k], left[k + 1], 0.04, steel)


def _covered(road: Roadside, span: Span, paint: Rgb) -> None:
    """Build a covered bridge: board walls, a gabled roof, portals at both ends."""
    boards, inside = Surface(paint, A.MAT_CLAPBOARD), Surface(linear("#3a2f26"))
    roof = Surface(linear("#5a5854"), A.MAT_METAL_SHEET)
    ends = np.array([span.start, span.end])
    left, right = _edge(road, span, -1.0, ends), _edge(road, span, 1.0, ends)
    out = _outward(right)
    for edge, way in ((left, -out), (right, out)):
        outer = edge + way * PARAPET_M * 0.9
        _wall(road, outer[0], outer[1], -1.2, WALL_M, boards)
        _wall(road, edge[0], edge[1], -0.1, WALL_M, inside)
    ridge = (left + right) / 2 + [0.0, 0.0, WALL_M + ROOF_M]
    along = ridge[1] - ridge[0]
    along *= 1 + 1.2 / float(np.linalg.norm(along))
    start = (ridge[0] + ridge[1]) / 2 - along / 2
    for edge, way in ((left, -out), (right, out)):
        eave = (edge[0] + edge[1]) / 2 - along / 2 + way * (PARAPET_M + 0.35) + [0.0, 0.0, WALL_M - 0.25]
        fall = eave - start
        corner, side, down = (tuple(float(c) for c in each) for each in (start, along, fall))
        road.solids.quad(corner, side, down, roof)  # type: ignore[arg-type]
    for k in (0, 1):
        a, b = left[k] - out * PARAPET_M, right[k] + out * PARAPET_M
        _wall(road, a, left[k] + out * 0.35, -0.2, WALL_M, boards)
        _wall(road, right[k] - out * 0.35, b, -0.2, WALL_M, boards)
        x, y, z = (float(c) for c in a)
        base = b - a
        rise = (0.0, 0.0, ROOF_M)
        road.solids.quad((x, y, z + WALL_M), (float(base[0]), float(base[1]), 0.0), rise, boards, A.SHAPE_TRIANGLE)
        _wall(road, a, b, WALL_M - 0.35, WALL_M, boards)
    centre = (left.mean(0) + right.mean(0)) / 2
    half_length = float(np.linalg.norm(along)) / 2
    angle = math.atan2(float(along[1]), float(along[0]))
    box = (float(centre[0]), float(centre[1]), half_length, span.half + PARAPET_M, angle, WALL_M + ROOF_M * 0.6)
    road.solids.boxes.append(box)
