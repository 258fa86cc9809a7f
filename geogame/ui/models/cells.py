"""What a model does in every cell: the map's colours, what is said of a cell, and what it is taken for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from geogame.geo import distance_km, format_distance
from geogame.ui.map import CellPaint, MapRound, OpponentMark
from geogame.ui.map.payload import Unit
from geogame.ui.models import words
from geogame.ui.words import CELL_LABEL, MISTAKES_TITLE, count

if TYPE_CHECKING:
    import pandas as pd

    from geogame.partitions import Partition

ByCell = Mapping[str, Mapping[str, Any]]
LETTERS: Final = "ABC"
CAPPED: Final = 0.95
"""Colours end at this quantile, so that one hopeless cell does not leave the others all alike."""


def measures(by_cell: ByCell) -> list[str]:
    """Return the figures that every cell has, in the order they are offered."""
    return [name for name in words.MEASURES if all(name in row for row in by_cell.values())]


def limits(by_cell: ByCell, measure: str) -> tuple[float, float]:
    """Return the figures at the ends of the colours: the lowest, and a high one that few exceed."""
    values = sorted(float(row[measure]) for row in by_cell.values())
    if measure == "recall":
        return 0.0, 1.0
    return values[0], max(values[min(len(values) - 1, int(CAPPED * len(values)))], values[0] + 1e-9)


def limit_texts(by_cell: ByCell, measure: str, unit: Unit) -> tuple[str, str]:
    """Write the ends of the colours; the upper one says where there is more beyond it."""
    low, high = limits(by_cell, measure)
    if measure == "recall":
        return "0 %", "100 %"
    if measure == "n":
        return count(round(low)), f"{count(round(high))} +"
    return format_distance(low, unit), f"{format_distance(high, unit)} +"


def paint(by_cell: ByCell, measure: str, chosen: int | None, unit: Unit) -> CellPaint:
    """Return what the map shows of a report's cells."""
    low, high = limits(by_cell, measure)
    return CellPaint(
        shares={int(cell): (float(row[measure]) - low) / (high - low) for cell, row in by_cell.items()},
        notes={int(cell): words.cell_note(row, unit) for cell, row in by_cell.items()},
        chosen=chosen,
    )


def marks(by_cell: ByCell, chosen: int | None, partition: Partition) -> list[MapRound]:
    """Mark the chosen cell with the flag, and the cells it is taken for with the model's squares."""
    row = None if chosen is None else by_cell.get(str(chosen))
    if chosen is None or row is None or not row.get("mistakes"):
        return []
    taken = [
        OpponentMark(letter, f"{CELL_LABEL} {cell}", *partition.anchor(int(cell)))
        for letter, cell in zip(LETTERS, row["mistakes"], strict=False)
    ]
    return [MapRound(1, partition.anchor(chosen), None, taken)]


def mistakes(by_cell: ByCell, cell: int, partition: Partition, unit: Unit) -> pd.DataFrame:
    """Return what a cell's places were taken for: letter on the map, cell, places, whether it touches, how far."""
    import pandas as pd

    rows = []
    for letter, (other, places) in zip(LETTERS, by_cell[str(cell)]["mistakes"].items(), strict=False):
        km = distance_km(*partition.centroids[cell], *partition.centroids[int(other)])
        rows.append(
            (letter, int(other), places, bool(partition.steps[cell, int(other)] == 1), format_distance(km, unit))
        )
    return pd.DataFrame(rows, columns=["", *words.CONFUSED_COLUMNS[1:]])


def every_cell(by_cell: ByCell, unit: Unit) -> pd.DataFrame:
    """Return one row a cell, hardest first, as the report has them."""
    import pandas as pd

    rows = [
        {
            CELL_LABEL: int(cell),
            words.MEASURES["n"]: row["n"],
            words.MEASURES["mean_km"]: format_distance(row["mean_km"], unit),
            words.MEASURES["recall"]: None if "recall" not in row else round(100 * row["recall"]),
            MISTAKES_TITLE.lower(): row.get("partner"),
        }
        for cell, row in by_cell.items()
    ]
    return pd.DataFrame(rows)
