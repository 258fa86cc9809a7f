"""Figures about guesses: distances, shares within a radius, cell accuracy, scores and their uncertainty."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.geo import ScoreScale, distance_km

Floats: TypeAlias = NDArray[np.float64]
WITHIN_KM: Final = (1, 25, 100, 200, 500, 750, 2500)
RESAMPLES: Final = 1000
BLOCK: Final = 50


def cell_ranks(probabilities: NDArray[np.float32], cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rank ``(n,)`` of the true cell among ``(n, cells)`` probabilities: 0 is best; ties count against it.

    Places outside the partition (cell -1) rank last.
    """
    inside = cells >= 0
    true = probabilities[np.arange(len(cells)), np.maximum(cells, 0)]
    ranks = (probabilities >= true[:, None]).sum(1) - 1
    return np.asarray(np.where(inside, ranks, probabilities.shape[1]), dtype=np.int64)


def figures(
    distances_km: Floats, scale: ScoreScale, ranks: NDArray[np.int64] | None = None, seed: int = 0
) -> dict[str, Any]:
    """Everything reported about ``n`` guesses.

    Parameters
    ----------
    distances_km
        ``(n,)``, at least one.
    scale
        How the region scores a distance.
    ranks
        ``(n,)`` rank of the true cell; without it ``top1`` and ``top5`` are None.
    seed
        Of the bootstrap behind ``ci95``.

    Returns
    -------
    dict
        ``n, mean_km, median_km, within_km, top1, top5, mean_score, ci95``; ``ci95`` holds (low, high) for the mean
        and the median distance, the mean score and top-1.
    """
    scores = np.asarray(scale.score(distances_km), dtype=np.float64)
    top1 = None if ranks is None else (ranks == 0)
    quantities = {"mean_km": distances_km, "mean_score": scores}
    if top1 is not None:
        quantities["top1"] = top1.astype(np.float64)
    return {
        "n": len(distances_km),
        "mean_km": float(distances_km.mean()),
        "median_km": float(np.median(distances_km)),
        "within_km": {str(km): float((distances_km <= km).mean()) for km in WITHIN_KM},
        "top1": None if top1 is None else float(top1.mean()),
        "top5": None if ranks is None else float((ranks < 5).mean()),
        "mean_score": float(scores.mean()),
        "ci95": _intervals(quantities, distances_km, seed),
    }


def _intervals(quantities: dict[str, Floats], distances_km: Floats, seed: int) -> dict[str, list[float]]:
    """Percentile bootstrap over places."""
    random = np.random.default_rng(seed)
    n = len(distances_km)
    draws: dict[str, list[Floats]] = {name: [] for name in (*quantities, "median_km")}
    for _ in range(RESAMPLES // BLOCK):
        rows = random.integers(n, size=(BLOCK, n))
        for name, values in quantities.items():
            draws[name].append(values[rows].mean(1))
        draws["median_km"].append(np.median(distances_km[rows], axis=1))
    return {
        name: [float(q) for q in np.percentile(np.concatenate(blocks), (2.5, 97.5))] for name, blocks in draws.items()
    }


def errors_km(lats: Floats, lons: Floats, guess_lats: Floats, guess_lons: Floats) -> Floats:
    """Distance ``(n,)`` in km from each true place to its guess."""
    return np.asarray(distance_km(lats, lons, guess_lats, guess_lons), dtype=np.float64)
