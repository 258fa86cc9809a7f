"""Draw the full turn around a place as one equirectangular picture, of the same world as its views.

The picture is laid together from many narrow level views, each drawn by the steps of `view.gather_light`. A level
camera's rows grow without end towards the zenith, so bands of elevation are drawn apart, each with as many pixels
as its part of the picture shows. Rays of land, sky, walls and wires do not depend on the strip that draws them; the
plants, flat pictures that face the camera, are turned to face it from their own azimuth, so that no strip shows
another side of them than its neighbour.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geogame.errors import WorldError
from geogame.world import arrays as A
from geogame.world.kernels.camera import CAMERA_HEIGHT_M
from geogame.world.kernels.equirect import lay_strip
from geogame.world.kernels.tonemap import add_bloom, develop, gamma_table
from geogame.world.place import Place
from geogame.world.scene import build_scene
from geogame.world.view import Camera, gather_light, quads_nearest_first

CENTRE_HEADING_DEG = 0.0
"""The picture's middle column looks north; its left edge is -180 degrees, its right edge 180."""

WIDTH, HEIGHT = 2048, 1024
_LARGEST = 8192
Progress = Callable[[float], None]


@dataclass(frozen=True)
class _Band:
    """A ring of the sky or the ground, cut into strips.

    ``low`` and ``high`` are tangents of elevation, ``sharpness`` the focal length as a share of the panorama's own,
    which is as sharp as its middle row.
    """

    low: float
    high: float
    sharpness: float
    strips: int
    supersample: int


_BANDS = (
    _Band(-0.6, 0.6, 1.0, 32, 2),
    _Band(0.6, 1.1, 0.56, 32, 2),
    _Band(1.1, 2.0, 0.38, 16, 2),
    _Band(2.0, 4.0, 0.21, 16, 2),
    _Band(4.0, 10.0, 0.08, 16, 2),
    _Band(10.0, 25.0, 0.035, 8, 2),
    _Band(25.0, 80.0, 0.014, 8, 2),
    _Band(-1.1, -0.6, 0.46, 32, 1),
    _Band(-2.0, -1.1, 0.3, 16, 1),
    _Band(-4.0, -2.0, 0.16, 16, 1),
    _Band(-10.0, -4.0, 0.065, 8, 1),
    _Band(-25.0, -10.0, 0.03, 8, 1),
    _Band(-80.0, -25.0, 0.013, 8, 1),
)


def render_panorama(
    place: Place,
    width: int = WIDTH,
    height: int = HEIGHT,
    *,
    progress: Progress | None = None,
) -> NDArray[np.uint8]:
    """
    Render the full turn around a place.

    Parameters
    ----------
    place
        Where, when, and the scene's seed.
    width, height
        Pixels; twice as wide as high.
    progress
        Told the share that is done, 0..1, many times a second.

    Returns
    -------
    panorama
        (height, width, 3) uint8 sRGB, equirectangular: the middle column looks towards `CENTRE_HEADING_DEG`, row 0
        is the zenith. The same arguments give the same pixels always.

    Raises
    ------
    WorldError
        If the size, the date or the hour makes no sense.
    """
    check_size(width, height)
    if not 1 <= place.day_of_year <= 366 or not 0 <= place.solar_hour < 24:
        msg = f"day {place.day_of_year} at hour {place.solar_hour} is no date: give a day 1..366 and an hour 0..24"
        raise WorldError(msg)
    return panorama_of(build_scene(place), width, height, progress=progress)


def check_size(width: int, height: int) -> None:
    """Raise `WorldError` for a size that is no panorama's."""
    if width != 2 * height or not 64 <= width <= _LARGEST:
        msg = f"cannot draw a panorama of {width}×{height}: give a width of 64 to {_LARGEST}, and half of it as height"
        raise WorldError(msg)


def panorama_of(scene: A.Scene, width: int, height: int, *, progress: Progress | None = None) -> NDArray[np.uint8]:
    """Draw the full turn of a scene; see `render_panorama`."""
    light = np.zeros((width, height, 3), np.float32)
    total = sum(band.strips for band in _BANDS)
    done = 0
    things = _Surroundings(scene)
    # Tangents of elevation at the upper edges of the picture's rows; clipped short of the poles' infinity.
    edges = np.tan(np.linspace(0.5, -0.5, height + 1)[1:-1] * np.pi)
    tangents = np.concatenate([[1e6], edges, [-1e6]])
    for band in _BANDS:
        for strip in range(band.strips):
            _draw_strip(light, tangents, scene, things, band, strip)
            done += 1
            if progress:
                progress(done / total)
    _close_poles(light)
    return _develop(light, scene)


class _Surroundings:
    """The scene's plants and walls by azimuth, to give each strip only what it may show."""

    def __init__(self, scene: A.Scene) -> None:
        boards = scene.billboards
        self.boards = boards
        self.azimuth = np.arctan2(boards[:, A.B_X], boards[:, A.B_Y])
        self.radius = np.maximum(np.hypot(boards[:, A.B_X], boards[:, A.B_Y]), 1e-3)
        # A flat picture's share of the turn; laid on a cylinder, it shows the same from every strip.
        self.half_turn = np.arctan(boards[:, A.B_WIDTH] * 0.5 / self.radius)
        self.lowest = (boards[:, A.B_Z] - CAMERA_HEIGHT_M) / self.radius
        self.highest = self.lowest + boards[:, A.B_HEIGHT] / self.radius
        self.nearest_first = quads_nearest_first(scene)
        quads = scene.quads[self.nearest_first]
        corners = [quads[:, 0:2] + i * quads[:, 3:5] + j * quads[:, 6:8] for i in (0, 1) for j in (0, 1)]
        self.corners = np.stack(corners)

    def boards_for(self, heading: float, half: float, band: _Band) -> A.Floats:
        """Return the billboards of a strip, each at its radial distance along the strip's axis."""
        aside = (self.azimuth - heading + math.pi) % (2.0 * math.pi) - math.pi
        shown = (np.abs(aside) < half + self.half_turn) & (self.lowest < band.high) & (self.highest > band.low)
        chosen = np.flatnonzero(shown)
        boards = self.boards[chosen]
        forward, across = self.radius[chosen], aside[chosen] * self.radius[chosen]
        boards[:, A.B_X] = across * math.cos(heading) + forward * math.sin(heading)
        boards[:, A.B_Y] = -across * math.sin(heading) + forward * math.cos(heading)
        boards[:, A.B_WIDTH] = 2.0 * self.half_turn[chosen] * forward
        return boards

    def quads_for(self, heading: float, half: float) -> NDArray[np.int64]:
        """Return the rows of the quads that have a part between the strip's sides and before the camera."""
        s, c = math.sin(heading), math.cos(heading)
        across = self.corners[..., 0] * c - self.corners[..., 1] * s
        forward = self.corners[..., 0] * s + self.corners[..., 1] * c
        slope = math.tan(half)
        hidden = (forward < 0.0).all(0)
        hidden |= (across > forward * slope).all(0) | (across < -forward * slope).all(0)
        return self.nearest_first[~hidden]


def _draw_strip(
    light: A.Floats, tangents: NDArray[np.float64], scene: A.Scene, things: _Surroundings, band: _Band, strip: int
) -> None:
    columns, rows = light.shape[:2]
    half = math.pi / band.strips
    heading = -math.pi + (2 * strip + 1) * half
    focal = columns / (2.0 * math.pi) * band.sharpness
    width = 2 * math.ceil(focal * math.tan(half) + 0.5)
    # The rows at a strip's sides lie farther from the horizon than at its middle; one pixel to spare.
    reach = 1.0 / math.cos(half)
    above = math.ceil(focal * band.high * (reach if band.high > 0 else 1.0) + 2.0 + abs(band.high) * focal * 0.02)
    below = math.ceil(-focal * band.low * (reach if band.low < 0 else 1.0) + 2.0 + abs(band.low) * focal * 0.02)
    camera = Camera(heading, focal, float(above), width, above + below, band.supersample)
    seen_half = math.atan((width * 0.5 + 1.0) / focal)
    part = replace(scene, billboards=things.boards_for(heading, seen_half, band))
    drawn = gather_light(part, camera, things.quads_for(heading, seen_half))
    first, last = (math.ceil(k * columns / band.strips - 0.5) for k in (strip, strip + 1))
    # Rows whose middle lies in the band.
    top = math.ceil((0.5 - math.atan(band.high) / math.pi) * rows - 0.5)
    bottom = math.ceil((0.5 - math.atan(band.low) / math.pi) * rows - 0.5)
    lay_strip(
        light, drawn.image, drawn.front, drawn.unseen, tangents, first, last, top, bottom, heading, focal,
        camera.horizon,
    )  # fmt: skip


def _close_poles(light: A.Floats) -> None:
    """Fill the last rows, within a degree of zenith and nadir, with the mean of the ring around them."""
    rows = light.shape[1]
    top = math.ceil((0.5 - math.atan(max(band.high for band in _BANDS)) / math.pi) * rows - 0.5)
    bottom = math.ceil((0.5 - math.atan(min(band.low for band in _BANDS)) / math.pi) * rows - 0.5)
    light[:, :top] = light[:, top].mean(axis=0)
    light[:, bottom:] = light[:, bottom - 1].mean(axis=0)


def _develop(light: A.Floats, scene: A.Scene) -> NDArray[np.uint8]:
    width, height = light.shape[:2]
    picture = np.empty((height, width, 3), np.uint8)
    nothing, open_view = np.zeros_like(light), np.ones((width, height), np.float32)
    add_bloom(light, nothing, open_view, scene.exposure, width / (2.0 * math.pi), wraps=True)
    develop(picture, light, nothing, open_view, gamma_table(), scene.exposure, int(scene.params[A.SEED]))
    return picture
