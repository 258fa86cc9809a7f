"""The training places that a model finds most like a place, from the embeddings beside its checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import INDEX_FILE, REMEDY

if TYPE_CHECKING:
    from geogame.geolocators.base import Floats
    from geogame.geolocators.checkpoint import CheckpointNote

DRAWN_SIZE: Final = (256, 128)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One training place: degrees, how it was drawn, and its distance in the embedding (0 is the same)."""

    lat: float
    lon: float
    day_of_year: int
    solar_hour: float
    scene_seed: int
    cell: int
    distance: float


def nearest_training(folder: Path, embedded: Floats, count: int = 3) -> list[Neighbour]:
    """Find the training places nearest to an embedding.

    Parameters
    ----------
    folder
        The checkpoint's.
    embedded
        ``(d,)`` as `NetworkGeolocator.embed` gives it.
    count
        How many, at most.

    Returns
    -------
    list of Neighbour
        Nearest first; empty if the index holds no embeddings.

    Raises
    ------
    CheckpointError
        If the index is missing or damaged, or its embeddings have another length.
    """
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    path = folder / INDEX_FILE
    try:
        table = pq.read_table(path)
        scale = float((table.schema.metadata or {})[b"embedding_scale"])
        rows = table.to_pandas()
        rows = rows[rows["embedding"].notna()]
        known = np.array([np.frombuffer(entry, np.int8) for entry in rows["embedding"]], np.float32) * scale
    except (OSError, KeyError, ValueError, ArrowException) as error:
        message = f"training index {path} is missing, damaged or without embeddings ({error}); {REMEDY}"
        raise CheckpointError(message) from error
    if not len(known):
        return []
    if known.shape[1:] != embedded.shape:
        message = (
            f"training index {path} holds embeddings {known.shape[1:]}, the model gives {embedded.shape}; {REMEDY}"
        )
        raise CheckpointError(message)
    distances = np.linalg.norm(known - embedded, axis=1)
    nearest = np.argsort(distances, kind="stable")[:count]
    return [
        Neighbour(
            lat=float(row.lat),
            lon=float(row.lon),
            day_of_year=int(row.day_of_year),
            solar_hour=float(row.solar_hour),
            scene_seed=int(row.scene_seed),
            cell=int(row.cell),
            distance=float(distance),
        )
        for row, distance in zip(rows.iloc[nearest].itertuples(), distances[nearest], strict=True)
    ]


def can_draw(note: CheckpointNote) -> bool:
    """Tell whether this version's world draws the training places as the model saw them."""
    from geogame.world import fingerprint

    return bool(note.world_fingerprint) and note.world_fingerprint == fingerprint()


def draw_neighbour(neighbour: Neighbour, headings_deg: Sequence[float]) -> NDArray[np.uint8]:
    """Render a training place's views anew: ``(v, 128, 256, 3)`` uint8; see `can_draw`."""
    from geogame.world.place import Place
    from geogame.world.render import render_place

    place = Place(neighbour.lat, neighbour.lon, neighbour.day_of_year, neighbour.solar_hour, neighbour.scene_seed)
    return render_place(place, list(headings_deg), *DRAWN_SIZE, detail="training")
