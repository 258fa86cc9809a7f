"""What training minimises: cross-entropy against targets smoothed by distance, on every head and after every view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from geogame.geo import EARTH_RADIUS_KM
from geogame.training.recipe import TargetsSection

if TYPE_CHECKING:
    from geogame.geolocators.networks import Output


def haversine_km(lats: Tensor, lons: Tensor, anchors: Tensor) -> Tensor:
    """Distances ``(n, m)`` in km from places (degrees) to anchors ``(m, 2)`` in degrees."""
    lat1, lon1 = torch.deg2rad(lats)[:, None], torch.deg2rad(lons)[:, None]
    lat2, lon2 = torch.deg2rad(anchors[:, 0]), torch.deg2rad(anchors[:, 1])
    square = torch.sin((lat2 - lat1) / 2) ** 2 + torch.cos(lat1) * torch.cos(lat2) * torch.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * torch.asin(square.clamp(0, 1).sqrt())


def smoothed(distance_km: Tensor, scale_km: float) -> Tensor:
    """Targets ``softmax(-d / scale)`` over the last axis (PIGEON, https://arxiv.org/abs/2307.05845)."""
    return torch.softmax(-distance_km / scale_km, -1)


def place_anchors(
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    cells: NDArray[np.int64],
    side_deg: float,
    min_places: int,
) -> NDArray[np.float64]:
    """Anchors finer than cells: the mean training place of every square of ``side_deg`` inside each cell.

    Squares with fewer than ``min_places`` are joined into the nearest square of the same cell that has enough, or
    with one another if none has.

    Returns
    -------
    ndarray
        ``(m, 2)`` degrees, ordered by cell, then latitude, then longitude.
    """
    anchors: list[NDArray[np.float64]] = []
    for cell in np.unique(cells):
        points = np.stack([lats[cells == cell], lons[cells == cell]], 1)
        squares, member = np.unique(np.floor(points / side_deg), axis=0, return_inverse=True)
        member = member.reshape(-1)
        counts = np.bincount(member, minlength=len(squares))
        good = np.flatnonzero(counts >= min_places)
        if len(good) == 0:
            anchors.append(points.mean(0)[None])
            continue
        nearest = np.array([good[np.abs(squares[good] - square).sum(1).argmin()] for square in squares])
        member = np.where(counts[member] >= min_places, member, nearest[member])
        anchors.append(np.stack([points[member == square].mean(0) for square in good]))
    return np.concatenate(anchors)


def cell_anchors(
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    cells: NDArray[np.int64],
    fallback: NDArray[np.float64],
) -> NDArray[np.float64]:
    """``(cells, 2)`` mean training place of each cell; ``fallback`` (the partition's anchors) where it has none."""
    anchors = fallback.copy()
    for cell in np.unique(cells):
        anchors[cell] = lats[cells == cell].mean(), lons[cells == cell].mean()
    return anchors


@dataclass(frozen=True, eq=False)
class Objective:
    """The loss.

    Attributes
    ----------
    cell_anchors, anchors
        ``(cells, 2)`` and ``(m, 2)`` float32 degrees; ``anchors`` is None for networks that have none but the cells'.
    groups
        One ``(cells, groups)`` 0/1 matrix per coarse head.
    options
        Smoothing and weights.
    """

    cell_anchors: Tensor
    anchors: Tensor | None
    groups: tuple[Tensor, ...]
    options: TargetsSection

    def __call__(self, output: Output, lats: Tensor, lons: Tensor, cells: Tensor, mask: Tensor) -> Tensor:
        """Mean loss of a batch: places ``(b,)`` in degrees and their cells, ``mask (b, v)`` of the views seen."""
        options = self.options
        steps = self._step_weights(mask)
        alone = mask / mask.sum(1, keepdim=True)
        to_cells = self._targets(lats, lons, self.cell_anchors, options.cell_km, cells)
        loss = torch.zeros((), device=mask.device)
        if options.cell_weight:
            loss = loss + options.cell_weight * self._entropy(output.cells, to_cells, steps)
        if options.view_weight:
            loss = loss + options.view_weight * self._entropy(output.view_cells, to_cells, alone)
        if options.coarse_weight:
            for logits, group in zip(output.coarse, self.groups, strict=True):
                loss = loss + options.coarse_weight * self._entropy(logits, to_cells @ group, steps)
        if self.anchors is not None and options.anchor_weight:
            to_anchors = self._targets(lats, lons, self.anchors, options.anchor_km)
            fine = self._entropy(output.anchors, to_anchors, steps)
            if options.view_weight:
                fine = fine + options.view_weight * self._entropy(output.view_anchors, to_anchors, alone)
            loss = loss + options.anchor_weight * fine
        return loss

    def _targets(
        self, lats: Tensor, lons: Tensor, anchors: Tensor, scale_km: float, own: Tensor | None = None
    ) -> Tensor:
        """``(b, m)`` adding up to one: spread by distance, or all on ``own`` (the nearest if it is not given)."""
        distance = haversine_km(lats, lons, anchors)
        if self.options.smoothing == "haversine":
            targets = smoothed(distance, scale_km)
        else:
            targets = F.one_hot(distance.argmin(1) if own is None else own, len(anchors)).float()
        share = self.options.label_smoothing
        return targets * (1 - share) + share / len(anchors) if share else targets

    def _step_weights(self, mask: Tensor) -> Tensor:
        """``(b, v)``: by how many views were seen, zero where none was added, adding up to one for a place."""
        by_count = torch.tensor(self.options.step_weights, device=mask.device)
        count = mask.long().cumsum(1)
        weights = by_count[(count - 1).clamp(0, len(by_count) - 1)] * mask
        last = (mask & (count == count[:, -1:])).float()
        total = weights.sum(1, keepdim=True)
        return torch.where(total > 0, weights / total.clamp_min(1e-12), last)

    @staticmethod
    def _entropy(logits: Tensor, target: Tensor, weights: Tensor) -> Tensor:
        """Weighted cross-entropy of ``(b, v, n)`` logits with ``(b, n)`` targets and ``(b, v)`` weights."""
        entropy = torch.logsumexp(logits, -1) - torch.einsum("bvn,bn->bv", logits, target)
        return (entropy * weights).sum(1).mean()
