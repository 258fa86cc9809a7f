"""Cuts a perspective view out of a full turn, an equirectangular picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def perspective(
    panorama: NDArray[np.uint8],
    *,
    heading_deg: float,
    centre_deg: float,
    fov_deg: float = 90.0,
    pitch_deg: float = 0.0,
    size: tuple[int, int] = (640, 640),
) -> NDArray[np.uint8]:
    """Look out of a full turn in one direction.

    Parameters
    ----------
    panorama
        ``(h, 2 h, 3)`` uint8; the zenith at the top, the nadir at the bottom.
    heading_deg
        Where to look, clockwise from north.
    centre_deg
        Where the middle column of the panorama looks, clockwise from north.
    fov_deg
        From the left edge of the view to its right one, below 180.
    pitch_deg
        Above the horizon.
    size
        ``(width, height)`` pixels of the view.

    Returns
    -------
    ndarray
        ``(height, width, 3)`` uint8, interpolated linearly; it wraps around at the panorama's edges.
    """
    rows, columns = panorama.shape[:2]
    lon, lat = _directions(size, fov_deg, pitch_deg)
    u = ((lon + np.radians(heading_deg - centre_deg)) / (2 * np.pi) + 0.5) * columns - 0.5
    v = np.clip((0.5 - lat / np.pi) * rows - 0.5, 0, rows - 1)
    left, top = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    across, down = (u - left)[..., None].astype(np.float32), (v - top)[..., None].astype(np.float32)
    right, left, bottom = (left + 1) % columns, left % columns, np.minimum(top + 1, rows - 1)
    upper = panorama[top, left] * (1 - across) + panorama[top, right] * across
    lower = panorama[bottom, left] * (1 - across) + panorama[bottom, right] * across
    return np.asarray(np.clip(upper * (1 - down) + lower * down + 0.5, 0, 255).astype(np.uint8))


def _directions(
    size: tuple[int, int], fov_deg: float, pitch_deg: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Azimuth from the view's heading and elevation of every pixel's centre, radians, ``(height, width)`` each."""
    width, height = size
    focal = width / 2 / np.tan(np.radians(fov_deg) / 2)
    x, y = np.meshgrid(np.arange(width) - (width - 1) / 2, (height - 1) / 2 - np.arange(height))
    length = np.sqrt(x**2 + y**2 + focal**2)
    pitch = np.radians(pitch_deg)
    up = (y * np.cos(pitch) + focal * np.sin(pitch)) / length
    forward = focal * np.cos(pitch) - y * np.sin(pitch)
    return np.arctan2(x, forward), np.arcsin(np.clip(up, -1, 1))
