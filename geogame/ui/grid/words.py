"""Every word of the grid page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geogame.geo import THIN_SPACE, format_distance
from geogame.ui.map.payload import Unit
from geogame.ui.words import count

TITLE: Final = "Regions and their cells"
KIND_LABEL: Final = "Cut into"
KINDS: Final = {
    "fishnet": "squares of degrees, small pieces joined",
    "rectangles": "columns and rows",
    "tenths": "ten columns, ten rows",
    "places": "the region's own parts",
    "h3": "hexagons (H3)",
    "adaptive": "cells of at most so many places",
}
DEGREES_LABEL: Final = "Side, degrees"
COLUMNS_LABEL: Final = "Columns"
ROWS_LABEL: Final = "Rows"
RESOLUTION_LABEL: Final = "Resolution"
AT_MOST_LABEL: Final = "Places a cell, at most"
DATASET_LABEL: Final = "Places of"
NO_DATASET: Final = "no dataset"
COLOURS: Final = {
    "places": "places",
    "area": "area",
    "mean_km": "mean distance",
    "recall": "share in the right cell",
    "confusion": "confusion",
}
NO_MODEL: Final = "No model with a recorded evaluation answers in these cells, so there is no error to show."
CELL_HELP: Final = "Type a number, or click a cell on the map."
NO_PLACE: Final = "No place of {dataset} lies here."
SPLITS: Final = {"train": "training", "val": "validation", "test": "held out", "unused": "in a gap"}
NOT_SHOWN: Final = "The pictures are not shown: {why}."
HARDEST_TITLE: Final = "Hardest for {model}"
NO_ANSWERS: Final = "The answers of this evaluation were not recorded. Evaluate the model again to see them."
NOT_HERE: Final = "The dataset of this evaluation is not on this machine, so there are no pictures of them."
NOT_MEASURED: Final = "The evaluation has no place in this cell."
CONFUSED_ALL: Final = "places of other cells that were answered with this one"
CONFUSED_WITH: Final = "places confused with cell {cell}, either way"
EXPORT: Final = "Download as GeoJSON"
COMMAND_TITLE: Final = "The same on the command line"
OUTLINES: Final = "Outlines are as drawn by their source; they are no statement on sovereignty."
TOO_MANY: Final = "That would be more than {most} cells, more than a page can show. Take larger cells."


def summary(region: str, areas_km2: tuple[float, float], cells: int) -> str:
    """Say what a partition comes to."""
    low, high = (area(end) for end in areas_km2)
    sizes = low if low == high else f"{low} to {high}"
    return f"{region} in {count(cells)} cell{'s' * (cells != 1)} of {sizes}."


def spread(dataset: str, places: int, outside: int, cells: int) -> str:
    """Say how a dataset's places lie in the cells."""
    said = f"{count(places)} place{'s' * (places != 1)} of {dataset} in {count(cells)} of them"
    return f"{said}, {count(outside)} outside." if outside else f"{said}."


def area(km2: float) -> str:
    """Write an area: a whole number of square metres, or of square kilometres from a hundred on."""
    if km2 < 0.1:
        return f"{count(round(km2 * 1e6))}{THIN_SPACE}m²"
    return f"{km2:.3g}{THIN_SPACE}km²" if km2 < 100 else f"{count(round(km2))}{THIN_SPACE}km²"


def note(area_km2: float, places: int | None, row: Mapping[str, Any] | None, unit: Unit) -> str:
    """Say what is known of a cell under the pointer."""
    said = [area(area_km2)]
    if places is not None:
        said.append(f"{count(places)} place{'s' * (places != 1)}")
    if row is not None:
        said.append(f"mean {format_distance(row['mean_km'], unit)} off")
        said += [f"{100 * row['recall']:.0f} % right"] if "recall" in row else []
        said += [f"mostly taken for {row['partner']}"] if row.get("partner") is not None else []
    return ", ".join(said)


def splits(counted: Mapping[str, int]) -> str:
    """Say how many of a cell's places are in which split."""
    return " · ".join(f"{count(counted[name])} {said}" for name, said in SPLITS.items() if counted.get(name))


def hard(km: float, answered: int, unit: Unit) -> str:
    """Say how far off a place was answered."""
    return f"{format_distance(km, unit)} off, answered with cell {answered}"
