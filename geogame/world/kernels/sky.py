"""The sky: a clear gradient with the sun's glow, clouds, and the overcast deck."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, octave_noise, smooth_step


@njit(**JIT)
def sky_colour(dx, dy, dz, sky, out):  # type: ignore[no-untyped-def]
    """Write the clear sky's colour in the unit direction (dx, dy, dz) into ``out[0:3]``."""
    haze = math.exp(-max(dz, 0.0) * (5.5 - sky[A.TURBIDITY] * 0.35))
    towards = max(-1.0, min(1.0, dx * sky[A.SUN_X] + dy * sky[A.SUN_Y] + dz * sky[A.SUN_Z]))
    low_sun = max(0.0, 1.0 - sky[A.SUN_Z] * 2.6)
    glow = 0.0
    if towards > 0.0:
        square = towards * towards
        sixth = square * square * square
        glow = 0.10 * sixth
        if towards > 0.8:
            forty_eighth = sixth * sixth
            forty_eighth *= forty_eighth
            forty_eighth *= forty_eighth
            glow += 0.25 * forty_eighth
            if towards > 0.985:
                glow += 0.9 * math.exp(700.0 * math.log(towards))
    glow *= 0.35 * (1.0 - sky[A.OVERCAST] * 0.85)
    side = 0.5 + 0.5 * towards
    warm = low_sun * low_sun * haze * side * side * 0.55 * (1.0 - sky[A.OVERCAST])
    for k in range(3):
        v = sky[A.ZENITH + k] + (sky[A.HORIZON + k] - sky[A.ZENITH + k]) * haze
        out[k] = v + sky[A.SUN_COLOUR + k] * glow
    out[0] += warm
    out[1] += warm * 0.48
    out[2] += warm * 0.16


@njit(**JIT)
def _cumulus(dx, dy, dz, sky, out):  # type: ignore[no-untyped-def]
    seed, cover = int(sky[A.SKY_SEED]), sky[A.CLOUD_COVER]
    flat = 1.35 / (dz + 0.13)
    px, py = dx * flat, dy * flat
    # What a pixel spans on the cloud's base, so that distant clouds are not noise.
    footprint = 0.002 * flat * flat * 0.6
    warp = 0.35 * (octave_noise(px * 0.7, py * 0.7, 1.3, footprint, 2, seed + 3) - 0.5)
    threshold = 0.70 - 0.36 * cover
    thickness = octave_noise(px + warp, py + warp, 1.0, footprint, 6, seed)
    if thickness <= threshold:
        return
    here = smooth_step(threshold, threshold + 0.13, thickness)
    sunward_x, sunward_y = px + sky[A.SUN_X] * 0.16 + warp, py + sky[A.SUN_Y] * 0.16 + warp
    shading = octave_noise(sunward_x, sunward_y, 1.0, footprint, 4, seed)
    shading = smooth_step(threshold - 0.02, threshold + 0.24, shading)
    lit = math.exp(-1.5 * shading - 0.6 * smooth_step(threshold, threshold + 0.3, thickness))
    towards = max(0.0, dx * sky[A.SUN_X] + dy * sky[A.SUN_Y] + dz * sky[A.SUN_Z])
    towards *= towards
    towards *= towards
    lining = 0.35 * towards * towards * (1.0 - here)
    opacity = here * math.exp(-max(0.0, 1.0 / (dz + 0.02) - 4.0) * 0.028) * 0.96
    for k in range(3):
        base = sky[A.HORIZON + k] * 0.42 + sky[A.ZENITH + k] * 0.35 + (0.07 if k == 2 else 0.06)
        cloud = base + sky[A.SUN_COLOUR + k] * 0.62 * (lit + lining)
        out[k] = out[k] * (1.0 - opacity) + cloud * opacity


@njit(**JIT)
def _cirrus(dx, dy, dz, sky, out):  # type: ignore[no-untyped-def]
    flat = 1.35 / (dz + 0.13)
    px, py = dx * flat, dy * flat
    footprint = 0.002 * flat * flat * 0.6
    streaks = octave_noise(px * 0.35 + py * 0.9, py * 0.25 - px * 0.6, 0.8, footprint, 5, int(sky[A.SKY_SEED]))
    cover = sky[A.CLOUD_COVER]
    opacity = smooth_step(0.62 - 0.3 * cover, 0.95 - 0.2 * cover, streaks) * 0.75
    opacity *= math.exp(-max(0.0, 1.0 / (dz + 0.02) - 4.0) * 0.02)
    for k in range(3):
        cloud = sky[A.HORIZON + k] * 0.55 + sky[A.SUN_COLOUR + k] * 0.42
        out[k] = out[k] * (1.0 - opacity) + cloud * opacity


@njit(**JIT)
def _overcast(dx, dy, dz, sky, out):  # type: ignore[no-untyped-def]
    deck = sky[A.OVERCAST]
    flat = 0.8 / (max(dz, 0.0) + 0.07)
    billows = octave_noise(dx * flat, dy * flat, 1.0, 0.002, 5, int(sky[A.SKY_SEED]) + 50) - 0.5
    value = 0.50 + 0.55 * billows * min(1.0, dz * 6.0 + 0.25) + 0.12 * max(dz, 0.0)
    for k in range(3):
        grey = 0.42 * (0.90 + 0.06 * (k + 1) if k < 2 else 1.06)
        out[k] = out[k] * (1.0 - deck) + deck * value * (sky[A.HORIZON + k] * 0.5 + grey)


@njit(**JIT)
def full_sky_colour(dx, dy, dz, sky, out):  # type: ignore[no-untyped-def]
    """Write the sky's colour, clouds included, into ``out[0:3]``."""
    sky_colour(dx, dy, dz, sky, out)
    if sky[A.CLOUD_COVER] > 0.02 and dz > 0.004:
        if sky[A.CLOUD_TYPE] < 0.5:
            _cumulus(dx, dy, dz, sky, out)
        else:
            _cirrus(dx, dy, dz, sky, out)
    if sky[A.OVERCAST] > 0.0:
        _overcast(dx, dy, dz, sky, out)


@njit(**JIT)
def shade_sky(image, scratch, share, unseen, sky, heading, focal, horizon):  # type: ignore[no-untyped-def]
    """Add the sky to each picture pixel, weighted by ``share``, the part of the pixel that is open sky.

    Parameters
    ----------
    image : (width, height, 3) float32, in and out
    scratch : (3,) float64
    share : (width, height) float32
    unseen : (width, height) float32
        What the billboards in front let through; pixels below 0.01 are skipped.
    sky : (N_SKY,) float32
    heading, focal, horizon : float
        Radians; pixels; row of the horizon.
    """
    width, height = share.shape
    c, s = math.cos(heading), math.sin(heading)
    for column in range(width):
        x = column + 0.5 - width * 0.5
        for row in range(height):
            if share[column, row] <= 0.0 or unseen[column, row] < 0.01:
                continue
            y = horizon - (row + 0.5)
            norm = 1.0 / math.sqrt(x * x + y * y + focal * focal)
            full_sky_colour((s * focal + c * x) * norm, (c * focal - s * x) * norm, y * norm, sky, scratch)
            for k in range(3):
                image[column, row, k] += share[column, row] * scratch[k]
