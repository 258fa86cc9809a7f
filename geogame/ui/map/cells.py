"""The cells' outlines, thinned to what a screen can show, so that a reveal sends tens of kilobytes and not hundreds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np

Cells = Mapping[str, Any] | str | None
"""A GeoJSON FeatureCollection whose feature i is cell i, its address, or nothing."""

TOLERANCE_DEG: Final = 0.01
SHARE: Final = 1 / 5000
"""Of a small region's extent: its outlines are thinned that much less, so that cells of a hundred metres stay."""
_REMEMBERED: Final = 4

_thinned: dict[int, tuple[Mapping[str, Any], dict[str, Any]]] = {}
"""By the identity of the collection, which is kept beside its result so that the identity stays taken."""


@lru_cache(maxsize=_REMEMBERED)
def outlines(partition: str, region: str) -> dict[str, Any]:
    """Return a partition's cells as GeoJSON, made once."""
    from geogame.partitions import load_partition, to_geojson

    return to_geojson(load_partition(partition, region))


def thin_cells(cells: Cells) -> dict[str, Any] | str | None:
    """Return cells with fewer points and no properties; an address passes as it is.

    The same collection object is thinned once: hand over the same one in every run.

    Parameters
    ----------
    cells : dict, str or None
        GeoJSON FeatureCollection, longitude first, degrees.

    Returns
    -------
    dict, str or None
        Features in the same order; no outline moves by more than twice `TOLERANCE_DEG`.
    """
    if cells is None or isinstance(cells, str):
        return cells
    known = _thinned.get(id(cells))
    if known is not None:
        return known[1]
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in _thinned_shapes(cells["features"])]
    result = {"type": "FeatureCollection", "features": features}
    while len(_thinned) >= _REMEMBERED:
        _thinned.pop(next(iter(_thinned)), None)
    _thinned[id(cells)] = (cells, result)
    return result


def _thinned_shapes(features: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    import shapely
    from shapely.geometry import mapping, shape

    shapes = np.array([shape(feature["geometry"]) for feature in features], dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    tolerance_deg = min(TOLERANCE_DEG, SHARE * max(east - west, north - south))
    decimals = 1 + math.ceil(-math.log10(tolerance_deg))
    for each in shapely.simplify(shapes, tolerance_deg, preserve_topology=True):
        thinned = mapping(each)
        yield {"type": thinned["type"], "coordinates": _rounded(thinned["coordinates"], decimals)}


def _rounded(coordinates: Any, decimals: int) -> Any:
    if isinstance(coordinates[0], int | float):
        return [round(coordinates[0], decimals), round(coordinates[1], decimals)]
    return [_rounded(part, decimals) for part in coordinates]
