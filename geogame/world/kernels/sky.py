"""The sky: a clear gradient with the sun's glow, clouds of five kinds, and the overcast deck."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, smooth_step
from geogame.world.kernels.noise_texture import speckle

_CLOUD_BASE = 1.35  # height of flat clouds over how far they are seen
_HEAP_TOP = 1.36  # height of a cumulus's top over its base's
_HEAP_STEPS = 4


@njit(**JIT)
def sky_colour(dx, dy, dz, sky, out):  # type: ignore[no-untyped-def]
    """Write the clear sky's colour in the unit direction (dx, dy, dz) into ``out[0:3]``.

    The blue reaches low and a narrow pale band lies on the horizon; a low sun gilds its own side of it.
    """
    haze = math.exp(-max(dz, 0.0) * (5.5 - sky[A.TURBIDITY] * 0.35))
    towards = max(-1.0, min(1.0, dx * sky[A.SUN_X] + dy * sky[A.SUN_Y] + dz * sky[A.SUN_Z]))
    low_sun = max(0.0, 1.0 - sky[A.SUN_Z] * 2.6)
    glow = 0.0
    if towards > 0.0:
        square = towards * towards
        sixth = square * square * square
        glow = 0.14 * sixth
        if towards > 0.8:
            forty_eighth = sixth * sixth
            forty_eighth *= forty_eighth
            forty_eighth *= forty_eighth
            glow += 0.40 * forty_eighth
            if towards > 0.985:
                halo = math.exp(600.0 * math.log(towards))
                square = halo * halo
                glow += 1.1 * halo + 14.0 * square * square * square * square
    glow *= 0.35 * (1.0 - sky[A.OVERCAST] * 0.85)
    side = 0.5 + 0.5 * towards
    square = haze * haze
    pale = 0.42 * haze + 0.52 * square * square
    gilt = min(1.0, 1.7 * low_sun) * pale * side * side * (1.0 - sky[A.OVERCAST])
    deep = 1.0 - 0.3 * max(dz, 0.0)
    for k in range(3):
        v = sky[A.ZENITH + k] * deep * (1.0 - pale) + sky[A.HORIZON + k] * pale
        golden = sky[A.SUN_COLOUR + k] * (0.52 if k == 0 else (0.40 if k == 1 else 0.16))
        out[k] = v + (golden - v) * gilt + sky[A.SUN_COLOUR + k] * glow
    if sky[A.MIST] > 0.0 and sky[A.OVERCAST] <= 0.0:
        mist = sky[A.MIST] * math.exp(-max(dz, 0.0) * 9.0)
        for k in range(3):
            out[k] += (sky[A.HORIZON + k] - out[k]) * mist


@njit(**JIT)
def _cumulus(dx, dy, dz, per_focal, tile, sky, out):  # type: ignore[no-untyped-def]
    """Heaps of cloud with a grey flat base: a ray that misses the base may still meet the side of a heap behind it."""
    seed, cover = int(sky[A.SKY_SEED]), sky[A.CLOUD_COVER]
    flat = _CLOUD_BASE / (dz + 0.13)
    px, py = dx * flat, dy * flat
    # What a pixel spans on the cloud's base, so that distant clouds are not noise.
    footprint = flat * flat * 0.5 * per_focal
    threshold = 0.66 - 0.27 * cover
    # Round heaps: crumbs finer than this are left out, and the creases below bite into the edges instead.
    rounded = footprint + 0.16
    broad = speckle(tile, px, py, 0.62, rounded, seed)
    behind = speckle(tile, px * _HEAP_TOP, py * _HEAP_TOP, 0.62, rounded, seed)
    if max(broad, behind) <= threshold - 0.10:
        return
    # Blobs with creases between them, which bite into the edge.
    fine = abs(speckle(tile, px * 1.1, py * 1.1, 3.6, footprint, seed + 1) - 0.5) - 0.09
    wisps = speckle(tile, px, py, 11.0, footprint, seed + 3) - 0.5
    detail = 0.42 * fine + 0.10 * wisps
    clear, lit, thick = 1.0, 0.0, 0.0
    for step in range(_HEAP_STEPS):
        up = step / (_HEAP_STEPS - 1.0)
        far = 1.0 + (_HEAP_TOP - 1.0) * up
        if step == 0:
            body = broad
        elif step == _HEAP_STEPS - 1:
            body = behind
        else:
            body = speckle(tile, px * far, py * far, 0.62, rounded, seed)
        body += detail * (0.6 + 0.8 * up) - threshold - 0.11 * up
        here = smooth_step(-0.02, 0.10, body) * clear * (0.8 if step > 0 else 0.92)
        lit += here * (0.30 + 0.70 * math.sqrt(up))
        thick += here * smooth_step(0.02, 0.22, body) * (1.0 - up)
        clear -= here
    cloudy = 1.0 - clear
    if cloudy < 0.004:
        return
    sunward = speckle(tile, px + sky[A.SUN_X] * 0.25, py + sky[A.SUN_Y] * 0.25, 0.62, rounded, seed)
    # Thin cloud is lit through; the side away from the sun and the thick of the base are grey.
    shade = 0.45 * smooth_step(-0.05, 0.10, sunward - broad) + 0.55 * thick / cloudy
    lit = max(lit / cloudy, 1.0 - cloudy) * (1.0 - 0.55 * shade) + 0.9 * fine * (1.0 - thick)
    towards = max(0.0, dx * sky[A.SUN_X] + dy * sky[A.SUN_Y] + dz * sky[A.SUN_Z])
    towards *= towards
    towards *= towards
    lit = max(0.0, lit) + 0.35 * towards * towards * clear
    opacity = cloudy * math.exp(-max(0.0, 1.0 / (dz + 0.02) - 4.0) * 0.028) * 0.96
    for k in range(3):
        base = sky[A.HORIZON + k] * 0.46 + sky[A.ZENITH + k] * 0.35 + (0.07 if k == 2 else 0.06)
        cloud = base + sky[A.SUN_COLOUR + k] * 0.42 * lit
        out[k] = out[k] * (1.0 - opacity) + cloud * opacity


@njit(**JIT)
def _cirrus(dx, dy, dz, per_focal, tile, sky, out):  # type: ignore[no-untyped-def]
    seed, cover = int(sky[A.SKY_SEED]), sky[A.CLOUD_COVER]
    flat = _CLOUD_BASE / (dz + 0.13)
    px, py = dx * flat, dy * flat
    footprint = flat * flat * 0.5 * per_focal
    where = speckle(tile, px, py, 0.30, footprint, seed + 5)
    # Drawn out along one wind: a turn that changed from point to point would swirl like paint.
    c, s = math.cos(seed * 0.7), math.sin(seed * 0.7)
    along, across = px * c - py * s, px * s + py * c
    across += 0.10 * (speckle(tile, along, across, 0.45, footprint, seed + 7) - 0.5)
    hair = speckle(tile, along * 0.22, across, 1.3, footprint * 0.5, seed + 6)
    hair = 0.6 * hair + 0.4 * speckle(tile, along * 0.14, across, 5.0, footprint * 0.5, seed + 8)
    streaks = 0.5 * where + 0.5 * hair
    opacity = smooth_step(0.50 - 0.14 * cover, 0.84 - 0.14 * cover, streaks) * 0.75
    opacity *= math.exp(-max(0.0, 1.0 / (dz + 0.02) - 4.0) * 0.02)
    for k in range(3):
        cloud = sky[A.HORIZON + k] * 0.62 + sky[A.SUN_COLOUR + k] * 0.24
        out[k] = out[k] * (1.0 - opacity) + cloud * opacity


@njit(**JIT)
def _altocumulus(dx, dy, dz, per_focal, tile, sky, out):  # type: ignore[no-untyped-def]
    seed, cover = int(sky[A.SKY_SEED]), sky[A.CLOUD_COVER]
    flat = _CLOUD_BASE / (dz + 0.13)
    px, py = dx * flat, dy * flat
    footprint = flat * flat * 0.5 * per_focal
    field = smooth_step(0.56 - 0.22 * cover, 0.72 - 0.22 * cover, speckle(tile, px, py, 0.34, footprint, seed + 9))
    if field <= 0.0:
        return
    c, s = math.cos(seed * 0.7), math.sin(seed * 0.7)
    along, across = (px * c - py * s) * 0.55, px * s + py * c
    warp = 0.10 * (speckle(tile, px, py, 1.3, footprint, seed + 10) - 0.5)
    cells = speckle(tile, along + warp, across + warp, 4.2, footprint, seed + 11)
    # Waves of the air lay the cells in rows.
    waves = 0.5 + 0.5 * math.sin((across + 2.0 * warp) * 21.0)
    # Where rows are finer than pixels only their mean is left.
    sharp = smooth_step(0.16, 0.04, footprint)
    cells += 0.13 * (waves - 0.5) * sharp
    here = smooth_step(0.56 - 0.26 * field, 0.86 - 0.24 * field, cells) * sharp + 0.5 * field * (1.0 - sharp)
    opacity = here * field * 0.9 * math.exp(-max(0.0, 1.0 / (dz + 0.02) - 4.0) * 0.03)
    for k in range(3):
        cloud = sky[A.HORIZON + k] * 0.52 + sky[A.SUN_COLOUR + k] * (0.34 - 0.15 * here)
        out[k] = out[k] * (1.0 - opacity) + cloud * opacity


@njit(**JIT)
def _towers(dx, dy, dz, per_focal, tile, sky, out):  # type: ignore[no-untyped-def]
    """Clouds that stand on the horizon: towering cumulus all around, or one thunderhead with its anvil."""
    seed, top = int(sky[A.SKY_SEED]), sky[A.TOWER_HEIGHT]
    away = math.atan2(dx, dy) - sky[A.TOWER_BEARING]
    away -= 2.0 * math.pi * math.floor(away / (2.0 * math.pi) + 0.5)
    # The seam of the noise lies opposite the bearing, where its value fades to nothing.
    seam = smooth_step(3.14, 2.6, abs(away))
    foot = per_focal
    if sky[A.TOWER_HALF_WIDTH] > 0.0:
        half = sky[A.TOWER_HALF_WIDTH]
        if abs(away) > half * 2.2 or dz > top * 1.03:
            return
        level = dz / top
        anvil = smooth_step(0.66, 0.86, level)
        reach = half * (0.95 - 0.15 * level + 1.0 * anvil)
        solid = (1.0 - abs(away + half * 0.35 * anvil) / reach) * 0.55
        solid = min(solid, (1.0 - level) * 1.6)
        if level < 0.05:
            solid -= (0.05 - level) * 2.0
    else:
        if dz > top * 1.5:
            return
        profile = speckle(tile, away, 0.0, 1.25, foot, seed + 12) - 0.5
        profile += 0.35 * (speckle(tile, away, 5.0, 4.5, foot, seed + 13) - 0.5)
        height = top * (0.18 + 2.6 * profile) * seam
        anvil = 0.0
        level = dz / max(height, 0.01)
        solid = (height - dz) * 1.6
        if dz < 0.02:
            solid -= (0.02 - dz) * 4.0
    if solid < -0.16:
        return
    broad = speckle(tile, away, dz * 1.2, 9.0, foot, seed + 14) - 0.5
    fine = speckle(tile, away, dz, 30.0, foot, seed + 15) - 0.5
    density = solid + (0.62 - 0.30 * anvil) * broad + (0.16 - 0.06 * anvil) * fine
    if density <= 0.0:
        return
    # The sun's side by the way the puffs bulge: towards the sun's bearing, and up.
    right = (dy * sky[A.SUN_X] - dx * sky[A.SUN_Y]) * 1.2
    bulge = speckle(tile, away + 0.03 * right, (dz + 0.03) * 1.2, 9.0, foot, seed + 14) - 0.5
    front = -(dx * sky[A.SUN_X] + dy * sky[A.SUN_Y])
    lit = 0.50 + 0.28 * front + 1.5 * (broad - bulge) + 0.7 * fine + 0.25 * min(1.0, level)
    lit = max(0.04, min(1.1, lit)) * (0.35 + 0.65 * smooth_step(0.0, 0.35, level))
    opacity = smooth_step(0.0, 0.035 + 0.10 * anvil, density) * (1.0 - 0.25 * anvil)
    opacity *= 1.0 - 0.55 * math.exp(-dz * 16.0)
    for k in range(3):
        base = sky[A.HORIZON + k] * 0.40 + sky[A.ZENITH + k] * 0.32 + (0.05 if k == 2 else 0.035)
        cloud = base + sky[A.SUN_COLOUR + k] * 0.34 * lit
        out[k] = out[k] * (1.0 - opacity) + cloud * opacity


@njit(**JIT)
def add_veiled_sun(dx, dy, dz, sky, out):  # type: ignore[no-untyped-def]
    """Add to ``out[0:3]`` what the sun lights behind a closed sky, or in fog, in the unit direction (dx, dy, dz)."""
    towards = max(0.0, dx * sky[A.SUN_X] + dy * sky[A.SUN_Y] + dz * sky[A.SUN_Z])
    glow = sky[A.GLOW] * towards * towards * towards
    for k in range(3):
        out[k] += sky[A.HORIZON + k] * glow * (1.08 if k == 0 else (1.0 if k == 1 else 0.85))


@njit(**JIT)
def _overcast(dx, dy, dz, per_focal, tile, sky, out):  # type: ignore[no-untyped-def]
    seed, structure = int(sky[A.SKY_SEED]), sky[A.DECK_STRUCTURE]
    flat = 0.8 / (max(dz, 0.0) + 0.07)
    value = 1.0
    low = math.exp(-max(dz, 0.0) * (14.0 - 10.0 * sky[A.MIST]))
    if structure > 0.0:
        footprint = flat * flat * 0.6 * per_focal
        px, py = dx * flat, dy * flat
        warp = 0.5 * (speckle(tile, px, py, 0.8, footprint, seed + 52) - 0.5)
        billows = speckle(tile, px + warp, (py - warp) * 1.3, 0.55, footprint, seed + 50) - 0.5
        billows += 0.30 * (speckle(tile, px + warp, py, 2.6, footprint, seed + 51) - 0.5)
        value += 1.8 * structure * billows * (1.0 - low)
    # A deck is darker than the pale rim under it; fog thins upwards.
    above = 0.90 + 0.22 * dz if structure > 0.0 else 0.97 + 0.45 * dz
    value = 0.97 + (value * above - 0.97) * (1.0 - low * (0.9 if structure > 0.0 else 1.0))
    if sky[A.RAIN_SHAFTS] > 0.0 and dz < 0.16:
        bearing = math.atan2(dx, dy)
        seam = smooth_step(3.14, 2.8, abs(bearing))
        shafts = speckle(tile, bearing + dz * 0.5, dz * 0.12, 1.6, per_focal, seed + 54) - 0.5
        value -= 0.9 * max(0.0, shafts) * seam * smooth_step(0.16, 0.05, dz)
    # Thicker cloud is bluer, thinner warmer.
    out[0] = sky[A.HORIZON] * (value + 0.04 * (value - 1.0))
    out[1] = sky[A.HORIZON + 1] * value
    out[2] = sky[A.HORIZON + 2] * (value - 0.06 * (value - 1.0))
    add_veiled_sun(dx, dy, dz, sky, out)


@njit(**JIT)
def full_sky_colour(dx, dy, dz, per_focal, tile, sky, out):  # type: ignore[no-untyped-def]
    """Write the sky's colour, clouds included, into ``out[0:3]``; ``per_focal`` is what a pixel spans, radians."""
    if sky[A.OVERCAST] > 0.0:
        _overcast(dx, dy, dz, per_focal, tile, sky, out)
        return
    sky_colour(dx, dy, dz, sky, out)
    if sky[A.CLOUD_COVER] > 0.02 and dz > 0.004:
        if sky[A.CLOUD_TYPE] < A.CIRRUS:
            _cumulus(dx, dy, dz, per_focal, tile, sky, out)
        elif sky[A.CLOUD_TYPE] < A.ALTOCUMULUS:
            _cirrus(dx, dy, dz, per_focal, tile, sky, out)
        else:
            _altocumulus(dx, dy, dz, per_focal, tile, sky, out)
    if sky[A.TOWER_HEIGHT] > 0.0:
        _towers(dx, dy, dz, per_focal, tile, sky, out)


@njit(**JIT)
def shade_sky(image, scratch, share, unseen, tile, sky, heading, focal, horizon):  # type: ignore[no-untyped-def]
    """Add the sky to each picture pixel, weighted by ``share``, the part of the pixel that is open sky.

    Parameters
    ----------
    image : (width, height, 3) float32, in and out
    scratch : (3,) float64
    share : (width, height) float32
    unseen : (width, height) float32
        What the billboards in front let through; pixels below 0.01 are skipped.
    tile : (n,) float32
        `noise_texture.noise_tile`.
    sky : (N_SKY,) float32
    heading, focal, horizon : float
        Radians; pixels; row of the horizon.
    """
    width, height = share.shape
    c, s = math.cos(heading), math.sin(heading)
    per_focal = 1.0 / focal
    for column in range(width):
        x = column + 0.5 - width * 0.5
        for row in range(height):
            if share[column, row] <= 0.0 or unseen[column, row] < 0.01:
                continue
            y = horizon - (row + 0.5)
            norm = 1.0 / math.sqrt(x * x + y * y + focal * focal)
            full_sky_colour(
                (s * focal + c * x) * norm, (c * focal - s * x) * norm, y * norm, per_focal, tile, sky, scratch
            )
            for k in range(3):
                image[column, row, k] += share[column, row] * scratch[k]
