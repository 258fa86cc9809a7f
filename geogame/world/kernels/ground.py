"""Shade the land: which surface a pixel shows, its colour, light, shadow and the haze before it."""

import math

import numpy as np
from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.air import air_light, air_path
from geogame.world.kernels.camera import CAMERA_HEIGHT_M
from geogame.world.kernels.layout import land_use, road_bend, water_distance
from geogame.world.kernels.noise import JIT, smooth_step
from geogame.world.kernels.noise_texture import speckle
from geogame.world.kernels.road import shade_road
from geogame.world.kernels.surfaces import shade_canopy, shade_crop, shade_far, shade_floor, shade_mesa, shade_open
from geogame.world.kernels.terrain import EARTH_DIAMETER_M
from geogame.world.kernels.water import shade_water

_MATERIAL = np.uint8(0x7F)  # without the BORDER flag
_SHARP_BANK_M = 250.0  # nearer than this the waterline is drawn for each pixel, farther for each cell of the grid
_SAME_SURFACE = 1.3  # samples whose distances differ by less share one shading
_GRAIN_FAR_M = 140.0  # beyond it blades and leaves melt together
_GRAIN_ACROSS = 84.0  # longest waves a radian of azimuth
_GRAIN_UP = 24.0  # longest waves over the square root of the slope of sight


@njit(**JIT)
def _snow_cover(work, material, standing, ground_noise, broad_noise, fine_noise, params):  # type: ignore[no-untyped-def]
    cover = 0.92 if params[A.SNOW_LINE_M] < -900.0 else 0.5
    noise = 0.5 * ground_noise + 0.5 * broad_noise + (0.1 if material == A.OPEN else 0.0)
    snow = smooth_step(0.75 - cover, 1.25 - cover, noise) * work[6]
    if material == A.CROP:
        snow *= 0.27 if standing > 0.5 else 0.9
    elif material == A.FOREST:
        snow *= 0.55
    tone = 0.93 + 0.1 * fine_noise
    for k in range(3):
        white = 0.84 if k == 0 else (0.87 if k == 1 else 0.92)
        work[k] = work[k] * (1.0 - snow) + snow * white * tone


@njit(**JIT)
def _beach(work, inland, ground_noise, fine_noise, sea):  # type: ignore[no-untyped-def]
    inner, outer = (14.0, 26.0) if sea else (3.0, 7.0)
    if inland >= outer:
        return
    sand = 1.0 - smooth_step(inner, outer, inland)
    tone = (0.8 + 0.3 * fine_noise + 0.1 * ground_noise) * (1.0 - 0.45 * smooth_step(4.0, 0.0, inland))
    for k in range(3):
        work[k] = work[k] * (1.0 - sand) + sand * tone * (0.62 if k == 0 else (0.53 if k == 1 else 0.40))


@njit(**JIT)
def _upright_grain(tile, azimuth, sight, r, focal, seed):  # type: ignore[no-untyped-def]
    """Return noise 0..1 of what stands up from the ground and so is not foreshortened with it: blades and leaves."""
    if r > _GRAIN_FAR_M:
        return 0.5
    up = math.sqrt(abs(sight)) * _GRAIN_UP
    grain = speckle(tile, azimuth * _GRAIN_ACROSS, up, 1.0, _GRAIN_ACROSS / focal, seed)
    return 0.5 + (grain - 0.5) * (1.0 - r / _GRAIN_FAR_M)


@njit(**JIT)
def _shade_point(  # type: ignore[no-untyped-def]
    work, scratch, tile, r, sight, sin_a, cos_a, a0, share, i, focal,
    heights, materials, above, radii, far_colour, field, shadow, shadow_res,
    params, palette, sky, light, elevation, road_sin, road_cos,
):  # fmt: skip
    """Write the light from one point of the land, without haze, into ``work[0:3]``."""
    azimuths = heights.shape[0]
    seed = int(params[A.SEED])
    x, y = sin_a * r, cos_a * r
    z = CAMERA_HEIGHT_M + sight * r
    footprint = max(r / focal * 0.8, min(r * r / (focal * max(CAMERA_HEIGHT_M - z, 1.0)), r * 0.04))
    an = (a0 + 1) % azimuths if share > 0.5 else a0
    flagged = materials[an, i]
    if flagged >= A.BORDER and r > 60.0 and i > 0:
        # A ragged border instead of the steps of the grid.
        rag = 3.5 * (speckle(tile, x, y, 1.0 / (4.0 + 0.05 * r), footprint * 0.2, seed + 27) - 0.5)
        am = (a0 + 1) % azimuths if share + rag > 0.5 else a0
        im = i - 1 if (r - radii[i - 1]) / (radii[i] - radii[i - 1]) + rag < 0.5 else i
    else:
        am, im = an, i
    material = int(materials[am, im] & _MATERIAL)
    cliffs = params[A.LANDFORM] == A.LANDFORM_COAST
    standing = above[am, im]
    hashed = field[am, im]
    before, behind = (an - 1) % azimuths, (an + 1) % azimuths
    inner = max(i - 1, 0)
    slope_r = (heights[an, i] - heights[an, inner]) / max(radii[i] - radii[inner], 0.01)
    slope_t = (heights[behind, i] - heights[before, i]) / (radii[i] * 4.0 * math.pi / azimuths)
    slope_r, slope_t = max(-4.0, min(4.0, slope_r)), max(-4.0, min(4.0, slope_t))
    work[3], work[4] = slope_r * sin_a + slope_t * cos_a, slope_r * cos_a - slope_t * sin_a
    work[5], work[6], work[7] = 1.0, 1.0, 0.0
    v = x * road_sin + y * road_cos
    u = x * road_cos - y * road_sin - road_bend(v, params)
    if (
        flagged >= A.BORDER
        and r < 1200.0
        and material < A.FAR
        and (material < 2 or (r < _SHARP_BANK_M and standing < 2.0))
    ):
        use, own_hash = land_use(x, y, params)
        if (use == A.OPEN_WATER or material == A.OPEN_WATER) and r < _SHARP_BANK_M:
            material = use if use == A.OPEN_WATER or use == A.YARD else A.MESA if cliffs else A.OPEN
        elif material < 2 and use < 2 and (material == A.OPEN or standing < 0.3):
            material, hashed = use, own_hash
    if material == A.OPEN_WATER:
        flat = 1.0 / math.sqrt(1.0 + sight * sight)
        shade_water(
            work, scratch, tile, x, y, r, sin_a * flat, cos_a * flat, -sight * flat, footprint,
            params, palette, sky, light, seed,
        )  # fmt: skip
        return
    ground_noise = speckle(tile, x, y, 1.0 / 2.2, footprint, seed + 3)
    broad_noise = speckle(tile, x, y, 1.0 / 38.0, footprint, seed + 4)
    fine_noise = speckle(tile, x, y, 1.0 / 0.22, footprint, seed + 8)
    grain = 0.5
    if material <= A.FOREST or material == A.YARD:
        grain = _upright_grain(tile, (a0 + share) * 2.0 * math.pi / azimuths, sight, r, focal, seed + 11)
    if material == A.MESA:
        shade_mesa(work, tile, x, y, z, sin_a, cos_a, footprint, palette, seed)
    elif material == A.FAR:
        true_height = z + elevation + r * r / EARTH_DIAMETER_M
        shade_far(
            work, tile, x, y, z, true_height, broad_noise, far_colour[an * far_colour.shape[0] // azimuths, i],
            footprint, params, palette, seed,
        )  # fmt: skip
    elif material == A.FOREST and standing > 2.0:
        bottom = heights[am, im] - standing
        shade_canopy(work, tile, x, y, z, bottom, slope_r, sin_a, cos_a, footprint, params, palette, seed)
    elif material == A.FOREST:
        shade_floor(work, tile, x, y, ground_noise, grain, footprint, params, palette, seed)
    elif material == A.CROP:
        bottom = heights[am, im] - standing
        shade_crop(
            work, tile, u, v, z - bottom, standing, hashed, ground_noise, broad_noise, grain, footprint,
            params, palette, seed,
        )  # fmt: skip
    else:
        lawn = u * params[A.GREEN_SIDE] > 0.0 and abs(v - params[A.GREEN_V_M]) < A.GREEN_HALF_M
        shade_open(
            work, tile, x, y, ground_noise, broad_noise, fine_noise, grain, footprint, material == A.YARD, lawn,
            params, palette, seed,
        )  # fmt: skip
    if material < A.FAR and r < 4000.0 and params[A.WATER_DISTANCE_M] < A.NO_WATER and not cliffs:
        _beach(work, -water_distance(x, y, params), ground_noise, fine_noise, params[A.WATER_IS_SEA] > 0.5)
    if material <= A.FOREST or material == A.YARD:
        shade_road(work, tile, u, v, ground_noise, grain, footprint, params, palette, seed)
        if params[A.SNOW_LINE_M] < -500.0:
            _snow_cover(work, material, standing, ground_noise, broad_noise, fine_noise, params)
    gx, gy, openness = work[3], work[4], work[5]
    upright = 1.0 / math.sqrt(1.0 + gx * gx + gy * gy)
    facing = (-gx * sky[A.SUN_X] - gy * sky[A.SUN_Y] + sky[A.SUN_Z]) * upright
    canopy = material == A.FOREST and standing > 2.0
    if canopy:
        facing = facing * 0.75 + 0.25 * sky[A.SUN_Z] + 0.08
    facing = max(0.0, facing)
    sunlit = 1.0
    cells = shadow.shape[0]
    sx, sy = x / shadow_res + cells * 0.5, y / shadow_res + cells * 0.5
    if 1.0 < sx < cells - 2 and 1.0 < sy < cells - 2 and not canopy:
        i0, j0 = int(sx), int(sy)
        fx, fy = sx - i0, sy - j0
        near = shadow[j0, i0] * (1.0 - fx) + shadow[j0, i0 + 1] * fx
        far = shadow[j0 + 1, i0] * (1.0 - fx) + shadow[j0 + 1, i0 + 1] * fx
        sunlit = 1.0 - (near * (1.0 - fy) + far * fy)
    elif material < A.FAR and sky[A.OVERCAST] < 0.5 and sky[A.CLOUD_COVER] > 0.2 and r > 300.0:
        sunlit = 1.0 - 0.45 * smooth_step(0.55, 0.68, speckle(tile, x, y, 1.0 / 1600.0, footprint, seed + 33))
    indirect = (0.55 + 0.45 * upright) * openness * (0.72 + 0.28 * sunlit)
    direct = facing * sunlit * (0.35 + 0.65 * openness)
    for k in range(3):
        work[k] *= light[A.AMBIENT + k] * indirect + light[A.SUNLIGHT + k] * direct
    if work[7] > 0.0:
        # The deck mirrored in a wet road, the more the flatter one looks.
        grazing = 1.0 - min(1.0, max(0.0, -sight / math.sqrt(1.0 + sight * sight)))
        mirror = work[7] * (0.04 + 0.56 * grazing**8) * (0.35 + 0.65 * sunlit)
        for k in range(3):
            work[k] += (light[A.FOG + k] - work[k]) * mirror


@njit(**JIT)
def _add_haze(work, total, haze, r, sight, visibility):  # type: ignore[no-untyped-def]
    """Add ``work`` to ``total`` as seen through the air; blue is lost first.

    The air before far mountains is bluer and darker than the endless air over the horizon.
    """
    path = air_path(r, visibility)
    blue_air = smooth_step(0.0, 0.015, sight) * smooth_step(3000.0, 20000.0, r)
    red, green, blue = math.exp(-0.85 * path), math.exp(-path), math.exp(-1.22 * path)
    total[0] += work[0] * red + haze[0] * (1.0 - 0.64 * blue_air) * (1.0 - red)
    total[1] += work[1] * green + haze[1] * (1.0 - 0.44 * blue_air) * (1.0 - green)
    total[2] += work[2] * blue + haze[2] * (1.0 - 0.14 * blue_air) * (1.0 - blue)


@njit(**JIT)
def shade_ground(  # type: ignore[no-untyped-def]
    image, unseen, distance, ring, covered, tile,
    heights, materials, above, radii, far_colour, field, shadow, shadow_res,
    params, palette, sky, light, elevation, heading, focal, horizon, scratch,
):  # fmt: skip
    """Add the land to each picture pixel, weighted by the part of the pixel that shows it.

    Samples of a pixel that meet the same surface are shaded once, at their middle; only where distances jump
    (ridges, the tops of woods) is each shaded by itself.

    Parameters
    ----------
    image : (width, height, 3) float32, in and out
    unseen : (width, height) float32
        What the billboards let through; pixels below 0.01 are skipped.
    distance, ring
        Of `camera.cast_rays`, (width * samples, height * samples).
    covered : (width * samples, height * samples) uint8
        1 where a building hides the land.
    tile : (n,) float32
        `noise_texture.noise_tile`.
    heights, materials, above, radii, far_colour, field
        Of the `Terrain`.
    shadow, shadow_res
        Of the `Scene`.
    params, palette, sky, light, elevation
        Of the `Scene`.
    heading : float
        Radians.
    focal, horizon : float
        In samples; row of the horizon in samples.
    scratch : (9, >= max(8, samples + 1)) float64
        Room to work in.
    """
    width, height = unseen.shape
    columns = distance.shape[0]
    samples = columns // width
    azimuths = heights.shape[0]
    weight = 1.0 / (samples * samples)
    work, reflected, total, haze = scratch[0], scratch[1], scratch[2], scratch[3]
    sines, cosines, slants, azimuth_rows, shares = scratch[4], scratch[5], scratch[6], scratch[7], scratch[8]
    road_sin, road_cos = math.sin(params[A.ROAD_BEARING]), math.cos(params[A.ROAD_BEARING])
    # Sharper than one sample a pixel would allow, since the eye forgives a little shimmer but not blur.
    detail_focal = focal if samples == 1 else focal * 0.75
    for column in range(width):
        for k in range(samples + 1):
            offset = samples * 0.5 if k == samples else k + 0.5
            across = column * samples + offset - columns * 0.5
            azimuth = heading + math.atan2(across, focal)
            position = (azimuth / (2.0 * math.pi) * azimuths - 0.5) % azimuths
            sines[k], cosines[k] = math.sin(azimuth), math.cos(azimuth)
            slants[k] = math.sqrt(focal * focal + across * across)
            azimuth_rows[k] = int(position) % azimuths
            shares[k] = position - int(position)
        air_light(sines[samples], cosines[samples], sky, light, haze)
        for row in range(height):
            if unseen[column, row] < 0.01:
                continue
            count, nearest, farthest, sum_r, sum_row, last_ring = 0, 1e9, 0.0, 0.0, 0.0, 0
            for p in range(samples):
                for q in range(samples):
                    c, s = column * samples + p, row * samples + q
                    r = distance[c, s]
                    if r > 0.0 and covered[c, s] == 0:
                        count += 1
                        sum_r += r
                        sum_row += s + 0.5
                        nearest, farthest = min(nearest, r), max(farthest, r)
                        last_ring = ring[c, s]
            if count == 0:
                continue
            total[0] = total[1] = total[2] = 0.0
            if count == 1 or farthest < nearest * _SAME_SURFACE:
                r, sight = sum_r / count, (horizon - sum_row / count) / slants[samples]
                _shade_point(
                    work, reflected, tile, r, sight, sines[samples], cosines[samples], int(azimuth_rows[samples]),
                    shares[samples], last_ring, detail_focal,
                    heights, materials, above, radii, far_colour, field, shadow, shadow_res,
                    params, palette, sky, light, elevation, road_sin, road_cos,
                )  # fmt: skip
                _add_haze(work, total, haze, r, sight, light[A.VISIBILITY_M])
                for k in range(3):
                    total[k] *= count
            else:
                for p in range(samples):
                    for q in range(samples):
                        c, s = column * samples + p, row * samples + q
                        r = distance[c, s]
                        if r <= 0.0 or covered[c, s] != 0:
                            continue
                        _shade_point(
                            work, reflected, tile, r, (horizon - (s + 0.5)) / slants[p], sines[p], cosines[p],
                            int(azimuth_rows[p]), shares[p], ring[c, s], detail_focal,
                            heights, materials, above, radii, far_colour, field, shadow, shadow_res,
                            params, palette, sky, light, elevation, road_sin, road_cos,
                        )  # fmt: skip
                        _add_haze(work, total, haze, r, (horizon - (s + 0.5)) / slants[p], light[A.VISIBILITY_M])
            for k in range(3):
                image[column, row, k] += total[k] * weight
