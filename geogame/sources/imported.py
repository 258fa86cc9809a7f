"""The places of an imported folder as a catalog's tables have them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from geogame.partitions import Partition
from geogame.sources.found import Found, first
from geogame.sources.grouping import Grouped, ViewsLayout
from geogame.sources.photo_tables import FOV_DEG, PITCH_DEG, PhotoPlace, PhotoView, deal_splits, write_photo_tables

if TYPE_CHECKING:
    from geogame.sources.intake import ImportOptions

Key: TypeAlias = tuple[Path, float | None]
"""What tells a picture from all others; see `Found.key`."""
DATE_PRECISION: Final = {0: "none", 4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that lies in the catalog: its file, content hash, and size in pixels."""

    file: str
    sha256: str
    width: int
    height: int


def write_imported(
    folder: Path,
    source: str,
    identity: Mapping[str, Any],
    wanted: tuple[ImportOptions, Partition],
    layout: ViewsLayout,
    kept: Mapping[Key, Kept],
    cells: Mapping[Path, int],
    restricted: str,
) -> tuple[int, int, int]:
    """Write both tables and ``catalog.json``, which says why the pictures are ``restricted``.

    Returns
    -------
    int, int, int
        Locations, those whose layout names a cell, and those of them that lie in that cell.
    """
    options, partition = wanted
    groups = [
        Grouped(group.key, group.captured, views)
        for group in layout.places
        if (views := {slot: each for slot, each in group.views.items() if each.key in kept})
    ]
    heads = [next(iter(group.views.values())) for group in groups]
    labels = _labels(groups, heads, options)
    at = _first_of(groups, heads)
    places = [
        _place(group, at[group.key], cells[at[group.key].path], label, source, options, layout.headings_deg, kept)
        for group, label in zip(groups, labels, strict=True)
    ]
    sizes = Counter((view.width, view.height) for place in places for view in place.views)
    (width, height), _ = max(sizes.items(), key=lambda item: (item[1], item[0]))
    about = {
        "source": source,
        "headings_deg": list(layout.headings_deg),
        "fov_deg": float(np.median([_or(head.fov_deg, FOV_DEG) for head in heads])),
        "pitch_deg": float(np.median([_or(head.pitch_deg, PITCH_DEG) for head in heads])),
        "width": width,
        "height": height,
        "licence": "; ".join(name for name, _ in Counter(place.licence for place in places).most_common()),
        "attribution": options.attribution,
        "restricted": restricted,
    }
    write_photo_tables(folder, options, partition, places, identity=identity, about=about)
    named = [(head.cell, place.cell) for head, place in zip(heads, places, strict=True) if head.cell]
    return len(places), len(named), sum(int(said) == cell for said, cell in named)


def _labels(groups: Sequence[Grouped], heads: Sequence[Found], options: ImportOptions) -> list[str]:
    """Split every place: as the layout says where it says it of all, else by the rule; dates stay together."""
    if all(head.split for head in heads):
        said = {group.key: head.split for group, head in zip(groups, heads, strict=True)}
        return [said[group.key] for group in groups]
    at = _first_of(groups, heads)
    keys = [group.key for group in groups]
    return deal_splits(options, list(map(_text, keys)), [at[key].lat for key in keys], [at[key].lon for key in keys])


def _first_of(groups: Sequence[Grouped], heads: Sequence[Found]) -> dict[str, Found]:
    """Give the first picture of every place, whatever its date."""
    return {group.key: head for group, head in reversed(list(zip(groups, heads, strict=True)))}


def _place(
    group: Grouped,
    at: Found,
    cell: int,
    split: str,
    source: str,
    options: ImportOptions,
    headings_deg: Sequence[float],
    kept: Mapping[Key, Kept],
) -> PhotoPlace:
    """Describe a place on one date; all its dates lie where its first picture ``at`` does."""

    def said(name: str, otherwise: str = "") -> str:
        return first([getattr(each, name) for each in group.views.values()]) or otherwise

    return PhotoPlace(
        id=_hash(f"{group.key}|{group.captured}"),
        place_id=_hash(group.key),
        lat=at.lat,
        lon=at.lon,
        cell=cell,
        split=split,
        source=source,
        scene_seed=int(_hash(group.key), 16),
        licence=said("licence", options.licence),
        attribution=said("attribution", options.attribution),
        views=tuple(_view(slot, each, headings_deg, kept[each.key]) for slot, each in group.views.items()),
        captured_on=group.captured,
        date_precision=DATE_PRECISION[len(group.captured)],
        day_of_year=_day_of_year(group.captured),
        layout_key=_text(group.key),
        sequence=said("sequence"),
        page_url=said("page_url"),
        creator=said("creator"),
        licence_url=said("licence_url"),
    )


def _view(slot: int, each: Found, headings_deg: Sequence[float], picture: Kept) -> PhotoView:
    return PhotoView(
        view=slot,
        heading_deg=_or(each.heading_deg, headings_deg[slot]),
        fov_deg=_or(each.fov_deg, FOV_DEG),
        pitch_deg=_or(each.pitch_deg, PITCH_DEG),
        file=picture.file,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
        heading_kind=_kind(each),
    )


def _kind(each: Found) -> str:
    if each.heading_deg is None:
        return "none"
    return "relative" if each.relative else "true"


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _text(key: str) -> str:
    """Write a place's key so that it can be encoded: the name of a file need not be text."""
    return key.encode("utf-8", "backslashreplace").decode()


def _hash(text: str) -> str:
    """Twelve hex digits (48 bits) that name a place without telling what its source calls it."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _day_of_year(captured: str) -> int:
    """Day 1 to 366; the middle of a month known without its day, 0 where the month is unknown."""
    parts = [int(part) for part in captured.split("-") if part]
    if len(parts) < 2:
        return 0
    return date(parts[0], parts[1], parts[2] if len(parts) > 2 else 15).timetuple().tm_yday
