"""Whether an answer lies in the right state, where states are known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geogame.evaluation.metrics import mean_interval
from geogame.regions.states import state_of

Floats = NDArray[np.float64]


def state_figures(lats: Floats, lons: Floats, guess_lats: Floats, guess_lons: Floats) -> dict[str, Any] | None:
    """Share of places whose guess lies in their state.

    Parameters
    ----------
    lats, lons, guess_lats, guess_lons
        ``(n,)`` degrees.

    Returns
    -------
    dict or None
        ``n`` places in a state that is known, ``accuracy`` and its ``ci95``; None if there is no such place.
    """
    true = [state_of(lat, lon) for lat, lon in zip(lats, lons, strict=True)]
    right = [name == state_of(lat, lon) for name, lat, lon in zip(true, guess_lats, guess_lons, strict=True) if name]
    if not right:
        return None
    values = np.array(right, dtype=np.float64)
    return {"n": len(right), "accuracy": float(values.mean()), "ci95": mean_interval(values)}
