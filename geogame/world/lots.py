"""Lots along a street: where their fronts stand, whether they are dry, and their pavement."""

import math

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.solids import Footprint, Surface, Vec
from geogame.world.town import Town

CROSSING_HALF_M = 9.0  # half the width of a cross street with its sidewalks
PAVED_STEP_M = 11.0


def frontage(town: Town) -> float:
    """Metres from the street's middle to where lots begin."""
    return float(town.road.params[A.SHOULDER_HALF_WIDTH]) + 0.3


def at_crossing(town: Town, start: float, end: float) -> bool:
    """Whether a lot would stand in a cross street."""
    first, period = float(town.road.params[A.CROSS_V_M]), float(town.road.params[A.CROSS_PERIOD_M])
    nearest = math.floor(((start + end) / 2 - first) / period + 0.5) * period + first
    return start < nearest + CROSSING_HALF_M and end > nearest - CROSSING_HALF_M


def on_green(params: NDArray[np.float32], side: float, start: float, end: float) -> bool:
    """Whether a lot would stand on the town's green."""
    middle = float(params[A.GREEN_V_M])
    return bool(params[A.GREEN_SIDE] == side) and start < middle + A.GREEN_HALF_M and end > middle - A.GREEN_HALF_M


def lot(town: Town, side: float, inset: float, v: float, half: tuple[float, float]) -> tuple[Footprint, bool]:
    """Footprint of a lot centred on `v` whose front is `inset` behind the sidewalk; false in water or a street."""
    half_x, half_y = half
    foot, dry = town.spot(side * (frontage(town) + inset + half_y), v)
    front, land = town.road.line(side * (frontage(town) + inset), np.array([v - half_x, v, v + half_x]))
    back, wet = town.road.line(side * (frontage(town) + inset + 2 * half_y), np.array([v - half_x, v + half_x]))
    dry = dry and not (land == A.OPEN_WATER).any() and not (wet == A.OPEN_WATER).any()
    lot = np.linspace(v - half_x, v + half_x, 9)
    dry = dry and bool(town.road.clear(side, lot, 0.5).all())
    z = float(max(front[:, 2].mean(), min(back[:, 2].mean(), front[:, 2].mean() + 0.6))) - 0.05
    return Footprint(foot.x, foot.y, half_x, half_y, foot.angle, z), dry


def pave(town: Town, place: tuple[float, float, float], depth: tuple[float, float], look: Surface) -> None:
    """Lay asphalt from `depth` to `depth` behind the sidewalk over a lot's (side, start, half width)."""
    side, v, half_x = place
    stations = np.arange(v, v + 2 * half_x, PAVED_STEP_M)
    lines = [town.road.line(side * (frontage(town) + d), stations) for d in depth]
    dry = (lines[0][1] != A.OPEN_WATER) & (lines[1][1] != A.OPEN_WATER)
    dry &= town.road.clear(side, stations, 0.5)
    near, far = (feet + (0.0, 0.0, 0.09) for feet, _ in lines)
    for k in np.flatnonzero(dry[:-1] & dry[1:]):
        corner, across, deep = near[k], near[k + 1] - near[k], far[k] - near[k]
        town.road.solids.quad(vec(corner), vec(across), vec(deep), look)
        middle = corner + 0.5 * across + 0.5 * deep
        town.clearings.append((float(middle[0]), float(middle[1]), 7.5))


def vec(point: NDArray[np.float64]) -> Vec:
    """Return a point as the plain numbers that solids take."""
    return float(point[0]), float(point[1]), float(point[2])
