"""Lay narrow perspective pictures side by side into one equirectangular picture."""

import math

from numba import njit

from geogame.world.kernels.noise import JIT


@njit(**JIT)
def lay_strip(  # type: ignore[no-untyped-def]
    panorama, image, front, unseen, tangents, first, last, top, bottom, heading, focal, horizon
):
    """Fill a rectangle of the panorama from one perspective picture.

    Across, the two nearest columns are weighed; down, where a strip far above or below the horizon has many rows
    to a row of the panorama, all that the row spans are averaged.

    Parameters
    ----------
    panorama : (columns, rows, 3) float32, out
        Column 0 begins at azimuth -180 degrees, row 0 at the zenith.
    image, front : (width, height, 3) float32
    unseen : (width, height) float32
        Of the strip's `view.Light`.
    tangents : (rows + 1,) float64
        Of the elevation of the panorama's row edges, from the zenith down.
    first, last, top, bottom : int
        Columns and rows of the panorama to fill, the second of each excluded.
    heading, focal, horizon : float
        Of the strip: radians; pixels; row of the horizon.
    """
    columns = panorama.shape[0]
    width, height = unseen.shape
    for column in range(first, last):
        angle = (column + 0.5) / columns * 2.0 * math.pi - math.pi - heading
        at = width * 0.5 + focal * math.tan(angle) - 0.5
        left = min(max(int(math.floor(at)), 0), width - 2)
        right_share = min(1.0, max(0.0, at - left))
        slant = focal / math.cos(angle)
        upper = horizon - slant * tangents[top]
        for row in range(top, bottom):
            lower = horizon - slant * tangents[row + 1]
            middle, half = (upper + lower) * 0.5, max(1.0, lower - upper) * 0.5
            upper = lower
            start, end = max(0.0, middle - half), min(float(height), middle + half)
            red, green, blue, weight = 0.0, 0.0, 0.0, 1e-12
            for y in range(int(start), min(height, int(math.ceil(end)))):
                part = min(end, y + 1.0) - max(start, float(y))
                weight += part
                right = part * right_share
                part -= right
                through, right_through = unseen[left, y] * part, unseen[left + 1, y] * right
                red += image[left, y, 0] * through + image[left + 1, y, 0] * right_through
                green += image[left, y, 1] * through + image[left + 1, y, 1] * right_through
                blue += image[left, y, 2] * through + image[left + 1, y, 2] * right_through
                if through < part:
                    red += front[left, y, 0] * part
                    green += front[left, y, 1] * part
                    blue += front[left, y, 2] * part
                if right_through < right:
                    red += front[left + 1, y, 0] * right
                    green += front[left + 1, y, 1] * right
                    blue += front[left + 1, y, 2] * right
            weight = 1.0 / weight
            panorama[column, row, 0] = red * weight
            panorama[column, row, 1] = green * weight
            panorama[column, row, 2] = blue * weight
