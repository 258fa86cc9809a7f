"""A tile of ready-made noise with mip levels, so that shading a pixel costs one look-up instead of octaves.

Placement needs the exact fields of `noise`; what only colours the ground may repeat after a few dozen wavelengths,
since each layer has its own offset and scale.
"""

import functools
import math

import numpy as np
from numba import njit

from geogame.world.arrays import Floats
from geogame.world.kernels.noise import JIT

TILE = 512  # texels a side, a power of two
WAVELENGTH = 16  # texels of the longest wavelength
_LEVELS = 7  # at the last one a wavelength is a quarter of a texel: flat
_SPREAD = 0.125  # standard deviation, that of five octaves of value noise


@functools.cache
def noise_tile() -> Floats:
    """Return the tile and its mip levels in one flat float32 array, values 0..1 around 0.5.

    Made in the frequency domain: each octave has half the amplitude of the one before, without the axes that a
    lattice of values shows, and the tile repeats without a seam.
    """
    frequency = np.hypot(np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None, :])
    longest = 1.0 / WAVELENGTH
    amplitude = 1.0 / (frequency**2 + (0.6 * longest) ** 2)
    amplitude *= 1.0 / (1.0 + (0.55 * longest / np.maximum(frequency, 1e-9)) ** 4)
    amplitude[0, 0] = 0.0
    phase = np.random.default_rng(4).uniform(0.0, 2.0 * np.pi, amplitude.shape)
    noise = np.fft.irfft2(amplitude * np.exp(1j * phase), s=(TILE, TILE))
    # Rounded, so that another build of the transform cannot change a pixel.
    level = np.clip(np.round((noise / noise.std() * _SPREAD + 0.5) * 4096) / 4096, 0.0, 1.0)
    levels = []
    for _ in range(_LEVELS):
        levels.append(level.astype(np.float32).ravel())
        level = level.reshape(len(level) // 2, 2, len(level) // 2, 2).mean(axis=(1, 3))
    return np.concatenate(levels)


@njit(**JIT)
def speckle(tile: Floats, x: float, y: float, per_m: float, footprint: float, seed: int) -> float:
    """Return noise 0..1 whose longest wavelength is ``1 / per_m`` metres, blurred to the pixel's footprint, m."""
    scale = per_m * WAVELENGTH
    blur = footprint * scale
    first, size = 0, TILE
    shrink = 1.0
    while blur > 1.0:
        first += size * size
        size >>= 1
        if size < 16:
            return 0.5
        blur *= 0.5
        shrink *= 0.5
    px = (x * scale + (seed * 197 & 511)) * shrink - 0.5
    py = (y * scale + (seed * 331 & 511)) * shrink - 0.5
    floor_x, floor_y = math.floor(px), math.floor(py)
    fx, fy = px - floor_x, py - floor_y
    fx, fy = fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy)
    i, j = np.int64(floor_x), np.int64(floor_y)
    mask = size - 1
    row0, row1 = first + (j & mask) * size, first + ((j + 1) & mask) * size
    i0, i1 = i & mask, (i + 1) & mask
    top = tile[row0 + i0] + (tile[row0 + i1] - tile[row0 + i0]) * fx
    bottom = tile[row1 + i0] + (tile[row1 + i1] - tile[row1 + i0]) * fx
    return top + (bottom - top) * fy
