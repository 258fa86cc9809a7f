"""Writes the finished tables of collected photographs: each place with its source, licence and attribution."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from geogame.catalog import (
    FORMAT,
    INFO_FILE,
    LOCATION_COLUMNS,
    LOCATIONS_FILE,
    SPLITS,
    VIEW_COLUMNS,
    VIEWS_FILE,
)
from geogame.partitions import Partition
from geogame.sources.ledger import image_file
from geogame.sources.options import BuildOptions
from geogame.sources.remote.base import Candidate, RemoteSource
from geogame.sources.remote.checks import moment_of
from geogame.sources.remote.journal import Outcome
from geogame.sources.remote.pictures import FOV_DEG
from geogame.sources.tables import identity_hash, make_table, write_parquet, write_whole
from geogame.splits import parse_rule
from geogame.world.place import SCENE_SEED_BITS

PHOTO_LOCATION_COLUMNS: Final = {
    **LOCATION_COLUMNS,
    "captured_at": "string",
    "date_precision": "string",
    "provider_id": "string",
    "sequence": "string",
    "page_url": "string",
    "creator": "string",
    "licence_url": "string",
    "retrieved_on": "string",
    "revision": "string",
}
PHOTO_VIEW_COLUMNS: Final = {**VIEW_COLUMNS, "heading_kind": "string", "source_sha256": "string", "dhash": "string"}


@dataclass(frozen=True, slots=True)
class Collected:
    """An accepted place: where it was found, and its pictures."""

    cell: int
    candidate: Candidate
    outcome: Outcome


def write_photo_tables(
    folder: Path,
    options: BuildOptions,
    source: RemoteSource,
    partition: Partition,
    headings_deg: Sequence[float],
    places: Sequence[Collected],
    *,
    identity: Mapping[str, Any],
    collected: Mapping[str, Any],
) -> None:
    """Write both tables, and ``catalog.json`` last; ``collected`` says there what was turned away and is missing."""
    ids = [location_id(options, place.candidate) for place in places]
    lats, lons = (np.array([getattr(place.candidate, name) for place in places]) for name in ("lat", "lon"))
    labels = parse_rule(options.split_rule).labels(ids, lats, lons, dict(options.splits), options.seed)
    locations = make_table(_location_columns(ids, labels, source, places), PHOTO_LOCATION_COLUMNS)
    views = make_table(_view_columns(ids, options, headings_deg, places), PHOTO_VIEW_COLUMNS)
    tables = {
        Path(name).stem: {"rows": table.num_rows, "sha256": write_parquet(folder, name, table)}
        for name, table in ((LOCATIONS_FILE, locations), (VIEWS_FILE, views))
    }
    info = {
        "format": FORMAT,
        "name": options.name,
        "build_id": identity_hash({**identity, "tables": tables}),
        "region": options.region,
        "partition": options.partition,
        "partition_fingerprint": partition.fingerprint,
        "source": source.name,
        "world_fingerprint": "",
        "headings_deg": list(headings_deg),
        "fov_deg": FOV_DEG,
        "pitch_deg": 0.0,
        "width": options.width,
        "height": options.height,
        "seed": options.seed,
        "licence": source.licence,
        "attribution": source.attribution,
        "options": dict(identity),
        "collected": dict(collected),
        "counts": {
            "locations": locations.num_rows,
            "views": views.num_rows,
            **{label: labels.count(label) for label in SPLITS},
        },
        "tables": tables,
    }
    write_whole(folder, INFO_FILE, (json.dumps(info, indent=2) + "\n").encode())


def location_id(options: BuildOptions, candidate: Candidate) -> str:
    """Name a place by twelve hex digits that say nothing about where it lies."""
    return hashlib.sha256(f"{options.region}/{options.source}/{candidate.id}".encode()).hexdigest()[:12]


def scene_seed(source: str, candidate: Candidate) -> int:
    """Give a photograph a number, so that audits find the same one in two datasets as they find rendered scenes."""
    digest = hashlib.sha256(f"{source}/{candidate.id}".encode()).digest()
    return int.from_bytes(digest[: SCENE_SEED_BITS // 8], "big")


def _location_columns(
    ids: list[str], labels: list[str], source: RemoteSource, places: Sequence[Collected]
) -> dict[str, list[Any]]:
    candidates, moments = [place.candidate for place in places], [moment_of(place.candidate) for place in places]
    return {
        "id": ids,
        "lat": [each.lat for each in candidates],
        "lon": [each.lon for each in candidates],
        "captured_on": [moment.captured_on for moment in moments],
        "day_of_year": [moment.day_of_year for moment in moments],
        "solar_hour": [moment.solar_hour for moment in moments],
        "scene_seed": [scene_seed(source.name, each) for each in candidates],
        "cell": [place.cell for place in places],
        "split": labels,
        "source": [source.name] * len(places),
        "licence": [each.licence or source.licence for each in candidates],
        "attribution": [each.attribution or source.attribution for each in candidates],
        "captured_at": [each.captured_at for each in candidates],
        "date_precision": [each.precision or "none" for each in candidates],
        "provider_id": [each.id for each in candidates],
        "sequence": [each.sequence for each in candidates],
        "page_url": [each.page_url for each in candidates],
        "creator": [each.creator for each in candidates],
        "licence_url": [each.licence_url for each in candidates],
        "retrieved_on": [place.outcome.retrieved_on for place in places],
        "revision": [source.revision()] * len(places),
    }


def _view_columns(
    ids: list[str], options: BuildOptions, headings_deg: Sequence[float], places: Sequence[Collected]
) -> dict[str, list[Any]]:
    rows = [
        (name, index, place, sha256)
        for name, place in zip(ids, places, strict=True)
        for index, sha256 in enumerate(place.outcome.sha256)
    ]
    turned = [place.candidate.full_turn for _, _, place, _ in rows]
    flat_deg = [place.candidate.centre_deg for _, _, place, _ in rows]
    return {
        "location_id": [row[0] for row in rows],
        "view": [row[1] for row in rows],
        "heading_deg": [
            headings_deg[row[1]] if full else (known or 0.0)
            for row, full, known in zip(rows, turned, flat_deg, strict=True)
        ],
        "fov_deg": [FOV_DEG] * len(rows),
        "pitch_deg": [0.0] * len(rows),
        "file": [image_file(row[3]) for row in rows],
        "sha256": [row[3] for row in rows],
        "width": [options.width] * len(rows),
        "height": [options.height] * len(rows),
        "heading_kind": [
            "true" if full or known is not None else "none" for full, known in zip(turned, flat_deg, strict=True)
        ],
        "source_sha256": [row[2].outcome.source_sha256 for row in rows],
        "dhash": [row[2].outcome.dhash for row in rows],
    }
