"""A model's held-out views as the domain check sees them: as they are, and as they come out of an upload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geogame.photo.domain import distances_apart
from geogame.photo.dress import dressed
from geogame.photo.features import BATCH, features_of

if TYPE_CHECKING:
    from geogame.catalog import Catalog, View
    from geogame.geolocators.trained import NetworkGeolocator
    from geogame.photo.domain import Domain


@dataclass(frozen=True, eq=False)
class Measured:
    """Features ``(n, d)`` of pictures, and of each its place, its catalog's number, and its kind.

    The kind says which dataset it is from, and whether it is dressed.
    """

    features: NDArray[np.float64]
    places: list[str]
    catalogs: list[int]
    kinds: list[str]


def measure(
    geolocator: NetworkGeolocator,
    catalogs: Sequence[Catalog],
    most: int,
    seed: int,
    progress: Callable[[str, int, int], None],
) -> Measured:
    """Measure each view of catalogs twice: as it is, and `dressed`.

    Parameters
    ----------
    geolocator
        The model.
    catalogs
        With held-out views.
    most
        So many views of each catalog at most; fewer are some of what more would be.
    seed
        Of which they are, and of how they are dressed.
    progress
        Told what is done, how many views of how many.
    """
    rows: list[NDArray[np.float64]] = []
    places: list[str] = []
    numbers: list[int] = []
    kinds: list[str] = []
    chosen: list[tuple[int, View, np.random.Generator]] = []
    for which, catalog in enumerate(catalogs):
        views = list(catalog.all_views())
        at = np.random.default_rng((seed, which)).permutation(len(views))[:most].tolist()
        chosen += [(which, views[number], np.random.default_rng((seed, which, number))) for number in at]
    for start in range(0, len(chosen), BATCH):
        some = chosen[start : start + BATCH]
        images = [catalogs[which].read(view) for which, view, _ in some]
        changed = [dressed(image, rng) for image, (_, _, rng) in zip(images, some, strict=True)]
        rows += [features_of(geolocator, images), features_of(geolocator, changed)]
        for kind in ("as they are", "resized or compressed"):
            places += [view.location_id for _, view, _ in some]
            numbers += [which for which, _, _ in some]
            kinds += [f"{catalogs[which].info.name} {kind}" for which, _, _ in some]
        progress("measuring views", start + len(some), len(chosen))
    return Measured(np.concatenate(rows) if rows else np.zeros((0, 1)), places, numbers, kinds)


def passing(domain: Domain, measured: Measured, seed: int = 0) -> dict[str, float]:
    """Share of each kind of pictures that lie within the limit, each measured without those of its place."""
    within = distances_apart(measured.features, measured.places, seed) <= domain.limit[0]
    kinds = np.asarray(measured.kinds)
    return {str(kind): float(within[kinds == kind].mean()) for kind in np.unique(kinds)}
