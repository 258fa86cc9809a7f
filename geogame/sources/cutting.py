"""Cuts the views of a place out of one picture: a full turn looks wherever it is asked to, a flat one where it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geogame.sources.decoding import PictureError
from geogame.sources.photo_tables import FOV_DEG
from geogame.sources.remote.perspective import perspective

TURN_TOLERANCE: Final = 0.02


def cut(
    pixels: NDArray[np.uint8],
    headings_deg: Sequence[float],
    size: tuple[int, int],
    *,
    full_turn: bool,
    centre_deg: float | None = None,
    pitch_deg: float = 0.0,
) -> list[NDArray[np.uint8]]:
    """Make the views of a place.

    Parameters
    ----------
    pixels
        ``(h, w, 3)`` uint8, as it came.
    headings_deg
        Where the views of a full turn look; a flat photograph gives one view, whatever they are.
    size
        ``(width, height)`` of the views.
    full_turn
        Whether the picture is equirectangular.
    centre_deg
        Where the middle of a full turn looks, clockwise from north.
    pitch_deg
        How far above the horizon the views of a full turn look.

    Returns
    -------
    list of ndarray
        ``(height, width, 3)`` uint8 each.

    Raises
    ------
    PictureError
        If it should be a full turn and is none, or nobody knows where it looks.
    """
    if not full_turn:
        return [_fitted(pixels, size)]
    if centre_deg is None:
        raise PictureError("no heading")
    return cut_turn(pixels, [heading - centre_deg for heading in headings_deg], size, pitch_deg)


def cut_turn(
    pixels: NDArray[np.uint8], turns_deg: Sequence[float], size: tuple[int, int], pitch_deg: float = 0.0
) -> list[NDArray[np.uint8]]:
    """Look out of a full turn in several directions, ``turns_deg`` clockwise from its middle; see `cut`."""
    height, width = pixels.shape[:2]
    if abs(width - 2 * height) > TURN_TOLERANCE * width:
        raise PictureError("no full turn: it is not twice as wide as high")
    shrunk = _shrunk(pixels, size[0])
    return [
        perspective(shrunk, heading_deg=turn, centre_deg=0.0, fov_deg=FOV_DEG, pitch_deg=pitch_deg, size=size)
        for turn in turns_deg
    ]


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
