"""Partitions that people make of a dataset's places and keep on this machine, found by name like the others."""

from __future__ import annotations

import json
from pathlib import Path

import shapely

from geogame.errors import PartitionError, UsageError
from geogame.partitions.base import Partition, make_partition, to_geojson
from geogame.regions.added import NAME, check_name, regions_folder, write_kept


def partition_file(name: str, region_name: str) -> Path:
    """Where a kept partition lies, in the folder of added regions."""
    return regions_folder() / "partitions" / region_name / f"{name}.geojson"


def kept_partitions(region_name: str) -> list[str]:
    """Names of the partitions that were kept for a region."""
    return sorted(path.stem for path in partition_file("any", region_name).parent.glob("*.geojson"))


def keep_partition(partition: Partition, name: str, *, replace: bool = False) -> Path:
    """Write a partition's cells under a name of its own.

    Raises
    ------
    UsageError
        If the name is no name, or is taken and ``replace`` is not set.
    RegionError
        If the folder cannot be written to.
    """
    check_name(name, "partition")
    path = partition_file(name, partition.region_name)
    if path.exists() and not replace:
        raise UsageError(f"there is a partition {name!r} already ({path}); take another name, or --replace it")
    write_kept(path, json.dumps(to_geojson(partition), separators=(",", ":")))
    return path


def kept_partition(name: str, region_name: str) -> Partition | None:
    """Read a kept partition; None if there is none, `PartitionError` if its file is damaged."""
    path = partition_file(name, region_name)
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        polygons = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in raw["features"]]
        partition = make_partition(name, region_name, polygons)
        told = raw["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.GEOSException) as error:
        raise PartitionError(f"partition file {path} is damaged ({error}); make the partition anew") from error
    if partition.fingerprint != told:
        raise PartitionError(f"partition file {path} was changed by hand; make the partition anew")
    return partition
