"""Overhead wires, poles and rails: thin lines in space, drawn with their true width as coverage."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.air import air_light, air_path
from geogame.world.kernels.camera import CAMERA_HEIGHT_M
from geogame.world.kernels.noise import JIT

_NEAR_M = 0.5
_SEGMENTS = 24  # of a hanging wire; straight things need one
_STRAIGHT_M = 0.02  # of sag
_ROUND_PX = 2.0  # from this width on a pole is shaded as the cylinder it is


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
def _project(wire, p0, p1, c, s, focal, horizon, middle, out):  # type: ignore[no-untyped-def]
    """Write column, row and depth of a piece's two ends into ``out[0:6]``; False where it lies behind the camera."""
    sag = wire[A.W_SAG]
    x0 = wire[0] + (wire[3] - wire[0]) * p0
    y0 = wire[1] + (wire[4] - wire[1]) * p0
    z0 = wire[2] + (wire[5] - wire[2]) * p0 - sag * 4.0 * p0 * (1.0 - p0) - CAMERA_HEIGHT_M
    x1 = wire[0] + (wire[3] - wire[0]) * p1
    y1 = wire[1] + (wire[4] - wire[1]) * p1
    z1 = wire[2] + (wire[5] - wire[2]) * p1 - sag * 4.0 * p1 * (1.0 - p1) - CAMERA_HEIGHT_M
    across0, forward0 = x0 * c - y0 * s, x0 * s + y0 * c
    across1, forward1 = x1 * c - y1 * s, x1 * s + y1 * c
    if forward0 < _NEAR_M and forward1 < _NEAR_M:
        return False
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
    out[0], out[1], out[2] = middle + focal * across0 / forward0, horizon - focal * z0 / forward0, forward0
    out[3], out[4], out[5] = middle + focal * across1 / forward1, horizon - focal * z1 / forward1, forward1
    return True


@njit(**JIT)
def hide_behind_poles(depth, wires, heading, focal, horizon, scratch):  # type: ignore[no-untyped-def]
    """Bring the depth forward to every straight piece at least a sample wide, so that no plant behind it covers it.

    Parameters
    ----------
    depth : (columns, rows) float32, in and out
    wires : (n, N_WIRE) float32
    heading, focal, horizon : float
        Radians; samples; row of the horizon.
    scratch : (>= 6,) float64
    """
    columns, rows = depth.shape
    c, s = math.cos(heading), math.sin(heading)
    for q in range(wires.shape[0]):
        wire = wires[q]
        if abs(wire[A.W_SAG]) > _STRAIGHT_M:
            continue
        if not _project(wire, 0.0, 1.0, c, s, focal, horizon, columns * 0.5, scratch):
            continue
        ax, ay, near_a, bx, by, near_b = scratch[0], scratch[1], scratch[2], scratch[3], scratch[4], scratch[5]
        dx, dy = bx - ax, by - ay
        steep = abs(dy) > abs(dx)
        a0, length = (ay, dy) if steep else (ax, dx)
        if abs(length) < 1e-9 or 2.0 * wire[A.W_RADIUS] * focal < 1.0 * min(near_a, near_b):
            continue
        slant = math.sqrt(dx * dx + dy * dy) / abs(length)
        first = max(0, int(math.floor(min(a0, a0 + length))))
        last = min((rows if steep else columns) - 1, int(math.floor(max(a0, a0 + length))))
        other_limit = columns if steep else rows
        for step in range(first, last + 1):
            part = min(1.0, max(0.0, (step + 0.5 - a0) / length))
            at = 1.0 / ((1.0 - part) / near_a + part / near_b)
            half = wire[A.W_RADIUS] * focal / at * slant
            middle = ax + dx * part if steep else ay + dy * part
            behind = at * 1.002 + 0.02
            low, high = max(0, int(math.ceil(middle - half - 0.5))), min(other_limit, int(middle + half + 0.5))
            for cross in range(low, high):
                column, row = (cross, step) if steep else (step, cross)
                depth[column, row] = min(depth[column, row], behind)


@njit(**JIT)
def _draw_segment(  # type: ignore[no-untyped-def]
    image, depth, samples, ends, radius, focal, colour, air, light, sun_right, sun_away
):
    """Blend one straight piece, given in pixels; depth runs as its inverse along the line."""
    ax, ay, a_depth, bx, by, b_depth = ends[0], ends[1], ends[2], ends[3], ends[4], ends[5]
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
        strength = min(1.0, line_width * 1.1) * covered
        middle = ax + dx * part if steep else ay + dy * part
        other_limit = width if steep else height
        fog = 1.0 - math.exp(-air_path(at, light[A.VISIBILITY_M]))
        for cross in range(max(0, int(math.floor(middle - half - 0.5))), min(other_limit, int(middle + half + 1.5))):
            coverage = min(1.0, max(0.0, half + 0.5 - abs(cross + 0.5 - middle))) * strength
            if coverage <= 0.002:
                continue
            column, row = (cross, step) if steep else (step, cross)
            coverage *= _visible_share(depth, column, row, samples, at)
            if coverage <= 0.002:
                continue
            around, direct = 1.0, 0.4
            if steep and line_width > _ROUND_PX:
                side = max(-1.0, min(1.0, (cross + 0.5 - middle) / half))
                front = math.sqrt(1.0 - side * side)
                direct = 0.9 * max(0.0, side * sun_right - front * sun_away)
                around = 0.72 + 0.28 * front
            for k in range(3):
                value = colour[k] * (light[A.AMBIENT + k] * around + light[A.SUNLIGHT + k] * direct)
                value = value * (1.0 - fog) + air[k] * fog
                image[column, row, k] = image[column, row, k] * (1.0 - coverage) + value * coverage


@njit(**JIT)
def draw_wires(image, depth, samples, wires, sky, light, heading, focal, horizon, scratch):  # type: ignore[no-untyped-def]
    """Blend every wire into the picture.

    Parameters
    ----------
    image : (width, height, 3) float32, in and out
    depth : (width * samples, height * samples) float32
        Of the ground, the buildings and the poles.
    samples : int
        Depth samples a pixel side.
    wires : (n, N_WIRE) float32
    sky : (N_SKY,) float32
    light : (N_LIGHT,) float32
    heading, focal, horizon : float
        Radians; pixels; row of the horizon.
    scratch : (>= 9,) float64
    """
    width, air = image.shape[0], scratch[6:9]
    c, s = math.cos(heading), math.sin(heading)
    for q in range(wires.shape[0]):
        wire = wires[q]
        # The sun as seen along the wire's own azimuth, not the camera's: two views that share a pole light it alike.
        away = 1.0 / max(0.1, math.sqrt(wire[0] * wire[0] + wire[1] * wire[1]))
        face_sin, face_cos = wire[0] * away, wire[1] * away
        sun_right = sky[A.SUN_X] * face_cos - sky[A.SUN_Y] * face_sin
        sun_away = sky[A.SUN_X] * face_sin + sky[A.SUN_Y] * face_cos
        air_light(face_sin, face_cos, sky, light, air)
        pieces = 1 if abs(wire[A.W_SAG]) <= _STRAIGHT_M else _SEGMENTS
        colour = wire[A.W_COLOUR : A.W_COLOUR + 3]
        for t in range(pieces):
            if _project(wire, t / pieces, (t + 1.0) / pieces, c, s, focal, horizon, width * 0.5, scratch):
                _draw_segment(
                    image, depth, samples, scratch, wire[A.W_RADIUS], focal, colour, air, light, sun_right, sun_away
                )  # fmt: skip
