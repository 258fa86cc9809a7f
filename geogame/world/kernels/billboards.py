"""Draw plants and animals: relightable sprites that always face the camera."""

import math

import numpy as np
from numba import njit

from geogame.world import arrays as A
from geogame.world.arrays import Floats
from geogame.world.kernels.air import air_light, air_path
from geogame.world.kernels.camera import CAMERA_HEIGHT_M
from geogame.world.kernels.noise import JIT, smooth_step

_NEAR_M = 0.6
_HIDDEN = 0.01  # a pixel that lets less through than this is done


def nearest_first(billboards: Floats) -> Floats:
    """Return the billboards ordered by distance from the camera, as `draw_billboards` needs them."""
    distance = billboards[:, A.B_X] ** 2 + billboards[:, A.B_Y] ** 2
    return np.ascontiguousarray(billboards[np.argsort(distance, kind="stable")], np.float32)


@njit(**JIT)
def draw_billboards(  # type: ignore[no-untyped-def]
    front, unseen, depth, samples, billboards, texels, levels, sky, light, snow, heading, focal, horizon, scratch
):
    """Blend the billboards front to back.

    Nearest first lets a pixel stop as soon as nothing behind it shows, which in a wood is most of the work. A
    sprite is shaded once a picture pixel; its outline is in its alpha, and what stands before it is asked of the
    finer depth samples.

    Parameters
    ----------
    front : (width, height, 3) float32, in and out
        Light of the billboards times their opacity.
    unseen : (width, height) float32, in and out
        What they let through; 1 at first.
    depth : (width * samples, height * samples) float32
    samples : int
    billboards : (n, N_BILLBOARD) float32, nearest first
    texels, levels
        Of the `Atlas`.
    sky, light
    snow : float
        0..1 on the plants.
    heading, focal, horizon : float
        Radians; pixels; row of the horizon.
    scratch : (7, >= 3) float64
        Room to work in.
    """
    width, height = unseen.shape
    cos_h, sin_h = math.cos(heading), math.sin(heading)
    edge = 0.5 * width / focal  # tangent of half the field of view
    per_sample = 1.0 / (samples * samples)
    leaf, trunk, ambient, sunlight = scratch[0], scratch[1], scratch[2], scratch[3]
    through, fog, clear = scratch[4], scratch[5], scratch[6]
    finest = levels.shape[1] - 1
    for q in range(billboards.shape[0]):
        x, y = billboards[q, A.B_X], billboards[q, A.B_Y]
        across, forward = x * cos_h - y * sin_h, x * sin_h + y * cos_h
        if forward < _NEAR_M:
            continue
        scale = focal / forward
        wide, high = billboards[q, A.B_WIDTH] * scale, billboards[q, A.B_HEIGHT] * scale
        left = width * 0.5 + across * scale - wide * 0.5
        bottom = horizon - (billboards[q, A.B_Z] - CAMERA_HEIGHT_M) * scale
        top = bottom - high
        # One seen slantwise reaches over the picture's edge only if it does so as turned to the camera.
        toward = max(0.0, abs(across) - edge * forward)
        if toward > 0.0 and toward * math.sqrt(across * across + forward * forward) > (
            0.5 * billboards[q, A.B_WIDTH] * (forward + edge * abs(across))
        ):
            continue
        c0, c1 = max(0, int(math.floor(left))), min(width, int(math.ceil(left + wide)))
        r0, r1 = max(0, int(math.floor(top))), min(height, int(math.ceil(bottom)))
        if c0 >= c1 or r0 >= r1:
            continue
        sprite, level = int(billboards[q, A.B_SPRITE]), 0
        shrink = max(levels[sprite, 0, 1] / max(wide, 0.5), levels[sprite, 0, 2] / max(high, 0.5)) * 0.5
        while level < finest and shrink > 0.75:
            level += 1
            shrink *= 0.5
        first, w, h = levels[sprite, level, 0], levels[sprite, level, 1], levels[sprite, level, 2]
        magnified = shrink < 0.35
        # The sun as the sprite sees it: turned to the billboard's own azimuth, not the camera's heading, so that
        # two views that share a tree at their common edge light it alike.
        away = 1.0 / math.sqrt(x * x + y * y)
        face_sin, face_cos = x * away, y * away
        sun_right = sky[A.SUN_X] * face_cos - sky[A.SUN_Y] * face_sin
        sun_behind = sky[A.SUN_X] * face_sin + sky[A.SUN_Y] * face_cos
        sun_up = sky[A.SUN_Z]
        mirror = billboards[q, A.B_FLIP] > 0.0
        if mirror:
            sun_right = -sun_right
        lit = billboards[q, A.B_SUNLIT]
        open_air = 0.72 + 0.28 * lit
        glow = billboards[q, A.B_TRANSLUCENCY] * max(0.0, sun_behind) * 0.55 * lit
        strength = billboards[q, A.B_OPACITY] * min(1.0, (forward - _NEAR_M) / 1.2) * 1.15 / 255.0
        path = air_path(forward, light[A.VISIBILITY_M])
        air_light(face_sin, face_cos, sky, light, fog)
        clear[0], clear[1], clear[2] = math.exp(-0.85 * path), math.exp(-path), math.exp(-1.22 * path)
        for k in range(3):
            leaf[k], trunk[k] = billboards[q, A.B_LEAF + k], billboards[q, A.B_TRUNK + k]
            ambient[k] = light[A.AMBIENT + k] * clear[k]
            sunlight[k] = light[A.SUNLIGHT + k] * clear[k]
            through[k] = sunlight[k] * glow * (1.15 if k == 0 else (1.1 if k == 1 else 0.5))
            fog[k] *= 1.0 - clear[k]
        step_u, step_v = w / wide, h / high
        for column in range(c0, c1):
            fu = (column + 0.5 - left) * step_u - 0.5
            if mirror:
                fu = w - 1.0 - fu
            if fu < -0.5 or fu > w - 0.5:
                continue
            u0 = int(math.floor(fu))
            du = fu - u0
            u1, u0 = min(w - 1, u0 + 1), max(0, u0)
            for row in range(r0, r1):
                open_share = unseen[column, row]
                if open_share < _HIDDEN:
                    continue
                if samples == 1:
                    if depth[column, row] < forward:
                        continue
                    visible = 1.0
                else:
                    beyond = 0
                    for i in range(samples):
                        for j in range(samples):
                            if depth[column * samples + i, row * samples + j] >= forward:
                                beyond += 1
                    if beyond == 0:
                        continue
                    visible = beyond * per_sample
                fv = (row + 0.5 - top) * step_v - 0.5
                if fv < -0.5 or fv > h - 0.5:
                    continue
                v0 = int(math.floor(fv))
                dv = fv - v0
                v1, v0 = min(h - 1, v0 + 1), max(0, v0)
                p00, p01 = first + v0 * w + u0, first + v0 * w + u1
                p10, p11 = first + v1 * w + u0, first + v1 * w + u1
                w00, w01, w10, w11 = (1.0 - du) * (1.0 - dv), du * (1.0 - dv), (1.0 - du) * dv, du * dv
                alpha = texels[p00, 0] * w00 + texels[p01, 0] * w01 + texels[p10, 0] * w10 + texels[p11, 0] * w11
                if alpha < 5.0:
                    continue
                if magnified:
                    inverse = 1.0 / alpha
                    leafy = texels[p00, 1] * w00 + texels[p01, 1] * w01 + texels[p10, 1] * w10 + texels[p11, 1] * w11
                    shade = texels[p00, 2] * w00 + texels[p01, 2] * w01 + texels[p10, 2] * w10 + texels[p11, 2] * w11
                    nx = texels[p00, 3] * w00 + texels[p01, 3] * w01 + texels[p10, 3] * w10 + texels[p11, 3] * w11
                    nz = texels[p00, 4] * w00 + texels[p01, 4] * w01 + texels[p10, 4] * w10 + texels[p11, 4] * w11
                    ny = texels[p00, 5] * w00 + texels[p01, 5] * w01 + texels[p10, 5] * w10 + texels[p11, 5] * w11
                    hue = texels[p00, 6] * w00 + texels[p01, 6] * w01 + texels[p10, 6] * w10 + texels[p11, 6] * w11
                else:
                    # Minified, the most opaque of the four speaks for their colour: a quarter of the reads.
                    best = p00
                    if texels[p01, 0] > texels[best, 0]:
                        best = p01
                    if texels[p10, 0] > texels[best, 0]:
                        best = p10
                    if texels[p11, 0] > texels[best, 0]:
                        best = p11
                    inverse = 1.0 / texels[best, 0]
                    leafy, shade = float(texels[best, 1]), float(texels[best, 2])
                    nx, nz, ny = float(texels[best, 3]), float(texels[best, 4]), float(texels[best, 5])
                    hue = float(texels[best, 6])
                leafy, shade = min(1.0, leafy * inverse), min(1.0, shade * inverse)
                nx, nz, ny = nx * inverse * 2.0 - 1.0, nz * inverse * 2.0 - 1.0, ny * inverse * 2.0 - 1.0
                hue *= inverse
                facing = nx * sun_right - ny * sun_behind + nz * sun_up
                direct = max(0.0, facing * 0.8 + 0.2) * (0.25 + 0.75 * shade) * lit
                around = (0.30 + 0.70 * shade) * (0.68 + 0.32 * nz) * open_air
                snowy = 0.0
                if snow > 0.0:
                    snowy = snow * smooth_step(0.15, 0.6, nz) * leafy * smooth_step(0.35, 0.7, shade)
                opacity = min(1.0, alpha * strength) * visible
                weight = opacity * open_share
                leaf_tone, trunk_tone = (0.62 + 0.76 * hue), (0.7 + 0.5 * hue) * (1.0 - leafy)
                backlight = leafy * (0.3 + 0.7 * shade) * leaf_tone
                for k in range(3):
                    colour = leaf[k] * leaf_tone * leafy + trunk[k] * trunk_tone
                    colour = colour * (1.0 - snowy) + snowy * 0.85
                    value = colour * (ambient[k] * around + sunlight[k] * direct)
                    value += leaf[k] * backlight * through[k] + fog[k]
                    front[column, row, k] += value * weight
                unseen[column, row] = open_share * (1.0 - opacity)
