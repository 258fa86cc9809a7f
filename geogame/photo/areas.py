"""What a belief over cells says in words: the likeliest cells, the likeliest states, and how wide the doubt is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geogame.geo import distance_matrix_km
from geogame.regions.states import state_of

if TYPE_CHECKING:
    from geogame.geolocators.base import Prediction
    from geogame.partitions import Partition

TOP: Final = 5
MOST: Final = 0.8
"""The share of belief that the named areas and the radius hold."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A likely cell: its number, its anchor in degrees, the area it lies in (may be empty), its probability."""

    cell: int
    lat: float
    lon: float
    area: str
    probability: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """How sure a belief is.

    Attributes
    ----------
    areas
        Names and probabilities of the likeliest areas, those that hold `MOST` of the belief together; empty where
        the region's areas have no names.
    radius_km
        Within this distance of the guess lies `MOST` of the belief.
    """

    areas: list[tuple[str, float]]
    radius_km: float


def top_cells(partition: Partition, prediction: Prediction, count: int = TOP) -> list[Cell]:
    """Return the likeliest cells, best first."""
    best = np.argsort(-prediction.probabilities, kind="stable")[:count]
    found = []
    for cell in best.tolist():
        lat, lon = partition.anchor(cell)
        found.append(Cell(cell, lat, lon, state_of(lat, lon), float(prediction.probabilities[cell])))
    return found


def doubt_of(partition: Partition, prediction: Prediction) -> Doubt:
    """Sum a belief up by area and by distance from its point estimate."""
    lats, lons = np.array(partition.anchors).T
    sums: dict[str, float] = {}
    for lat, lon, probability in zip(lats, lons, prediction.probabilities, strict=True):
        name = state_of(float(lat), float(lon))
        sums[name] = sums.get(name, 0.0) + float(probability)
    areas: list[tuple[str, float]] = []
    for name, probability in sorted(sums.items(), key=lambda item: -item[1]):
        if not name:
            continue
        areas.append((name, probability))
        if sum(share for _, share in areas) >= MOST:
            break
    far = distance_matrix_km(np.array([prediction.lat]), np.array([prediction.lon]), lats, lons)[0]
    order = np.argsort(far, kind="stable")
    held = np.cumsum(prediction.probabilities[order])
    radius_km = float(far[order][min(int(np.searchsorted(held, MOST)), len(order) - 1)])
    return Doubt(areas, radius_km)
