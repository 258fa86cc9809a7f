"""What rounds against an opponent add up to: a share with its interval, a difference with its own. No database here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Z95: Final = 1.959963984540054
RESAMPLES: Final = 1000
BLOCK: Final = 20

Interval = tuple[float, float]


def wilson(wins: int, rounds: int) -> Interval:
    """95 % interval of a share after Wilson (1927, https://doi.org/10.1080/01621459.1927.10502953); 0 to 1 for none."""
    if rounds == 0:
        return 0.0, 1.0
    share, square = wins / rounds, Z95 * Z95
    middle = (share + square / (2 * rounds)) / (1 + square / rounds)
    reach = Z95 / (1 + square / rounds) * math.sqrt(share * (1 - share) / rounds + square / (4 * rounds * rounds))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def mean_difference_interval(sums: NDArray[np.float64], counts: NDArray[np.float64], seed: int = 0) -> Interval:
    """95 % percentile-bootstrap interval of a mean difference per round; whole games are drawn, not rounds.

    The rounds of one game have one player, so they are not independent.

    Parameters
    ----------
    sums
        ``(games,)``, the differences of a game's rounds added up.
    counts
        ``(games,)``, its rounds.
    seed
        Of the draws.
    """
    random = np.random.default_rng(seed)
    means = []
    for _ in range(RESAMPLES // BLOCK):
        rows = random.integers(len(sums), size=(BLOCK, len(sums)))
        means.append(sums[rows].sum(1) / counts[rows].sum(1))
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return float(low), float(high)


@dataclass(frozen=True)
class GameSum:
    """One game against one opponent: rounds guessed, how many each came closer in, and the scores' difference."""

    rounds: int
    wins: int
    losses: int
    difference: float


@dataclass(frozen=True)
class Duel:
    """Humans against one opponent.

    Attributes
    ----------
    opponent
        Its name.
    games, rounds
        How many were played; ``rounds`` are those guessed.
    wins, losses
        Rounds in which the human, or the opponent, came closer; the others were equal.
    win_rate, win_interval
        Share of the wins among the rounds that were not equal, with its Wilson interval.
    difference, difference_interval
        Human's score less the opponent's, mean over rounds, with its bootstrap interval over games.
    """

    opponent: str
    games: int
    rounds: int
    wins: int
    losses: int
    win_rate: float
    win_interval: Interval
    difference: float
    difference_interval: Interval


def duel(opponent: str, games: Sequence[GameSum]) -> Duel:
    """Add games up; at least one with a round."""
    rounds, wins, losses = (sum(getattr(game, name) for game in games) for name in ("rounds", "wins", "losses"))
    sums = np.array([game.difference for game in games], dtype=np.float64)
    counts = np.array([game.rounds for game in games], dtype=np.float64)
    return Duel(
        opponent,
        len(games),
        rounds,
        wins,
        losses,
        wins / (wins + losses) if wins + losses else 0.5,
        wilson(wins, wins + losses),
        float(sums.sum() / counts.sum()),
        mean_difference_interval(sums, counts),
    )
