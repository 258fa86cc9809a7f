"""Hashes that are near for pictures that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

NEAR_BITS: Final = 6
"""Pictures whose hashes differ in no more bits are candidates for being the same."""


def difference_hash(image: NDArray[np.uint8]) -> int:
    """Hash a picture to 64 bits: in a 9 x 8 reduction, a bit is set where the right neighbour is brighter.

    After https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html.
    """
    grey = image.astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    small = reduce_rows(reduce_rows(grey, 8).T, 9).T
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def reduce_rows(rows: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Average the first axis into ``count`` bands of nearly equal height."""
    edges: Sequence[int] = [round(i * len(rows) / count) for i in range(count + 1)]
    return np.stack([rows[low:high].mean(axis=0) for low, high in pairwise(edges)])
