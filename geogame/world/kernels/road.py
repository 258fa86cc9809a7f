"""The road's surface: lanes, paint, shoulder, cracks, joints and the mown verge, seen from above."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, lattice_hash, smooth_step, value_noise
from geogame.world.kernels.noise_texture import speckle

_PAINT_HALF_M = 0.065
_DASH_PERIOD_M, _DASH_SHARE = 12.2, 0.27
_EDGE_INSET_M = 0.35  # of the edge line from the end of the lane


@njit(**JIT)
def _band(distance, half_width, blur):  # type: ignore[no-untyped-def]
    """Return how much of a pixel lies within a line's half width."""
    return 1.0 - smooth_step(half_width - blur, half_width + blur, distance)


@njit(**JIT)
def _centre_paint(u, off_road, v, blur, style):  # type: ignore[no-untyped-def]
    """Return the coverage by yellow paint."""
    if style < 1.5:
        return _band(abs(off_road - 0.13), _PAINT_HALF_M, blur)
    phase = v / _DASH_PERIOD_M
    dash = 1.0 if phase - math.floor(phase) < _DASH_SHARE else 0.0
    if style < 2.5:
        return _band(off_road, _PAINT_HALF_M, blur) * dash
    return max(_band(abs(u - 0.15), _PAINT_HALF_M, blur) * dash, _band(abs(u + 0.15), _PAINT_HALF_M, blur))


@njit(**JIT)
def _sealed_cracks(u, v, footprint, density, seed):  # type: ignore[no-untyped-def]
    """Return the coverage by tar: lines that meander along the lanes, and some across them."""
    half = max(0.035, footprint * 0.5)
    fade = 0.035 / half * smooth_step(0.35, 0.12, footprint)
    if fade <= 0.0:
        return 0.0
    # A level line of smooth noise wanders and closes like a crack; its slope turns value into distance.
    along = value_noise(u / 2.3, v / 9.0, seed + 101) - 0.5 + 0.05 * (value_noise(u * 1.7, v * 1.1, seed + 102) - 0.5)
    where = smooth_step(1.0 - density, 1.15 - density, value_noise(u / 4.0, v / 17.0, seed + 103))
    tar = _band(abs(along), half * 0.42, half * 0.2) * where
    station = v / 9.0 + 0.09 * (value_noise(u / 1.1, v / 30.0, seed + 104) - 0.5)
    joint = math.floor(station + 0.5)
    if lattice_hash(int(joint), 7, seed) < density:
        tar = max(tar, _band(abs(station - joint) * 9.0, half, half * 0.5))
    return tar * fade


@njit(**JIT)
def _asphalt(work, tile, u, v, off_road, road, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    edge = params[A.ROAD_HALF_WIDTH]
    grain = speckle(tile, u, v, 1.0 / 0.06, footprint, seed + 18)
    patches = speckle(tile, u * 2.2, v * 0.25, 1.0 / 3.0, footprint, seed + 19)
    lane = off_road - edge * 0.5
    tracks = math.exp(-((lane - 0.75) ** 2) * 6.0) + math.exp(-((lane + 0.75) ** 2) * 6.0)
    tracks *= 0.10 if params[A.URBAN] < 0.5 else 0.04
    tone = 0.86 + 0.22 * grain + 0.28 * (patches - 0.5)
    slab = params[A.SLAB_M]
    if off_road > edge:
        tone *= 0.93 + 0.05 * grain
    else:
        tone -= tracks
    if slab > 0.0:
        station = v / slab
        joint = abs(station - math.floor(station + 0.5)) * slab
        lane_joint = abs(lane) if params[A.EDGE_LINE] > 1.5 else edge
        joint = min(joint, off_road, lane_joint)
        half = max(0.012, footprint * 0.5)
        tone *= 1.0 - 0.55 * _band(joint, half, half * 0.5) * min(1.0, 0.03 / half)
        tone *= 0.97 + 0.06 * lattice_hash(int(math.floor(station)), int(u > 0.0), seed + 27)
    elif footprint < 0.2:
        crack = abs(speckle(tile, u, v, 1.0 / 2.6, footprint, seed + 24) - 0.5)
        worn = smooth_step(0.5, 0.7, speckle(tile, u, v, 1.0 / 9.0, footprint, seed + 26))
        tone *= 1.0 - smooth_step(0.012, 0.002, crack) * smooth_step(0.2, 0.04, footprint) * 0.25 * worn
    if params[A.TAR_SNAKES] > 0.0 and slab <= 0.0:
        tone *= 1.0 - 0.62 * _sealed_cracks(u, v, footprint, params[A.TAR_SNAKES], seed)
    if params[A.RUMBLE] > 0.5:
        strip = _band(abs(off_road - (edge - _EDGE_INSET_M + 0.42)), 0.19, max(0.02, footprint * 0.4))
        if strip > 0.0:
            phase = v / 0.3 - math.floor(v / 0.3)
            tick = 0.45 if phase < 0.55 else 0.0
            sharp = smooth_step(0.14, 0.05, footprint)
            tone *= 1.0 - strip * (tick * sharp + 0.2 * (1.0 - sharp)) * 0.8
    blur = max(footprint * 0.35, 0.02)
    wear = 0.55 + 0.45 * smooth_step(0.25, 0.6, speckle(tile, u, v, 1.0 / 0.7, footprint, seed + 25))
    yellow, white = 0.0, 0.0
    if params[A.CENTRE_LINE] > 0.5 and off_road < 0.4 + footprint:
        yellow = _centre_paint(u, off_road, v, blur, params[A.CENTRE_LINE]) * wear
    if params[A.EDGE_LINE] > 0.5:
        white = _band(abs(off_road - (edge - _EDGE_INSET_M)), _PAINT_HALF_M, blur)
        if params[A.EDGE_LINE] > 1.5:
            phase = v / _DASH_PERIOD_M
            if phase - math.floor(phase) < _DASH_SHARE:
                white = max(white, _band(abs(lane), _PAINT_HALF_M, blur))
        white *= wear
    for k in range(3):
        colour = palette[A.ROAD, k] * tone
        colour = colour * (1.0 - yellow) + yellow * (0.58 if k == 0 else (0.38 if k == 1 else 0.04))
        colour = colour * (1.0 - white) + white * 0.62
        work[k] = work[k] * (1.0 - road) + road * colour
    work[3] *= 1.0 - road
    work[4] *= 1.0 - road


@njit(**JIT)
def shade_road(work, tile, u, v, ground_noise, fine_noise, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Lay verge, shoulder and road over the ground's colour.

    Parameters
    ----------
    work : (8,) float64, in and out
        RGB, slope east, slope north, openness to the sky, share that snow covers.
    tile : (n,) float32
        `noise_texture.noise_tile`.
    u, v : float
        Metres right of and along the centre line.
    ground_noise, fine_noise : float
        0..1, of the ground here.
    footprint : float
        Of the pixel, m.
    params, palette
    seed : int
    """
    off_road = abs(u)
    paved = params[A.ROAD_HALF_WIDTH] + params[A.PAVED_SHOULDER_M]
    shoulder = max(params[A.SHOULDER_HALF_WIDTH], paved + 0.3)
    mown = params[A.MOWN_VERGE_M]
    if off_road > shoulder + 2.0 + mown:
        return
    if mown > 0.0:
        short = 0.8 * (1.0 - smooth_step(shoulder + mown - 0.3, shoulder + mown + 0.3, off_road))
        if short > 0.0:
            tone = 0.74 + 0.22 * ground_noise + 0.22 * fine_noise
            # A mower leaves stripes.
            tone *= 1.0 + (0.06 if math.floor(off_road / 1.8) % 2 == 0 else -0.06)
            for k in range(3):
                grass = palette[A.GRASS, k] * 0.65 + palette[A.DRY_GRASS, k] * 0.35
                work[k] = work[k] * (1.0 - short) + short * grass * tone
            work[3] *= 1.0 - 0.7 * short
            work[4] *= 1.0 - 0.7 * short
    if off_road > shoulder + 2.0:
        return
    gravel = params[A.ROAD_SURFACE] > 0.5
    ragged = 0.25 * (speckle(tile, u, v, 1.0 / 0.9, footprint, seed + 16) - 0.5) * (4.0 if gravel else 1.0)
    blur = max(footprint * 0.5, 0.03)
    road = 1.0 - smooth_step(paved + ragged - blur, paved + ragged + blur, off_road)
    strewn = 1.0 - smooth_step(shoulder - 0.4 + ragged * 2.0, shoulder + 0.7 + ragged * 2.0, off_road)
    if strewn > 0.0 and road < 1.0:
        stones = 0.85 * strewn * (0.7 + 0.6 * speckle(tile, u, v, 1.0 / 0.12, footprint, seed + 17))
        keep = 1.0 - 0.85 * strewn
        for k in range(3):
            work[k] = work[k] * keep + stones * palette[A.SHOULDER, k]
    if strewn > 0.0:
        work[5] = work[5] * (1.0 - strewn) + strewn
        work[3] *= 1.0 - 0.8 * strewn
        work[4] *= 1.0 - 0.8 * strewn
    if road <= 0.0:
        return
    if gravel:
        stones = 0.68 + 0.5 * speckle(tile, u, v, 1.0 / 0.1, footprint, seed + 18) + 0.25 * (ground_noise - 0.5)
        stones *= 1.0 + 0.13 * math.exp(-((off_road - 0.85) ** 2) * 5.0)
        for k in range(3):
            work[k] = work[k] * (1.0 - road) + road * palette[A.ROAD, k] * stones
    else:
        _asphalt(work, tile, u, v, off_road, road, footprint, params, palette, seed)
    work[6] *= 1.0 - 0.75 * road
