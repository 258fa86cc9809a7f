"""A model's held-out views as the domain check sees them: as they are, and as they come out of an upload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geogame.photo.dress import dressed
from geogame.photo.features import BATCH, features_of

if TYPE_CHECKING:
    from geogame.catalog import Catalog, View
    from geogame.geolocators.trained import NetworkGeolocator
    from geogame.photo.domain import Domain


@dataclass(frozen=True, eq=False)
class Measured:
    """Features ``(n, d)`` of pictures, the place each is of, and its kind: which dataset, and whether it is dressed."""

    features: NDArray[np.float64]
    places: list[str]
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
        So many views of each catalog at most, evenly spread over it.
    seed
        Of how they are dressed.
    progress
        Told what is done, how many views of how many.
    """
    rng = np.random.default_rng(seed)
    rows: list[NDArray[np.float64]] = []
    places: list[str] = []
    kinds: list[str] = []
    chosen: list[tuple[Catalog, View]] = []
    for catalog in catalogs:
        views = list(catalog.all_views())
        at = np.unique(np.linspace(0, len(views) - 1, min(most, len(views))).round().astype(int)).tolist()
        chosen += [(catalog, views[number]) for number in at]
    for start in range(0, len(chosen), BATCH):
        some = chosen[start : start + BATCH]
        images = [catalog.read(view) for catalog, view in some]
        rows += [features_of(geolocator, images), features_of(geolocator, [dressed(image, rng) for image in images])]
        for kind in ("as they are", "resized or compressed"):
            places += [view.location_id for _, view in some]
            kinds += [f"{catalog.info.name} {kind}" for catalog, _ in some]
        progress("measuring views", start + len(some), len(chosen))
    return Measured(np.concatenate(rows) if rows else np.zeros((0, 1)), places, kinds)


def passing(domain: Domain, measured: Measured) -> dict[str, float]:
    """Share of each kind of pictures that lie within the limit."""
    within, kinds = domain.distances(measured.features) <= domain.limit[0], np.asarray(measured.kinds)
    return {str(kind): float(within[kinds == kind].mean()) for kind in np.unique(kinds)}
