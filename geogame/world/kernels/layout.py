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

POND_LEVEL_M = -0.55
RIVER_REACH_M = 1000.0  # so far from the road a river is followed
_POND_BANK = 0.22  # how far banks reach, in the noise that ponds are cut from
_PONDS_WITHIN_M = 2500.0  # beyond it banks are too small to be seen
DECK_MARGIN_M = 0.6  # of a bridge's deck beyond the shoulder
PARAPET_M = 0.55  # across: over it the ground falls from the deck to the water
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
def cliff_face(params: Floats) -> float:
    """Return how far a cliff coast's wall leans back from the water, m."""
    return 1.5 + 0.42 * abs(params[A.WATER_LEVEL_M])


@njit(**JIT)
def water_distance(x: float, y: float, params: Floats) -> float:
    """Return the signed distance to the shore line, m: positive in the water. Only where there is a shore.

    The shore never reaches the road; a cliff coast has deeper coves and farther heads.
    """
    bearing, distance = params[A.WATER_BEARING], params[A.WATER_DISTANCE_M]
    offshore = x * math.sin(bearing) + y * math.cos(bearing) - distance
    seed, cliffs = int(params[A.SEED]) + 77, params[A.LANDFORM] == A.LANDFORM_COAST
    wander = min(220.0, distance * 0.9 + (0.6 if cliffs else 0.12) * math.sqrt(x * x + y * y))
    mean = octave_noise_at_origin(4, seed) if cliffs else 0.5
    offshore += (octave_noise(x, y, 260.0, 1.0, 4, seed) - mean) * wander
    u, _ = road_uv(x, y, params)
    seaward = u if math.sin(bearing - params[A.ROAD_BEARING]) > 0.0 else -u
    face = cliff_face(params) if cliffs else 0.0
    return min(offshore, seaward - params[A.SHOULDER_HALF_WIDTH] - 8.0 - face)


@njit(**JIT)
def pond_margin(x: float, y: float, u: float, v: float, params: Floats) -> float:
    """Return how deep a point lies in a pond or marsh, in the noise they are cut from: positive in the water.

    Ponds keep clear of roads and of the shore; ``u``, ``v`` are road coordinates.
    """
    clear = params[A.SHOULDER_HALF_WIDTH] + 5.0
    share = params[A.LAKE_SHARE] * smooth_step(clear, clear + 15.0, abs(u))
    if params[A.CROSS_KIND] > 0.5:
        half = params[A.CROSS_HALF_WIDTH]
        share *= smooth_step(half + 5.0, half + 15.0, abs(cross_distance(u, v, params)))
    if params[A.WATER_DISTANCE_M] < A.NO_WATER and share > 0.0:
        inland = -water_distance(x, y, params) - 1.05 * params[A.WATER_DISTANCE_M]
        share *= smooth_step(0.0, 25.0, inland)
    return share - value_noise(x / 90.0 + 3.0, y / 90.0, int(params[A.SEED]) + 31)


@njit(**JIT)
def river_distance(u: float, v: float, params: Floats) -> float:
    """Return the metres along the road from a river's nearer bank, negative in the river; huge for none.

    ``u``, ``v`` are road coordinates. The river crosses the road once and meanders on both sides.
    """
    half = params[A.RIVER_HALF_WIDTH_M]
    if half <= 0.0 or abs(u) > RIVER_REACH_M:
        return 1e6
    seed = int(params[A.SEED]) + 171
    meander = value_noise(u / 120.0, 0.5, seed) - value_noise(0.0, 0.5, seed)
    ragged = 0.16 * half * (value_noise(u / 11.0, 0.5 if v > params[A.RIVER_V_M] else 7.5, seed + 1) - 0.5)
    ragged *= smooth_step(6.0, 20.0, abs(u))
    middle = params[A.RIVER_V_M] + params[A.RIVER_SKEW] * u + (50.0 + half) * meander
    return abs(v - middle) - half + ragged


@njit(**JIT)
def _river_bank(z: float, u: float, v: float, params: Floats) -> float:
    """Return ground height ``z`` lowered to the river; the deck of the bridge keeps the road's height."""
    away, level = river_distance(u, v, params), params[A.RIVER_LEVEL_M]
    bank = 8.0 + 2.5 * abs(z - level)
    if away >= bank:
        return z
    deck = params[A.SHOULDER_HALF_WIDTH] + DECK_MARGIN_M
    beside = smooth_step(deck, deck + PARAPET_M + 1.2 * max(0.0, away - 3.0), abs(u))
    return z + (level - z) * beside * smooth_step(bank, 0.0, away)


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
    to_river = river_distance(u, v, params)
    if to_river < 10.0:
        deck = params[A.SHOULDER_HALF_WIDTH] + DECK_MARGIN_M + PARAPET_M
        return (A.OPEN_WATER if to_river < 0.0 and off_road > deck else A.OPEN), 0.0
    if params[A.LAKE_SHARE] > 0.0:
        margin = pond_margin(x, y, u, v, params)
        if margin > -0.04:
            return (A.OPEN_WATER if margin > 0.0 else A.YARD if urban and off_road < 55.0 else A.OPEN), 0.0
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
        # Bent to the noise's own distribution, so that woods cover the share of the land that they should.
        wooded = smooth_step(0.17, 0.83, octave_noise(x, y, 420.0, 1.0, 3, seed + 13))
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
    if params[A.RIVER_HALF_WIDTH_M] > 0.0:
        z = _river_bank(z, u, v, params)
    if params[A.LAKE_SHARE] > 0.0 and r < _PONDS_WITHIN_M:
        bank = smooth_step(-_POND_BANK, 0.0, pond_margin(x, y, u, v, params))
        z += (POND_LEVEL_M - z) * bank * smooth_step(0.5, 9.0, off_road - params[A.SHOULDER_HALF_WIDTH])
    return z


@njit(**JIT)
def shore_height(z: float, offshore: float, params: Floats) -> float:
    """Return ground height ``z`` lowered to a beach or cliff, given the (negative) `water_distance` of the point."""
    inland, level, reach = -offshore, params[A.WATER_LEVEL_M], params[A.WATER_DISTANCE_M]
    if params[A.LANDFORM] == A.LANDFORM_COAST:
        face = cliff_face(params)
        if inland >= face + 7.0:
            return z
        brink = z - 0.25 * (face + 7.0 - max(inland, face))
        return level + max(0.0, brink - level) * smooth_step(-0.3 * face, face, inland)
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
