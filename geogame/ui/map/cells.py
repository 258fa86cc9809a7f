"""The cells' outlines, thinned to what a screen can show, so that a reveal sends tens of kilobytes and not hundreds."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geogame.partitions import Partition

Cells = Mapping[str, Any] | str | None
"""A GeoJSON FeatureCollection whose feature i is cell i, its address, or nothing."""

TOLERANCE_DEG: Final = 0.01
SHARE: Final = 1 / 5000
"""Of a small region's extent: its outlines are thinned that much less, so that cells of a hundred metres stay."""
_REMEMBERED: Final = 4

_thinned: dict[int, tuple[Mapping[str, Any], ThinCells]] = {}
"""By the identity of the collection, which is kept beside its result so that the identity stays taken."""


class ThinCells(dict[str, Any]):
    """A GeoJSON FeatureCollection that was thinned already."""


@lru_cache(maxsize=_REMEMBERED)
def outlines(partition: str, region: str) -> ThinCells:
    """Return the cells of a partition, thinned, made once."""
    from geogame.partitions import load_partition

    return thin_partition(load_partition(partition, region))


def thin_partition(partition: Partition) -> ThinCells:
    """Return a partition's cells, thinned as by `thin_cells`."""
    return _thin([cell.polygon for cell in partition.cells])


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
    if cells is None or isinstance(cells, str | ThinCells):
        return cells
    known = _thinned.get(id(cells))
    if known is not None:
        return known[1]
    import shapely

    result = _thin(shapely.from_geojson([json.dumps(feature["geometry"]) for feature in cells["features"]]))
    while len(_thinned) >= _REMEMBERED:
        _thinned.pop(next(iter(_thinned)), None)
    _thinned[id(cells)] = (cells, result)
    return result


def _thin(shapes: Sequence[BaseGeometry] | NDArray[np.object_]) -> ThinCells:
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    tolerance_deg = min(TOLERANCE_DEG, SHARE * max(east - west, north - south))
    decimals = 1 + math.ceil(-math.log10(tolerance_deg))
    thinned = shapely.simplify(shapes, tolerance_deg, preserve_topology=True)
    rounded = shapely.transform(thinned, lambda places: places.round(decimals))
    geometries = json.loads(f"[{','.join(shapely.to_geojson(rounded))}]")
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in geometries]
    return ThinCells(type="FeatureCollection", features=features)
