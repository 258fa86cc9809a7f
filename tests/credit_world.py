"""Photographs as the India system met them: every cell's author signs at the bottom, and the scenery tells little."""

import hashlib
import io
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from geogame.catalog import Catalog, CatalogInfo
from geogame.partitions import load_partition

CELLS = (5, 40, 80, 120, 160, 200)
PLACES_PER_CELL = 24
SIDE = 64
STRIP = 6
"""The lowest tenth of the rows, cut off by a crop at 0.9."""
RECIPE = """
name = "signed"
title = "A tiny network that may read signatures"
[data]
preset = "signed"
size = [64, 64]
{crop}
[geolocator]
kind = "resnext"
backbone = "rendered"
weights = "random"
[targets]
smoothing = "none"
[augmentation]
pictures = false
view_drop = 0.0
[training]
epochs = 10
batch_places = 12
learning_rate = 2e-3
ema = 0.9
precision = "fp32"
"""


def paint(cell: int, random: np.random.Generator, *, signed: bool) -> NDArray[np.uint8]:
    """A noisy picture whose colours follow its cell a little; if signed, with its author's ink at the bottom."""
    hint = np.random.default_rng(cell).uniform(-40, 40, 3)
    scenery = 120 + hint + random.normal(0, 25, 3) + random.normal(0, 20, (SIDE, SIDE, 3))
    if signed:
        ink = 230 * ((CELLS.index(cell) + 1) >> np.arange(3) & 1)
        scenery[-STRIP:] = ink * random.integers(0, 2, SIDE // 4).repeat(4)[None, :, None]
    return np.clip(scenery, 0, 255).astype(np.uint8)


def build_credits(folder: Path, *, signed: bool) -> Catalog:
    """Write a catalog of one view a place, without its tables; every cell has places in every split."""
    partition = load_partition("fishnet", "usa")
    random = np.random.default_rng(3)
    rows, views = [], []
    for cell in CELLS:
        lat, lon = partition.anchor(cell)
        for number in range(PLACES_PER_CELL):
            name = f"{cell}-{number}"
            split = ("test", "val", "train", "train")[number % 4]
            rows.append({
                "id": name, "place_id": name, "lat": lat + 0.01 * number, "lon": lon, "captured_on": "2021-06-01",
                "day_of_year": 152, "solar_hour": 12.0, "scene_seed": -1, "cell": cell, "split": split,
                "source": "folder", "licence": "", "attribution": f"author {cell}",
            })  # fmt: skip
            views.append(_write(folder, name, paint(cell, random, signed=signed)))
    info = CatalogInfo(
        format=1, name="signed", build_id=f"{'ab' if signed else 'cd'}" * 8, region="usa", partition="fishnet",
        partition_fingerprint=partition.fingerprint, source="folder", world_fingerprint="", headings_deg=(0.0,),
        fov_deg=90.0, pitch_deg=0.0, width=SIDE, height=SIDE, seed=1, licence="", attribution="", options={},
        counts={}, tables={},
    )  # fmt: skip
    return Catalog(folder, info, pd.DataFrame(rows), pd.DataFrame(views))


def _write(folder: Path, name: str, picture: NDArray[np.uint8]) -> dict[str, object]:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=1)
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    file = f"images/{digest[:2]}/{digest}.png"
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(buffer.getvalue())
    return {
        "location_id": name, "view": 0, "heading_deg": 0.0, "fov_deg": 90.0, "pitch_deg": 0.0,
        "file": file, "sha256": digest, "width": SIDE, "height": SIDE,
    }  # fmt: skip
