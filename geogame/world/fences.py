"""Fences: each kind's posts, rails and wires, laid bay by bay along a line of feet."""

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.kernels.placement import along_road, on_crossing
from geogame.world.roadside import Roadside
from geogame.world.solids import Surface

Floats = NDArray[np.float64]
SPACING_M = {"stone": 4.0, "barbed_wood": 4.0, "barbed_steel_t": 4.5, "woven_wire": 4.2, "jackleg": 3.3}
REACH_M = {"stone": 90.0, "barbed_wood": 130.0, "barbed_steel_t": 130.0, "woven_wire": 130.0}
COLOURS = {
    "barbed_wood": "#7d6e5c", "barbed_steel_t": "#4a5a48", "board_white": "#eceae4", "board_black": "#26241f",
    "rail": "#8a7a64", "split_rail": "#8a7a64", "woven_wire": "#6e6150", "jackleg": "#9a9082", "stone": "#8a867e",
}  # fmt: skip
# Heights of wires or rails above the ground, m.
_BARBED, _RAILS = (0.5, 0.85, 1.15), (0.5, 0.88, 1.25)
LEVELS_M: dict[str, tuple[float, ...]] = {
    "barbed_wood": _BARBED, "barbed_steel_t": _BARBED, "woven_wire": (0.1, 0.3, 0.5, 0.72, 0.95, 1.2),
    "jackleg": (0.3, 0.62, 0.94), "rail": _RAILS, "split_rail": _RAILS, "board_white": _RAILS, "board_black": _RAILS,
}  # fmt: skip


def fence(road: Roadside, kind: str, u: float, gap: tuple[float, float] | None = None) -> None:
    """
    Set a fence along the road at `u` metres; it stops at water and side roads.

    Parameters
    ----------
    kind
        One of `customs.FENCES`.
    gap
        Metres along the road between which it is left out, for a gate.
    """
    if kind == "none":
        return
    spacing, reach = SPACING_M.get(kind, 2.8), REACH_M.get(kind, 84.0)
    v = np.arange(-reach, reach + spacing, spacing)
    _lay(road, kind, np.full(len(v), u), v, gap)


def fence_across(road: Roadside, kind: str, v: float, start: float, end: float) -> None:
    """Set a fence away from the road, at `v` metres along it from `start` to `end` metres to its right."""
    if kind == "none":
        return
    spacing = SPACING_M.get(kind, 2.8)
    u = np.arange(0.0, abs(end - start) + spacing, spacing) * np.sign(end - start) + start
    _lay(road, kind, u, np.full(len(u), v), None)


def _lay(road: Roadside, kind: str, u: Floats, v: Floats, gap: tuple[float, float] | None) -> None:
    feet, land = along_road(u, v, road.params)
    free = (land != A.OPEN_WATER) & ~on_crossing(u, v, road.params, 1.5)
    bays = free[:-1] & free[1:]
    if gap is not None:
        bays &= (v[1:] < gap[0]) | (v[:-1] > gap[1])
    colour = linear(COLOURS[kind])
    for a, b, ok in zip(feet[:-1], feet[1:], bays, strict=True):
        if ok:
            _bay(road, kind, a, b, colour)


def _bay(road: Roadside, kind: str, a: Floats, b: Floats, colour: Rgb) -> None:
    if kind == "stone":
        span = b - a
        corner = (float(a[0]), float(a[1]), float(a[2]) - 0.1)
        side = (float(span[0]), float(span[1]), float(span[2]))
        road.solids.quad(corner, side, (0.0, 0.0, 0.95), Surface(colour, A.MAT_STONE))
        return
    levels, radius, tone = LEVELS_M[kind], 0.06 if kind.startswith("board") else 0.05, colour
    shift = np.zeros(3)
    if kind == "jackleg":
        # Two legs crossed like a sawbuck's, rails on one of them: it needs no hole in rocky or frozen ground.
        across = np.array([a[1] - b[1], b[0] - a[0], 0.0]) / max(float(np.hypot(*(b - a)[:2])), 0.1)
        for way in (-1.0, 1.0):
            road.wires.add(a + across * 0.75 * way, a - across * 0.16 * way + [0.0, 0.0, 1.5], 0.065, colour)
        road.wires.add(a + [0.0, 0.0, 1.32], b + [0.0, 0.0, 1.32], 0.06, colour)
        shift = across
    elif kind in ("barbed_wood", "barbed_steel_t", "woven_wire"):
        road.wires.post(a, 1.25, 0.03 if kind == "barbed_steel_t" else 0.06, colour)
        radius, tone = 0.006, np.full(3, 0.2)
    else:
        road.wires.post(a, 1.35, 0.08, colour)
    for level in levels:
        lift = np.array([0.0, 0.0, level]) + shift * 0.75 * (1.0 - level / 1.24)
        road.wires.add(a + lift, b + lift, radius, tone)
