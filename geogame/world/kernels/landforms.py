"""Shapes of land that noise alone does not make: dunes, badlands, canyons, lava and buttes.

All are pure in position and `arrays.params`; the road keeps its level ground.
"""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.arrays import Floats
from geogame.world.kernels.noise import (
    JIT,
    lattice_hash,
    octave_noise,
    octave_noise_at_origin,
    smooth_step,
    value_noise,
)

CANYON_WIDTH_M = 3200.0
_LEDGES, _LEDGE_M, _LEDGE_DROP_M = 3.0, 9.0, 3.6  # steps of rock down to the rim: how many, how deep, how high
_BUTTE_CELL_M = 1150.0
_NEAREST_BUTTE_M = 330.0


@njit(**JIT)
def _dunes(x: float, y: float, off_road: float, footprint: float, params: Floats) -> float:
    """Return dunes: long gentle windward slopes, short steep lee ones, along wavering crests."""
    height, seed = params[A.LANDFORM_M], int(params[A.SEED])
    length = 40.0 + 9.0 * height
    s, c = math.sin(params[A.LANDFORM_BEARING]), math.cos(params[A.LANDFORM_BEARING])
    along, across = x * s + y * c, x * c - y * s
    waver = (octave_noise(x, y, length * 2.6, footprint, 3, seed + 101) - 0.5) * length * 2.2
    phase = (along + waver) / length
    part = phase - math.floor(phase)
    rise = part / 0.7 if part < 0.7 else (1.0 - part) / 0.3
    rise = rise * (0.6 + 0.4 * rise)
    size = value_noise(across / (length * 1.9), along / (length * 3.0), seed + 104)
    small = octave_noise(x, y, length * 0.3, footprint, 2, seed + 105) - 0.5
    begin = params[A.SHOULDER_HALF_WIDTH] + 4.0
    foot = begin + 12.0 + height * (1.4 + 0.04 * height)
    return height * (rise * (0.4 + 0.8 * size) + 0.12 * small) * smooth_step(begin, foot, off_road)


@njit(**JIT)
def _badlands(x: float, y: float, off_road: float, footprint: float, params: Floats) -> float:
    """Return eroded walls and pinnacles standing out of the plain."""
    height, seed = params[A.LANDFORM_M], int(params[A.SEED])
    where = octave_noise(x, y, 900.0, footprint, 3, seed + 111)
    wall = smooth_step(0.46, 0.56, where) * smooth_step(40.0, 120.0, off_road)
    if wall <= 0.0:
        return 0.0
    total, amplitude, wavelength = 0.0, 0.58, 130.0
    for k in range(3):
        gully = abs(2.0 * value_noise(x / wavelength, y / wavelength, seed + 113 + k) - 1.0)
        total += amplitude * (1.0 - gully)
        amplitude *= 0.5
        wavelength *= 0.45
    return height * wall * (0.12 + 1.15 * total * total)


@njit(**JIT)
def canyon_distance(x: float, y: float, u: float, params: Floats) -> float:
    """Return metres beyond the canyon's near rim, negative on the plateau of the camera; it never reaches the road."""
    bearing, offset = params[A.LANDFORM_BEARING], params[A.LANDFORM_OFFSET_M]
    beyond = x * math.sin(bearing) + y * math.cos(bearing) - offset
    reach = math.sqrt(x * x + y * y)
    wander = min(700.0, offset * 0.5 + 0.7 * max(0.0, reach - offset))
    seed = int(params[A.SEED])
    beyond += (octave_noise(x, y, 620.0, 1.0, 4, seed + 121) - octave_noise_at_origin(4, seed + 121)) * 2.0 * wander
    coves = min(70.0, offset * 0.5 + 0.25 * max(0.0, reach - offset))
    beyond += (value_noise(x / 95.0, y / 95.0, seed + 122) - value_noise(0.0, 0.0, seed + 122)) * 2.0 * coves
    return min(beyond, u - params[A.SHOULDER_HALF_WIDTH] - 11.0)


@njit(**JIT)
def _canyon(x: float, y: float, u: float, footprint: float, params: Floats) -> float:
    """Return the canyon's floor below the plateau: ledges, cliffs between slopes, with temples left standing."""
    beyond = canyon_distance(x, y, u, params)
    if beyond < -_LEDGES * _LEDGE_M:
        return 0.0
    depth, seed = params[A.LANDFORM_M], int(params[A.SEED])
    inside = min(beyond, CANYON_WIDTH_M - beyond)
    ledge = min(_LEDGES, beyond / _LEDGE_M + _LEDGES)
    whole = math.floor(ledge)
    apron = -_LEDGE_DROP_M * (whole + smooth_step(0.35, 0.95, ledge - whole))
    apron *= smooth_step(CANYON_WIDTH_M + 80.0, CANYON_WIDTH_M - 80.0, beyond)
    apron *= smooth_step(2.0, 9.0, u - params[A.SHOULDER_HALF_WIDTH])
    if inside <= 0.0:
        return apron
    temples = octave_noise(x, y, 1100.0, footprint, 4, seed + 127)
    inside *= 0.35 + 1.3 * smooth_step(0.68, 0.40, temples)
    t = inside / CANYON_WIDTH_M
    steps = 0.20 * smooth_step(0.0, 0.008, t) + 0.10 * smooth_step(0.008, 0.07, t) + 0.22 * smooth_step(0.07, 0.085, t)
    steps += (
        0.14 * smooth_step(0.085, 0.19, t) + 0.16 * smooth_step(0.19, 0.205, t) + 0.18 * smooth_step(0.205, 0.42, t)
    )
    return apron - depth * steps


@njit(**JIT)
def _lava(x: float, y: float, off_road: float, footprint: float, params: Floats) -> float:
    """Return broken, ropy blocks of cold lava."""
    height, seed = params[A.LANDFORM_M], int(params[A.SEED])
    begin = params[A.SHOULDER_HALF_WIDTH] + 1.5
    fields = smooth_step(0.36, 0.5, octave_noise(x, y, 260.0, footprint, 2, seed + 131))
    total, amplitude, wavelength = 0.0, 0.5, 19.0
    for k in range(3):
        if wavelength > footprint * 2.0:
            n = value_noise(x / wavelength, y / wavelength, seed + 133 + k)
            total += amplitude * (1.0 - abs(2.0 * n - 1.0))
        amplitude *= 0.5
        wavelength *= 0.42
    return height * fields * total * smooth_step(begin, begin + 7.0, off_road)


@njit(**JIT)
def _buttes(x: float, y: float, r: float, params: Floats) -> float:
    """Return buttes and mesas, each a cliff on a skirt of scree, standing apart on the plain."""
    if r < 200.0:
        return 0.0
    height, seed = params[A.LANDFORM_M], int(params[A.SEED])
    fluted = value_noise(x / 70.0, y / 70.0, seed + 144) - 0.5
    broad = value_noise(x / 330.0, y / 330.0, seed + 145) - 0.5
    i0, j0 = math.floor(x / _BUTTE_CELL_M), math.floor(y / _BUTTE_CELL_M)
    top = 0.0
    for i in range(int(i0) - 1, int(i0) + 2):
        for j in range(int(j0) - 1, int(j0) + 2):
            pick = lattice_hash(i, j, seed + 141)
            if pick > 0.58:
                continue
            cx = (i + 0.15 + 0.7 * lattice_hash(i, j, seed + 142)) * _BUTTE_CELL_M
            cy = (j + 0.15 + 0.7 * lattice_hash(i, j, seed + 143)) * _BUTTE_CELL_M
            radius = 45.0 + 900.0 * pick * pick
            if math.sqrt(cx * cx + cy * cy) < _NEAREST_BUTTE_M + radius * 2.2:
                continue
            d = math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) + fluted * 40.0 + broad * radius * 0.9
            cliff = smooth_step(radius, radius - 14.0 - 0.04 * radius, d)
            lower = smooth_step(radius + 62.0, radius + 48.0, d)
            skirt = max(0.0, 1.0 - max(0.0, d - radius * 0.8) / (radius * 0.7 + 190.0))
            tall = 0.55 + 0.45 * lattice_hash(i, j, seed + 146)
            top = max(top, height * tall * (0.56 * cliff + 0.10 * lower + 0.34 * skirt * skirt))
    return top


@njit(**JIT)
def _rolling(x: float, y: float, off_road: float, params: Floats) -> float:
    """Return smooth round hills like those of wind-blown silt."""
    seed = int(params[A.SEED])
    hills = smooth_step(0.12, 0.88, value_noise(x / 330.0 + 0.31, y / 330.0 + 0.77, seed + 151))
    hills = 0.75 * hills + 0.25 * value_noise(x / 150.0, y / 150.0, seed + 152)
    return params[A.LANDFORM_M] * hills * smooth_step(7.0, 110.0, off_road)


@njit(**JIT)
def _valley(x: float, y: float, u: float, r: float, params: Floats) -> float:
    """Return the fall of the land on the lower side of a mountain road: what lies beyond is seen over the trees.

    Old rounded hills also rise on the other side, so that their woods climb above the road.
    """
    down = u if params[A.LANDFORM_BEARING] > 0.0 else -u
    begin = params[A.SHOULDER_HALF_WIDTH] + 3.0
    if abs(down) < begin or (down < 0.0 and params[A.ALPINE] > 0.0):
        return 0.0
    depth = params[A.LANDFORM_M]
    spurs = 0.75 + 0.5 * octave_noise(x, y, 420.0, r * 0.004, 3, int(params[A.SEED]) + 161)
    t = (abs(down) - begin) * spurs * 0.5 / depth
    if down < 0.0:
        # From a ditch and a bank, gently first.
        t *= smooth_step(0.0, 60.0, -down - begin)
    fall = t / (1.0 + t * t * t * t) ** 0.25
    return (-depth if down > 0.0 else depth) * fall * smooth_step(2600.0, 1300.0, abs(down))


@njit(**JIT)
def _coast(x: float, y: float, u: float, r: float, params: Floats) -> float:
    """Return the rise of the land behind a road on a cliff coast: slopes parted by gullies."""
    inland = -u if params[A.LANDFORM_BEARING] > 0.0 else u
    begin = params[A.SHOULDER_HALF_WIDTH] + 4.0
    if inland < begin:
        return 0.0
    spurs = 0.6 + 0.8 * octave_noise(x, y, 340.0, r * 0.004, 4, int(params[A.SEED]) + 165)
    t = (inland - begin) * spurs * 0.42 / params[A.LANDFORM_M]
    return params[A.LANDFORM_M] * t / (1.0 + t * t) ** 0.5 * smooth_step(5000.0, 2500.0, inland)


@njit(**JIT)
def landform_height(x: float, y: float, u: float, r: float, params: Floats) -> float:
    """Return what the landform adds to the height of the ground, m; ``u`` is the distance right of the road."""
    kind, footprint, off_road = params[A.LANDFORM], r * 0.004, abs(u)
    if kind == A.LANDFORM_ROLLING:
        return _rolling(x, y, off_road, params)
    if kind == A.LANDFORM_VALLEY:
        return _valley(x, y, u, r, params)
    if kind == A.LANDFORM_DUNES:
        return _dunes(x, y, off_road, footprint, params) * smooth_step(9000.0, 5000.0, r)
    if kind == A.LANDFORM_BADLANDS:
        return _badlands(x, y, off_road, footprint, params) * smooth_step(9000.0, 6000.0, r)
    if kind == A.LANDFORM_CANYON:
        return _canyon(x, y, u, footprint, params)
    if kind == A.LANDFORM_COAST:
        return _coast(x, y, u, r, params)
    if kind == A.LANDFORM_LAVA:
        return _lava(x, y, off_road, footprint, params)
    if kind == A.LANDFORM_BUTTES:
        return _buttes(x, y, r, params)
    return 0.0


@njit(**JIT)
def is_bare_rock(lift: float, params: Floats) -> bool:
    """Whether the landform shows layered rock here; ``lift`` is its `landform_height`."""
    kind = params[A.LANDFORM]
    if kind == A.LANDFORM_BADLANDS:
        return lift > 2.5
    if kind == A.LANDFORM_BUTTES:
        return lift > 3.0
    if kind == A.LANDFORM_CANYON:
        return lift < -1.5
    return False
