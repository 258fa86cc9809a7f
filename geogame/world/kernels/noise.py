"""Smooth random fields over the plane, from a hash of lattice points: the same on every run and machine."""

import math

import numpy as np
from numba import njit

# The flags of every kernel. Threads are left out: one process a core is faster than threads. Without reference
# counts (`_nrt`) a kernel may not allocate, and its inner functions take arrays for free instead of for two atomic
# operations a call, which is a third of the time of a picture.
JIT = {"cache": True, "fastmath": True, "nogil": True, "error_model": "numpy", "_nrt": False}

_HASH_X, _HASH_Y, _HASH_SEED = np.uint32(374761393), np.uint32(668265263), np.uint32(2246822519)
_HASH_MIX, _LOW_BITS, _TO_UNIT = np.uint32(1274126177), np.uint32(0xFFFFFF), np.float32(2.0**-24)
_SHIFT_A, _SHIFT_B = np.uint32(13), np.uint32(16)

LACUNARITY = 0.47  # wavelength ratio of octaves; not 1/2, so that their lattices never line up
_TURN_COS, _TURN_SIN = 0.8, 0.6  # each octave is turned, which hides the lattice's axes


@njit(inline="always")
def _finish(mixed: np.uint32) -> np.float32:
    mixed = np.uint32((mixed ^ (mixed >> _SHIFT_A)) * _HASH_MIX)
    mixed = np.uint32(mixed ^ (mixed >> _SHIFT_B))
    return np.float32(mixed & _LOW_BITS) * _TO_UNIT


@njit(**JIT)
def lattice_hash(i: int, j: int, seed: int) -> np.float32:
    """Return a random number 0..1 for an integer point."""
    return _finish(np.uint32(np.uint32(i) * _HASH_X + np.uint32(j) * _HASH_Y + np.uint32(seed) * _HASH_SEED))


@njit(**JIT)
def smooth_step(low: float, high: float, x: float) -> float:
    """Return 0 below ``low``, 1 above ``high`` and a smooth rise between (``low`` may be the larger)."""
    t = min(1.0, max(0.0, (x - low) / (high - low)))
    return t * t * (3.0 - 2.0 * t)


@njit(**JIT)
def value_noise(x: float, y: float, seed: int) -> float:
    """Return noise 0..1 of wavelength 1, twice differentiable."""
    floor_x, floor_y = math.floor(x), math.floor(y)
    fx, fy = x - floor_x, y - floor_y
    fx = fx * fx * fx * (fx * (fx * 6.0 - 15.0) + 10.0)
    fy = fy * fy * fy * (fy * (fy * 6.0 - 15.0) + 10.0)
    # The four corners share their products: the hash is most of the cost.
    x0 = np.uint32(np.uint32(np.int64(floor_x)) * _HASH_X + np.uint32(seed) * _HASH_SEED)
    x1 = np.uint32(x0 + _HASH_X)
    y0 = np.uint32(np.uint32(np.int64(floor_y)) * _HASH_Y)
    y1 = np.uint32(y0 + _HASH_Y)
    a, b = _finish(np.uint32(x0 + y0)), _finish(np.uint32(x1 + y0))
    c, d = _finish(np.uint32(x0 + y1)), _finish(np.uint32(x1 + y1))
    return a + (b - a) * fx + (c - a) * fy + (a - b - c + d) * fx * fy


@njit(**JIT)
def octave_noise(x: float, y: float, wavelength: float, footprint: float, count: int, seed: int) -> float:
    """Return ``count`` octaves of noise 0..1 from ``wavelength`` down, fading out below ``footprint``.

    An octave finer than the footprint is replaced by its mean before it is evaluated, which is both the
    anti-aliasing and most of the speed at a distance.
    """
    total, weight, amplitude = 0.0, 0.0, 0.5
    limit = 1.0 / (footprint * 1.6 + 1e-6)
    for k in range(count):
        share = min(1.0, wavelength * limit - 0.6)
        weight += amplitude
        if share <= 0.0:
            total += amplitude * 0.5
        else:
            inverse = 1.0 / wavelength
            total += amplitude * (share * value_noise(x * inverse, y * inverse, seed + k) + (1.0 - share) * 0.5)
        amplitude *= 0.5
        wavelength *= LACUNARITY
        x, y = _TURN_COS * x - _TURN_SIN * y, _TURN_SIN * x + _TURN_COS * y
    return total / weight


@njit(**JIT)
def octave_noise_at_origin(count: int, seed: int) -> float:
    """Return `octave_noise` at (0, 0) with no footprint: turning leaves the origin on every lattice."""
    total, weight, amplitude = 0.0, 0.0, 0.5
    for k in range(count):
        total += amplitude * lattice_hash(0, 0, seed + k)
        weight += amplitude
        amplitude *= 0.5
    return total / weight
