"""How long a model takes for one place on this machine."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from geogame.geolocators import Geolocator

REPEATS: Final = 12


def milliseconds_a_place(geolocator: Geolocator, headings_deg: tuple[float, ...], width: int, height: int) -> float:
    """Median milliseconds from one place's decoded pictures to its prediction.

    Parameters
    ----------
    geolocator
        Loaded; it is asked once before the clock runs.
    headings_deg
        Of the pictures.
    width, height
        Of the pictures, pixels. They show noise: how long a network takes does not depend on what it sees.
    """
    random = np.random.default_rng(0)
    pictures = [random.integers(0, 256, (height, width, 3), dtype=np.uint8) for _ in headings_deg]
    geolocator.predict(pictures, headings_deg)
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        geolocator.predict(pictures, headings_deg)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)
