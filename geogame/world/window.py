"""The rectangle of the Earth that the facts cover, and how its north-up rasters are indexed."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

WEST_DEG, EAST_DEG, SOUTH_DEG, NORTH_DEG = -126.0, -65.0, 23.0, 51.0


def raster_shape(pixels_per_degree: int) -> tuple[int, int]:
    """Rows and columns of a raster of the whole window."""
    return (
        round((NORTH_DEG - SOUTH_DEG) * pixels_per_degree),
        round((EAST_DEG - WEST_DEG) * pixels_per_degree),
    )


def nearest(raster: NDArray[Any], lats: ArrayLike, lons: ArrayLike, pixels_per_degree: int) -> NDArray[Any]:
    """Value of the pixel that holds each point; points off the window take the border's.

    Parameters
    ----------
    raster
        (rows, columns, ...), row 0 in the north, column 0 in the west.
    lats, lons
        WGS84 degrees, broadcast against each other.
    pixels_per_degree
        Resolution of the raster.
    """
    rows = ((NORTH_DEG - np.asarray(lats, np.float64)) * pixels_per_degree).astype(np.intp)
    columns = ((np.asarray(lons, np.float64) - WEST_DEG) * pixels_per_degree).astype(np.intp)
    rows = np.minimum(np.maximum(rows, 0), raster.shape[0] - 1)
    columns = np.minimum(np.maximum(columns, 0), raster.shape[1] - 1)
    flat = raster.reshape(raster.shape[0] * raster.shape[1], *raster.shape[2:])
    values: NDArray[Any] = flat.take(rows * raster.shape[1] + columns, 0)
    return values


def bilinear(
    raster: NDArray[np.float32], lats: ArrayLike, lons: ArrayLike, pixels_per_degree: int
) -> NDArray[np.float32]:
    """Value between the four pixel centres around each point; see `nearest` for the arguments."""
    rows, columns = raster.shape[:2]
    y = (NORTH_DEG - np.asarray(lats, np.float64)) * pixels_per_degree - 0.5
    x = (np.asarray(lons, np.float64) - WEST_DEG) * pixels_per_degree - 0.5
    y, x = np.broadcast_arrays(
        np.minimum(np.maximum(y, 0.0), rows - 1.001), np.minimum(np.maximum(x, 0.0), columns - 1.001)
    )
    top, left = y.astype(np.intp), x.astype(np.intp)
    fy, fx = (y - top).astype(np.float32), (x - left).astype(np.float32)
    if raster.ndim == 3:
        fy, fx = fy[..., None], fx[..., None]
    flat = raster.reshape(rows * columns, *raster.shape[2:])
    corner = top * columns + left
    upper, lower = flat.take(corner, 0), flat.take(corner + columns, 0)
    upper += (flat.take(corner + 1, 0) - upper) * fx
    lower += (flat.take(corner + columns + 1, 0) - lower) * fx
    blended: NDArray[np.float32] = upper + (lower - upper) * fy
    return blended
