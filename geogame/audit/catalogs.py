"""What two catalogs share, or a catalog and the places a model was trained on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geogame.audit.images import similar_images
from geogame.audit.places import LISTED, NEAR_KM, distance_histogram, nearest_places, read_training_index
from geogame.catalog import Catalog, open_catalog


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
        nearest_km=distance_histogram(km),
        near=[(catalog.ids[i], str(other_ids[nearest[i]]), round(float(km[i]), 3)) for i in near_sorted[:LISTED]],
        near_count=len(near),
        shared_seeds=sorted(set(catalog.locations["scene_seed"].tolist()) & set(others["scene_seed"].tolist())),
        identical_images=identical,
        similar_images=similar[:LISTED] if other is not None else None,
        similar_count=len(similar),
    )
