"""The colours of land surfaces: open ground, crops, woods from above, rock and far land.

Each function writes RGB into ``work[0:3]`` and bends the slope in ``work[3:5]``; ``work[5]`` is the openness to
the sky, ``work[6]`` the share that snow can cover.
"""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, smooth_step, value_noise
from geogame.world.kernels.noise_texture import speckle


@njit(**JIT)
def shade_open(work, tile, x, y, ground_noise, broad_noise, fine_noise, footprint, yard, params, palette, seed):  # type: ignore[no-untyped-def]
    """Shade grass over soil; a yard is all lawn."""
    if yard:
        tone = 0.75 + 0.3 * ground_noise + 0.2 * fine_noise
        for k in range(3):
            work[k] = palette[A.GRASS, k] * tone
        paved = smooth_step(0.62, 0.5, broad_noise * 0.3 + 0.7 - params[A.PAVED_LOTS] * 0.65)
        if paved > 0.0:
            worn = 0.20 + 0.09 * ground_noise + 0.06 * fine_noise
            for k in range(3):
                work[k] = work[k] * (1.0 - paved) + paved * worn * (1.0 if k == 0 else (0.98 if k == 1 else 0.94))
    else:
        cover = params[A.GROUND_COVER]
        grassy = smooth_step(0.78 - cover, 1.22 - cover, ground_noise * 0.55 + broad_noise * 0.45)
        dry = smooth_step(0.3, 0.7, speckle(tile, x, y, 1.0 / 5.0, footprint, seed + 12) * 0.6 + broad_noise * 0.4)
        soil_tone = (0.62 + 0.6 * fine_noise + 0.2 * ground_noise) * (1.0 - grassy)
        grass_tone = grassy * (0.36 + 0.62 * ground_noise + 0.62 * fine_noise)
        for k in range(3):
            grass = palette[A.GRASS, k] * (1.0 - dry) + palette[A.DRY_GRASS, k] * dry
            work[k] = palette[A.SOIL, k] * soil_tone + grass * grass_tone
    if footprint < 1.0:
        work[3] += (speckle(tile, x, y, 2.0, footprint, seed + 14) - 0.5) * 0.5
        work[4] += (speckle(tile, x, y, 2.0, footprint, seed + 15) - 0.5) * 0.5


@njit(**JIT)
def shade_crop(  # type: ignore[no-untyped-def]
    work, tile, u, v, height, standing, hashed, ground_noise, broad_noise, footprint, params, palette, seed
):
    """Shade a field: a standing wall of crop, or rows over soil; ``height`` is above the field's ground, m."""
    kind = A.CROP_A if hashed < 0.55 else (A.CROP_B if hashed < 0.8 else A.CROP_C)
    if standing > 0.5:
        up = height / params[A.CROP_HEIGHT_M]
        stalks = speckle(tile, u * 3.0 + v * 3.0, height * 0.5, 2.0, footprint * 2.0, seed + 85)
        tone = 0.55 + 0.5 * stalks + 0.45 * (ground_noise - 0.5)
        tassels = smooth_step(0.82, 1.02, up)
        for k in range(3):
            work[k] = palette[kind, k] * tone + tassels * (0.07 if k == 0 else (0.05 if k == 1 else 0.01))
        work[3] *= 0.2
        work[4] *= 0.2
        work[5] = 0.45 + 0.55 * smooth_step(0.0, 0.9, up)
    else:
        planted = 0.8 + 0.2 * ground_noise
        if params[A.CROP_ROWS] > 0.1:
            seen = smooth_step(0.5, 0.12, footprint)
            planted = 0.72
            if seen > 0.0:
                spacing = 0.95 if params[A.CROP_HEIGHT_M] > 0.6 else 1.6
                row = math.sin((u if hashed < 0.62 else v) * 2.0 * math.pi / spacing) * seen
                planted = smooth_step(-0.45, 0.45, row + (ground_noise - 0.5) * 1.1) * seen + 0.72 * (1.0 - seen)
        crop_tone, soil_tone = planted * (0.7 + 0.6 * ground_noise), (1.0 - planted) * (0.75 + 0.4 * ground_noise)
        for k in range(3):
            work[k] = palette[kind, k] * crop_tone + palette[A.SOIL, k] * soil_tone
    work[0] *= 0.94 + 0.12 * broad_noise
    work[1] *= 0.94 + 0.12 * broad_noise


@njit(**JIT)
def shade_canopy(work, tile, x, y, z, bottom, slope_r, sin_a, cos_a, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Shade a wood beyond its nearest trees: crowns from above, or a wall of trunks and leaves at its edge."""
    sideways = x * cos_a - y * sin_a
    wall = smooth_step(0.5, 1.6, slope_r)
    up = (z - bottom) / params[A.FOREST_HEIGHT_M]
    crowns, leaves = 0.0, 0.0
    if wall > 0.0:
        crowns += wall * value_noise(sideways / 4.5, z / 9.0, seed + 80)
        leaves += wall * speckle(tile, sideways, z, 1.0 / 2.4, footprint * 0.6, seed + 81)
    if wall < 1.0:
        crowns += (1.0 - wall) * value_noise(x / 6.5, y / 6.5, seed + 80)
        leaves += (1.0 - wall) * speckle(tile, x, y, 1.0 / 2.4, footprint * 0.6, seed + 84)
    mix = 0.5 + (smooth_step(0.2, 0.8, crowns) - 0.5) * smooth_step(14.0, 2.0, footprint)
    tone = 0.30 + 1.3 * leaves
    for k in range(3):
        work[k] = (palette[A.CANOPY_A, k] * (1.0 - mix) + palette[A.CANOPY_B, k] * mix) * tone
    bump = leaves - 0.5
    side = speckle(tile, sideways, z, 1.0 / 2.2, footprint * 0.5, seed + 83) - 0.5
    work[3] = work[3] * 0.22 + bump * 1.2 + side * cos_a
    work[4] = work[4] * 0.22 + bump * 1.2 - side * sin_a
    work[5] = 0.25 + 0.75 * smooth_step(0.15, 0.95, up + 0.35 * bump)


@njit(**JIT)
def shade_mesa(work, tile, x, y, z, sin_a, cos_a, footprint, palette, seed):  # type: ignore[no-untyped-def]
    """Shade layered rock: strata follow the height."""
    strata = speckle(tile, x * 0.02, z, 1.0 / 9.0, 0.1, seed + 71)
    tone = 0.72 + 0.56 * speckle(tile, x, y, 1.0 / 9.0, footprint, seed + 72)
    flat = 0.35 / (1.0 + work[3] * work[3] + work[4] * work[4])
    for k in range(3):
        rock = (palette[A.ROCK, k] * (1.0 - strata) + palette[A.STRATA, k] * strata) * tone
        work[k] = rock * (1.0 - flat) + palette[A.SOIL, k] * flat
    ribs = speckle(tile, x + y, z * 1.2, 1.0 / 14.0, footprint, seed + 73) - 0.5
    work[3] += ribs * 1.6 * sin_a
    work[4] += ribs * 1.6 * cos_a
    work[6] = 0.5


@njit(**JIT)
def shade_far(work, tile, x, y, z, true_height, broad_noise, satellite, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Shade land beyond 2.5 km: satellite colour, woods by height, rock, and snow above the snow line.

    ``true_height`` is the elevation above the sea, ``z`` the height above the camera's foot, m.
    """
    slope = work[3] * work[3] + work[4] * work[4]
    tree_line = params[A.ROCK_LINE_M]
    noise = speckle(tile, x, y, 1.0 / 700.0, footprint, seed + 6)
    dense = smooth_step(0.35, 0.65, noise)
    green = smooth_step(tree_line + 150.0, tree_line - 250.0, true_height + (broad_noise - 0.5) * 300.0)
    green *= 1.0 - 0.7 * smooth_step(0.25, 0.8, slope)
    from_above = 0.65 + 0.3 * smooth_step(120.0, 320.0, z)
    firs = smooth_step(tree_line - 1500.0, tree_line - 900.0, true_height)
    firs *= (1.0 - smooth_step(tree_line - 150.0, tree_line + 100.0, true_height)) * dense
    firs *= smooth_step(100.0, 260.0, z) * 0.8
    wooded = params[A.FOREST_SHARE] * dense
    snow = 0.0
    if params[A.SNOW_LINE_M] > -500.0:
        line = params[A.SNOW_LINE_M]
        snow = smooth_step(line - 120.0, line + 220.0, true_height + (noise - 0.5) * 500.0)
        snow *= 1.0 - 0.55 * smooth_step(0.4, 1.1, slope)
    for k in range(3):
        open_land = (palette[A.FAR_LAND, k] * (1.0 - from_above) + satellite[k] * from_above) * (0.55 + 0.9 * noise)
        open_land = open_land * (1.0 - firs) + firs * (0.028 if k == 0 else (0.05 if k == 1 else 0.03))
        rock = (palette[A.ROCK, k] * 0.6 + satellite[k] * 0.4) * (0.7 + 0.6 * noise)
        wood = (palette[A.CANOPY_A, k] * 0.6 + palette[A.CANOPY_B, k] * 0.4) * (0.55 + 0.6 * noise)
        land = (open_land * (1.0 - wooded) + wood * wooded) * green + rock * (1.0 - green)
        work[k] = land * (1.0 - snow) + snow * 0.85
    rugged = 1.1 * min(1.0, 0.2 + slope * 4.0)
    work[3] += (speckle(tile, x, y, 1.0 / 260.0, footprint, seed + 7) - 0.5) * rugged
    work[4] += (speckle(tile, x, y, 1.0 / 420.0, footprint, seed + 17) - 0.5) * rugged
    work[6] = 0.0
