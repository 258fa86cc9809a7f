"""Tiny panoramas for a catalog whose places need some to look around in: every direction has its own colour."""

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geogame.catalog import Catalog, open_catalog
from geogame.panoramas import PANORAMAS_FILE, PANORAMAS_FOLDER, Panorama

SECTORS = 16
"""Colours around the horizon: one for each 22.5 degrees, the first from north eastwards."""
SKY = (150, 190, 230)


def colour_at(heading_deg: float) -> tuple[int, int, int]:
    """The colour below the horizon in a direction."""
    sector = int(heading_deg % 360 // (360 / SECTORS))
    return 16 * sector, 255 - 16 * sector, 80 if sector % 2 else 160


def fake_panorama(width: int = 256, height: int = 128) -> NDArray[np.uint8]:
    """``(height, width, 3)``: sky above the horizon, sectors of plain colour below; the middle column looks north."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[: height // 2] = SKY
    for column in range(width):
        picture[height // 2 :, column] = colour_at((column + 0.5) / width * 360 - 180)
    return picture


def with_panoramas(catalog: Catalog, folder: Path, ids: Iterable[str]) -> Catalog:
    """A catalog in memory, moved to a folder where so many of its places have a panorama."""
    write_panoramas(folder, ids, catalog.info.world_fingerprint)
    return replace(catalog, path=folder)


def add_panoramas(folder: Path, count: int) -> list[str]:
    """Give the first places of a catalog on disk a panorama, and return their ids."""
    catalog = open_catalog(folder)
    ids = list(catalog.ids[:count])
    write_panoramas(folder, ids, catalog.info.world_fingerprint)
    return ids


def write_panoramas(folder: Path, ids: Iterable[str], world_fingerprint: str) -> None:
    """Write a panorama for each place, without loss so that colours can be compared, and the list of them."""
    listed = []
    for number, name in enumerate(ids):
        picture = fake_panorama()
        picture[0, 0] = divmod(number, 256) + (0,)  # no two are the same file
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "WEBP", lossless=True)
        digest = hashlib.sha256(buffer.getvalue()).hexdigest()
        file = f"{PANORAMAS_FOLDER}/images/{digest[:2]}/{digest}.webp"
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(buffer.getvalue())
        height, width = picture.shape[:2]
        listed.append(asdict(Panorama(name, file, digest, width, height, heading_deg=0.0)))
    about = {"world_fingerprint": world_fingerprint, "panoramas": listed}
    (folder / PANORAMAS_FILE).write_text(json.dumps(about), encoding="utf-8")
