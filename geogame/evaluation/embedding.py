"""A model's feature of every view of a dataset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.engines import LOCAL, Engine
from geogame.evaluation.views import catalog_reader, chunks_of, read_views
from geogame.geolocators.retrieval import view_features

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator

Floats: TypeAlias = NDArray[np.float32]
PLACES: Final = 64


@dataclass(frozen=True, eq=False)
class Embedding:
    """Makes the embedding of some places ready, wherever it is done; see `geogame.engines.Engine.map`.

    Attributes
    ----------
    geolocator, catalog
        Travel to other machines as they are; pictures are read there, from the same path.
    """

    geolocator: NetworkGeolocator
    catalog: Catalog

    def __call__(self) -> Callable[[tuple[str, ...]], tuple[NDArray[np.int64], Floats]]:
        """Return what embeds places by their ids: row numbers of their views, and ``(views, d)`` features."""
        catalog, geolocator = self.catalog, self.geolocator
        slots = len(geolocator.headings_deg)
        reader = catalog_reader(catalog, slots)
        keys = zip(catalog.views["location_id"], catalog.views["view"], strict=True)
        rows = {key: row for row, key in enumerate(keys)}

        def embed(ids: tuple[str, ...]) -> tuple[NDArray[np.int64], Floats]:
            views = read_views(ids, reader, slots, geolocator.size, crop=geolocator.crop)
            at, slot = np.nonzero(views.present)
            own = [rows[ids[place], int(view)] for place, view in zip(at, slot, strict=True)]
            return np.array(own, np.int64), view_features(geolocator, views.pixels[at, slot], slot)

        return embed


def embed_catalog(
    geolocator: NetworkGeolocator,
    catalog: Catalog,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    engine: Engine = LOCAL,
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
    engine
        Where views are read and the network runs.

    Returns
    -------
    ndarray
        ``(views, d)`` float32 of length one, row by row as ``catalog.views``.
    """
    chunks = chunks_of(catalog.ids, PLACES)
    features: Floats | None = None
    done = 0
    for number, (rows, found) in engine.map(Embedding(geolocator, catalog), chunks):
        if features is None:
            features = np.zeros((len(catalog.views), found.shape[1]), np.float32)
        features[rows] = found
        done += len(chunks[number])
        progress(done, len(catalog))
    return np.zeros((0, 0), np.float32) if features is None else features
