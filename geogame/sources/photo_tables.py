"""Places and views of photographs: which pictures belong together, their slots, and the catalog's tables."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from geogame.catalog import (
    FORMAT,
    INFO_FILE,
    LOCATION_COLUMNS,
    LOCATIONS_FILE,
    PLACE_COLUMN,
    SPLITS,
    VIEW_COLUMNS,
    VIEWS_FILE,
)
from geogame.partitions import Partition
from geogame.regions import Region
from geogame.sources.found import Found, first
from geogame.sources.tables import identity_hash, make_table, write_parquet, write_whole
from geogame.splits import parse_rule

if TYPE_CHECKING:
    from geogame.sources.intake import ImportOptions

FOV_DEG, PITCH_DEG = 90.0, 0.0
"""Assumed where a layout says nothing."""
MAX_SLOTS: Final = 12
"""Places that look in no more directions than this, all together, keep their own; else the nearest of a few."""
DATE_PRECISION: Final = {0: "none", 4: "year", 7: "month", 10: "day"}
LOCATION_EXTRAS: Final = {
    PLACE_COLUMN: "string",
    "date_precision": "string",
    "layout_key": "string",
    "licence_url": "string",
    "creator": "string",
    "page_url": "string",
    "sequence": "string",
}
Key: TypeAlias = tuple[Path, float | None]
"""What tells a picture from all others; see `Found.key`."""
VIEW_EXTRAS: Final = {"heading_kind": "string"}
"""``true``: from north. ``relative``: from an unknown start. ``none``: unknown, the number is the slot's."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that lies in the catalog: its file, content hash, and size in pixels."""

    file: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """One place on one date; ``views`` maps a slot to its picture."""

    key: str
    captured: str
    views: dict[int, Found]


@dataclass(frozen=True, slots=True)
class ViewsLayout:
    """Places in order, the slots' headings in degrees, and pictures for which no slot was free."""

    places: list[PhotoPlace]
    headings_deg: tuple[float, ...]
    crowded: list[Found]


def lay_views(found: Sequence[Found], region: Region) -> ViewsLayout:
    """Group pictures into places by date, and give each a slot.

    Slots are the headings that occur, where they are few; else the region's, or as many evenly spread headings as
    the largest place has pictures. A picture takes its own heading's slot, or the nearest that is free.
    """
    groups: dict[tuple[str, str], list[Found]] = {}
    for each in found:
        groups.setdefault((each.place, each.captured), []).append(each)
    headings = _slots(found, max(map(len, groups.values()), default=1), region)
    exact = all(each.heading_deg is not None and each.heading_deg in headings for each in found)
    places, crowded = [], []
    for (key, captured), members in sorted(groups.items()):
        views: dict[int, Found] = {}
        for each in sorted(
            members, key=lambda member: (member.heading_deg is None, member.path.as_posix(), member.turn_deg or 0.0)
        ):
            slot = _slot(each, headings, views, exact=exact)
            if slot is None:
                crowded.append(each)
            else:
                views[slot] = each
        places.append(PhotoPlace(key, captured, dict(sorted(views.items()))))
    return ViewsLayout(places, headings, crowded)


def _slots(found: Sequence[Found], largest: int, region: Region) -> tuple[float, ...]:
    if largest == 1:
        return (0.0,)
    known = sorted({each.heading_deg for each in found if each.heading_deg is not None})
    if largest <= len(known) <= MAX_SLOTS:
        return tuple(known)
    if largest <= len(region.headings_deg):
        return region.headings_deg
    count = min(largest, MAX_SLOTS)
    return tuple(360.0 * slot / count for slot in range(count))


def _slot(each: Found, headings: Sequence[float], taken: Iterable[int], *, exact: bool) -> int | None:
    """Give a picture's slot, None where its own (``exact``) or every one is taken."""
    free = [slot for slot in range(len(headings)) if slot not in taken]
    if each.heading_deg is None:
        return free[0] if free else None
    heading = each.heading_deg
    if exact:
        free = [slot for slot in free if headings[slot] == heading]
    return min(free, key=lambda slot: abs((headings[slot] - heading + 180) % 360 - 180), default=None)


def write_photo_tables(
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
    places = [
        PhotoPlace(place.key, place.captured, views)
        for place in layout.places
        if (views := {slot: each for slot, each in place.views.items() if each.key in kept})
    ]
    heads = [next(iter(place.views.values())) for place in places]
    labels = _labels(places, heads, options)
    first_of = _first_of(places, heads)
    own_cells = [cells[first_of[place.key].path] for place in places]
    location_columns = _location_columns(places, heads, options)
    location_columns |= {"cell": own_cells, "split": labels, "source": [source] * len(places)}
    locations = make_table(location_columns, {**LOCATION_COLUMNS, **LOCATION_EXTRAS})
    views = make_table(
        _view_columns(places, location_columns["id"], layout.headings_deg, kept), {**VIEW_COLUMNS, **VIEW_EXTRAS}
    )
    tables = {
        Path(name).stem: {"rows": table.num_rows, "sha256": write_parquet(folder, name, table)}
        for name, table in ((LOCATIONS_FILE, locations), (VIEWS_FILE, views))
    }
    sizes = Counter((kept[each.key].width, kept[each.key].height) for place in places for each in place.views.values())
    (width, height), _ = max(sizes.items(), key=lambda item: (item[1], item[0]))
    licences = Counter(location_columns["licence"])
    info = {
        "format": FORMAT,
        "name": options.name,
        "build_id": identity_hash({**identity, "tables": tables}),
        "region": options.region,
        "partition": options.partition,
        "partition_fingerprint": partition.fingerprint,
        "source": source,
        "world_fingerprint": "",
        "headings_deg": list(layout.headings_deg),
        "fov_deg": float(np.median([_or(head.fov_deg, FOV_DEG) for head in heads])),
        "pitch_deg": float(np.median([_or(head.pitch_deg, PITCH_DEG) for head in heads])),
        "width": width,
        "height": height,
        "seed": options.seed,
        "licence": "; ".join(name for name, _ in licences.most_common()),
        "attribution": options.attribution,
        "restricted": restricted,
        "options": dict(identity),
        "counts": {
            "locations": locations.num_rows,
            "views": views.num_rows,
            **{label: labels.count(label) for label in SPLITS},
        },
        "tables": tables,
    }
    write_whole(folder, INFO_FILE, (json.dumps(info, indent=2) + "\n").encode())
    named = [(head.cell, cell) for head, cell in zip(heads, own_cells, strict=True) if head.cell]
    return len(places), len(named), sum(int(said) == cell for said, cell in named)


def _labels(places: Sequence[PhotoPlace], heads: Sequence[Found], options: ImportOptions) -> list[str]:
    """Split every place: as the layout says where it says it of all, else by the rule; dates stay together."""
    if all(head.split for head in heads):
        said = {place.key: head.split for place, head in zip(places, heads, strict=True)}
        return [said[place.key] for place in places]
    first_of = _first_of(places, heads)
    keys = [place.key for place in places]
    lats = np.array([first_of[key].lat for key in keys])
    lons = np.array([first_of[key].lon for key in keys])
    return parse_rule(options.split_rule).labels(keys, lats, lons, dict(options.splits), options.seed)


def _first_of(places: Sequence[PhotoPlace], heads: Sequence[Found]) -> dict[str, Found]:
    """Give the first picture of every place, whatever its date."""
    return {place.key: head for place, head in reversed(list(zip(places, heads, strict=True)))}


def _location_columns(
    places: Sequence[PhotoPlace], heads: Sequence[Found], options: ImportOptions
) -> dict[str, list[Any]]:
    """Columns but cell, split and source; all dates of a place lie where its first one does."""
    first_of = _first_of(places, heads)
    members = [list(place.views.values()) for place in places]

    def said(name: str, otherwise: str = "") -> list[str]:
        return [first([getattr(each, name) for each in views]) or otherwise for views in members]

    return {
        "id": [_hash(f"{place.key}|{place.captured}") for place in places],
        "lat": [first_of[place.key].lat for place in places],
        "lon": [first_of[place.key].lon for place in places],
        "captured_on": [place.captured for place in places],
        "day_of_year": [_day_of_year(place.captured) for place in places],
        "solar_hour": [float("nan")] * len(places),
        # No scene is drawn from it; like a scene's it is the place's own, by which audits tell places apart.
        "scene_seed": [int(_hash(place.key), 16) for place in places],
        "licence": said("licence", options.licence),
        "attribution": said("attribution", options.attribution),
        PLACE_COLUMN: [_hash(place.key) for place in places],
        "date_precision": [DATE_PRECISION[len(place.captured)] for place in places],
        "layout_key": [place.key.encode("utf-8", "backslashreplace").decode() for place in places],
        **{name: said(name) for name in ("licence_url", "creator", "page_url", "sequence")},
    }


def _view_columns(
    places: Sequence[PhotoPlace], ids: Sequence[str], headings_deg: Sequence[float], kept: Mapping[Key, Kept]
) -> dict[str, list[Any]]:
    rows = [
        (name, slot, each, kept[each.key])
        for name, place in zip(ids, places, strict=True)
        for slot, each in place.views.items()
    ]
    return {
        "location_id": [name for name, *_ in rows],
        "view": [slot for _, slot, *_ in rows],
        "heading_deg": [_or(each.heading_deg, headings_deg[slot]) for _, slot, each, _ in rows],
        "fov_deg": [_or(each.fov_deg, FOV_DEG) for _, _, each, _ in rows],
        "pitch_deg": [_or(each.pitch_deg, PITCH_DEG) for _, _, each, _ in rows],
        "file": [picture.file for *_, picture in rows],
        "sha256": [picture.sha256 for *_, picture in rows],
        "width": [picture.width for *_, picture in rows],
        "height": [picture.height for *_, picture in rows],
        "heading_kind": [_kind(each) for _, _, each, _ in rows],
    }


def _kind(each: Found) -> str:
    if each.heading_deg is None:
        return "none"
    return "relative" if each.relative else "true"


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _hash(text: str) -> str:
    """Twelve hex digits (48 bits) that name a place without telling what its source calls it."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _day_of_year(captured: str) -> int:
    """Day 1 to 366; the middle of a month known without its day, 0 where the month is unknown."""
    parts = [int(part) for part in captured.split("-") if part]
    if len(parts) < 2:
        return 0
    return date(parts[0], parts[1], parts[2] if len(parts) > 2 else 15).timetuple().tm_yday
