"""Colours as the renderer wants them: linear light instead of the sRGB a person types."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.float64]


@lru_cache(maxsize=4096)
def _linear(hex_colour: str) -> tuple[float, float, float]:
    digits = hex_colour.lstrip("#")
    r, g, b = (
        (int(digits[0:2], 16) / 255) ** 2.2,
        (int(digits[2:4], 16) / 255) ** 2.2,
        (int(digits[4:6], 16) / 255) ** 2.2,
    )
    if g > r and g > b:
        # A leaf's albedo is duller and darker than the green a person picks for it by eye.
        luma = 0.3 * r + 0.6 * g + 0.1 * b
        r, g, b = ((luma + (c - luma) * 0.74) * 0.80 for c in (r, g, b))
    elif r > 0.35 and r > b * 1.25:
        r, g, b = r * 0.80, g * 0.80, b * 0.80
    return r, g, b


def linear(hex_colour: str) -> Rgb:
    """
    Turn ``#rrggbb`` into linear reflectance.

    Parameters
    ----------
    hex_colour
        sRGB colour as typed, with or without the leading ``#``.

    Returns
    -------
    rgb
        (3,) float64, linear, about 0..1; a new array each time.
    """
    return np.array(_linear(hex_colour))


def mix(a: Rgb, b: Rgb, share: float) -> Rgb:
    """Blend `a` into `b`: (3,) linear, `share` 0 gives `a`, 1 gives `b`."""
    return a * (1.0 - share) + b * share
