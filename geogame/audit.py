"""Looks for leaks between two catalogs: shared places, scenes and pictures that flatter an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.catalog import Catalog, View, open_catalog
from geogame.errors import CatalogError
from geogame.geo import distance_km
from geogame.world.place import unit_vectors

if TYPE_CHECKING:
    import pandas as pd

HISTOGRAM_KM: Final = (1.0, 5.0, 10.0, 25.0, 50.0, 100.0)
NEAR_KM: Final = 5.0
NEAR_BITS: Final = 6
NEAR_LEVELS: Final = 4.0
LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Audit:
    """What two sets of places share.

    Attributes
    ----------
    places, other_places
        How many were compared.
    nearest_km
        Upper border in km ("more" for the rest) to number of places whose nearest other place lies below it
        and above the border before.
    near
        Places closer than 5 km to one of the others (at most ``LISTED`` of ``near_count``): id, other id, km.
    shared_seeds
        Scene seeds in both.
    identical_images
        Hashes of images in both.
    similar_images
        Pairs of images that look the same (at most ``LISTED`` of ``similar_count``): file, other file,
        differing bits of their difference hashes. None when the other side holds no images.
    """

    places: int
    other_places: int
    nearest_km: dict[str, int]
    near: list[tuple[str, str, float]]
    near_count: int
    shared_seeds: list[int]
    identical_images: list[str]
    similar_images: list[tuple[str, str, int]] | None
    similar_count: int

    @property
    def leaks(self) -> list[str]:
        """One sentence for each kind of leak; empty when the sets are apart."""
        found = [
            (self.near_count, f"places lie closer than {NEAR_KM:g} km to one of the other set"),
            (len(self.shared_seeds), "scene seeds are shared"),
            (len(self.identical_images), "images are identical"),
            (self.similar_count, "pairs of images are near-duplicates"),
        ]
        return [f"{count} {what}" for count, what in found if count]

    def as_json(self) -> dict[str, Any]:
        """Return the audit as one JSON object."""
        return {**asdict(self), "leaks": self.leaks}


def audit(catalog: Catalog, against: str | Path, progress: Callable[[int, int], None] | None = None) -> Audit:
    """Compare a catalog with another catalog's folder, or with a model's ``training_index.parquet``.

    ``progress(done, total)`` is told how many images have been looked at.
    """
    other_path = Path(against)
    other = open_catalog(other_path) if other_path.is_dir() else None
    others = other.locations if other is not None else read_training_index(other_path)
    nearest, km = nearest_places(catalog.locations, others)
    near = np.flatnonzero(km < NEAR_KM)
    near_sorted = near[np.argsort(km[near], kind="stable")]
    other_ids = others["id"].tolist()
    similar, identical = [], []
    if other is not None:
        identical = sorted(set(catalog.views["sha256"]) & set(other.views["sha256"]))
        similar = similar_images(catalog, other, progress)
    return Audit(
        places=len(catalog),
        other_places=len(others),
        nearest_km=_histogram(km),
        near=[(catalog.ids[i], str(other_ids[nearest[i]]), round(float(km[i]), 3)) for i in near_sorted[:LISTED]],
        near_count=len(near),
        shared_seeds=sorted(set(catalog.locations["scene_seed"].tolist()) & set(others["scene_seed"].tolist())),
        identical_images=identical,
        similar_images=similar[:LISTED] if other is not None else None,
        similar_count=len(similar),
    )


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


def _histogram(km: NDArray[np.float64]) -> dict[str, int]:
    counts = np.bincount(np.searchsorted(HISTOGRAM_KM, km, side="right"), minlength=len(HISTOGRAM_KM) + 1)
    names = [f"{border:g}" for border in HISTOGRAM_KM] + ["more"]
    return {name: int(count) for name, count in zip(names, counts, strict=True)}


def similar_images(
    catalog: Catalog, other: Catalog, progress: Callable[[int, int], None] | None = None
) -> list[tuple[str, str, int]]:
    """Pairs of files that show the same picture, most alike first: file, other file, differing bits.

    Candidates differ in at most ``NEAR_BITS`` bits of their difference hash. Plain landscapes do so by chance, about
    once in a million pairs, so a pair counts only if its colours agree too.
    """
    views, other_views = list(catalog.all_views()), list(other.all_views())
    total = len(views) + len(other_views)
    mine = _hashes(catalog, views, progress, 0, total)
    theirs = _hashes(other, other_views, progress, len(views), total)
    pairs: list[tuple[str, str, int]] = []
    for view, code in zip(views, mine, strict=True):
        bits = np.bitwise_count(theirs ^ code)
        for row in np.flatnonzero(bits <= NEAR_BITS):
            twin = other_views[row]
            if view.sha256 == twin.sha256 or _colours_agree(catalog.read(view), other.read(twin)):
                pairs.append((view.file, twin.file, int(bits[row])))
    return sorted(pairs, key=lambda pair: pair[2])


def _hashes(
    catalog: Catalog,
    views: Sequence[View],
    progress: Callable[[int, int], None] | None,
    before: int,
    total: int,
) -> NDArray[np.uint64]:
    codes = np.zeros(len(views), dtype=np.uint64)
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda view: difference_hash(catalog.read(view)), views)
        for row, code in enumerate(found):
            codes[row] = code
            if progress is not None:
                progress(before + row + 1, total)
    return codes


def _colours_agree(image: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Tell whether two pictures, reduced to 8 x 16 colours, differ by few grey levels on average."""
    small, other_small = (
        _reduce(_reduce(picture.astype(np.float64), 8).swapaxes(0, 1), 16) for picture in (image, other)
    )
    return bool(np.abs(small - other_small).mean() <= NEAR_LEVELS)


def difference_hash(image: NDArray[np.uint8]) -> int:
    """Hash a picture to 64 bits: in a 9 x 8 reduction, a bit is set where the right neighbour is brighter.

    After https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html.
    """
    grey = image.astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    small = _reduce(_reduce(grey, 8).T, 9).T
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _reduce(rows: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Average the first axis into ``count`` bands of nearly equal height."""
    edges: Sequence[int] = [round(i * len(rows) / count) for i in range(count + 1)]
    return np.stack([rows[low:high].mean(axis=0) for low, high in pairwise(edges)])
