"""From a probability map to one point: the rule that turns belief into a guess.

``geometric_median`` minimises the expected distance, ``expected_score`` maximises the expected game score, ``argmax``
answers with the most probable anchor. The first two start at the best anchor and then move freely between anchors by
Weiszfeld steps (Weiszfeld 1937, https://doi.org/10.1007/s10479-008-0352-z), with the score's slope as extra weight
for ``expected_score``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.geo import EARTH_RADIUS_KM

Floats: TypeAlias = NDArray[np.float64]
Rule: TypeAlias = Literal["geometric_median", "expected_score", "argmax"]
SOFTENING_KM: Final = 25.0  # an anchor stands for an area, so that close to it all points are alike
STEPS: Final = 8


def unit_vectors(lats: Floats, lons: Floats) -> NDArray[np.float32]:
    """Turn degrees ``(n,)`` into unit vectors ``(n, 3)``."""
    phi, lam = np.radians(lats), np.radians(lons)
    stacked = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], -1)
    return np.asarray(stacked, dtype=np.float32)


def to_degrees(vectors: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Turn vectors ``(..., 3)`` of any length into latitudes and longitudes in degrees."""
    x, y, z = np.moveaxis(vectors.astype(np.float64), -1, 0)
    return np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


@dataclass(frozen=True, eq=False)
class Decoder:
    """Decodes probabilities over anchors.

    Attributes
    ----------
    anchors
        ``(m, 2)`` latitude and longitude in degrees.
    rule
        See the module.
    scale_km
        For ``expected_score``: the score falls as ``exp(-d / scale_km)``.
    power
        Probabilities are raised to this power first: above 1 trusts the map more, below 1 less.
    """

    anchors: Floats
    rule: Rule = "geometric_median"
    scale_km: float = 562.9
    power: float = 1.0

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return unit_vectors(self.anchors[:, 0], self.anchors[:, 1])

    @cached_property
    def _cost(self) -> NDArray[np.float32]:
        """``(m, m)``: what it costs to answer with one anchor when the truth is another."""
        half = np.clip(self._vectors @ self._vectors.T, -1, 1)
        distance = np.asarray(EARTH_RADIUS_KM * np.arccos(half), dtype=np.float32)
        if self.rule == "expected_score":
            return np.asarray(-np.exp(-distance / np.float32(self.scale_km)), dtype=np.float32)
        return distance

    def __call__(self, probabilities: NDArray[np.float32]) -> tuple[Floats, Floats]:
        """Decode ``(n, m)`` probabilities into ``n`` latitudes and longitudes in degrees."""
        weights = np.ascontiguousarray(probabilities, np.float32)
        if self.rule == "argmax":
            best = weights.argmax(1)
            return self.anchors[best, 0].copy(), self.anchors[best, 1].copy()
        if self.power != 1.0:
            weights = weights ** np.float32(self.power)
        weights = weights / weights.sum(1, keepdims=True)
        start = self._vectors[(weights @ self._cost).argmin(1)]
        lats, lons = to_degrees(self._refine(weights, start))
        return lats, lons

    def _refine(self, weights: NDArray[np.float32], points: NDArray[np.float32]) -> NDArray[np.float32]:
        for _ in range(STEPS):
            chord = np.sqrt(np.maximum(2 - 2 * (points @ self._vectors.T), 0)) * np.float32(EARTH_RADIUS_KM)
            pull = weights / (chord + np.float32(SOFTENING_KM))
            if self.rule == "expected_score":
                pull *= np.exp(-chord / np.float32(self.scale_km))
            points = pull @ self._vectors
            points /= np.linalg.norm(points, axis=1, keepdims=True)
        return points


def geometric_median(lats: Floats, lons: Floats, steps: int = 60) -> tuple[float, float]:
    """Point with the smallest mean distance to all given points, in degrees."""
    vectors = unit_vectors(lats, lons).astype(np.float64)
    point = vectors.mean(0)
    for _ in range(steps):
        point = point / np.linalg.norm(point)
        chord = np.linalg.norm(vectors - point, axis=1)
        point = (vectors / (chord + 1e-6)[:, None]).sum(0)
    lat, lon = to_degrees(point.astype(np.float32))
    return float(lat), float(lon)
