"""Writes the finished tables of a build: the same plan and images give the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from geogame.sources.ledger import image_file
from geogame.sources.options import BuildOptions
from geogame.sources.pool import TEMPORARY
from geogame.sources.rendered import Plan, RenderedSource

if TYPE_CHECKING:
    import pyarrow as pa


def write_tables(
    folder: Path,
    options: BuildOptions,
    plan: Plan,
    source: RenderedSource,
    *,
    identity: Mapping[str, Any],
    hashes: Mapping[str, Sequence[str]],
) -> None:
    """Write the tables of a rendered catalog."""
    write_catalog(
        folder,
        {
            "name": options.name,
            "region": options.region,
            "partition": options.partition,
            "partition_fingerprint": plan.partition.fingerprint,
            "source": source.name,
            "world_fingerprint": identity["world_fingerprint"],
            "headings_deg": list(plan.headings_deg[: options.views]),
            "fov_deg": source.fov_deg,
            "pitch_deg": source.pitch_deg(options.width, options.height),
            "width": options.width,
            "height": options.height,
            "seed": options.seed,
            "licence": source.licence,
            "attribution": source.attribution,
            "options": dict(identity),
        },
        _location_table(plan, source),
        _view_table(plan, options, source, hashes),
    )


def write_catalog(
    folder: Path, about: Mapping[str, Any], locations: pa.Table, views: pa.Table, *, named_by_content: bool = False
) -> None:
    """Write both tables, and ``catalog.json`` last, since it marks the catalog as finished.

    Parameters
    ----------
    folder
        The catalog's, with a folder ``TEMPORARY`` in it.
    about
        What ``catalog.json`` says beside format, counts and hashes; ``options`` is what was asked for.
    locations, views
        The tables.
    named_by_content
        Whether ``build_id`` depends on the tables besides what was asked for: where that alone does not decide them.
    """
    tables = {
        Path(name).stem: {"rows": table.num_rows, "sha256": write_parquet(folder, name, table)}
        for name, table in ((LOCATIONS_FILE, locations), (VIEWS_FILE, views))
    }
    labels = locations["split"].to_pylist()
    counts = {name: labels.count(name) for name in SPLITS}
    info = {
        "format": FORMAT,
        "name": about["name"],
        "build_id": identity_hash({**about["options"], **({"tables": tables} if named_by_content else {})}),
        **about,
        "counts": {"locations": locations.num_rows, "views": views.num_rows, **counts},
        "tables": tables,
    }
    write_whole(folder, INFO_FILE, (json.dumps(info, indent=2) + "\n").encode())


def identity_hash(identity: Mapping[str, Any]) -> str:
    """Sixteen hex digits that name a build: equal for equal options and fingerprints."""
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]


def write_whole(folder: Path, name: str, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, after a power failure too."""
    temporary = folder / TEMPORARY / name
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / name)


def _location_table(plan: Plan, source: RenderedSource) -> pa.Table:
    places = plan.places
    columns: dict[str, list[Any]] = {
        "id": [planned.id for planned in places],
        "lat": [planned.place.lat for planned in places],
        "lon": [planned.place.lon for planned in places],
        "captured_on": [planned.captured_on for planned in places],
        "day_of_year": [planned.place.day_of_year for planned in places],
        "solar_hour": [planned.place.solar_hour for planned in places],
        "scene_seed": [planned.place.scene_seed for planned in places],
        "cell": [planned.cell for planned in places],
        "split": [planned.split for planned in places],
        "source": [source.name] * len(places),
        "licence": [source.licence] * len(places),
        "attribution": [source.attribution] * len(places),
    }
    if not any(planned.place_id for planned in places):
        return make_table(columns, LOCATION_COLUMNS)
    columns[PLACE_COLUMN] = [planned.place_id or planned.id for planned in places]
    return make_table(columns, {**LOCATION_COLUMNS, PLACE_COLUMN: "string"})


def _view_table(
    plan: Plan, options: BuildOptions, source: RenderedSource, hashes: Mapping[str, Sequence[str]]
) -> pa.Table:
    headings = plan.headings_deg[: options.views]
    rows = [
        (planned.id, index, heading, sha256)
        for planned in plan.places
        for index, (heading, sha256) in enumerate(zip(planned.turned(headings), hashes[planned.id], strict=True))
    ]
    columns: dict[str, list[Any]] = {
        "location_id": [row[0] for row in rows],
        "view": [row[1] for row in rows],
        "heading_deg": [row[2] for row in rows],
        "fov_deg": [source.fov_deg] * len(rows),
        "pitch_deg": [source.pitch_deg(options.width, options.height)] * len(rows),
        "file": [image_file(row[3]) for row in rows],
        "sha256": [row[3] for row in rows],
        "width": [options.width] * len(rows),
        "height": [options.height] * len(rows),
    }
    return make_table(columns, VIEW_COLUMNS)


def make_table(columns: dict[str, list[Any]], kinds: Mapping[str, str]) -> pa.Table:
    """Make a table of columns by name; kinds are ``string``, ``double``, ``int32`` and ``int64``."""
    import pyarrow as pa

    types = {"string": pa.string(), "double": pa.float64(), "int32": pa.int32(), "int64": pa.int64()}
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()])
    return pa.table(columns, schema=schema)


def write_parquet(folder: Path, name: str, table: pa.Table) -> str:
    """Write one table and return the hash of its bytes."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    data = buffer.getvalue()
    write_whole(folder, name, data)
    return hashlib.sha256(data).hexdigest()
