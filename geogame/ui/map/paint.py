"""Colours for the cells of a map: one figure a cell, drawn in cividis, which everyone can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

CIVIDIS: Final = ("#00204D", "#31446B", "#666970", "#958F78", "#CBBA69", "#FFEA46")
"""Six colours of cividis, evenly spaced (https://doi.org/10.1371/journal.pone.0199239); low to high."""
ALPHA: Final = 215


@dataclass(frozen=True)
class CellPaint:
    """What a map of cells shows.

    Attributes
    ----------
    shares : mapping of int to float
        Where each cell stands between the lowest and the highest figure, 0 to 1; cells that are not in it stay bare.
    notes : mapping of int to str
        What is said about a cell under the pointer.
    chosen : int or None
        The cell with a heavy outline.
    """

    shares: Mapping[int, float]
    notes: Mapping[int, str]
    chosen: int | None = None


def cividis(share: float) -> list[int]:
    """Return the colour at ``share`` (0 to 1; clipped) as [red, green, blue]."""
    at = min(max(share, 0.0), 1.0) * (len(CIVIDIS) - 1)
    low = min(int(at), len(CIVIDIS) - 2)
    first, second = (_channels(CIVIDIS[low + step]) for step in (0, 1))
    return [round(a + (b - a) * (at - low)) for a, b in zip(first, second, strict=True)]


def gradient() -> str:
    """Return the scale as a CSS background, low on the left."""
    return f"linear-gradient(90deg,{','.join(CIVIDIS)})"


def payload(paint: CellPaint, cells: int) -> dict[str, Any]:
    """Return what the browser needs to paint ``cells`` cells: a colour or nothing for each, and what is said of it."""

    def colour(cell: int) -> Sequence[int] | None:
        return [*cividis(paint.shares[cell]), ALPHA] if cell in paint.shares else None

    return {
        "colours": [colour(cell) for cell in range(cells)],
        "notes": [paint.notes.get(cell, "") for cell in range(cells)],
        "chosen": paint.chosen,
    }


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
