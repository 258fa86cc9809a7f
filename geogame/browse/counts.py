"""How places are spread over cells, months, hours and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNKNOWN: Final = "unknown"
CLOCK: Final = r"T(\d\d):(\d\d)"


def by_cell(places: pd.DataFrame) -> dict[int, int]:
    """Count places by cell; those outside all cells are left out."""
    counts = places.loc[places["cell"] >= 0, "cell"].value_counts()
    return {int(cell): int(count) for cell, count in counts.items()}


def by_month(places: pd.DataFrame) -> dict[str, int]:
    """Count places by the month they were captured in, ``unknown`` last where there are any."""
    months = places["captured_on"].fillna("").astype(str).str.slice(5, 7)
    found = {name: int((months == f"{number:02d}").sum()) for number, name in enumerate(MONTHS, 1)}
    return _with_unknown(found, len(places))


def by_hour(places: pd.DataFrame) -> dict[str, int]:
    """Count places by the hour of the sun, ``unknown`` last where there are any."""
    hours = solar_hours(places)
    known = np.floor(hours[np.isfinite(hours)]).astype(int) % 24
    counts = np.bincount(known, minlength=24)
    return _with_unknown({f"{hour:02d}": int(count) for hour, count in enumerate(counts)}, len(places))


def solar_hours(places: pd.DataFrame) -> NDArray[np.float64]:
    """Hour by the mean sun ``(n,)``, 0 to 24: as drawn, or from a photograph's moment (UTC) and longitude; else NaN."""
    hours: NDArray[np.float64] = places["solar_hour"].to_numpy(dtype=float, copy=True)
    if "captured_at" in places:
        clock = places["captured_at"].fillna("").astype(str).str.extract(CLOCK).astype(float)
        taken = clock[0] + clock[1] / 60 + places["lon"] / 15
        unknown = ~np.isfinite(hours)
        hours[unknown] = taken.to_numpy(dtype=float)[unknown] % 24
    return hours


def by_source(places: pd.DataFrame) -> dict[str, int]:
    """Count places by where their views come from, most first."""
    return {str(name): int(count) for name, count in places["source"].value_counts().items()}


def _with_unknown(found: dict[str, int], total: int) -> dict[str, int]:
    missing = total - sum(found.values())
    return found | ({UNKNOWN: missing} if missing else {})
