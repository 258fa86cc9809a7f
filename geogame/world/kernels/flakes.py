"""Falling snow: soft flakes between the camera and everything else, fixed in the world so that views agree."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, lattice_hash

_FLAKES = 3500
_NEAREST_M, _FARTHEST_M = 3.0, 20.0
_RADIUS_M = 0.03


@njit(**JIT)
def draw_flakes(front, unseen, light, seed, heading, focal, horizon):  # type: ignore[no-untyped-def]
    """Blend flakes over the picture.

    Parameters
    ----------
    front : (width, height, 3) float32, in and out
        Light in front of the background.
    unseen : (width, height) float32, in and out
        What the front lets through.
    light : (N_LIGHT,) float32
    seed : int
    heading, focal, horizon : float
        Radians; pixels; row of the horizon.
    """
    width, height = unseen.shape
    count = int(_FLAKES * light[A.SNOWFALL])
    for flake in range(count):
        turn = 2.0 * math.pi * lattice_hash(flake, 1, seed + 61) - heading
        # Equal shares of the air between the nearest and the farthest.
        away = _NEAREST_M + (_FARTHEST_M - _NEAREST_M) * math.sqrt(lattice_hash(flake, 2, seed + 61))
        forward = away * math.cos(turn)
        if forward < 1.0:
            continue
        scale = focal / forward
        x = width * 0.5 + away * math.sin(turn) * scale
        y = horizon - away * (1.3 * lattice_hash(flake, 3, seed + 61) - 0.3) * scale
        radius = _RADIUS_M * (0.6 + 0.8 * lattice_hash(flake, 4, seed + 61)) * scale
        # Smaller than a pixel a flake is fainter instead.
        soft = max(radius, 0.6)
        strength = 0.85 * min(1.0, radius * radius / (soft * soft))
        if strength < 0.04:
            continue
        for column in range(max(0, int(x - 2.0 * soft)), min(width, int(x + 2.0 * soft) + 1)):
            for row in range(max(0, int(y - 2.0 * soft)), min(height, int(y + 2.0 * soft) + 1)):
                across, down = (column + 0.5 - x) / soft, (row + 0.5 - y) / soft
                cover = strength * math.exp(-1.6 * (across * across + down * down))
                if cover < 0.01:
                    continue
                for k in range(3):
                    white = 1.6 * light[A.AMBIENT + k]
                    front[column, row, k] = front[column, row, k] * (1.0 - cover) + white * cover
                unseen[column, row] *= 1.0 - cover
