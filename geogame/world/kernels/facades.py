"""Draw quads: the walls, roofs, signs and cars of a scene, with their materials."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.air import air_light, air_path
from geogame.world.kernels.camera import CAMERA_HEIGHT_M
from geogame.world.kernels.noise import JIT, lattice_hash, smooth_step, value_noise
from geogame.world.kernels.noise_texture import speckle
from geogame.world.kernels.sky import sky_colour
from geogame.world.kernels.walls import awning, glass_tower, lot, openings, porch, shopfront

_NEAR_M = 0.3


@njit(**JIT)
def _barn_door(u, v, colour):  # type: ignore[no-untyped-def]
    if 0.32 < u < 0.68 and v < 0.62:
        across, up = abs((u - 0.5) / 0.18), v / 0.62
        if across > 0.93 or up > 0.93 or across < 0.03 or abs(abs(2.0 * up - 1.0) - across) < 0.06:
            colour[0] = colour[1] = colour[2] = 0.8


@njit(**JIT)
def _pattern(material, colour, quad, u, v, footprint, snow, seed, index):  # type: ignore[no-untyped-def]
    """Apply a material's pattern to ``colour``; return (brightness, glass share), or a negative one for a hole."""
    pu, pv = u * quad[A.Q_LENGTH_U], v * quad[A.Q_LENGTH_V]
    columns, variant = quad[A.Q_COLUMNS], int(quad[A.Q_TEXTURE])
    tone, glass = 1.0, 0.0
    if material == A.MAT_CLAPBOARD:
        lap = pv / 0.16 - math.floor(pv / 0.16)
        tone *= 1.0 - 0.22 * smooth_step(0.10, 0.03, footprint) * smooth_step(0.8, 1.0, lap)
    elif material == A.MAT_BRICK:
        course = pv / 0.085
        level = math.floor(course)
        along = pu / 0.22 + 0.5 * (level % 2)
        brick = math.floor(along)
        seen = smooth_step(0.05, 0.014, footprint)
        mottled = smooth_step(0.05, 0.015, footprint)
        tone *= 0.92 + 0.2 * (lattice_hash(int(brick), int(level), seed) - 0.5) * mottled
        if course - level < 0.16 or along - brick < 0.07:
            for k in range(3):
                colour[k] = colour[k] * (1.0 - 0.5 * seen) + 0.225 * seen
    elif material == A.MAT_SHINGLE:
        course = math.floor(pv / 0.28)
        tab = math.floor(pu / 0.33 + 0.5 * (course % 2))
        seen = smooth_step(0.2, 0.05, footprint)
        edge = smooth_step(0.75, 1.0, pv / 0.28 - course)
        tone *= 1.0 + seen * (0.25 * (lattice_hash(int(tab), int(course), seed) - 0.5) - 0.2 * edge)
        if snow > 0.5:
            colour[0] = colour[1] = colour[2] = 0.82
            tone = 0.95
    elif material == A.MAT_METAL_SHEET:
        sheet = math.floor(pu / 0.3)
        seen = smooth_step(0.15, 0.04, footprint)
        tone *= 1.0 - 0.25 * seen * smooth_step(0.85, 1.0, pu / 0.3 - sheet)
        tone *= 0.9 + 0.2 * (lattice_hash(int(sheet), 3, seed) - 0.5) * seen
        if variant == 1:
            _barn_door(u, v, colour)
    elif material == A.MAT_SILO:
        tone *= 1.0 - 0.12 * smooth_step(0.9, 1.0, pv / 0.6 - math.floor(pv / 0.6))
    elif material == A.MAT_STONE:
        level = math.floor(pv / 0.24 + 0.5 * value_noise(pu * 0.8, 1.0, seed))
        along = pu / 0.5 + 0.37 * (level % 3)
        tone *= 0.55 + 0.75 * lattice_hash(int(math.floor(along)), int(level), seed)
        if v > 0.75 + 0.25 * value_noise(pu * 1.3, 3.0, seed):
            return -1.0, 0.0
    elif material == A.MAT_GLASS_TOWER:
        return glass_tower(quad, u, v, footprint, seed, index)
    elif material == A.MAT_STOREFRONT:
        return shopfront(colour, quad, u, v, footprint, seed, index)
    elif material == A.MAT_PORCH:
        return porch(colour, quad, u, v, footprint), 0.0
    elif material == A.MAT_AWNING:
        return awning(colour, quad, u, v, footprint), 0.0
    elif material == A.MAT_LOT:
        return lot(colour, quad, u, v, footprint, seed), 0.0
    elif material == A.MAT_LOG:
        log = pv / 0.27 - math.floor(pv / 0.27)
        tone *= 1.0 - 0.55 * smooth_step(0.12, 0.04, footprint) * (2.0 * log - 1.0) ** 4
    elif material == A.MAT_TILE_ROOF:
        course, wave = pv / 0.36, pu / 0.24
        seen = smooth_step(0.22, 0.05, footprint)
        ripple = wave - math.floor(wave) - 0.5
        tone *= 1.0 + seen * (0.22 - 1.9 * ripple * ripple - 0.16 * smooth_step(0.75, 1.0, course - math.floor(course)))
        tone *= 1.0 + seen * 0.22 * (lattice_hash(int(math.floor(wave)), int(math.floor(course)), seed) - 0.5)
        if snow > 0.5:
            colour[0] = colour[1] = colour[2] = 0.82
    elif material == A.MAT_ASHLAR:
        level = math.floor(pv / 0.55)
        along = pu / 1.1 + 0.5 * (level % 2)
        seen = smooth_step(0.12, 0.03, footprint)
        tone *= 1.0 + 0.12 * seen * (lattice_hash(int(math.floor(along)), int(level), seed) - 0.5)
        if pv / 0.55 - level < 0.05 or along - math.floor(along) < 0.025:
            tone *= 1.0 - 0.3 * seen
    elif material == A.MAT_CAR_GLASS:
        glass = 1.0
    if columns > 0.0 and (
        A.MAT_CLAPBOARD <= material <= A.MAT_BRICK
        or material in (A.MAT_STUCCO, A.MAT_CONCRETE, A.MAT_PANEL, A.MAT_LOG, A.MAT_ASHLAR)
    ):
        set_in, glass = openings(colour, quad, material, u, v, footprint, seed, index)
        tone *= set_in
    return tone, glass


@njit(**JIT)
def draw_quads(  # type: ignore[no-untyped-def]
    colour_out, covered, depth, quads, order, textures, texture_index, tile, sky, light, snow, seed, heading, focal,
    horizon, scratch,
):  # fmt: skip
    """Draw the quads into their own sample buffer, nearest kept.

    Parameters
    ----------
    colour_out : (columns, rows, 3) float32, out
    covered : (columns, rows) uint8, out
        1 where a quad was drawn.
    depth : (columns, rows) float32, in and out
    quads : (n, N_QUAD) float32
    order : (n,) int64
        Which to draw first: near ones, so that the hidden are not shaded.
    textures, texture_index, sky, light, snow
        Of the `Scene`.
    tile : (n,) float32
        `noise_texture.noise_tile`.
    seed : int
    heading, focal, horizon : float
        Radians; samples; row of the horizon.
    scratch : (3, >= 3) float64
        Room to work in.
    """
    columns, rows = depth.shape
    cos_h, sin_h = math.cos(heading), math.sin(heading)
    reflected, colour, air = scratch[0], scratch[1], scratch[2]
    for index in order:
        quad = quads[index]
        ax, ay = quad[0] * cos_h - quad[1] * sin_h, quad[0] * sin_h + quad[1] * cos_h
        az = quad[2] - CAMERA_HEIGHT_M
        bx, by, bz = quad[3] * cos_h - quad[4] * sin_h, quad[3] * sin_h + quad[4] * cos_h, quad[5]
        dx, dy, dz = quad[6] * cos_h - quad[7] * sin_h, quad[6] * sin_h + quad[7] * cos_h, quad[8]
        left, right, top, bottom, behind = 1e9, -1e9, 1e9, -1e9, 0
        for corner in range(4):
            i, j = corner & 1, corner >> 1
            px, py, pz = ax + i * bx + j * dx, ay + i * by + j * dy, az + i * bz + j * dz
            if py < _NEAR_M:
                behind += 1
                continue
            sx, sy = columns * 0.5 + focal * px / py, horizon - focal * pz / py
            left, right, top, bottom = min(left, sx), max(right, sx), min(top, sy), max(bottom, sy)
        if behind == 4:
            continue
        if behind > 0:
            left, right, top, bottom = 0.0, float(columns), 0.0, float(rows)
        left, right = max(-1e6, left), min(1e6, right)
        top, bottom = max(-1e6, top), min(1e6, bottom)
        c0, c1 = max(0, int(left) - 1), min(columns, int(right) + 2)
        r0, r1 = max(0, int(top) - 1), min(rows, int(bottom) + 2)
        if c0 >= c1 or r0 >= r1:
            continue
        nx, ny, nz = by * dz - bz * dy, bz * dx - bx * dz, bx * dy - by * dx
        norm = 1.0 / (math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9)
        nx, ny, nz = nx * norm, ny * norm, nz * norm
        plane = nx * ax + ny * ay + nz * az
        if plane > 0.0:
            nx, ny, nz, plane = -nx, -ny, -nz, -plane
        world_x, world_y = nx * cos_h + ny * sin_h, -nx * sin_h + ny * cos_h
        facing = max(0.0, world_x * sky[A.SUN_X] + world_y * sky[A.SUN_Y] + nz * sky[A.SUN_Z])
        bb, dd, bd = bx * bx + by * by + bz * bz, dx * dx + dy * dy + dz * dz, bx * dx + by * dy + bz * dz
        inverse = 1.0 / (bb * dd - bd * bd + 1e-9)
        material, shape, variant = int(quad[A.Q_MATERIAL]), int(quad[A.Q_SHAPE]), int(quad[A.Q_TEXTURE])
        around = 0.9 if material == A.MAT_TEXTURE else 0.62 + 0.38 * (nz * 0.5 + 0.5)
        grounded = shape == A.SHAPE_RECTANGLE and nz < 0.3 and material != A.MAT_TEXTURE
        middle_x, middle_y = quad[0] + 0.5 * (quad[3] + quad[6]), quad[1] + 0.5 * (quad[4] + quad[7])
        away = 1.0 / max(0.1, math.sqrt(middle_x * middle_x + middle_y * middle_y))
        air_light(middle_x * away, middle_y * away, sky, light, air)
        for c in range(c0, c1):
            rx = (c + 0.5 - columns * 0.5) / focal
            for r in range(r0, r1):
                rz = (horizon - r - 0.5) / focal
                towards = nx * rx + ny + nz * rz
                if towards > -1e-6:
                    continue
                t = plane / towards
                if t <= 0.2 or t >= depth[c, r]:
                    continue
                qx, qy, qz = rx * t - ax, t - ay, rz * t - az
                e1, e2 = qx * bx + qy * by + qz * bz, qx * dx + qy * dy + qz * dz
                u, v = (e1 * dd - e2 * bd) * inverse, (e2 * bb - e1 * bd) * inverse
                if u < 0.0 or u > 1.0 or v < 0.0 or v > 1.0:
                    continue
                if shape == A.SHAPE_TRIANGLE and v > 1.0 - abs(2.0 * u - 1.0):
                    continue
                if shape == A.SHAPE_HIP and abs(2.0 * u - 1.0) > 1.0 - v * quad[A.Q_COLUMNS]:
                    continue
                if shape == A.SHAPE_DISC and (u - 0.5) ** 2 + (v - 0.5) ** 2 > 0.25:
                    continue
                if shape == A.SHAPE_SHIELD and abs(2.0 * u - 1.0) > 1.0 - 1.45 * max(0.0, v - 0.45):
                    continue
                footprint = t / focal
                glass, tone = 0.0, 1.0
                length_u, length_v = quad[A.Q_LENGTH_U], quad[A.Q_LENGTH_V]
                if material == A.MAT_TEXTURE:
                    high, wide = texture_index[variant, 1], texture_index[variant, 2]
                    i = int(texture_index[variant, 0] + (1.0 - v) * (high - 1.0) + 0.5)
                    j = int(u * (wide - 1.0) + 0.5)
                    if textures[i, j, 3] < 0.5:
                        continue
                    for k in range(3):
                        colour[k] = textures[i, j, k]
                else:
                    for k in range(3):
                        colour[k] = quad[A.Q_COLOUR + k]
                    tone, glass = _pattern(material, colour, quad, u, v, footprint, snow, seed, index)
                    if tone < 0.0:
                        continue
                    weathered = speckle(tile, u * length_u, v * length_v, 1.0 / 1.7, footprint, seed + index)
                    tone *= 0.86 + 0.28 * weathered
                near_ground = 0.55 + 0.45 * min(1.0, v * length_v * 0.35 + 0.3) if grounded else 1.0
                if glass > 0.0:
                    back = rx * nx + ny + rz * nz
                    mx, my, mz = rx - 2.0 * back * nx, 1.0 - 2.0 * back * ny, rz - 2.0 * back * nz
                    length = 1.0 / math.sqrt(mx * mx + my * my + mz * mz)
                    wx, wy, wz = (mx * cos_h + my * sin_h) * length, (-mx * sin_h + my * cos_h) * length, mz * length
                    sky_colour(wx, wy, max(0.0, wz), sky, reflected)
                    mirror = 0.24
                    if material == A.MAT_GLASS_TOWER:
                        mirror = 0.45
                    elif material == A.MAT_STOREFRONT:
                        mirror = 0.12
                    elif material == A.MAT_CAR_GLASS:
                        mirror = 0.2
                    if wz < -0.02:
                        mirror *= 0.35
                    cloudy = speckle(tile, wx * 3.0 + u * 0.4, wz * 3.0 + v * 0.4, 1.0 / 1.2, 0.01, seed + 7)
                    mirror *= 0.6 + 0.8 * cloudy
                    for k in range(3):
                        inside = colour[k] * 0.25 if material == A.MAT_GLASS_TOWER else 0.035
                        inside *= light[A.AMBIENT + k] + light[A.SUNLIGHT + k] * facing * 0.3
                        lit = light[A.AMBIENT + k] * around * near_ground + light[A.SUNLIGHT + k] * facing
                        pane = inside + reflected[k] * mirror
                        colour[k] = pane * glass + colour[k] * tone * lit * (1.0 - glass)
                elif material != A.MAT_LAMP:
                    for k in range(3):
                        lit = light[A.AMBIENT + k] * around * near_ground + light[A.SUNLIGHT + k] * facing
                        colour[k] *= tone * lit
                path = air_path(t, light[A.VISIBILITY_M])
                depth[c, r] = t
                covered[c, r] = 1
                for k in range(3):
                    clear = math.exp(-path * (0.85 if k == 0 else (1.0 if k == 1 else 1.22)))
                    colour_out[c, r, k] = colour[k] * clear + air[k] * (1.0 - clear)


@njit(**JIT)
def resolve(image, sky_share, colour, covered, distance):  # type: ignore[no-untyped-def]
    """Average the drawn samples into picture pixels, and measure each pixel's share of open sky.

    Parameters
    ----------
    image : (width, height, 3) float32, out
        The quads' part of each pixel's light.
    sky_share : (width, height) float32, out
    colour, covered
        Of `draw_quads`.
    distance
        Of `camera.cast_rays`.
    """
    width, height = sky_share.shape
    samples = covered.shape[0] // width
    weight = 1.0 / (samples * samples)
    for x in range(width):
        for y in range(height):
            open_sky = 0
            for p in range(samples):
                for q in range(samples):
                    c, r = x * samples + p, y * samples + q
                    if covered[c, r] != 0:
                        for k in range(3):
                            image[x, y, k] += colour[c, r, k] * weight
                    elif distance[c, r] <= 0.0:
                        open_sky += 1
            sky_share[x, y] = open_sky * weight
