"""Where each pixel's ray meets the land.

All picture buffers are column-major, ``[column, row]``: a column shares its azimuth, so the walk outwards over the
rings of the terrain is done once a column.
"""

import math

from numba import njit

from geogame.world.kernels.noise import JIT

CAMERA_HEIGHT_M = 2.35
NO_GROUND_M = 1e9


@njit(**JIT)
def cast_rays(distance, ring, depth, heights, radii, heading, focal, horizon):  # type: ignore[no-untyped-def]
    """Fill the ground's distance, ring and depth for each sample.

    Parameters
    ----------
    distance : (columns, rows) float32, out
        Metres along the ground to what the ray meets; 0 for sky.
    ring : (columns, rows) int16, out
        First ring at or beyond the meeting point.
    depth : (columns, rows) float32, out
        Metres along the camera's axis, a little farther than the ground so that things stand on it unharmed.
    heights, radii
        Of the `Terrain`.
    heading, focal, horizon : float
        Radians clockwise from north; samples; row of the horizon.
    """
    n_azimuths, n_rings = heights.shape
    columns, rows = distance.shape
    for c in range(columns):
        across = c + 0.5 - columns * 0.5
        slant = math.sqrt(focal * focal + across * across)
        forward = focal / slant
        position = ((heading + math.atan2(across, focal)) / (2.0 * math.pi) * n_azimuths - 0.5) % n_azimuths
        a0 = int(position) % n_azimuths
        a1 = (a0 + 1) % n_azimuths
        share = position - int(position)
        i = 0
        z = heights[a0, 0] * (1.0 - share) + heights[a1, 0] * share
        slope = (z - CAMERA_HEIGHT_M) / radii[0]
        previous_z, previous_r = z, radii[0]
        row = rows - 1
        while row >= 0:
            sight = (horizon - (row + 0.5)) / slant
            while i < n_rings - 1 and slope < sight:
                previous_z, previous_r = z, radii[i]
                i += 1
                z = heights[a0, i] * (1.0 - share) + heights[a1, i] * share
                slope = (z - CAMERA_HEIGHT_M) / radii[i]
            if slope < sight:
                break
            if i == 0:
                r = (CAMERA_HEIGHT_M - z) / max(1e-4, -sight) if sight < 0.0 else radii[0]
            else:
                below = previous_z - CAMERA_HEIGHT_M - sight * previous_r
                above = z - CAMERA_HEIGHT_M - sight * radii[i]
                part = min(1.0, max(0.0, -below / (above - below + 1e-9)))
                r = previous_r + (radii[i] - previous_r) * part
            distance[c, row] = r
            ring[c, row] = i
            depth[c, row] = r * forward * 1.02 + 0.3
            row -= 1
        for sky_row in range(row + 1):
            distance[c, sky_row] = 0.0
            depth[c, sky_row] = NO_GROUND_M
