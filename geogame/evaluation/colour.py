"""A baseline that sees colours only: nearest neighbours by each view's mean and spread of red, green and blue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.geolocators.decoding import geometric_median

if TYPE_CHECKING:
    import pandas as pd

Floats: TypeAlias = NDArray[np.float64]
NEIGHBOURS: Final = 20
BLOCK: Final = 512


@dataclass(frozen=True, eq=False)
class ColourNeighbours:
    """Training places with their colour statistics.

    Attributes
    ----------
    statistics
        ``(n, d)`` as `colour_statistics` makes them.
    lats, lons
        ``(n,)`` degrees.
    neighbours
        How many nearest places answer, with their geometric median.
    """

    statistics: Floats
    lats: Floats
    lons: Floats
    neighbours: int = NEIGHBOURS

    @classmethod
    def from_index(cls, index: pd.DataFrame) -> ColourNeighbours | None:
        """Take the statistics stored in a training index; None if it has none."""
        if "colour" not in index or index["colour"].notna().sum() == 0:
            return None
        rows = index[index["colour"].notna()]
        statistics = np.stack([np.frombuffer(entry, np.float16) for entry in rows["colour"]])
        return cls(statistics.astype(np.float64), rows["lat"].to_numpy(float), rows["lon"].to_numpy(float))

    def predict(self, statistics: NDArray[np.float16]) -> tuple[Floats, Floats]:
        """Guess the places of views by their statistics ``(n, d)``; degrees ``(n,)`` each."""
        middle, spread = self.statistics.mean(0), self.statistics.std(0) + 1e-9
        known = (self.statistics - middle) / spread
        asked = (statistics.astype(np.float64) - middle) / spread
        guesses = []
        for start in range(0, len(asked), BLOCK):
            block = asked[start : start + BLOCK]
            squares = (known**2).sum(1) - 2 * block @ known.T
            count = min(self.neighbours, len(known))
            nearest = np.argpartition(squares, count - 1, axis=1)[:, :count]
            guesses += [geometric_median(self.lats[rows], self.lons[rows], 30) for rows in nearest]
        return np.array([lat for lat, _ in guesses]), np.array([lon for _, lon in guesses])
