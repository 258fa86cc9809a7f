"""Turns one fetched picture into the stored views of a place: cut, sized, without metadata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geogame.sources.remote.base import Candidate
from geogame.sources.remote.perspective import perspective

FOV_DEG: Final = 90.0
TURN_TOLERANCE: Final = 0.02


def cut(
    pixels: NDArray[np.uint8], candidate: Candidate, headings_deg: Sequence[float], size: tuple[int, int]
) -> list[NDArray[np.uint8]] | str:
    """Make the views of a place.

    Parameters
    ----------
    pixels
        ``(h, w, 3)`` uint8, as it came.
    candidate
        Says whether it is a full turn, and where its middle looks.
    headings_deg
        Where the views of a full turn look; a flat photograph gives one view, whatever they are.
    size
        ``(width, height)`` of the views.

    Returns
    -------
    list of ndarray, or str
        ``(height, width, 3)`` uint8 each, or why it cannot be cut.
    """
    if not candidate.full_turn:
        return [_fitted(pixels, size)]
    if candidate.centre_deg is None:
        return "no heading"
    return cut_turn(pixels, [heading - candidate.centre_deg for heading in headings_deg], size)


def cut_turn(
    pixels: NDArray[np.uint8], turns_deg: Sequence[float], size: tuple[int, int]
) -> list[NDArray[np.uint8]] | str:
    """Look out of a full turn in several directions, ``turns_deg`` clockwise from its middle; see `cut`."""
    height, width = pixels.shape[:2]
    if abs(width - 2 * height) > TURN_TOLERANCE * width:
        return "no full turn"
    shrunk = _shrunk(pixels, size[0])
    return [perspective(shrunk, heading_deg=turn, centre_deg=0.0, fov_deg=FOV_DEG, size=size) for turn in turns_deg]


def _fitted(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Take the largest middle part of the views' shape, and resize it."""
    from PIL import Image, ImageOps

    fitted = ImageOps.fit(Image.fromarray(pixels), size, Image.Resampling.LANCZOS)
    return np.asarray(fitted)


def _shrunk(panorama: NDArray[np.uint8], view_width: int) -> NDArray[np.uint8]:
    """Average blocks of a panorama that is much finer than the views, which would flicker otherwise."""
    from PIL import Image

    factor = int(panorama.shape[1] * FOV_DEG / 360 / view_width)
    return np.asarray(Image.fromarray(panorama).reduce(factor)) if factor > 1 else panorama
