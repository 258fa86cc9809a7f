"""How near places lie to those of another set, and where the places of a training are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CatalogError
from geogame.geo import distance_km
from geogame.world.place import unit_vectors

if TYPE_CHECKING:
    import pandas as pd

HISTOGRAM_KM: Final = (1.0, 5.0, 10.0, 25.0, 50.0, 100.0)
NEAR_KM: Final = 5.0
LISTED: Final = 20
"""So many findings of a kind are listed one by one; all are counted."""


def read_training_index(path: Path) -> pd.DataFrame:
    """Read the places of a training index; ``id`` is made from the row number when the table has none."""
    import pandas as pd
    from pyarrow import ArrowException

    if not path.is_file():
        message = f"{path} is neither a catalog's folder nor a training index; check the path"
        raise CatalogError(message)
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError, ArrowException) as error:
        message = f"training index {path} is damaged ({error}); restore it from version control"
        raise CatalogError(message) from error
    missing = sorted({"lat", "lon", "scene_seed"} - set(table.columns))
    if missing:
        message = f"training index {path} has no column {missing[0]!r}; it must hold lat, lon and scene_seed"
        raise CatalogError(message)
    if "id" not in table.columns:
        table = table.assign(id=[f"row {row}" for row in range(len(table))])
    return table


def nearest_places(places: pd.DataFrame, others: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find each place's nearest other place: its row, and the distance in km (infinite if there is none)."""
    lats, lons = places["lat"].to_numpy(dtype=float), places["lon"].to_numpy(dtype=float)
    other_lats, other_lons = others["lat"].to_numpy(dtype=float), others["lon"].to_numpy(dtype=float)
    nearest = np.zeros(len(lats), dtype=np.int64)
    if not len(other_lats):
        return nearest, np.full(len(lats), np.inf)
    points, targets = unit_vectors(lats, lons), unit_vectors(other_lats, other_lons).T
    for start in range(0, len(points), 1024):  # bounds the matrix
        nearest[start : start + 1024] = np.argmax(points[start : start + 1024] @ targets, axis=1)
    return nearest, distance_km(lats, lons, other_lats[nearest], other_lons[nearest])


def distance_histogram(km: NDArray[np.float64]) -> dict[str, int]:
    """Count distances ``(n,)`` between round borders: upper border in km ("more" for the rest) to number."""
    counts = np.bincount(np.searchsorted(HISTOGRAM_KM, km, side="right"), minlength=len(HISTOGRAM_KM) + 1)
    names = [f"{border:g}" for border in HISTOGRAM_KM] + ["more"]
    return {name: int(count) for name, count in zip(names, counts, strict=True)}
