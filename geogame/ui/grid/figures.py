"""One figure a cell: places, area, and what a model's recorded evaluation says; no Streamlit here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geogame.evaluation.results import Model
from geogame.geo import format_distance
from geogame.ui.grid import words
from geogame.ui.grid.cuts import Cut, cells_of
from geogame.ui.map import CellPaint, MapRound
from geogame.ui.map.payload import Unit
from geogame.ui.words import count

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.partitions import Partition
    from geogame.regions import Region

CAPPED: Final = 0.95
"""Colours end at this quantile, so that one cell does not leave the others all alike."""
Report = Mapping[str, Any]


@dataclass(frozen=True)
class Spread:
    """How a dataset's places lie in cells.

    Attributes
    ----------
    ids
        Of each cell that has any, in the dataset's order.
    splits
        Places of each cell by split.
    outside
        Places in none.
    """

    ids: Mapping[int, Sequence[str]]
    splits: Mapping[int, Counter[str]]
    outside: int

    @property
    def places(self) -> int:
        """Places in all cells."""
        return sum(map(len, self.ids.values()))


def spread(catalog: Catalog, partition: Partition) -> Spread:
    """Find the cell of every place of a catalog."""
    frame = catalog.locations
    if catalog.info.partition_fingerprint == partition.fingerprint:
        cells = frame["cell"].to_numpy(np.int64)
    else:
        cells = partition.locate(frame["lat"].to_numpy(float), frame["lon"].to_numpy(float))
    ids: dict[int, list[str]] = {}
    splits: dict[int, Counter[str]] = {}
    for cell, name, split in zip(cells.tolist(), catalog.ids, frame["split"], strict=True):
        if cell >= 0:
            ids.setdefault(cell, []).append(name)
            splits.setdefault(cell, Counter())[str(split)] += 1
    return Spread(ids, splits, int((cells < 0).sum()))


def confusion(report: Report, cell: int | None) -> dict[int, float]:
    """Count mistakes between cells.

    Parameters
    ----------
    report
        A recorded evaluation.
    cell
        Count the places taken for one another with this cell; with None, places wrongly answered with each.
    """
    found: Counter[int] = Counter()
    for true, answered, places in (report.get("classification") or {}).get("confusion", ()):
        if true == answered:
            continue
        if cell is None:
            found[answered] += places
        elif cell in (true, answered):
            found[answered if true == cell else true] += places
    return dict(found)


@dataclass(frozen=True)
class Shown:
    """What the map shows: a figure of each cell that has one, its name, and its ends as texts."""

    values: Mapping[int, float]
    title: str
    low: str
    high: str
    shares: Mapping[int, float] = field(default_factory=dict)


def shown(colour: str, cut: Cut, found: Spread | None, report: Report | None, cell: int | None, unit: Unit) -> Shown:
    """Work out what the colours show; ``colour`` is a key of ``words.COLOURS`` that `offered` named."""
    title = words.COLOURS[colour]
    if colour == "area":
        values: dict[int, float] = {each.index: each.area_km2 for each in cells_of(cut).cells}
    elif colour == "confusion":
        values = confusion(report or {}, cell)
        title = words.CONFUSED_ALL if cell is None else words.CONFUSED_WITH.format(cell=cell)
    elif colour == "places":
        values = {name: float(len(ids)) for name, ids in found.ids.items()} if found else {}
    else:
        values = {int(name): float(row[colour]) for name, row in (report or {})["by_cell"].items()}
    return _scaled(values, title, colour, unit)


def _scaled(values: Mapping[int, float], title: str, colour: str, unit: Unit) -> Shown:
    ordered = sorted(values.values()) or [0.0]
    low, high, above = ordered[0], ordered[min(len(ordered) - 1, int(CAPPED * len(ordered)))], ordered[-1]
    if colour == "recall":
        low, high, above = 0.0, 1.0, 1.0
    elif colour in ("places", "confusion"):
        low = 0.0
    writers: dict[str, Callable[[float], str]] = {
        "area": words.area,
        "mean_km": lambda km: format_distance(km, unit),
        "recall": lambda share: f"{100 * share:.0f} %",
    }
    write = writers.get(colour, _counted)
    wide = max(high - low, 1e-9)
    shares = {cell: min(1.0, (value - low) / wide) for cell, value in values.items()}
    return Shown(values, title, write(low), write(high) + " +" * (above > high), shares)


def _counted(number: float) -> str:
    return count(round(number))


def paint(
    cut: Cut, found: Spread | None, report: Report | None, what: Shown, cell: int | None, unit: Unit
) -> CellPaint:
    """Return what the map shows of the cells; every one says what is known of it."""
    rows = {} if report is None else report["by_cell"]
    notes = {
        each.index: words.note(
            each.area_km2,
            None if found is None else len(found.ids.get(each.index, ())),
            rows.get(str(each.index)),
            unit,
        )
        for each in cells_of(cut).cells
    }
    return CellPaint(shares=what.shares, notes=notes, chosen=cell)


def flags(region: Region) -> list[MapRound]:
    """Mark the places that a region consists of: far apart, they are too small to be seen all at once."""
    return [MapRound(number, centre, None) for number, centre in enumerate(region.centres.values(), 1)]


def offered(found: Spread | None, report: Report | None) -> list[str]:
    """Name what colours can show: keys of ``words.COLOURS``."""
    names = ["places"] if found is not None and found.places else []
    names.append("area")
    if report is not None:
        rows = report["by_cell"].values()
        names += [name for name in ("mean_km", "recall") if all(name in row for row in rows)]
        names += ["confusion"] if (report.get("classification") or {}).get("confusion") else []
    return names


def measured(models: Sequence[Model], partition: Partition) -> dict[str, Model]:
    """Models, by name, with an evaluation by cell whose cells are these."""
    return {
        model.name: model
        for model in models
        if model.partition_fingerprint == partition.fingerprint and any(each.get("by_cell") for each in model.reports)
    }


@lru_cache(maxsize=8)
def areas_km2(cut: Cut) -> tuple[float, float]:
    """Area of the smallest and of the largest cell, km²."""
    areas = [each.area_km2 for each in cells_of(cut).cells]
    return min(areas), max(areas)
