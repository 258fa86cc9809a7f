"""A region's cells strewn with points: on these a world-wide belief is laid down, then summed by cell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from geogame.geolocators.decoding import unit_vectors

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

    from geogame.partitions import Partition

POINTS: Final = 2000
SMALLEST: Final = 1e-9
"""A share of the belief that counts as none, and has a logarithm."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """Points inside a partition, each with its cell; every cell has at least one.

    Attributes
    ----------
    partition
        The cells.
    points
        ``(m, 2)`` latitude and longitude, degrees.
    cells
        ``(m,)`` the cell of each.
    """

    partition: Partition
    points: NDArray[np.float64]
    cells: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def _tree(self) -> cKDTree:
        from scipy.spatial import cKDTree

        return cKDTree(unit_vectors(self.points[:, 0], self.points[:, 1]))

    def nearest(self, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.int64]:
        """Return which point stands for each place ``(n,)``, one of its own cell; -1 outside all cells."""
        lats, lons = np.asarray(lats, np.float64), np.asarray(lons, np.float64)
        own = self.partition.locate(lats, lons)
        inside = np.flatnonzero(own >= 0)
        found = np.full(len(lats), -1, np.int64)
        if not len(inside):
            return found
        near = np.asarray(self._tree.query(unit_vectors(lats[inside], lons[inside]))[1], np.int64)
        astray = self.cells[near] != own[inside]  # beyond a border the nearest point is another cell's
        near[astray] = self._any_of_cell[own[inside[astray]]]
        found[inside] = near
        return found

    @cached_property
    def _any_of_cell(self) -> NDArray[np.int64]:
        """``(cells,)`` the point nearest to each cell's anchor among its own."""
        order = np.lexsort((self._from_anchor, self.cells))
        cells, first = np.unique(self.cells[order], return_index=True)
        found = np.zeros(len(self.partition), np.int64)
        found[cells] = order[first]
        return found

    @cached_property
    def _from_anchor(self) -> NDArray[np.float64]:
        anchors = self.partition.anchors[self.cells]
        vectors = unit_vectors(self.points[:, 0], self.points[:, 1])
        away = np.linalg.norm(vectors - unit_vectors(anchors[:, 0], anchors[:, 1]), axis=1)
        return np.asarray(away, np.float64)

    def lay(self, logits: Tensor, at: Tensor) -> Tensor:
        """Lay beliefs down on the points.

        Parameters
        ----------
        logits
            ``(n, k)`` of places all over the world.
        at
            ``(k,)`` or ``(n, k)``: the point each stands at, -1 for those outside, which are left out.

        Returns
        -------
        Tensor
            ``(n, m)`` logarithm of the share of the belief inside the region; all alike where nothing lies inside.
        """
        at = at.expand_as(logits)
        inside = at >= 0
        logits = torch.where(inside, logits.float(), -torch.inf)
        most = logits.max(-1, keepdim=True).values
        shares = torch.where(inside, (logits - most.nan_to_num(neginf=0.0)).exp(), 0.0)
        total = shares.new_zeros(len(logits), len(self)).scatter_add_(1, at.clamp_min(0), shares)
        return (total / total.sum(-1, keepdim=True).clamp_min(SMALLEST) + SMALLEST).log()

    def by_cell(self, beliefs: Tensor) -> Tensor:
        """Sum logarithms of shares ``(n, m)`` by cell: ``(n, cells)``."""
        cells = torch.from_numpy(self.cells).to(beliefs.device).expand(len(beliefs), -1)
        total = beliefs.new_zeros(len(beliefs), len(self.partition)).scatter_add_(1, cells, beliefs.exp())
        return (total + SMALLEST).log()


def strew(partition: Partition, points: int = POINTS) -> Lattice:
    """Strew about as many points, at even distances, over all cells together; cells too small for one get their anchor.

    Parameters
    ----------
    partition
        The cells.
    points
        How many, roughly; as many as there are cells, at least.
    """
    area_km2 = sum(cell.area_km2 for cell in partition.cells)
    step_deg = math.sqrt(max(area_km2, 1e-6) / points) / 111.2
    found = [_rows(cell.polygon.bounds, step_deg) for cell in partition.cells]
    lats, lons = np.concatenate(found).T if found else (np.zeros(0), np.zeros(0))
    cells = partition.locate(lats, lons)
    own = np.repeat(np.arange(len(partition)), [len(rows) for rows in found])
    kept = cells == own
    lats, lons, cells = lats[kept], lons[kept], cells[kept]
    bare = np.setdiff1d(np.arange(len(partition)), cells)
    places = np.column_stack([np.append(lats, partition.anchors[bare, 0]), np.append(lons, partition.anchors[bare, 1])])
    return Lattice(partition, places, np.append(cells, bare))


def _rows(bounds: tuple[float, float, float, float], step_deg: float) -> NDArray[np.float64]:
    """Points ``(n, 2)`` of one world-wide lattice in a box, rows at even distances, so that boxes share no point."""
    west, south, east, north = bounds
    rows = []
    for row in range(math.floor(south / step_deg), math.floor(north / step_deg) + 1):
        lat = (row + 0.5) * step_deg
        if not -90 < lat < 90:
            continue
        along = step_deg / max(math.cos(math.radians(lat)), 0.01)
        lons = (np.arange(math.floor(west / along), math.floor(east / along) + 1) + 0.5) * along
        rows.append(np.column_stack([np.full(len(lons), lat), lons]))
    return np.concatenate(rows) if rows else np.zeros((0, 2))
