"""Cells as classes: precision, recall and F1, the confusion matrix, and the seeds' miles between centroids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.geo import distance_km, km_to_miles
from geogame.partitions import Partition

CONFUSIONS: Final = 50
FURTHER: Final = 3


@dataclass(frozen=True, eq=False)
class Confusion:
    """Places by true and by answered cell: ``counts (cells, cells)`` int64, true cells along the first axis."""

    counts: NDArray[np.int64]

    @classmethod
    def of(cls, true: NDArray[np.int64], answered: NDArray[np.int64], cells: int) -> Confusion:
        """Count ``(n,)`` true and answered cells; places outside every cell (-1) are left out."""
        counts = np.zeros((cells, cells), dtype=np.int64)
        inside = true >= 0
        np.add.at(counts, (true[inside], answered[inside]), 1)
        return cls(counts)

    def averages(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1: ``macro`` over the cells seen or answered, ``weighted`` by each cell's places.

        A cell that is never answered has precision 0, one without places recall 0, as scikit-learn counts them
        with ``zero_division=0``.
        """
        right = np.diag(self.counts).astype(float)
        places, answers = self.counts.sum(1), self.counts.sum(0)
        precision = right / np.maximum(answers, 1)
        recall = right / np.maximum(places, 1)
        f1 = 2 * right / np.maximum(places + answers, 1)
        known = (places + answers) > 0
        weights = {"macro": known / max(known.sum(), 1), "weighted": places / max(places.sum(), 1)}
        return {
            name: {
                "precision": float((precision * weight).sum()),
                "recall": float((recall * weight).sum()),
                "f1": float((f1 * weight).sum()),
            }
            for name, weight in weights.items()
        }

    def entries(self) -> list[tuple[int, int, int]]:
        """All counts above zero as (true cell, answered cell, places), by true cell."""
        rows, columns = np.nonzero(self.counts)
        return [(int(i), int(j), int(self.counts[i, j])) for i, j in zip(rows, columns, strict=True)]

    def most_confused(self, count: int = CONFUSIONS) -> list[tuple[int, int, int]]:
        """List the commonest mistakes as (true cell, answered cell, places), commonest first."""
        wrong = [entry for entry in self.entries() if entry[0] != entry[1]]
        return sorted(wrong, key=lambda entry: (-entry[2], entry))[:count]


def centroid_miles(partition: Partition, true: NDArray[np.int64], answered: NDArray[np.int64]) -> float | None:
    """Mean miles from the centroid of the true cell to that of the answered one: the seed reports' figure.

    It is 0 wherever the cell is right, and so is no distance to a place; reported to stand beside theirs. None if no
    place lies in a cell.
    """
    inside = true >= 0
    if not inside.any():
        return None
    (lats, lons), (other_lats, other_lons) = (
        partition.centroids[true[inside]].T,
        partition.centroids[answered[inside]].T,
    )
    return km_to_miles(float(np.mean(distance_km(lats, lons, other_lats, other_lons))))


def shares_by_steps(
    partition: Partition, true: NDArray[np.int64], answered: NDArray[np.int64]
) -> dict[str, float] | None:
    """Shares of places by the steps from their cell to the answered one, since a neighbour is a smaller mistake.

    Returns
    -------
    dict or None
        ``{"0": right cell, "1": a cell that touches it, "2": one behind that, "3": further}``; None if no place lies
        in a cell.
    """
    inside = true >= 0
    if not inside.any():
        return None
    steps = np.minimum(partition.steps[true[inside], answered[inside]], FURTHER)
    return {str(step): float((steps == step).mean()) for step in range(FURTHER + 1)}


def classification_figures(
    partition: Partition, true: NDArray[np.int64], probabilities: NDArray[np.float32]
) -> dict[str, Any]:
    """Everything about cells as classes.

    Parameters
    ----------
    partition
        The cells.
    true
        ``(n,)`` true cells, -1 outside all of them.
    probabilities
        ``(n, cells)``.

    Returns
    -------
    dict
        ``macro`` and ``weighted`` averages, ``centroid_miles``, ``by_steps``, ``confusion`` (``entries`` of (true,
        answered, places)) and ``most_confused``.
    """
    answered = probabilities.argmax(1).astype(np.int64)
    confusion = Confusion.of(true, answered, len(partition))
    return {
        **confusion.averages(),
        "centroid_miles": centroid_miles(partition, true, answered),
        "by_steps": shares_by_steps(partition, true, answered),
        "most_confused": confusion.most_confused(),
        "confusion": confusion.entries(),
    }
