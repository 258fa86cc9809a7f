"""Points all over a region: a square grid of them, and the few of it that keep a distance from each other.

The Stockholm seed system looks for pictures at every point of a grid of ten metres, and thins what it finds by buffers
of 100, 75, 60, 50, 45 and 35 m: first as many places as fit 100 m apart, then more of them in the gaps.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geogame.errors import UsageError
from geogame.geo import EARTH_RADIUS_KM
from geogame.regions.base import Region

Floats = NDArray[np.float64]

MAX_POINTS = 5_000_000
DEGREE_M = math.radians(1) * EARTH_RADIUS_KM * 1000


def point_grid(region: Region, step_m: float) -> tuple[Floats, Floats]:
    """Degrees ``(n,)`` of the points of a square grid inside a region, rounded to 1e-6, row by row from the south.

    Raises
    ------
    UsageError
        If the step is not above 0, or makes more than five million points.
    """
    lats, lons = _lattice(region, step_m)
    inside = region.contains(lats, lons)
    return lats[inside], lons[inside]


def buffered_points(
    region: Region, step_m: float, buffers_m: Sequence[float], seed: int
) -> tuple[Floats, Floats, Floats]:
    """Thin a region's grid of points, by the widest buffer first, then by narrower ones in what gaps are left.

    Parameters
    ----------
    region
        Where the points lie.
    step_m
        Of the grid, metres.
    buffers_m
        Distances that points keep from all that were taken before, metres.
    seed
        Of the order in which points are taken.

    Returns
    -------
    lats, lons
        ``(n,)`` degrees, those of the widest buffer first.
    buffer_m
        ``(n,)`` metres: by which buffer each was taken; no two points are nearer to each other than the lesser of
        theirs, as the grid counts metres (at the region's middle latitude).

    Raises
    ------
    UsageError
        If a buffer is not above 0, or as in `point_grid`.
    """
    if not buffers_m or not all(0 < buffer_m < math.inf for buffer_m in buffers_m):
        raise UsageError("buffers must be distances above 0 in metres, such as 100,75,60,50,45,35")
    lats, lons = _lattice(region, step_m)
    shape = lats.shape
    inside = region.contains(lats, lons)
    order = np.random.default_rng(seed).permutation(np.flatnonzero(inside))
    taken: list[int] = []
    buffers: list[float] = []
    for buffer_m in sorted(set(buffers_m), reverse=True):
        free = inside.copy()
        reach = int(buffer_m / step_m)
        near = _disc(reach, buffer_m / step_m)
        for point in taken:
            _clear(free, near, *divmod(point, shape[1]))
        flat = free.ravel()
        for point in order[flat[order]].tolist():
            if flat[point]:
                taken.append(point)
                buffers.append(buffer_m)
                _clear(free, near, *divmod(point, shape[1]))
    return lats.ravel()[taken], lons.ravel()[taken], np.array(buffers)


def _lattice(region: Region, step_m: float) -> tuple[Floats, Floats]:
    """Degrees ``(rows, columns)`` of a square grid over a region's bounding box."""
    west, south, east, north = region.bounds
    if not 0 < step_m < math.inf:
        raise UsageError(f"a grid of points every {step_m} m cannot be: give a distance above 0")
    lat_step = step_m / DEGREE_M
    lon_step = lat_step / np.cos(np.radians((south + north) / 2))
    count = ((north - south) / lat_step + 1) * ((east - west) / lon_step + 1)
    if count > MAX_POINTS:
        message = f"a point every {step_m:g} m makes {count:.2g} points in the box of {region.name!r}, too many"
        raise UsageError(f"{message}; give a longer distance: {MAX_POINTS:,} points are the most")
    lats, lons = np.meshgrid(np.arange(south, north, lat_step), np.arange(west, east, lon_step), indexing="ij")
    return np.asarray(lats).round(6), np.asarray(lons).round(6)


def _disc(reach: int, radius: float) -> NDArray[np.bool_]:
    """Which steps of a grid lie nearer than ``radius`` steps to the middle one: ``(2 reach + 1,) * 2``."""
    steps = np.arange(-reach, reach + 1)
    near: NDArray[np.bool_] = np.hypot(*np.meshgrid(steps, steps)) < radius - 1e-9
    return near


def _clear(free: NDArray[np.bool_], near: NDArray[np.bool_], row: int, column: int) -> None:
    """Take what lies near a point out of what is free."""
    reach = len(near) // 2
    top, left = max(0, row - reach), max(0, column - reach)
    part = free[top : row + reach + 1, left : column + reach + 1]
    above, before = top - row + reach, left - column + reach
    part &= ~near[above : above + part.shape[0], before : before + part.shape[1]]
