"""Draw discs into a picture with a depth buffer (compiled)."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True)
def splat(discs: NDArray[np.float32], scale: float, picture: NDArray[np.float32], depth: NDArray[np.float32]) -> None:
    """Draw `discs` (n, 12), nearest on top.

    Parameters
    ----------
    discs
        As `geogame.world.sprites.primitives` lays them out.
    scale
        Pixels to one unit of length; the foot stands at the middle of the bottom edge.
    picture
        Written, (h, w, 7) float32: alpha, leafness, ambient occlusion, normal x, up, towards the viewer, hue.
    depth
        Written, (h, w) float32, largest nearest; starts at a large negative number.
    """
    height, width = depth.shape
    for q in range(len(discs)):
        x = discs[q, 0] * scale + width / 2
        y = height - 1 - discs[q, 1] * scale
        radius = max(discs[q, 3] * scale, 0.55)
        cos_a, sin_a, aspect = math.cos(discs[q, 10]), math.sin(discs[q, 10]), discs[q, 11]
        reach = int(radius + 1.5)
        for j in range(max(0, int(y) - reach), min(height, int(y) + reach + 1)):
            for i in range(max(0, int(x) - reach), min(width, int(x) + reach + 1)):
                dx, dy = i + 0.5 - x, j + 0.5 - y
                along = (dx * cos_a + dy * sin_a) / radius
                across = (-dx * sin_a + dy * cos_a) / (radius * aspect)
                inside = along * along + across * across
                if inside > 1:
                    continue
                z = discs[q, 2] + 0.3 * discs[q, 3] * (1 - inside)
                if z < depth[j, i]:
                    continue
                depth[j, i] = z
                if discs[q, 7] < 0.5:
                    # a branch is round: its normal turns across its width
                    nx = dx / radius * 0.9
                    ny = -dy / radius * 0.3 + discs[q, 5] * 0.4
                    nz = math.sqrt(max(0.05, 1 - nx * nx))
                else:
                    nx = discs[q, 4] + dx / radius * 0.15
                    ny = discs[q, 5] - dy / radius * 0.15
                    nz = discs[q, 6]
                norm = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-6
                picture[j, i, 0] = 1
                picture[j, i, 1] = discs[q, 7]
                picture[j, i, 2] = discs[q, 8]
                picture[j, i, 3] = nx / norm
                picture[j, i, 4] = ny / norm
                picture[j, i, 5] = nz / norm
                picture[j, i, 6] = discs[q, 9]
