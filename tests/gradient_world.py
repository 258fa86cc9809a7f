"""A stand-in world in which geography is easy to learn: colours follow latitude, longitude and heading."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import stand_in
from numpy.typing import NDArray

from geogame.sources.builder import build
from geogame.sources.options import BuildOptions
from geogame.sources.rendered import RenderedSource
from geogame.world.place import Place

OPTIONS = BuildOptions(
    name="gradient",
    per_cell=1,
    width=64,
    height=32,
    seed=11,
    quality=95,
    effort=0,
    splits=(("train", 0.7), ("val", 0.15), ("test", 0.15)),
)
TINY_RECIPE = """
name = "tiny"
title = "A tiny network for tests"
[data]
preset = "gradient"
size = [32, 64]
[geolocator]
widths = [8, 16]
depths = [1, 1]
feature = 32
hidden = 24
anchor_deg = 2.0
anchor_min_places = 1
[training]
epochs = 3
batch_places = 16
precision = "fp32"
"""


def paint(
    place: Place,
    headings_deg: Sequence[float],
    width: int,
    height: int,
    *,
    supersample: int = 1,
    detail: str = "full",
) -> NDArray[np.uint8]:
    """Paint red by latitude, green by longitude, blue by heading, with a little of the scene's own noise."""
    random = np.random.default_rng(place.scene_seed)
    views = np.empty((len(headings_deg), height, width, 3))
    views[..., 0] = 255 * (place.lat - 24) / 26
    views[..., 1] = 255 * (place.lon + 125) / 59
    views[..., 2] = np.asarray(headings_deg)[:, None, None] * 255 / 360
    return np.clip(views + random.normal(0, 4, views.shape), 0, 255).astype(np.uint8)


def source() -> RenderedSource:
    """Return this world as a source."""
    return stand_in.source(paint)


def build_gradient(out: Path, options: BuildOptions = OPTIONS) -> Path:
    """Build a small catalog of this world in one process."""
    build(options, out, source=source(), workers=1)
    return out
