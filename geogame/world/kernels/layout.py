"""How the land is laid out around the camera: road, shore, fields, woods, and the height of the ground.

All functions are pure in position and `arrays.params`, so terrain, shading and placement agree to the metre.
"""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.arrays import Floats
from geogame.world.kernels.landforms import landform_height
from geogame.world.kernels.noise import (
    JIT,
    lattice_hash,
    octave_noise,
    octave_noise_at_origin,
    smooth_step,
    value_noise,
)

_BEND_M = 250.0  # beyond this distance a curve straightens, so that the road never turns back


@njit(**JIT)
def road_bend(v: float, params: Floats) -> float:
    """Return how far the road has bent sideways after ``v`` metres, m: one bend, and S-curves swinging about it.

    At the camera the road lies in its bearing: bend and slope are 0 there.
    """
    bend = params[A.ROAD_CURVE] * v * v / (1.0 + abs(v) / _BEND_M)
    if params[A.SWAY_M] != 0.0:
        swing = params[A.SWAY_M] * (1.0 - math.cos(2.0 * math.pi / params[A.SWAY_WAVELENGTH_M] * v))
        bend += swing if v > 0.0 else -swing
    return bend


@njit(**JIT)
def cross_distance(u: float, v: float, params: Floats) -> float:
    """Return the metres along the road from the middle of the nearest crossing street, signed; huge for none.

    ``u``, ``v`` are road coordinates. A T-junction has its street on one side only.
    """
    kind = params[A.CROSS_KIND]
    if kind < 0.5 or (kind > 2.5 and u > 0.0) or (1.5 < kind < 2.5 and u < 0.0):
        return 1e6
    ahead = v - params[A.CROSS_V_M]
    period = params[A.CROSS_PERIOD_M]
    if period > 0.0:
        ahead -= period * math.floor(ahead / period + 0.5)
    return ahead


@njit(**JIT)
def road_uv(x: float, y: float, params: Floats) -> tuple[float, float]:
    """Return (metres right of the road's centre, metres along the road) of a point."""
    c, s = math.cos(params[A.ROAD_BEARING]), math.sin(params[A.ROAD_BEARING])
    v = x * s + y * c
    return x * c - y * s - road_bend(v, params), v


@njit(**JIT)
def road_xy(u: float, v: float, params: Floats) -> tuple[float, float]:
    """Return the point ``u`` metres right of the road and ``v`` along it: the inverse of `road_uv`."""
    c, s = math.cos(params[A.ROAD_BEARING]), math.sin(params[A.ROAD_BEARING])
    across = u + road_bend(v, params)
    return across * c + v * s, -across * s + v * c


@njit(**JIT)
def water_distance(x: float, y: float, params: Floats) -> float:
    """Return the signed distance to the shore line, m: positive in the water. Only where there is a shore."""
    bearing, distance = params[A.WATER_BEARING], params[A.WATER_DISTANCE_M]
    offshore = x * math.sin(bearing) + y * math.cos(bearing) - distance
    wander = min(220.0, distance * 0.9 + 0.12 * math.sqrt(x * x + y * y))
    return offshore + (octave_noise(x, y, 260.0, 1.0, 4, int(params[A.SEED]) + 77) - 0.5) * wander


@njit(**JIT)
def land_use(x: float, y: float, params: Floats) -> tuple[int, float]:
    """Return (OPEN, CROP, FOREST, OPEN_WATER or YARD; the field's random number 0..1) of a point."""
    u, v = road_uv(x, y, params)
    off_road, seed = abs(u), int(params[A.SEED])
    urban = params[A.URBAN] > 0.5
    if params[A.WATER_DISTANCE_M] < A.NO_WATER:
        to_water = water_distance(x, y, params)
        if to_water > 0.0:
            return A.OPEN_WATER, 0.0
        if to_water > -params[A.WATER_DISTANCE_M] * 1.05 and off_road > params[A.SHOULDER_HALF_WIDTH]:
            return (A.YARD if urban and off_road < 55.0 and to_water < -30.0 else A.OPEN), 0.0
    if params[A.CROSS_KIND] > 0.5 and abs(cross_distance(u, v, params)) < params[A.CROSS_HALF_WIDTH] + 5.0:
        return (A.YARD if urban and off_road < 55.0 else A.OPEN), 0.0
    if (
        params[A.LAKE_SHARE] > 0.0
        and off_road > 11.0
        and value_noise(x / 90.0 + 3.0, y / 90.0, seed + 31) < params[A.LAKE_SHARE]
    ):
        return A.OPEN_WATER, 0.0
    if urban and off_road < 55.0:
        return A.YARD, 0.0
    verge = params[A.FOREST_SETBACK_M] * 0.7 + params[A.SHOULDER_HALF_WIDTH]
    if off_road < verge + 2.0:
        return A.OPEN, 0.0
    if params[A.SQUARE_FIELDS] > 0.5:
        i = math.floor(u / 380.0 + 0.5 if off_road > 200.0 else (1.0 if u > 0.0 else 0.0))
        j = math.floor(v / 420.0 + 0.37)
    else:
        warp_x = (octave_noise(x, y, 300.0, 1.0, 2, seed + 5) - 0.5) * 180.0
        warp_y = (octave_noise(x, y, 300.0, 1.0, 2, seed + 6) - 0.5) * 180.0
        i = math.floor((u + warp_x) / 240.0 + (0.5 if u > 0.0 else 0.0))
        j = math.floor((v + warp_y) / 260.0)
    field = float(lattice_hash(int(i), int(j), seed + 9))
    if params[A.FOREST_SHARE] > 0.0 and off_road > params[A.FOREST_SETBACK_M]:
        wooded = smooth_step(0.28, 0.72, octave_noise(x, y, 420.0, 1.0, 3, seed + 13))
        if wooded > 1.0 - params[A.FOREST_SHARE]:
            return A.FOREST, field
    if field < params[A.CROP_SHARE] and off_road > verge + 3.0:
        return A.CROP, float(lattice_hash(int(i), int(j), seed + 10))
    return A.OPEN, field


@njit(**JIT)
def ground_height(x: float, y: float, r: float, params: Floats) -> float:
    """Return the height of bare ground above the camera's foot, m; ``r`` is the point's distance.

    Hills are flattened towards the road, which follows a gentler profile of its own, with a ditch beside it.
    """
    seed = int(params[A.SEED])
    u, v = road_uv(x, y, params)
    off_road, edge = abs(u), params[A.ROAD_HALF_WIDTH]
    hill, wavelength = params[A.HILL_M], params[A.HILL_WAVELENGTH_M]
    profile = octave_noise(
        v * math.sin(params[A.ROAD_BEARING]),
        v * math.cos(params[A.ROAD_BEARING]),
        wavelength * 1.2,
        r * 0.004,
        3,
        seed + 1,
    )
    z = hill * 0.35 * (profile - octave_noise_at_origin(3, seed + 1))
    away = smooth_step(7.0, 28.0 + hill * 0.9, off_road)
    if away > 0.0:
        noise = octave_noise(x, y, wavelength, r * 0.004, 5, seed + 1)
        z += (hill * (noise - octave_noise_at_origin(5, seed + 1)) - z) * away
    if edge + 1.2 < off_road < edge + 9.0:
        ditch = smooth_step(edge + 1.2, edge + 3.5, off_road)
        ditch *= 1.0 - smooth_step(edge + 5.0, edge + 9.0, off_road)
        if params[A.CROSS_KIND] > 0.5:
            # A culvert carries the side road over.
            half = params[A.CROSS_HALF_WIDTH]
            ditch *= smooth_step(half + 1.0, half + 4.0, abs(cross_distance(u, v, params)))
        z -= 0.28 * ditch * (1.0 - params[A.URBAN])
    bumpy = params[A.BUMPS_M] * smooth_step(edge + 1.5, edge + 8.0, off_road)
    if bumpy > 0.0:
        z += (octave_noise(x, y, 7.0, r * 0.004, 3, seed + 2) - 0.5) * bumpy
    if params[A.LANDFORM] > 0.0:
        z += landform_height(x, y, u, r, params)
    return z


@njit(**JIT)
def shore_height(z: float, offshore: float, params: Floats) -> float:
    """Return ground height ``z`` lowered to a beach, given the (negative) `water_distance` of the point."""
    inland, level, reach = -offshore, params[A.WATER_LEVEL_M], params[A.WATER_DISTANCE_M]
    if inland >= reach * 0.95:
        return z
    rise = max(0.0, z - level) * smooth_step(2.0, reach * 0.9, inland)
    return min(z, level + max(0.0, inland) * 0.05 + rise)


@njit(**JIT)
def standing_height(x: float, y: float, params: Floats) -> float:
    """Return the height at which to stand things, m: ground or beach, less a little to root them."""
    z = ground_height(x, y, math.sqrt(x * x + y * y), params)
    if params[A.WATER_DISTANCE_M] < A.NO_WATER:
        z = shore_height(z, water_distance(x, y, params), params)
    return z - 0.03
