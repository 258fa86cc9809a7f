"""The sun's shadows on the ground: of billboards through their own texels, and of buildings as boxes."""

import math

import numpy as np
from numba import njit

from geogame.world import arrays as A
from geogame.world.arrays import Atlas, Floats
from geogame.world.kernels.noise import JIT

_LONGEST_TREE_M, _LONGEST_BOX_M = 120.0, 200.0
_LOWEST_CASTER_M = 0.6


def shadow_map(billboards: Floats, boxes: Floats, atlas: Atlas, sky: Floats, size: int, res_m: float) -> Floats:
    """Return the shade 0..1 around the camera, (size, size) float32; row is north, column east.

    Parameters
    ----------
    billboards : (n, N_BILLBOARD) float32
    boxes : (n, N_BOX) float32
    atlas : Atlas
    sky : (N_SKY,) float32
        For the sun's direction.
    size : int
        Cells a side.
    res_m : float
        Metres a cell.
    """
    shade = np.zeros((size, size), np.float32)
    _billboard_shadows(shade, billboards, atlas.texels, atlas.levels, sky, res_m)
    _box_shadows(shade, boxes, sky, res_m)
    return shade


@njit(**JIT)
def _billboard_shadows(shade, billboards, texels, levels, sky, res):  # type: ignore[no-untyped-def]
    size = shade.shape[0]
    half = size * 0.5
    flat = math.sqrt(sky[A.SUN_X] ** 2 + sky[A.SUN_Y] ** 2)
    tangent = sky[A.SUN_Z] / max(flat, 1e-3)
    ax, ay = -sky[A.SUN_X] / max(flat, 1e-3), -sky[A.SUN_Y] / max(flat, 1e-3)
    reach = half * res + 30.0
    for q in range(billboards.shape[0]):
        x, y, height, width = (
            billboards[q, A.B_X],
            billboards[q, A.B_Y],
            billboards[q, A.B_HEIGHT],
            billboards[q, A.B_WIDTH],
        )
        if height <= _LOWEST_CASTER_M or x * x + y * y > reach * reach:
            continue
        length = min(height / tangent, _LONGEST_TREE_M)
        ex, ey = ax * length, ay * length
        x0 = max(0, int((min(x, x + ex) - width * 0.5) / res + half))
        x1 = min(size, int((max(x, x + ex) + width * 0.5) / res + half) + 2)
        y0 = max(0, int((min(y, y + ey) - width * 0.5) / res + half))
        y1 = min(size, int((max(y, y + ey) + width * 0.5) / res + half) + 2)
        if x0 >= x1 or y0 >= y1:
            continue
        sprite, level = int(billboards[q, A.B_SPRITE]), 0
        while level < levels.shape[1] - 1 and levels[sprite, level, 1] > width / res * 1.3:
            level += 1
        first, w, h = levels[sprite, level, 0], levels[sprite, level, 1], levels[sprite, level, 2]
        strength = 0.88 / 255.0 * billboards[q, A.B_OPACITY]
        per_height, per_width = tangent / height, 1.0 / width
        for j in range(y0, y1):
            gy = (j - half) * res - y
            # The part of the row inside the shadow's parallel strip, so that slanted shadows cost their area only.
            i0, i1 = x0, x1
            if abs(ay) > 1e-4:
                lo = ((gy * ax - width * 0.5) / ay if ay > 0 else (gy * ax + width * 0.5) / ay) + x
                hi = ((gy * ax + width * 0.5) / ay if ay > 0 else (gy * ax - width * 0.5) / ay) + x
                i0 = max(i0, int(math.floor(lo / res + half)))
                i1 = min(i1, int(math.ceil(hi / res + half)) + 1)
            for i in range(i0, i1):
                gx = (i - half) * res - x
                up = (gx * ax + gy * ay) * per_height
                across = (gy * ax - gx * ay) * per_width + 0.5
                if up < 0.0 or up >= 1.0 or across < 0.0 or across >= 1.0:
                    continue
                texel = first + int((1.0 - up) * (h - 0.01)) * w + int(across * w)
                shade[j, i] = 1.0 - (1.0 - shade[j, i]) * (1.0 - texels[texel, 0] * strength)


@njit(**JIT)
def _box_shadows(shade, boxes, sky, res):  # type: ignore[no-untyped-def]
    size = shade.shape[0]
    half = size * 0.5
    flat = math.sqrt(sky[A.SUN_X] ** 2 + sky[A.SUN_Y] ** 2)
    tangent = sky[A.SUN_Z] / max(flat, 1e-3)
    ax, ay = -sky[A.SUN_X] / max(flat, 1e-3), -sky[A.SUN_Y] / max(flat, 1e-3)
    for t in range(boxes.shape[0]):
        cx, cy, hx, hy = boxes[t, A.X_CENTRE_X], boxes[t, A.X_CENTRE_Y], boxes[t, A.X_HALF_X], boxes[t, A.X_HALF_Y]
        c, s = math.cos(boxes[t, A.X_ANGLE]), math.sin(boxes[t, A.X_ANGLE])
        length = min(boxes[t, A.X_HEIGHT] / tangent, _LONGEST_BOX_M)
        ex, ey, reach = ax * length, ay * length, math.hypot(hx, hy)
        x0 = max(0, int((min(0.0, ex) + cx - reach) / res + half))
        x1 = min(size, int((max(0.0, ex) + cx + reach) / res + half) + 2)
        y0 = max(0, int((min(0.0, ey) + cy - reach) / res + half))
        y1 = min(size, int((max(0.0, ey) + cy + reach) / res + half) + 2)
        # In the box's own frame the shadow is the box swept along (dx, dy).
        dx, dy = ex * c + ey * s, -ex * s + ey * c
        for j in range(y0, y1):
            for i in range(x0, x1):
                gx, gy = (i - half) * res - cx, (j - half) * res - cy
                px, py = gx * c + gy * s, -gx * s + gy * c
                enter, leave = 0.0, 1.0
                if abs(dx) < 1e-6:
                    if abs(px) > hx:
                        continue
                else:
                    a, b = (px - hx) / dx, (px + hx) / dx
                    enter, leave = max(enter, min(a, b)), min(leave, max(a, b))
                if abs(dy) < 1e-6:
                    if abs(py) > hy:
                        continue
                else:
                    a, b = (py - hy) / dy, (py + hy) / dy
                    enter, leave = max(enter, min(a, b)), min(leave, max(a, b))
                if enter < leave:
                    shade[j, i] = max(shade[j, i], np.float32(0.92))


def shade_small(billboards: Floats, shadow: Floats, sky: Floats, res_m: float) -> None:
    """Darken, in place, the low billboards that stand in a shadow."""
    low = billboards[:, A.B_HEIGHT] < 2.6
    # A little towards the sun from its foot: where the light that would reach its middle crosses the ground.
    away = np.maximum(0.15, billboards[:, A.B_HEIGHT] * 0.45)
    half = len(shadow) / 2
    column = ((billboards[:, A.B_X] + sky[A.SUN_X] * away) / res_m + half).astype(np.int64)
    row = ((billboards[:, A.B_Y] + sky[A.SUN_Y] * away) / res_m + half).astype(np.int64)
    last = len(shadow) - 1
    low &= (column > 0) & (row > 0) & (column < last) & (row < last)
    billboards[low, A.B_SUNLIT] = 1.0 - 0.65 * shadow[row[low], column[low]]
