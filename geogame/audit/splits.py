"""What the splits of one catalog share: a model learns from one of them and is judged by another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.audit.images import HashedImages
from geogame.audit.places import LISTED, distance_histogram, nearest_places
from geogame.catalog import SPLITS, Catalog
from geogame.resplit import places_of

SAME_PLACE_KM: Final = 0.001
GAP_KM: Final = 0.1


@dataclass(frozen=True, slots=True)
class SharedBetween:
    """What two splits of a catalog share.

    Attributes
    ----------
    places, other_places
        How many were compared.
    shared_places
        How many places of the first lie within a metre of one of the second, or have its place's name.
    min_km
        Smallest distance between a place of one and a place of the other.
    nearest_km
        Upper border in km ("more" for the rest) to number of places of the second whose nearest place of the first
        lies below it and above the border before.
    too_near
        Places closer than the gap that was asked for (at most ``LISTED`` of ``too_near_count``): id, other id, km.
    shared_seeds
        Number of scene seeds in both; None where views are not rendered.
    identical_images, similar_images
        Pictures in both, byte by byte; pairs that look the same (at most ``LISTED`` of ``similar_count``).
    """

    places: int
    other_places: int
    shared_places: int
    min_km: float
    nearest_km: dict[str, int]
    too_near: list[tuple[str, str, float]]
    too_near_count: int
    shared_seeds: int | None
    identical_images: int
    similar_images: list[tuple[str, str, int]]
    similar_count: int


@dataclass(frozen=True, slots=True)
class SplitAudit:
    """What any two splits of a catalog share, by ``"train-test"`` and so on, and the gap they should keep."""

    gap_km: float
    pairs: dict[str, SharedBetween]

    @property
    def leaks(self) -> list[str]:
        """One sentence for each leak; empty when the splits are apart."""
        found = []
        for name, pair in self.pairs.items():
            counts = [
                (pair.shared_places, "places are in both"),
                (pair.too_near_count, f"places lie closer than {self.gap_km:g} km to one of the other split"),
                (pair.shared_seeds, "scene seeds are shared"),
                (pair.identical_images, "images are identical"),
                (pair.similar_count, "pairs of images are near-duplicates"),
            ]
            found += [f"{name}: {count} {what}" for count, what in counts if count]
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the audit as one JSON object."""
        return {"gap_km": self.gap_km, "splits": {name: asdict(pair) for name, pair in self.pairs.items()}}


def audit_splits(
    catalog: Catalog, gap_km: float = GAP_KM, progress: Callable[[int, int], None] | None = None
) -> SplitAudit:
    """Compare every two splits of a catalog that have places.

    Parameters
    ----------
    catalog
        Whose splits.
    gap_km
        Closer places of two splits count as a leak.
    progress
        Called with ``(images hashed, images)``.
    """
    parts = {name: catalog.select(name) for name in SPLITS}
    parts = {name: part for name, part in parts.items() if len(part)}
    hashed = HashedImages.of(catalog, progress)
    images = {name: hashed.only(set(part.ids)) for name, part in parts.items()}
    return SplitAudit(
        gap_km,
        {
            f"{one}-{two}": _compare(parts[one], parts[two], images[one], images[two], gap_km)
            for one, two in combinations(parts, 2)
        },
    )


def _compare(one: Catalog, two: Catalog, images: HashedImages, others: HashedImages, gap_km: float) -> SharedBetween:
    nearest, km = nearest_places(two.locations, one.locations)
    names = set(places_of(one))
    same_name = np.array([name in names for name in places_of(two)])
    similar = images.pairs_with(others)
    return SharedBetween(
        places=len(one),
        other_places=len(two),
        shared_places=int((same_name | (km <= SAME_PLACE_KM)).sum()),
        min_km=round(float(km.min()), 6),
        nearest_km=distance_histogram(km),
        too_near=_listed(two, one, nearest, km, gap_km),
        too_near_count=int((km < gap_km).sum()),
        shared_seeds=len(_seeds(one) & _seeds(two)) if one.info.source == "rendered" else None,
        identical_images=len(set(one.views["sha256"]) & set(two.views["sha256"])),
        similar_images=similar[:LISTED],
        similar_count=len(similar),
    )


def _seeds(catalog: Catalog) -> set[int]:
    return set(catalog.locations["scene_seed"].tolist())


def _listed(
    catalog: Catalog, other: Catalog, nearest: NDArray[np.int64], km: NDArray[np.float64], gap_km: float
) -> list[tuple[str, str, float]]:
    near = np.flatnonzero(km < gap_km)
    chosen = near[np.argsort(km[near], kind="stable")][:LISTED]
    return [(catalog.ids[row], other.ids[nearest[row]], round(float(km[row]), 6)) for row in chosen]
