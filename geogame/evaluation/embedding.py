"""A model's feature of every view of a dataset."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.evaluation.views import catalog_reader, read_views
from geogame.geolocators.retrieval import view_features

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator

Floats: TypeAlias = NDArray[np.float32]
PLACES: Final = 64


def embed_catalog(
    geolocator: NetworkGeolocator,
    catalog: Catalog,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Floats:
    """Look at every view alone and keep what the network knows before its last layer.

    Parameters
    ----------
    geolocator
        Any trained one.
    catalog
        A dataset; its views are read place by place.
    progress
        Called with ``(places done, places)``.

    Returns
    -------
    ndarray
        ``(views, d)`` float32 of length one, row by row as ``catalog.views``.
    """
    slots = len(geolocator.headings_deg)
    reader = catalog_reader(catalog, slots)
    rows = {key: row for row, key in enumerate(zip(catalog.views["location_id"], catalog.views["view"], strict=True))}
    features: Floats | None = None
    for start in range(0, len(catalog), PLACES):
        ids = catalog.ids[start : start + PLACES]
        views = read_views(ids, reader, slots, geolocator.size, crop=geolocator.crop)
        at, slot = np.nonzero(views.present)
        found = view_features(geolocator, views.pixels[at, slot], slot)
        if features is None:
            features = np.zeros((len(rows), found.shape[1]), np.float32)
        features[[rows[ids[place], int(view)] for place, view in zip(at, slot, strict=True)]] = found
        progress(start + len(ids), len(catalog))
    return np.zeros((0, 0), np.float32) if features is None else features
