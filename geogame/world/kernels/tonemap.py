"""From linear light to the pixels of a picture: bloom, exposure, a film curve, gamma and grain."""

import functools

import numpy as np
from numba import njit

from geogame.world.arrays import Floats
from geogame.world.kernels.noise import JIT, lattice_hash

_STEPS = 4096
WHITE = 9.0  # exposed light that comes out white
GRAIN = 1.0  # grey levels: enough to hide bands in a clear sky, too little to cost bytes
_BLOOM_FROM, _BLOOM_MOST, _BLOOM = 0.95, 6.0, 0.10
_COARSE = 4  # pixels to a cell of the bloom, each way


def _film(v: Floats) -> Floats:
    """Toe, straight part and a long shoulder."""
    return np.asarray((v * (2.2 * v + 0.03)) / (v * (2.3 * v + 0.60) + 0.16), np.float32)


@functools.cache
def gamma_table() -> Floats:
    """Return levels 0..255 of each channel over the square root of v / WHITE, (3, steps + 1): film, gamma, split.

    Shadows lean to blue and lights to yellow, by less than four levels.
    """
    root = np.arange(_STEPS + 1) / _STEPS
    light = np.asarray(WHITE * root**2, np.float32)
    level = np.asarray(_film(light) / _film(np.array([WHITE], np.float32)), np.float64) ** (1 / 2.2)
    shadows, lights = level * (1 - level) ** 2 * 0.10, level**2 * (1 - level) * 0.10
    channels = [level + lights * 0.8 - shadows * 0.4, level + lights * 0.25, level - lights + shadows]
    return np.asarray(255.0 * np.clip(channels, 0, 1), np.float32)


def add_bloom(
    image: Floats, front: Floats, unseen: Floats, exposure: float, focal: float, *, wraps: bool = False
) -> None:
    """Let bright light spill, in place, into what is in front: a blurred bright pass at a quarter of the size.

    Parameters
    ----------
    image, front : (width, height, 3) float32
        As for `develop`.
    unseen : (width, height) float32
    exposure : float
    focal : float
        Pixels a radian in the picture's middle: how far light spills.
    wraps : bool
        Whether the picture's sides meet.
    """
    width, height, _ = image.shape
    coarse = np.zeros((max(1, width // _COARSE), max(1, height // _COARSE), 3), np.float32)
    if not _bright_pass(coarse, image, front, unseen, exposure):
        return
    reach = max(1, round(focal / (24 * _COARSE)))
    spare = np.empty_like(coarse)
    for _ in range(2):
        _blur(spare, coarse, reach, wraps)
        _blur(coarse.transpose(1, 0, 2), spare.transpose(1, 0, 2), reach, False)
    _spill(front, coarse, exposure)


@njit(**JIT)
def _bright_pass(coarse, image, front, unseen, exposure):  # type: ignore[no-untyped-def]
    """Average what exceeds the film's straight part; return whether anything does."""
    found = False
    share = 1.0 / (_COARSE * _COARSE)
    for x in range(coarse.shape[0] * _COARSE):
        for y in range(coarse.shape[1] * _COARSE):
            open_share = unseen[x, y]
            green = (image[x, y, 1] * open_share + front[x, y, 1]) * exposure
            if green <= _BLOOM_FROM:
                continue
            found = True
            excess = min(1.0 - _BLOOM_FROM / green, _BLOOM_MOST / green) * exposure * share
            for k in range(3):
                coarse[x // _COARSE, y // _COARSE, k] += (image[x, y, k] * open_share + front[x, y, k]) * excess
    return found


@njit(**JIT)
def _blur(out, cells, reach, wraps):  # type: ignore[no-untyped-def]
    """Write the running mean along the first axis; outside the border's cells go on, or the other side's."""
    count = cells.shape[0]
    per = 1.0 / (2 * reach + 1)
    for y in range(cells.shape[1]):
        for k in range(3):
            total = 0.0
            for i in range(-reach, reach + 1):
                total += cells[i % count if wraps else min(count - 1, max(0, i)), y, k]
            for x in range(count):
                out[x, y, k] = total * per
                after, before = x + reach + 1, x - reach
                if wraps:
                    total += cells[after % count, y, k] - cells[before % count, y, k]
                else:
                    total += cells[min(count - 1, after), y, k] - cells[max(0, before), y, k]


@njit(**JIT)
def _spill(front, coarse, exposure):  # type: ignore[no-untyped-def]
    columns, rows, _ = coarse.shape
    strength = _BLOOM / exposure
    for x in range(front.shape[0]):
        cx = min(columns - 1.0, max(0.0, (x + 0.5) / _COARSE - 0.5))
        x0 = int(cx)
        x1, fx = min(columns - 1, x0 + 1), cx - x0
        for y in range(front.shape[1]):
            cy = min(rows - 1.0, max(0.0, (y + 0.5) / _COARSE - 0.5))
            y0 = int(cy)
            y1, fy = min(rows - 1, y0 + 1), cy - y0
            for k in range(3):
                near = coarse[x0, y0, k] * (1.0 - fx) + coarse[x1, y0, k] * fx
                far = coarse[x0, y1, k] * (1.0 - fx) + coarse[x1, y1, k] * fx
                front[x, y, k] += strength * (near * (1.0 - fy) + far * fy)


@njit(**JIT)
def develop(picture, image, front, unseen, table, exposure, seed):  # type: ignore[no-untyped-def]
    """Compose what is in front over the background, and turn it into pixels.

    Parameters
    ----------
    picture : (height, width, 3) uint8, out
    image, front : (width, height, 3) float32
        Linear light of the background, and of the billboards multiplied by their opacity.
    unseen : (width, height) float32
        What the billboards let through.
    table : (3, steps) float32
        `gamma_table`.
    exposure : float
    seed : int
        Of the grain.
    """
    height, width, _ = picture.shape
    scale = exposure / WHITE
    for x in range(width):
        for y in range(height):
            grain = (lattice_hash(x, y, seed) - np.float32(0.5)) * GRAIN + 0.5
            for k in range(3):
                v = max(0.0, image[x, y, k] * unseen[x, y] + front[x, y, k]) * scale
                level = table[k, int(np.sqrt(min(1.0, v)) * _STEPS + 0.5)] + grain
                picture[y, x, k] = np.uint8(min(255.0, max(0.0, level)))
