"""Whether a probability means what it says: calibration error, reliability, and the temperature that mends it."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
BINS: Final = 15
TEMPERATURES: Final = (0.05, 20.0)
SMALLEST: Final = 1e-12


def reliability(probabilities: Floats, cells: NDArray[np.int64], bins: int = BINS) -> list[dict[str, float]]:
    """Bins of equal width by the best cell's probability: ``n``, mean ``confidence``, share right (``accuracy``).

    Bins without a place are left out.
    """
    confidence, right = probabilities.max(1), probabilities.argmax(1) == cells
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    rows = []
    for index in np.unique(number):
        own = number == index
        rows.append(
            {"n": int(own.sum()), "confidence": float(confidence[own].mean()), "accuracy": float(right[own].mean())}
        )
    return rows


def calibration_error(rows: list[dict[str, float]]) -> float:
    """Mean gap between confidence and accuracy, weighted by places (ECE, https://arxiv.org/abs/1706.04599)."""
    total = sum(row["n"] for row in rows)
    return sum(row["n"] * abs(row["confidence"] - row["accuracy"]) for row in rows) / total


def tempered(probabilities: Floats, temperature: float) -> Floats:
    """Probabilities ``(n, cells)`` with their logarithms divided by a temperature: above 1 is less sure."""
    logits = np.log(np.maximum(probabilities, SMALLEST)) / temperature
    logits -= logits.max(1, keepdims=True)
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(1, keepdims=True))


def log_loss(probabilities: Floats, cells: NDArray[np.int64]) -> float:
    """Mean negative logarithm of the true cell's probability."""
    true = probabilities[np.arange(len(cells)), cells]
    return float(-np.log(np.maximum(true, SMALLEST)).mean())


def fit_temperature(probabilities: Floats, cells: NDArray[np.int64]) -> float:
    """Temperature with the smallest `log_loss`, between 1/20 and 20."""
    from scipy.optimize import minimize_scalar

    low, high = np.log(TEMPERATURES)
    found = minimize_scalar(
        lambda power: log_loss(tempered(probabilities, float(np.exp(power))), cells),
        bounds=(low, high),
        method="bounded",
    )
    return float(np.exp(found.x))


def calibration_figures(probabilities: NDArray[np.float32], cells: NDArray[np.int64]) -> dict[str, Any] | None:
    """Calibration of the cells' probabilities, as they are and at the best temperature.

    The scaled figures are cross-fitted: each half of the places is judged at the temperature of the other half, so
    that no place helps to mend its own answer.

    Parameters
    ----------
    probabilities
        ``(n, cells)``.
    cells
        ``(n,)`` true cells; places outside every cell (-1) are left out.

    Returns
    -------
    dict or None
        ``n, ece, log_loss, temperature, ece_scaled, log_loss_scaled, reliability``; None with fewer than two places.
    """
    inside = cells >= 0
    known, true = probabilities[inside].astype(np.float64), cells[inside]
    if len(true) < 2:
        return None
    half = np.random.default_rng(0).permutation(len(true)) % 2 == 0
    scaled = np.empty_like(known)
    for own in (half, ~half):
        scaled[own] = tempered(known[own], fit_temperature(known[~own], true[~own]))
    rows = reliability(known, true)
    return {
        "n": len(true),
        "ece": calibration_error(rows),
        "log_loss": log_loss(known, true),
        "temperature": fit_temperature(known, true),
        "ece_scaled": calibration_error(reliability(scaled, true)),
        "log_loss_scaled": log_loss(scaled, true),
        "reliability": rows,
    }
