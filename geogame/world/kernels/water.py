"""The surface of seas, lakes and ponds: reflected sky, the sun's glitter, and surf."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.layout import water_distance
from geogame.world.kernels.noise import JIT, smooth_step
from geogame.world.kernels.noise_texture import speckle
from geogame.world.kernels.sky import sky_colour


@njit(**JIT)
def shade_water(work, scratch, tile, x, y, r, dx, dy, down, footprint, params, palette, sky, light, seed):  # type: ignore[no-untyped-def]
    """Write the lit colour of water into ``work[0:3]``.

    Parameters
    ----------
    work : (8,) float64, out
    scratch : (3,) float64
    tile : (n,) float32
    x, y, r : float
        The point and its distance, m.
    dx, dy, down : float
        Unit direction of sight; ``down`` is positive.
    footprint : float
        Of the pixel, m.
    params, palette, sky, light
    seed : int
    """
    sea = params[A.WATER_IS_SEA] > 0.5
    per_m = 1.0 / 6.0 if sea else 1.0 / 1.6
    wave_x = speckle(tile, x, y, per_m, footprint * 0.5, seed + 91) - 0.5
    wave_y = speckle(tile, x + 31.0, y - 17.0, per_m, footprint * 0.5, seed + 93) - 0.5
    height = 0.22 if sea else 0.07
    slope_x, slope_y = wave_x * height, wave_y * height
    down = max(0.005, down)
    # Waves too fine to see still tilt the surface: far water mirrors higher, darker sky.
    unseen = 0.30 * smooth_step(20.0, 250.0, r) if sea else 0.13 * smooth_step(5.0, 90.0, r)
    rx, ry, rz = dx - slope_x, dy - slope_y, down + abs(wave_x) * height + unseen
    whole = 1.0 / math.sqrt(rx * rx + ry * ry + rz * rz)
    sky_colour(rx * whole, ry * whole, rz * whole, sky, scratch)
    grazing = 1.0 - min(1.0, down + abs(wave_y) * height * 1.2 + unseen * 0.35)
    square = grazing * grazing
    mirror = (0.03 + 0.97 * square * square * grazing) * (1.0 - 0.35 * min(1.0, unseen * 3.3))
    deck = sky[A.OVERCAST]
    hx, hy, hz = sky[A.SUN_X] - dx, sky[A.SUN_Y] - dy, down + sky[A.SUN_Z]
    facing = (hz - hx * slope_x * 2.0 - hy * slope_y * 2.0) / math.sqrt(hx * hx + hy * hy + hz * hz)
    glitter = 2.4 * math.exp(260.0 * math.log(facing)) if facing > 0.94 else 0.0
    for k in range(3):
        reflected = scratch[k] * (1.0 - deck) + deck * 0.5 * (sky[A.HORIZON + k] * 0.5 + 0.42)
        body = palette[A.WATER, k] * (light[A.AMBIENT + k] * 0.8 + light[A.SUNLIGHT + k] * 0.25)
        work[k] = body * (1.0 - mirror) + reflected * mirror * 0.9 + glitter * light[A.SUNLIGHT + k]
    if not sea or params[A.WATER_DISTANCE_M] >= A.NO_WATER or r > 4000.0:
        return
    offshore = water_distance(x, y, params)
    if offshore < 60.0:
        swell = offshore / 14.0 + 1.8 * speckle(tile, x, y, 1.0 / 25.0, footprint, seed + 95)
        foam = smooth_step(0.72, 0.97, math.sin(swell * 3.1) * 0.5 + 0.5) * (1.0 - offshore / 60.0)
        foam *= smooth_step(0.35, 0.6, speckle(tile, x, y, 1.0 / 3.0, footprint, seed + 97))
        foam = max(0.0, min(1.0, max(foam, 1.0 - smooth_step(0.0, 4.0, offshore))))
        for k in range(3):
            white = (light[A.AMBIENT + k] * 0.8 + light[A.SUNLIGHT + k] * 0.28) * 0.85
            work[k] = work[k] * (1.0 - foam) + foam * white
