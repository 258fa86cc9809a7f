"""Which cells touch, and how many steps from cell to touching cell lie between two."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

TOUCH_DEG: Final = 1e-6
"""Cells that were cut along one line may differ there in the last bits."""


def touching(polygons: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which of ``(n,)`` polygons share an edge or a corner: ``(n, n)``, symmetric, none touches itself."""
    first, second = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=TOUCH_DEG)
    matrix = np.zeros((len(polygons), len(polygons)), dtype=bool)
    matrix[first, second] = True
    np.fill_diagonal(matrix, val=False)
    return matrix


def steps_between(polygons: NDArray[np.object_]) -> NDArray[np.int64]:
    """Count the steps from each polygon to each other: ``(n, n)``; ``n`` where no chain of touching ones leads."""
    from scipy.sparse.csgraph import shortest_path

    matrix = touching(polygons)
    found = shortest_path(matrix.astype(np.int8), unweighted=True, directed=False)
    return np.where(np.isinf(found), len(matrix), found).astype(np.int64)
