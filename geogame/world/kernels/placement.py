"""Ask the land about many points at once: distance to the road, land use, the height things stand on."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.kernels.layout import (
    cross_distance,
    land_use,
    river_distance,
    road_uv,
    road_xy,
    standing_height,
)

Floats = NDArray[np.float64]
RIVER_BANK_M = 4.0  # of steep bank and of a bridge's end beside the water


@njit(cache=True, fastmath=True, nogil=True)
def probe(x: Floats, y: Floats, params: NDArray[np.float32], road_m: float) -> tuple[Floats, NDArray[np.int64], Floats]:
    """
    Probe points.

    Parameters
    ----------
    x, y
        (n,) metres east and north of the camera.
    params
        Layout parameters, ``world.arrays``.
    road_m
        Points nearer to the road's centre line than this, and on a crossing street, are not looked at: their kind is
        -1. With 0 every point is.

    Returns
    -------
    distance, kind, height
        (n,) each: metres to the centre line, land use, metres relative to the camera's ground.
    """
    n = x.shape[0]
    distance = np.empty(n)
    kind = np.full(n, -1, np.int64)
    height = np.zeros(n)
    for i in range(n):
        u, _v = road_uv(x[i], y[i], params)
        distance[i] = abs(u)
        crossing = road_m > 0.0 and abs(cross_distance(u, _v, params)) < params[A.CROSS_HALF_WIDTH] + 0.8
        if distance[i] < road_m or crossing:
            continue
        use, _hash = land_use(x[i], y[i], params)
        kind[i] = use
        height[i] = standing_height(x[i], y[i], params)
    return distance, kind, height


@njit(cache=True, fastmath=True, nogil=True)
def on_crossing(u: Floats, v: Floats, params: NDArray[np.float32], margin_m: float) -> NDArray[np.bool_]:
    """Tell which points in road coordinates lie on a crossing street, or in a river's bed, or within a margin."""
    on = np.empty(u.shape[0], np.bool_)
    for i in range(u.shape[0]):
        on[i] = abs(cross_distance(u[i], v[i], params)) < params[A.CROSS_HALF_WIDTH] + margin_m
        on[i] = on[i] or river_distance(u[i], v[i], params) < margin_m + RIVER_BANK_M
    return on


@njit(cache=True, fastmath=True, nogil=True)
def along_road(u: Floats, v: Floats, params: NDArray[np.float32]) -> tuple[Floats, NDArray[np.int64]]:
    """
    Place points in road coordinates.

    Parameters
    ----------
    u, v
        (n,) metres right of and along the centre line.

    Returns
    -------
    where, kind
        (n, 3) x, y, height in metres, and (n,) land use.
    """
    n = u.shape[0]
    where = np.empty((n, 3))
    kind = np.empty(n, np.int64)
    for i in range(n):
        x, y = road_xy(u[i], v[i], params)
        where[i, 0] = x
        where[i, 1] = y
        where[i, 2] = standing_height(x, y, params)
        kind[i], _hash = land_use(x, y, params)
    return where, kind
