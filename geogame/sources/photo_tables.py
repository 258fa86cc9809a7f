"""The tables of a catalog of photographs: the same columns, whether a folder was imported or a service asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from geogame.catalog import LOCATION_COLUMNS, PLACE_COLUMN, VIEW_COLUMNS
from geogame.partitions import Partition
from geogame.sources.tables import make_table, write_catalog
from geogame.splits import parse_rule

if TYPE_CHECKING:
    from geogame.sources.intake import ImportOptions
    from geogame.sources.options import BuildOptions

Wanted: TypeAlias = "BuildOptions | ImportOptions"

FOV_DEG: Final = 90.0
PITCH_DEG: Final = 0.0
"""Of views that say nothing else."""
PHOTO_LOCATION_COLUMNS: Final = {
    **LOCATION_COLUMNS,
    PLACE_COLUMN: "string",
    "captured_at": "string",
    "date_precision": "string",
    "provider_id": "string",
    "layout_key": "string",
    "sequence": "string",
    "page_url": "string",
    "creator": "string",
    "licence_url": "string",
    "retrieved_on": "string",
    "revision": "string",
}
PHOTO_VIEW_COLUMNS: Final = {**VIEW_COLUMNS, "heading_kind": "string", "source_sha256": "string", "dhash": "string"}


@dataclass(frozen=True, slots=True)
class PhotoView:
    """One stored picture of a place.

    Attributes
    ----------
    view
        Its slot among the catalog's headings.
    heading_kind
        ``true``: from north. ``relative``: from an unknown start. ``none``: unknown, the number is the slot's.
    source_sha256, dhash
        Hash of the picture as it came, and the difference hash of what is stored; empty where not recorded.
    """

    view: int
    heading_deg: float
    fov_deg: float
    pitch_deg: float
    file: str
    sha256: str
    width: int
    height: int
    heading_kind: str
    source_sha256: str = ""
    dhash: str = ""


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """One place on one date, with its views; texts are empty where nothing is known.

    Attributes
    ----------
    captured_on, captured_at
        ISO date, known to the year, month or day; and the moment where that is known.
    date_precision
        ``none``, ``year``, ``month``, ``day`` or ``second``.
    solar_hour
        Not a number where the moment is unknown.
    scene_seed
        No scene is drawn from it; like a scene's it is the place's own, by which audits tell places apart.
    provider_id, layout_key
        What a service, or an imported folder, calls it.
    """

    id: str
    place_id: str
    lat: float
    lon: float
    cell: int
    split: str
    source: str
    scene_seed: int
    licence: str
    attribution: str
    views: tuple[PhotoView, ...]
    captured_on: str = ""
    captured_at: str = ""
    date_precision: str = "none"
    day_of_year: int = 0
    solar_hour: float = float("nan")
    provider_id: str = ""
    layout_key: str = ""
    sequence: str = ""
    page_url: str = ""
    creator: str = ""
    licence_url: str = ""
    retrieved_on: str = ""
    revision: str = ""


def deal_splits(options: Wanted, keys: Sequence[str], lats: Sequence[float], lons: Sequence[float]) -> list[str]:
    """Give every place its split by the rule asked for; equal keys get the same one."""
    rule = parse_rule(options.split_rule)
    return rule.labels(list(keys), np.array(lats), np.array(lons), dict(options.splits), options.seed)


def write_photo_tables(
    folder: Path,
    options: Wanted,
    partition: Partition,
    places: Sequence[PhotoPlace],
    *,
    identity: Mapping[str, Any],
    about: Mapping[str, Any],
) -> None:
    """Write both tables and ``catalog.json``.

    Parameters
    ----------
    folder
        The catalog's.
    options, partition
        What was asked for.
    places
        In table order.
    identity
        Everything asked for that decides the catalog; what the tables hold counts besides.
    about
        ``source``, ``headings_deg``, ``fov_deg``, ``pitch_deg``, ``width``, ``height``, ``licence``, ``attribution``,
        and whatever else is to stand in ``catalog.json``.
    """
    locations = {name: [getattr(place, name) for place in places] for name in PHOTO_LOCATION_COLUMNS}
    pairs = [(place.id, view) for place in places for view in place.views]
    views = {name: [getattr(view, name) for _, view in pairs] for name in PHOTO_VIEW_COLUMNS if name != "location_id"}
    write_catalog(
        folder,
        {
            "name": options.name,
            "region": options.region,
            "partition": options.partition,
            "partition_fingerprint": partition.fingerprint,
            "world_fingerprint": "",
            "seed": options.seed,
            **about,
            "options": dict(identity),
        },
        make_table(locations, PHOTO_LOCATION_COLUMNS),
        make_table({"location_id": [name for name, _ in pairs], **views}, PHOTO_VIEW_COLUMNS),
        named_by_content=True,
    )
