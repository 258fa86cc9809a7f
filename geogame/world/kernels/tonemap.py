"""From linear light to the pixels of a picture: exposure, a film curve, gamma, vignette and grain."""

import functools

import numpy as np
from numba import njit

from geogame.world.arrays import Floats
from geogame.world.kernels.noise import JIT, lattice_hash

_STEPS = 4096
VIGNETTE = 0.05  # how much darker a view is at its sides, twice that in its corners; a full turn has none
GRAIN = 1.0  # grey levels: enough to hide bands in a clear sky, too little to cost bytes


@functools.cache
def gamma_table() -> Floats:
    """Return 255 v^(1/2.2) over the square root of v: evenly spaced steps there are fine enough in the dark."""
    root = (np.arange(_STEPS + 1) / _STEPS).astype(np.float64)
    return np.asarray(255.0 * root ** (2.0 / 2.2), np.float32)


@njit(**JIT)
def develop(picture, image, front, unseen, table, exposure, seed, vignette):  # type: ignore[no-untyped-def]
    """Compose what is in front over the background, and turn it into pixels.

    Parameters
    ----------
    picture : (height, width, 3) uint8, out
    image, front : (width, height, 3) float32
        Linear light of the background, and of the billboards multiplied by their opacity.
    unseen : (width, height) float32
        What the billboards let through.
    table : (steps,) float32
        `gamma_table`.
    exposure : float
    seed : int
        Of the grain.
    vignette : float
        `VIGNETTE`, or 0 for none.
    """
    height, width, _ = picture.shape
    for x in range(width):
        across = (x / width - 0.5) * 2.0
        for y in range(height):
            down = (y / height - 0.5) * 2.0
            gain = exposure * (1.0 - vignette * (across * across + down * down))
            grain = (lattice_hash(x, y, seed) - np.float32(0.5)) * GRAIN + 0.5
            for k in range(3):
                v = max(0.0, image[x, y, k] * unseen[x, y] + front[x, y, k]) * gain
                v = (v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14)
                level = table[int(np.sqrt(min(1.0, v)) * _STEPS + 0.5)] + grain
                picture[y, x, k] = np.uint8(min(255.0, max(0.0, level)))
