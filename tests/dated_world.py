"""A stand-in town: each place has a pattern of its own, which weather of the year tints and blurs with noise."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import stand_in
from numpy.typing import NDArray

from geogame.sources.builder import build
from geogame.sources.options import TimeMachine
from geogame.sources.presets import preset_options
from geogame.world.place import Place

OPTIONS = replace(
    preset_options("stockholm-rendered"),
    width=64,
    height=32,
    quality=95,
    effort=0,
    limit=40,
    time_machine=TimeMachine(dates=(3, 4)),
)
TINY_RECIPE = """
name = "tiny-retrieval"
title = "A tiny retrieval network for tests"
[data]
region = "lincoln"
partition = "tenths"
preset = "stockholm-rendered"
size = [32, 64]
[geolocator]
kind = "retrieval"
backbone = "rendered"
weights = "random"
projection = 32
[augmentation]
pictures = false
view_drop = 0
[training]
epochs = 2
batch_places = 16
learning_rate = 1e-3
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
    """Paint blocks drawn from the scene's seed, in the light of the year."""
    scene = np.random.default_rng(place.scene_seed)
    moment = np.random.default_rng((place.scene_seed, place.year))
    blocks = scene.uniform(40, 215, (len(headings_deg), height // 8, width // 8, 3))
    views = blocks.repeat(8, 1).repeat(8, 2) * moment.uniform(0.5, 1.1, 3)
    return np.clip(views + moment.normal(0, 25, views.shape), 0, 255).astype(np.uint8)


def build_dated(out: Path) -> Path:
    """Build a small catalog of this town in one process."""
    build(OPTIONS, out, source=stand_in.source(paint), workers=1)
    return out
