"""Falling snow: soft flakes at their own distances, fixed in the world so that views agree."""

import math

import numpy as np
from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, lattice_hash

_FLAKES = 4500
SHELLS_M = np.array([3.0, 5.0, 7.0, 10.0, 14.0, 20.0])
_RADIUS_M = 0.04


@njit(**JIT)
def draw_flakes(front, unseen, depth, samples, near, far, light, seed, heading, focal, horizon):  # type: ignore[no-untyped-def]
    """Blend the flakes between two distances behind what was drawn before, and before all that is farther.

    Parameters
    ----------
    front : (width, height, 3) float32, in and out
        Light in front of the background.
    unseen : (width, height) float32, in and out
        What the front lets through.
    depth : (width * samples, height * samples) float32
        Of the ground, the buildings and the poles.
    samples : int
        Depth samples a pixel side.
    near, far : float
        Of the shell of air, m.
    light : (N_LIGHT,) float32
    seed : int
    heading, focal, horizon : float
        Radians; pixels; row of the horizon.
    """
    width, height = unseen.shape
    first, last = SHELLS_M[0], SHELLS_M[-1]
    for flake in range(int(_FLAKES * light[A.SNOWFALL])):
        # Equal shares of the air between the nearest and the farthest.
        away = first + (last - first) * math.sqrt(lattice_hash(flake, 2, seed + 61))
        if away < near or away >= far:
            continue
        turn = 2.0 * math.pi * lattice_hash(flake, 1, seed + 61) - heading
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
                if depth[column * samples + samples // 2, row * samples + samples // 2] < forward:
                    continue
                across, down = (column + 0.5 - x) / soft, (row + 0.5 - y) / soft
                cover = strength * math.exp(-1.6 * (across * across + down * down))
                if cover < 0.01:
                    continue
                weight = cover * unseen[column, row]
                for k in range(3):
                    front[column, row, k] += 1.8 * light[A.AMBIENT + k] * weight
                unseen[column, row] *= 1.0 - cover
