"""The colours of land surfaces: open ground, crops, woods from above, rock and far land.

Each function writes RGB into ``work[0:3]`` and bends the slope in ``work[3:5]``; ``work[5]`` is the openness to
the sky, ``work[6]`` the share that snow can cover.
"""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, lattice_hash, smooth_step, value_noise
from geogame.world.kernels.noise_texture import speckle

_WINDROW_M = 7.0  # apart, as wide as a swather cuts


@njit(**JIT)
def shade_open(  # type: ignore[no-untyped-def]
    work, tile, x, y, ground_noise, broad_noise, fine_noise, grain, footprint, yard, lawn, params, palette, seed
):
    """Shade grass over soil; a yard is grass and, where it is no lawn, pavement. ``grain`` is of upright blades."""
    if yard:
        tone = 0.62 + 0.3 * ground_noise + 0.06 * fine_noise + 0.4 * grain
        for k in range(3):
            work[k] = palette[A.GRASS, k] * tone
        paved = smooth_step(0.62, 0.5, broad_noise * 0.3 + 0.7 - params[A.PAVED_LOTS] * 0.65)
        if paved > 0.0 and not lawn:
            worn = 0.12 + 0.06 * ground_noise + 0.05 * fine_noise
            for k in range(3):
                work[k] = work[k] * (1.0 - paved) + paved * worn * (1.0 if k == 0 else (0.98 if k == 1 else 0.94))
    else:
        cover = params[A.GROUND_COVER]
        grassy = smooth_step(0.78 - cover, 1.22 - cover, ground_noise * 0.55 + broad_noise * 0.45)
        patch = speckle(tile, x, y, 1.0 / 5.0, footprint, seed + 12) * 0.6 + broad_noise * 0.4
        dry = smooth_step(0.3, 0.7, patch + 0.7 * (grain - 0.5))
        soil_tone = (0.62 + 0.6 * fine_noise + 0.2 * ground_noise) * (1.0 - grassy)
        grass_tone = grassy * (0.25 + 0.42 * ground_noise + 0.06 * fine_noise + 1.14 * grain)
        for k in range(3):
            grass = palette[A.GRASS, k] * (1.0 - dry) + palette[A.DRY_GRASS, k] * dry
            work[k] = palette[A.SOIL, k] * soil_tone + grass * grass_tone
        if params[A.BRUSH] > 0.02:
            _brush(work, tile, x, y, grain, footprint, params, palette, seed)
        if footprint < 0.35:
            _strew(work, tile, x, y, 1.0 - grassy, fine_noise, footprint, params, palette, seed)
    if footprint < 1.0:
        work[3] += (speckle(tile, x, y, 2.0, footprint, seed + 14) - 0.5) * 0.5
        work[4] += (speckle(tile, x, y, 2.0, footprint, seed + 15) - 0.5) * 0.5


@njit(**JIT)
def _brush(work, tile, x, y, grain, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Speck open ground with shrubs beyond the billboards, each with its shade; far off they tint the land."""
    away = smooth_step(400.0, 3600.0, x * x + y * y)
    if away <= 0.0:
        return
    thick = min(1.0, params[A.BRUSH])
    here = speckle(tile, x, y, 1.0 / 4.5, footprint * 0.3, seed + 29)
    edge = 0.60 - 0.22 * thick
    shrub = away * (0.45 * thick + 0.5 * smooth_step(edge, edge + 0.1, here))
    tone = 0.12 + 0.5 * grain + 0.35 * smooth_step(edge, edge + 0.25, here)
    for k in range(3):
        work[k] += (palette[A.BRUSH_COLOUR, k] * tone - work[k]) * shrub


@njit(**JIT)
def _strew(work, tile, x, y, bare, fine_noise, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Strew bare ground with stones, and part it by cracks; only where the pixel is small enough to show them."""
    near = smooth_step(0.35, 0.05, footprint)
    if params[A.STONES] > 0.05:
        here = speckle(tile, x, y, 1.0 / 1.3, footprint * 0.5, seed + 18)
        needed = 0.80 - 0.16 * params[A.STONES]
        stone = smooth_step(needed, needed + 0.03, here) * near * (0.3 + 0.7 * bare)
        rim = smooth_step(needed - 0.05, needed, here) * near * bare * 0.35
        tone = 0.62 + 0.7 * fine_noise
        for k in range(3):
            work[k] = work[k] * (1.0 - rim) * (1.0 - stone) + palette[A.STONE, k] * tone * stone
    if params[A.CRACKS] > 0.05:
        crack = _crack(x / 1.4, y / 1.4, seed + 19, max(0.03, footprint))
        dark = 1.0 - 0.42 * params[A.CRACKS] * crack * near * bare
        for k in range(3):
            work[k] *= dark


@njit(**JIT)
def _crack(x, y, seed, width):  # type: ignore[no-untyped-def]
    """Return 1 on the border between two polygons of dried ground, 0 inside."""
    i0, j0 = int(math.floor(x)), int(math.floor(y))
    first, second = 9.0, 9.0
    for i in range(i0 - 1, i0 + 2):
        for j in range(j0 - 1, j0 + 2):
            dx = i + 0.1 + 0.8 * lattice_hash(i, j, seed) - x
            dy = j + 0.1 + 0.8 * lattice_hash(i, j, seed + 1) - y
            d = math.sqrt(dx * dx + dy * dy)
            if d < first:
                first, second = d, first
            elif d < second:
                second = d
    return 1.0 - smooth_step(0.0, 0.04 + width, second - first)


@njit(**JIT)
def shade_crop(  # type: ignore[no-untyped-def]
    work, tile, u, v, height, standing, hashed, ground_noise, broad_noise, grain, footprint, params, palette, seed
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
        windrow = 0.0
        if params[A.CROP_ROWS] == A.WINDROWS:
            across = u if hashed < 0.62 else v
            wander = 0.8 * (speckle(tile, u, v, 1.0 / 9.0, footprint, seed + 86) - 0.5)
            off = abs(across / _WINDROW_M + wander * 0.3 - math.floor(across / _WINDROW_M + wander * 0.3) - 0.5)
            windrow = smooth_step(0.13, 0.07, off) * smooth_step(4.0, 0.8, footprint)
        elif params[A.CROP_ROWS] > 0.1:
            seen = smooth_step(0.5, 0.12, footprint)
            planted = 0.72
            if seen > 0.0:
                spacing = 0.95 if params[A.CROP_HEIGHT_M] > 0.6 else 1.6
                row = math.sin((u if hashed < 0.62 else v) * 2.0 * math.pi / spacing) * seen
                planted = smooth_step(-0.45, 0.45, row + (ground_noise - 0.5) * 1.1) * seen + 0.72 * (1.0 - seen)
        crop_tone = planted * (0.3 + 0.6 * ground_noise + 0.8 * grain)
        soil_tone = (1.0 - planted) * (0.5 + 0.4 * ground_noise + 0.5 * grain)
        for k in range(3):
            field = palette[kind, k] * crop_tone + palette[A.SOIL, k] * soil_tone
            hay = (0.34 if k == 0 else (0.29 if k == 1 else 0.13)) * (0.5 + grain)
            work[k] = field * (1.0 - windrow) + hay * windrow
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
    # Snow lies in patches on the crowns, and hardly holds on the wood's upright edge.
    work[6] *= (1.0 - 0.85 * wall) * (0.3 + 0.7 * smooth_step(0.4, 0.6, leaves))


@njit(**JIT)
def shade_floor(work, tile, x, y, ground_noise, grain, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Shade the floor of a wood: fallen leaves and needles, moss and seedlings between, flecks of sun in its shade."""
    sunlit = smooth_step(0.46, 0.64, speckle(tile, x, y, 1.0 / 4.5, footprint * 0.6, seed + 26))
    tone = (0.06 + 0.4 * ground_noise + 1.0 * grain) * (0.86 + 0.28 * sunlit)
    leaves = speckle(tile, x, y, 1.0 / 3.4, footprint, seed + 25)
    green = smooth_step(0.44, 0.60, leaves + 0.6 * (grain - 0.5)) * params[A.GROUND_COVER]
    fallen = params[A.LITTER] * (0.3 + 0.6 * smooth_step(0.38, 0.62, leaves)) * (1.0 - 0.75 * green)
    for k in range(3):
        floor = palette[A.SOIL, k] * 0.28 * (1.0 - green) + palette[A.DRY_GRASS, k] * 0.16
        floor += palette[A.GRASS, k] * (0.42 + 0.2 * green)
        work[k] = (floor * (1.0 - fallen) + palette[A.LITTER_COLOUR, k] * fallen * (0.6 + 0.7 * leaves)) * tone
    work[5] = 0.84 + 0.16 * sunlit


@njit(**JIT)
def shade_mesa(work, tile, x, y, z, sin_a, cos_a, footprint, palette, seed):  # type: ignore[no-untyped-def]
    """Shade layered rock: level beds in the walls, gullies down them, scree below, soil on top."""
    slope = math.sqrt(work[3] * work[3] + work[4] * work[4])
    narrow = footprint * 0.25
    beds = speckle(tile, (x + y) * 0.03, z, 1.0 / 26.0, narrow, seed + 71)
    thin = speckle(tile, (x - y) * 0.05, z, 1.0 / 7.0, narrow, seed + 74)
    strata = smooth_step(0.44, 0.56, 0.65 * beds + 0.35 * thin)
    sideways = x * cos_a - y * sin_a
    flutes = speckle(tile, sideways, z * 0.15, 1.0 / 24.0, narrow, seed + 73)
    rough = speckle(tile, x, y, 1.0 / 9.0, narrow, seed + 72)
    steep = smooth_step(0.35, 1.1, slope)
    tone = 0.66 + 0.36 * rough + 0.34 * flutes * steep
    tone *= 1.0 - 0.3 * steep * smooth_step(0.60, 0.66, thin)
    top = smooth_step(0.25, 0.08, slope)
    contrast = 0.45 + 0.55 * steep
    for k in range(3):
        mean = 0.6 * palette[A.ROCK, k] + 0.4 * palette[A.STRATA, k]
        layered = palette[A.ROCK, k] * (1.0 - strata) + palette[A.STRATA, k] * strata
        rock = (mean + (layered - mean) * contrast) * tone
        work[k] = rock * (1.0 - top) + palette[A.SOIL, k] * (0.7 + 0.5 * rough) * top
    bend = (flutes - 0.5) * 3.2 * steep
    work[3] += bend * cos_a + (rough - 0.5) * 0.5
    work[4] += -bend * sin_a + (rough - 0.5) * 0.5
    work[6] = 0.5


@njit(**JIT)
def _crag(tile, x, y, footprint, seed):  # type: ignore[no-untyped-def]
    """Return the height of spurs and gullies finer than the terrain's grid, m."""
    broad = speckle(tile, x, y, 1.0 / 2400.0, footprint, seed + 7)
    fine = speckle(tile, x, y, 1.0 / 800.0, footprint, seed + 17)
    return -900.0 * abs(broad - 0.5) - 330.0 * abs(fine - 0.5)


@njit(**JIT)
def shade_far(work, tile, x, y, z, true_height, broad_noise, satellite, footprint, params, palette, seed):  # type: ignore[no-untyped-def]
    """Shade land beyond 2.5 km: satellite colour, woods by height, rock and scree, snow above the snow line.

    ``true_height`` is the elevation above the sea, ``z`` the height above the camera's foot, m.
    """
    slope = math.sqrt(work[3] * work[3] + work[4] * work[4])
    narrow = footprint * (1.0 - 0.88 * smooth_step(0.02, 0.12, slope))
    rugged = smooth_step(0.03, 0.30, slope) * (0.45 + 0.55 * params[A.ALPINE])
    if rugged > 0.0:
        step = max(70.0, narrow)
        here = _crag(tile, x, y, narrow, seed)
        work[3] += (_crag(tile, x + step, y, narrow, seed) - here) / step * rugged
        work[4] += (_crag(tile, x, y + step, narrow, seed) - here) / step * rugged
        slope = math.sqrt(work[3] * work[3] + work[4] * work[4])
    tree_line = params[A.ROCK_LINE_M]
    noise = 0.55 * speckle(tile, x, y, 1.0 / 900.0, narrow, seed + 6)
    noise += 0.45 * speckle(tile, x, y, 1.0 / 170.0, narrow, seed + 16)
    northward = max(-1.0, min(1.0, -2.0 * work[4]))
    wander = (noise - 0.5) * 500.0 + (broad_noise - 0.5) * 150.0
    green = smooth_step(tree_line + 130.0, tree_line - 220.0, true_height + wander)
    green *= 1.0 - 0.75 * smooth_step(0.7, 1.5, slope)
    # Where little grows, steep ground is rock: desert ranges stand out from their basins.
    green *= 1.0 - 0.9 * smooth_step(0.10, 0.30, slope) * max(0.0, 1.0 - 1.5 * params[A.GROUND_COVER])
    dense = smooth_step(0.35, 0.65, noise + 0.10 * northward)
    from_above = 0.65 + 0.3 * smooth_step(120.0, 320.0, z)
    firs = smooth_step(tree_line - 1500.0, tree_line - 900.0, true_height)
    firs *= (1.0 - smooth_step(tree_line - 150.0, tree_line + 100.0, true_height)) * dense
    firs *= smooth_step(100.0, 260.0, z) * 0.85
    wooded = params[A.FOREST_SHARE] * (0.35 + 0.65 * dense)
    snow = 0.0
    if params[A.SNOW_LINE_M] > -500.0:
        line = params[A.SNOW_LINE_M] - 280.0 * northward
        snow = smooth_step(line - 100.0, line + 260.0, true_height + wander)
        snow *= 1.0 - 0.8 * smooth_step(0.9, 1.7, slope)
        snow *= 1.0 - 0.6 * firs
    scree = smooth_step(0.75, 0.35, slope)
    for k in range(3):
        open_land = (palette[A.FAR_LAND, k] * (1.0 - from_above) + satellite[k] * from_above) * (0.65 + 0.7 * noise)
        open_land = open_land * (1.0 - firs) + firs * (0.028 if k == 0 else (0.05 if k == 1 else 0.03))
        bare = palette[A.ROCK, k] * (0.62 + 0.16 * scree) + satellite[k] * 0.22
        rock = bare * (0.55 + 0.9 * noise)
        wood = (palette[A.CANOPY_A, k] * 0.6 + palette[A.CANOPY_B, k] * 0.4) * (0.55 + 0.6 * noise)
        land = (open_land * (1.0 - wooded) + wood * wooded) * green + rock * (1.0 - green)
        work[k] = land * (1.0 - snow) + snow * (0.80 if k == 0 else (0.83 if k == 1 else 0.88))
    work[6] = 0.0
