"""Guesses that look at no picture; every table of results prints them, and so a model must beat them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geogame.geolocators.base import Floats, Pixels, Prediction

if TYPE_CHECKING:
    from geogame.partitions import Partition


def one_hot(cell: int, cells: int) -> Floats:
    """``(cells,)`` float32 with all probability on one cell."""
    row = np.zeros(cells, np.float32)
    row[cell] = 1
    return row


@dataclass(eq=False)
class RandomCell:
    """Answers with the anchor of a cell drawn uniformly; ``seed`` makes the sequence repeatable."""

    partition: Partition
    seed: int = 0
    name: str = "random"
    card: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)

    def predict(self, images: Sequence[Pixels | None], headings_deg: Sequence[float]) -> Prediction:
        """Ignore the pictures."""
        del headings_deg
        cell = int(self._random.integers(len(self.partition)))
        lat, lon = self.partition.anchor(cell)
        row = one_hot(cell, len(self.partition))
        return Prediction(row, lat, lon, np.repeat(row[None], max(1, len(images)), 0))

    def predict_batch(self, places: Sequence[tuple[Sequence[Pixels | None], Sequence[float]]]) -> list[Prediction]:
        """Draw one cell per place."""
        return [self.predict(*place) for place in places]


@dataclass(eq=False)
class Constant:
    """Always answers with one point, for example the training places' geometric median."""

    partition: Partition
    lat: float
    lon: float
    name: str = "constant"
    card: dict[str, Any] = field(default_factory=dict)

    def predict(self, images: Sequence[Pixels | None], headings_deg: Sequence[float]) -> Prediction:
        """Ignore the pictures."""
        del headings_deg
        cell = int(self.partition.locate(np.array([self.lat]), np.array([self.lon]))[0])
        row = one_hot(max(cell, 0), len(self.partition))
        return Prediction(row, self.lat, self.lon, np.repeat(row[None], max(1, len(images)), 0))

    def predict_batch(self, places: Sequence[tuple[Sequence[Pixels | None], Sequence[float]]]) -> list[Prediction]:
        """Give the same answer to every place."""
        return [self.predict(*place) for place in places]


@dataclass(eq=False)
class OracleCell:
    """Knows the cell and answers with its anchor: the error that is left to a perfect classifier."""

    partition: Partition
    anchors: NDArray[np.float64] | None = None
    name: str = "oracle_cell"
    card: dict[str, Any] = field(default_factory=dict)

    def predict_cell(self, cell: int, views: int = 1) -> Prediction:
        """Answer for a place whose true cell is ``cell``."""
        lat, lon = self.partition.anchor(cell) if self.anchors is None else self.anchors[cell]
        row = one_hot(cell, len(self.partition))
        return Prediction(row, float(lat), float(lon), np.repeat(row[None], views, 0))
