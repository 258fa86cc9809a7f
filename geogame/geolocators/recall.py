"""Finding places again: who asks, who answers, and the share of queries whose place is among the most alike.

The rule is the Stockholm system's: the newest picture of a place, at each rotation, asks, and the older pictures of all
places answer. A query is recalled at k if one of the k most alike was taken within so many metres of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.errors import UsageError
from geogame.geo import distance_km
from geogame.geolocators.gallery import nearest

if TYPE_CHECKING:
    import pandas as pd

Floats: TypeAlias = NDArray[np.float32]
Rows: TypeAlias = NDArray[np.int64]
RANKS: Final = (1, 5, 10)
WITHIN_M: Final = (25, 100)
RESAMPLES: Final = 1000


@dataclass(frozen=True, eq=False)
class Trial:
    """Who asks and who answers: row numbers of a table of views.

    Attributes
    ----------
    queries, gallery
        Rows.
    duplicates
        How many rows were left out since their image is, byte for byte, that of another row.
    """

    queries: Rows
    gallery: Rows
    duplicates: int


def make_trial(table: pd.DataFrame, split: str) -> Trial:
    """Divide views into queries and gallery.

    Parameters
    ----------
    table
        As `gallery.view_table` makes it, all splits together.
    split
        The places that are asked for, or ``all``.

    Raises
    ------
    UsageError
        If no place of the split has two dates, so that there is nothing to ask for.
    """
    newest = newest_of_several(table)
    first = ~table["sha256"].duplicated().to_numpy()
    asked = (
        newest & first & (np.ones(len(table), dtype=bool) if split == "all" else (table["split"] == split).to_numpy())
    )
    if not asked.any():
        message = (
            f"no place of split {split!r} was pictured on two dates, so that none can be found again; choose another "
            "--split, or a dataset of several dates such as stockholm-rendered"
        )
        raise UsageError(message)
    return Trial(np.flatnonzero(asked), np.flatnonzero(~newest & first), int((~first).sum()))


def newest_of_several(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which rows show their place on its newest date, where it has more than one."""
    dates = table.groupby("place_id")["captured_on"]
    newest: NDArray[np.bool_] = (
        (table["captured_on"] == dates.transform("max")) & (dates.transform("nunique") > 1)
    ).to_numpy()
    return newest


def hits(table: pd.DataFrame, trial: Trial, found: Rows, metres: float) -> NDArray[np.bool_]:
    """Tell for each query which of its ``found (q, k)`` gallery places (numbers in ``trial.gallery``) lie near it."""
    lats, lons = table["lat"].to_numpy(float), table["lon"].to_numpy(float)
    at, there = trial.queries[:, None], trial.gallery[found]
    return np.asarray(1000 * distance_km(lats[at], lons[at], lats[there], lons[there]) <= metres)


def recalls(features: Floats, table: pd.DataFrame, trial: Trial, seed: int = 0) -> dict[str, Any]:
    """Search the gallery for every query.

    Parameters
    ----------
    features
        ``(n, d)`` of length one, row by row as ``table``.
    table, trial
        See `make_trial`.
    seed
        Of the bootstrap.

    Returns
    -------
    dict
        ``{"n", "places", "gallery", "within_m": {"25": {"1", "5", "10"}, "100": ...}, "ci95": [low, high]}``; shares
        from 0 to 1. ``ci95`` is of the first rank within the smallest radius, over resampled places.
    """
    _, found = nearest(features[trial.gallery], features[trial.queries], max(RANKS))
    good = {metres: hits(table, trial, found, metres) for metres in WITHIN_M}
    first = good[WITHIN_M[0]][:, 0].astype(float)
    places = table["place_id"].to_numpy()[trial.queries]
    return {
        "n": len(trial.queries),
        "places": len(np.unique(places)),
        "gallery": len(trial.gallery),
        "within_m": {
            str(metres): {str(rank): float(near[:, :rank].any(1).mean()) for rank in RANKS}
            for metres, near in good.items()
        },
        "ci95": _interval(first, places, seed),
    }


def _interval(values: NDArray[np.float64], places: NDArray[Any], seed: int) -> list[float]:
    """Percentile bootstrap of a mean whose rows belong together by place."""
    _, member = np.unique(places, return_inverse=True)
    total, count = np.bincount(member, values), np.bincount(member)
    drawn = np.random.default_rng(seed).integers(len(total), size=(RESAMPLES, len(total)))
    means = total[drawn].sum(1) / count[drawn].sum(1)
    return [float(value) for value in np.percentile(means, (2.5, 97.5))]
