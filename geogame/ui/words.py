"""Words that several pages share, and how counts and times are written on all of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from geogame.geo import THIN_SPACE

UNIT_LABEL: Final = "Distances in"
DATASET_LABEL: Final = "Dataset"
REGION_LABEL: Final = "Region"
MODEL_LABEL: Final = "Model"
SECTION_LABEL: Final = "Look at"
PLACES_LABEL: Final = "Measured on"
COLOUR_LABEL: Final = "Colour shows"
CELL_LABEL: Final = "Cell"
CELL_TITLE: Final = "Cell {cell}"
MISTAKES_TITLE: Final = "Taken for"
CANCEL: Final = "Cancel"
DISMISS: Final = "Dismiss"


def count(number: int) -> str:
    """Write a whole number with thousands set off."""
    return f"{number:,}".replace(",", THIN_SPACE)


def duration(seconds: float) -> str:
    """Write a time as people say it."""
    if seconds < 60:
        return f"{max(0, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    if seconds < 172_800:
        return f"{int(seconds // 3600)} h {round(seconds % 3600 / 60)} min"
    return f"{seconds / 86_400:.1f} days"


def ago(seconds: float) -> str:
    """Write how long ago something was."""
    return "now" if seconds < 10 else f"{duration(seconds)} ago"


def moment(seconds: float) -> str:
    """Write a moment, in seconds since 1970, exactly."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
