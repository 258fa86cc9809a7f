"""The road's surface: lanes, paint, shoulder, cracks, joints and the mown verge, seen from above."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.layout import cross_distance
from geogame.world.kernels.noise import JIT, lattice_hash, smooth_step, value_noise
from geogame.world.kernels.noise_texture import speckle

_PAINT_HALF_M = 0.065
_DASH_PERIOD_M, _DASH_SHARE = 12.2, 0.27
_EDGE_INSET_M = 0.35  # of the edge line from the end of the lane
_TURN_LANE_HALF_M = 1.8
_BAY_M, _BAY_DEPTH_M = 6.4, 2.3  # of a parking bay at the kerb
_DOT_M = 1.2  # between raised dots
_CORNER_M = 6.0  # how far from the road a crossing street starts to widen
_KERB_M, _STRIP_M = 0.18, 1.5  # a kerb's width; the end of the grass between kerb and sidewalk


@njit(**JIT)
def _band(distance, half_width, blur):  # type: ignore[no-untyped-def]
    """Return how much of a pixel lies within a line's half width."""
    return 1.0 - smooth_step(half_width - blur, half_width + blur, distance)


@njit(**JIT)
def _centre_paint(u, off_road, v, blur, style, dots):  # type: ignore[no-untyped-def]
    """Return the coverage by yellow paint, or by yellow dots."""
    whole = 1.0
    if dots:
        step = v / _DOT_M
        whole = max(0.4, _band(abs(step - math.floor(step) - 0.5) * _DOT_M, 0.09, blur))
    if style < 1.5:
        return _band(abs(off_road - 0.13), _PAINT_HALF_M, blur) * whole
    phase = v / _DASH_PERIOD_M
    dash = whole if phase - math.floor(phase) < _DASH_SHARE else 0.0
    if style > 3.5:
        solid = _band(abs(off_road - _TURN_LANE_HALF_M), _PAINT_HALF_M, blur)
        return max(solid * whole, _band(abs(off_road - _TURN_LANE_HALF_M + 0.26), _PAINT_HALF_M, blur) * dash)
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
    tar = _band(abs(along), half * 0.26, half * 0.13) * where
    station = v / 9.0 + 0.09 * (value_noise(u / 1.1, v / 30.0, seed + 104) - 0.5)
    joint = math.floor(station + 0.5)
    if lattice_hash(int(joint), 7, seed) < density:
        tar = max(tar, _band(abs(station - joint) * 9.0, half, half * 0.5))
    return tar * fade


@njit(**JIT)
def _mended(u, v, footprint, density, seed):  # type: ignore[no-untyped-def]
    """Return the factor on the asphalt's brightness from patches: dark rectangles, some with a lighter pothole."""
    i, j = math.floor(u / 1.9), math.floor(v / 6.0)
    chance = lattice_hash(int(i), int(j), seed + 61)
    if chance > density * 0.13:
        return 1.0
    sizes = lattice_hash(int(i), int(j), seed + 62)
    a, b = abs(u - (i + 0.5) * 1.9), abs(v - (j + 0.5) * 6.0)
    blur = max(footprint * 0.5, 0.03)
    inside = _band(a, 0.45 + 0.45 * sizes, blur) * _band(b, 0.5 + 2.2 * (1.0 - sizes), blur)
    return 1.0 - (0.32 if sizes < 0.75 else -0.12) * inside


@njit(**JIT)
def _bars(position, spacing, share, blur):  # type: ignore[no-untyped-def]
    """Return the coverage by bars of a ``share`` of each ``spacing``."""
    phase = position / spacing
    return _band(abs(phase - math.floor(phase) - 0.5) * spacing, share * spacing * 0.5, blur)


@njit(**JIT)
def _junction_paint(across, along, reach, half, blur, walks):  # type: ignore[no-untyped-def]
    """Return the white of crosswalk and stop line on a street's end at a junction.

    ``across`` is measured on the street, positive on the side that drives towards the junction; ``along`` from the
    edge of the other road, outwards; ``reach`` is the street's half width; ``half`` the stop line's half thickness.
    """
    white = 0.0
    stop = 1.3
    if walks:
        white = _band(abs(along - 2.4), 1.4, blur) * _bars(across, 1.2, 0.5, blur) * _band(abs(across), reach, blur)
        stop = 5.2
    if across > 0.2:
        white = max(white, _band(abs(along - stop), half, blur) * _band(across, reach - 0.2, blur))
    return white


@njit(**JIT)
def _asphalt(work, tile, u, v, off_road, road, footprint, params, palette, seed, crossing):  # type: ignore[no-untyped-def]
    edge = params[A.ROAD_HALF_WIDTH]
    grain = speckle(tile, u, v, 1.0 / 0.06, footprint, seed + 18)
    patches = speckle(tile, u * 2.2, v * 0.25, 1.0 / 3.0, footprint, seed + 19)
    turn_lane = params[A.CENTRE_LINE] > 3.5
    lane = off_road - (edge * 0.5 if not turn_lane else (edge + _TURN_LANE_HALF_M) * 0.5)
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
        tone *= 0.94 - 0.1 * math.exp(-lane * lane)  # oil in the middle of the lane
        tone *= 0.97 + 0.06 * lattice_hash(int(math.floor(station)), int(u > 0.0), seed + 27)
    elif footprint < 0.2:
        crack = abs(speckle(tile, u, v, 1.0 / 2.6, footprint, seed + 24) - 0.5)
        worn = smooth_step(0.5, 0.7, speckle(tile, u, v, 1.0 / 9.0, footprint, seed + 26))
        tone *= 1.0 - smooth_step(0.012, 0.002, crack) * smooth_step(0.2, 0.04, footprint) * 0.25 * worn
    if params[A.PATCHES] > 0.0 and footprint < 0.6:
        tone *= _mended(u, v, footprint, params[A.PATCHES], seed)
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
    from_mouth = abs(crossing) - params[A.CROSS_HALF_WIDTH]
    walks = params[A.CROSSWALKS] > 0.5
    dots = params[A.BOTTS_DOTS] > 0.5
    unbroken = from_mouth > (5.0 if walks else 1.6)
    # A country road's centre line runs on past a side road, and stops at a crossroads.
    through = unbroken or (params[A.CROSS_KIND] > 1.5 and not walks)
    if through and params[A.CENTRE_LINE] > 0.5 and off_road < (2.0 if turn_lane else 0.4) + footprint:
        yellow = _centre_paint(u, off_road, v, blur, params[A.CENTRE_LINE], dots) * wear
    if walks and from_mouth < 7.0:
        side = -u if crossing > 0.0 else u
        white = _junction_paint(side, from_mouth, edge, 0.25, blur, True) * wear
    parking = params[A.URBAN] > 0.5 and params[A.PAVED_LOTS] > 0.4 and not turn_lane
    if parking and from_mouth > 9.0 and edge - _BAY_DEPTH_M < off_road < edge:
        bay = v / _BAY_M
        off_tick = abs(bay - math.floor(bay + 0.5)) * _BAY_M
        white = _band(off_tick, 0.05, blur) * wear
        if off_tick < 0.5:
            white = max(white, _band(abs(off_road - edge + _BAY_DEPTH_M - 0.1), 0.05, blur) * wear)
    if params[A.EDGE_LINE] > 0.5 and unbroken:
        if not parking:
            white = max(white, _band(abs(off_road - (edge - _EDGE_INSET_M)), _PAINT_HALF_M, blur))
        if params[A.EDGE_LINE] > 1.5:
            phase = v / _DASH_PERIOD_M
            if phase - math.floor(phase) < _DASH_SHARE:
                white = max(white, _band(abs(lane), _PAINT_HALF_M, blur))
        if dots and params[A.EDGE_LINE] > 1.5:
            white *= max(0.4, _bars(v, _DOT_M, 0.16, blur))
        white *= wear
    for k in range(3):
        colour = palette[A.ROAD, k] * tone
        colour = colour * (1.0 - yellow) + yellow * (0.58 if k == 0 else (0.38 if k == 1 else 0.04))
        colour = colour * (1.0 - white) + white * 0.62
        work[k] = work[k] * (1.0 - road) + road * colour
    work[3] *= 1.0 - road
    work[4] *= 1.0 - road


@njit(**JIT)
def _sidewalk(work, tile, beyond, along, end, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Lay kerb and sidewalk ``beyond`` metres from the pavement, up to ``end``; suburbs keep a strip of grass."""
    blur = max(footprint * 0.5, 0.03)
    strip = params[A.PAVED_LOTS] < 0.1
    first = _STRIP_M if strip else _KERB_M
    kerb = _band(abs(beyond - _KERB_M * 0.5), _KERB_M * 0.5, blur)
    walk = _band(abs(beyond - (first + end) * 0.5), (end - first) * 0.5, blur)
    covered = max(kerb, walk)
    if covered <= 0.0:
        return
    tone = 0.88 + 0.2 * speckle(tile, beyond, along, 1.0 / 0.9, footprint, seed + 52)
    half = max(0.015, footprint * 0.5)
    slab = along / 1.5
    joint = min(abs(slab - math.floor(slab + 0.5)) * 1.5, abs(beyond - first))
    tone *= 1.0 - 0.4 * _band(joint, half, half * 0.5) * min(1.0, 0.03 / half)
    tone *= 0.96 + 0.08 * lattice_hash(int(math.floor(slab)), int(beyond > first), seed + 53)
    if kerb > walk:
        tone *= 1.12
    for k in range(3):
        work[k] = work[k] * (1.0 - covered) + covered * palette[A.SHOULDER, k] * tone
    work[5] = work[5] * (1.0 - covered) + covered
    work[3] *= 1.0 - 0.8 * covered
    work[4] *= 1.0 - 0.8 * covered


@njit(**JIT)
def _side_road(work, tile, u, v, crossing, off_road, mouth, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Lay the crossing street outside the road's own pavement; its edge at this point is ``mouth`` m off its middle."""
    half, paved = params[A.CROSS_HALF_WIDTH], params[A.CROSS_PAVED] > 0.5
    off = abs(crossing)
    blur = max(footprint * 0.5, 0.03)
    ragged = 0.0
    if params[A.URBAN] < 0.5:
        ragged = (speckle(tile, crossing, u, 1.0 / 0.9, footprint, seed + 56) - 0.5) * (0.3 if paved else 0.9)
        strewn = 0.8 * (1.0 - smooth_step(mouth + 0.3, mouth + 1.2, off + ragged))
        if strewn > 0.0:
            stones = strewn * (0.7 + 0.6 * speckle(tile, crossing, u, 1.0 / 0.12, footprint, seed + 17))
            for k in range(3):
                work[k] = work[k] * (1.0 - strewn) + stones * palette[A.SHOULDER, k]
    covered = 1.0 - smooth_step(mouth - blur, mouth + blur, off + ragged)
    if covered <= 0.0:
        return
    grain = speckle(tile, crossing, u, 1.0 / (0.06 if paved else 0.1), footprint, seed + 18)
    broad = speckle(tile, crossing, u, 1.0 / 3.0, footprint, seed + 57)
    tracks = math.exp(-((off - half * 0.3) ** 2) * 4.0)
    yellow, white, grass = 0.0, 0.0, 0.0
    if paved:
        tone = 0.84 + 0.2 * grain + 0.2 * (broad - 0.5) - 0.06 * tracks
        paint_blur = max(footprint * 0.35, 0.02)
        wear = 0.6 + 0.4 * smooth_step(0.25, 0.6, speckle(tile, u, v, 1.0 / 0.7, footprint, seed + 25))
        out = off_road - params[A.ROAD_HALF_WIDTH] - params[A.PAVED_SHOULDER_M]
        # Who drives towards the road keeps to the right.
        side = crossing if u > 0.0 else -crossing
        walks = params[A.CROSSWALKS] > 0.5
        if out < 8.0:
            white = _junction_paint(side, out, half, 0.22, paint_blur, walks) * wear
        if out > (5.4 if walks else 1.5) and half > 3.0:
            yellow = _band(abs(off - 0.12), _PAINT_HALF_M, paint_blur) * wear
    else:
        tone = 0.68 + 0.5 * grain + 0.2 * (broad - 0.5) + 0.13 * tracks
        if half < 2.5:
            grass = 0.75 * _band(off, 0.3, 0.25) * smooth_step(0.25, 0.6, broad + 0.3)
    for k in range(3):
        colour = palette[A.SIDE_ROAD, k] * tone
        colour = colour * (1.0 - yellow) + yellow * (0.58 if k == 0 else (0.38 if k == 1 else 0.04))
        colour = colour * (1.0 - white) + white * 0.62
        colour = colour * (1.0 - grass) + grass * palette[A.GRASS, k] * 0.8
        work[k] = work[k] * (1.0 - covered) + covered * colour
    work[3] *= 1.0 - covered
    work[4] *= 1.0 - covered
    work[5] = work[5] * (1.0 - covered) + covered
    work[6] *= 1.0 - 0.75 * covered


@njit(**JIT)
def shade_road(work, tile, u, v, ground_noise, grain, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Lay verge, shoulder and road over the ground's colour.

    Parameters
    ----------
    work : (8,) float64, in and out
        RGB, slope east, slope north, openness to the sky, share that snow covers.
    tile : (n,) float32
        `noise_texture.noise_tile`.
    u, v : float
        Metres right of and along the centre line.
    ground_noise, grain : float
        0..1, of the ground here, and of the blades that stand on it.
    footprint : float
        Of the pixel, m.
    params, palette
    seed : int
    """
    off_road = abs(u)
    paved = params[A.ROAD_HALF_WIDTH] + params[A.PAVED_SHOULDER_M]
    shoulder = max(params[A.SHOULDER_HALF_WIDTH], paved + 0.3)
    mown = params[A.MOWN_VERGE_M]
    crossing = cross_distance(u, v, params)
    urban = params[A.URBAN] > 0.5
    walk_end = shoulder - paved - 0.3
    mouth = params[A.CROSS_HALF_WIDTH]
    if abs(crossing) < mouth + 14.0 and off_road > paved - 0.3:
        flare = max(0.0, _CORNER_M - (off_road - paved))
        mouth += flare * flare / (2.0 * _CORNER_M)
        if abs(crossing) < mouth + 4.0:
            if urban:
                _sidewalk(work, tile, abs(crossing) - mouth, u, walk_end, footprint, params, palette, seed)
            _side_road(work, tile, u, v, crossing, off_road, mouth, footprint, params, palette, seed)
        if abs(crossing) < mouth and off_road > paved:
            return
    if off_road > shoulder + 2.0 + mown:
        return
    if mown > 0.0:
        short = 0.8 * (1.0 - smooth_step(shoulder + mown - 0.3, shoulder + mown + 0.3, off_road))
        if short > 0.0:
            tone = 0.57 + 0.22 * ground_noise + 0.56 * grain
            dry = 0.35 + 0.5 * (grain - 0.5)
            # A mower leaves stripes.
            tone *= 1.0 + (0.06 if math.floor(off_road / 1.8) % 2 == 0 else -0.06)
            for k in range(3):
                grass = palette[A.GRASS, k] * (1.0 - dry) + palette[A.DRY_GRASS, k] * dry
                work[k] = work[k] * (1.0 - short) + short * grass * tone
            work[3] *= 1.0 - 0.7 * short
            work[4] *= 1.0 - 0.7 * short
    if off_road > shoulder + 2.0:
        return
    gravel = params[A.ROAD_SURFACE] > 0.5
    ragged = 0.25 * (speckle(tile, u, v, 1.0 / 0.9, footprint, seed + 16) - 0.5) * (4.0 if gravel else 1.0)
    blur = max(footprint * 0.5, 0.03)
    road = 1.0 - smooth_step(paved + ragged - blur, paved + ragged + blur, off_road)
    if urban:
        ragged = 0.0
        road = 1.0 - smooth_step(paved - blur, paved + blur, off_road)
        if abs(crossing) > mouth + _KERB_M:
            _sidewalk(work, tile, off_road - paved, v, walk_end, footprint, params, palette, seed)
    strewn = 0.0 if urban else 1.0 - smooth_step(shoulder - 0.4 + ragged * 2.0, shoulder + 0.7 + ragged * 2.0, off_road)
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
        stones *= (
            1.0 + 0.16 * math.exp(-((off_road - 0.85) ** 2) * 5.0) + 0.1 * math.exp(-((off_road - 2.4) ** 2) * 5.0)
        )
        crown = 0.0
        if params[A.GRASS_CROWN] > 0.0:
            tufted = smooth_step(0.2, 0.6, speckle(tile, u * 2.0, v * 0.5, 1.0 / 0.8, footprint, seed + 58) + 0.25)
            crown = min(1.0, 1.3 * params[A.GRASS_CROWN]) * tufted
            crown *= max(_band(off_road, 0.28, 0.22), smooth_step(paved - 0.9, paved - 0.1, off_road))
        for k in range(3):
            dirt = palette[A.ROAD, k] * stones * (1.0 - crown)
            grass = (palette[A.GRASS, k] * 0.6 + palette[A.DRY_GRASS, k] * 0.4) * (0.6 + 0.7 * grain)
            work[k] = work[k] * (1.0 - road) + road * (dirt + crown * grass)
    else:
        _asphalt(work, tile, u, v, off_road, road, footprint, params, palette, seed, crossing)
    if params[A.WETNESS] > 0.0 and not gravel:
        # A film of water, deeper in the wheel tracks and hollows.
        hollow = speckle(tile, u * 2.0, v * 0.6, 1.0 / 2.4, footprint, seed + 28)
        film = road * params[A.WETNESS]
        for k in range(3):
            work[k] *= 1.0 - 0.45 * film
        work[7] = film * (0.7 + 0.3 * smooth_step(0.35, 0.65, hollow))
    work[6] *= 1.0 - 0.75 * road
