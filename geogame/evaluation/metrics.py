"""Figures about guesses: distances, shares within a radius, cell accuracy, scores and their uncertainty."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.geo import GEOSCORE_KM, ScoreScale, distance_km

Floats: TypeAlias = NDArray[np.float64]
WITHIN_KM: Final = (1, 25, 100, 200, 500, 750, 2500)
RESAMPLES: Final = 1000
BLOCK: Final = 50
GEOSCORE: Final = ScoreScale("geoscore", GEOSCORE_KM)


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
        ``n, mean_km, median_km, within_km, top1, top5, mean_score, mean_geoscore, ci95``: the score on the region's
        scale and on that of the whole world; ``ci95`` holds (low, high) for the mean and the median distance, both
        mean scores, top-1 and top-5.
    """
    scores = np.asarray(scale.score(distances_km), dtype=np.float64)
    geoscores = np.asarray(GEOSCORE.score(distances_km), dtype=np.float64)
    quantities = {"mean_km": distances_km, "mean_score": scores, "mean_geoscore": geoscores}
    if ranks is not None:
        quantities |= {"top1": (ranks == 0).astype(np.float64), "top5": (ranks < 5).astype(np.float64)}
    return {
        "n": len(distances_km),
        "mean_km": float(distances_km.mean()),
        "median_km": float(np.median(distances_km)),
        "within_km": {str(km): float((distances_km <= km).mean()) for km in WITHIN_KM},
        "top1": None if ranks is None else float((ranks == 0).mean()),
        "top5": None if ranks is None else float((ranks < 5).mean()),
        "mean_score": float(scores.mean()),
        "mean_geoscore": float(geoscores.mean()),
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


def mean_interval(values: Floats, seed: int = 0) -> list[float]:
    """95 % percentile-bootstrap interval of the mean of ``(n,)`` values, one per place: low and high."""
    random = np.random.default_rng(seed)
    means = [values[random.integers(len(values), size=(BLOCK, len(values)))].mean(1) for _ in range(RESAMPLES // BLOCK)]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return [float(low), float(high)]


def paired_difference(values: Floats, others: Floats, seed: int = 0) -> dict[str, Any]:
    """Compare two models on the same places: mean of ``values - others`` and its interval over places.

    Returns
    -------
    dict
        ``mean``, ``ci95`` and ``excludes_zero``: whether the interval does.
    """
    low, high = mean_interval(values - others, seed)
    return {"mean": float((values - others).mean()), "ci95": [low, high], "excludes_zero": low > 0 or high < 0}
