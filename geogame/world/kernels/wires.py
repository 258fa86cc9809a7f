"""Overhead wires, poles and rails: thin lines in space, drawn with their true width as coverage."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.camera import CAMERA_HEIGHT_M
from geogame.world.kernels.noise import JIT

_NEAR_M = 0.5
_SEGMENTS = 24  # of a hanging wire; straight things need one


@njit(**JIT)
def _visible_share(depth, column, row, samples, at):  # type: ignore[no-untyped-def]
    """Return the part of a picture pixel whose samples lie beyond ``at``."""
    beyond = 0
    for i in range(samples):
        for j in range(samples):
            if depth[column * samples + i, row * samples + j] >= at:
                beyond += 1
    return beyond / (samples * samples)


@njit(**JIT)
def _draw_segment(image, depth, samples, ax, ay, a_depth, bx, by, b_depth, radius, focal, colour, light):  # type: ignore[no-untyped-def]
    """Blend one straight piece, given in pixels; depth runs as its inverse along the line."""
    width, height = image.shape[0], image.shape[1]
    dx, dy = bx - ax, by - ay
    steep = abs(dy) > abs(dx)
    # Walk the longer axis pixel by pixel, each once, so that no joint is drawn twice.
    a0, a1, length = (ay, by, dy) if steep else (ax, bx, dx)
    if abs(length) < 1e-9:
        return
    low, high = min(a0, a1), max(a0, a1)
    limit = height if steep else width
    first, last = max(0, int(math.floor(low))), min(limit - 1, int(math.floor(high)))
    # The perpendicular width of a slanted line is narrower than its extent along the shorter axis.
    slant = math.sqrt(dx * dx + dy * dy) / abs(length)
    for step in range(first, last + 1):
        covered = min(high, step + 1.0) - max(low, float(step))
        if covered <= 0.0:
            continue
        centre = min(high, max(low, step + 0.5))
        part = (centre - a0) / length
        inverse = (1.0 / a_depth) * (1.0 - part) + (1.0 / b_depth) * part
        at = 1.0 / inverse
        line_width = 2.0 * radius * focal * inverse
        half = max(0.5, line_width * 0.5) * slant
        strength = min(0.94, line_width * 1.1) * covered
        middle = ax + dx * part if steep else ay + dy * part
        other_limit = width if steep else height
        fog = 1.0 - math.exp(-at / light[A.VISIBILITY_M])
        for cross in range(max(0, int(math.floor(middle - half - 0.5))), min(other_limit, int(middle + half + 1.5))):
            coverage = min(1.0, max(0.0, half + 0.5 - abs(cross + 0.5 - middle))) * strength
            if coverage <= 0.002:
                continue
            column, row = (cross, step) if steep else (step, cross)
            coverage *= _visible_share(depth, column, row, samples, at)
            if coverage <= 0.002:
                continue
            for k in range(3):
                value = colour[k] * (light[A.AMBIENT + k] + light[A.SUNLIGHT + k] * 0.4)
                value = value * (1.0 - fog) + light[A.FOG + k] * fog
                image[column, row, k] = image[column, row, k] * (1.0 - coverage) + value * coverage


@njit(**JIT)
def draw_wires(image, depth, samples, wires, light, heading, focal, horizon):  # type: ignore[no-untyped-def]
    """Blend every wire into the picture.

    Parameters
    ----------
    image : (width, height, 3) float32, in and out
    depth : (width * samples, height * samples) float32
        Of the ground and the buildings.
    samples : int
        Depth samples a pixel side.
    wires : (n, N_WIRE) float32
    light : (N_LIGHT,) float32
    heading, focal, horizon : float
        Radians; pixels; row of the horizon.
    """
    width = image.shape[0]
    c, s = math.cos(heading), math.sin(heading)
    for q in range(wires.shape[0]):
        wire = wires[q]
        sag = wire[A.W_SAG]
        pieces = _SEGMENTS if sag > 0.02 or sag < -0.02 else 1
        colour = wire[A.W_COLOUR : A.W_COLOUR + 3]
        for t in range(pieces):
            p0, p1 = t / pieces, (t + 1.0) / pieces
            x0 = wire[0] + (wire[3] - wire[0]) * p0
            y0 = wire[1] + (wire[4] - wire[1]) * p0
            z0 = wire[2] + (wire[5] - wire[2]) * p0 - sag * 4.0 * p0 * (1.0 - p0) - CAMERA_HEIGHT_M
            x1 = wire[0] + (wire[3] - wire[0]) * p1
            y1 = wire[1] + (wire[4] - wire[1]) * p1
            z1 = wire[2] + (wire[5] - wire[2]) * p1 - sag * 4.0 * p1 * (1.0 - p1) - CAMERA_HEIGHT_M
            across0, forward0 = x0 * c - y0 * s, x0 * s + y0 * c
            across1, forward1 = x1 * c - y1 * s, x1 * s + y1 * c
            if forward0 < _NEAR_M and forward1 < _NEAR_M:
                continue
            # Cut at the near plane instead of dropping the piece, which is what bent wires overhead.
            if forward0 < _NEAR_M:
                cut = (_NEAR_M - forward0) / (forward1 - forward0)
                across0 += (across1 - across0) * cut
                z0 += (z1 - z0) * cut
                forward0 = _NEAR_M
            elif forward1 < _NEAR_M:
                cut = (_NEAR_M - forward1) / (forward0 - forward1)
                across1 += (across0 - across1) * cut
                z1 += (z0 - z1) * cut
                forward1 = _NEAR_M
            ax, ay = width * 0.5 + focal * across0 / forward0, horizon - focal * z0 / forward0
            bx, by = width * 0.5 + focal * across1 / forward1, horizon - focal * z1 / forward1
            _draw_segment(
                image, depth, samples, ax, ay, forward0, bx, by, forward1, wire[A.W_RADIUS], focal, colour, light
            )  # fmt: skip
