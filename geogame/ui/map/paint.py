"""Colours for the cells of a map: one figure a cell, drawn in cividis, which everyone can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geogame.colours import cividis

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


def payload(paint: CellPaint, cells: int) -> dict[str, Any]:
    """Return what the browser needs to paint ``cells`` cells: a colour or nothing for each, and what is said of it."""

    def colour(cell: int) -> Sequence[int] | None:
        return [*cividis(paint.shares[cell]), ALPHA] if cell in paint.shares else None

    return {
        "colours": [colour(cell) for cell in range(cells)],
        "notes": [paint.notes.get(cell, "") for cell in range(cells)],
        "chosen": paint.chosen,
    }
