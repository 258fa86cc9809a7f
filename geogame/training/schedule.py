"""The learning rate over a run, and when to end it early: functions of progress and of the scores so far alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geogame.training.recipe import TrainingSection


def learning_rate(options: TrainingSection, progress: float, scores: Sequence[float] = ()) -> float:
    """Rate at a share ``progress`` of the schedule, after epochs with those validation scores (small is good).

    A linear warm-up, then a cosine down to the final rate, the rate itself, or the rate cut at each plateau.
    """
    high, low = options.learning_rate, options.final_learning_rate
    if progress < options.warmup:
        return high * max(progress / options.warmup, 0.01)
    if options.schedule == "constant":
        return high
    if options.schedule == "plateau":
        return max(low, high * options.plateau_factor ** plateaus(scores, options.plateau_patience))
    turn = (progress - options.warmup) / (1 - options.warmup)
    return low + (high - low) * 0.5 * (1 + math.cos(math.pi * turn))


def plateaus(scores: Sequence[float], patience: int) -> int:
    """How often more than ``patience`` epochs in a row were no better than the best before (as ReduceLROnPlateau)."""
    cuts = waited = 0
    best = math.inf
    for score in scores:
        waited = 0 if score < best else waited + 1
        best = min(best, score)
        if waited > patience:
            cuts, waited = cuts + 1, 0
    return cuts


def stalled(scores: Sequence[float], patience: int | None) -> bool:
    """Tell whether the last ``patience`` epochs brought nothing better."""
    if patience is None or not scores:
        return False
    return len(scores) - 1 - min(range(len(scores)), key=lambda index: scores[index]) >= patience
