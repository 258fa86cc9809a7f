"""The ways to cut a region into cells. To add one: a file here that makes it, and a line in ``PARTITIONS``."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from geogame.errors import PartitionError
from geogame.partitions.base import Cell, Partition, coarsen, geojson_text, make_partition, to_geojson
from geogame.partitions.fishnet import fishnet
from geogame.partitions.kept import kept_partition, kept_partitions
from geogame.partitions.places import places
from geogame.partitions.tenths import rectangles, tenths
from geogame.regions import Region, load_region

__all__ = [
    "PARTITIONS",
    "Cell",
    "Partition",
    "coarsen",
    "geojson_text",
    "known_partitions",
    "load_partition",
    "to_geojson",
]


def _h3(region: Region) -> Partition:
    from geogame.partitions.hexagons import hexagons

    return hexagons(region)


PARTITIONS: dict[str, Callable[[Region], Partition]] = {
    "fishnet": fishnet,
    "tenths": tenths,
    "places": places,
    "h3": _h3,
}
KEPT = 32
"""Partitions in memory: as many cells as a page may ask for make some thirty megabytes each."""
SPELLINGS = "fishnet:1.5 (degrees), fishnet:12x8 (columns and rows), h3:4 (resolution)"


def known_partitions(region_name: str) -> list[str]:
    """Names of the ways to cut any region, then of the partitions kept for this one."""
    return [*PARTITIONS, *(name for name in kept_partitions(region_name) if name not in PARTITIONS)]


@lru_cache(maxsize=KEPT)
def load_partition(name: str, region_name: str) -> Partition:
    """Partition of that name of a region, kept in memory with the last few that were asked for.

    Parameters
    ----------
    name
        A key of ``PARTITIONS``; ``fishnet:1.5``, ``fishnet:12x8`` or ``h3:4``; or that of a kept partition.
    region_name
        The region.

    Raises
    ------
    PartitionError
        If there is no partition of that name.
    RegionError
        If there is no region of that name.
    """
    region = load_region(region_name)
    if name in PARTITIONS:
        return PARTITIONS[name](region)
    found = _spelled(name, region) or kept_partition(name, region_name)
    if found is None:
        known = ", ".join(sorted(known_partitions(region_name)))
        raise PartitionError(f"there is no partition {name!r}; choose one of: {known}, or {SPELLINGS}")
    return found


def _spelled(name: str, region: Region) -> Partition | None:
    """Make a partition whose measure stands in its name; None if it is not spelled that way."""
    if match := re.fullmatch(r"fishnet:(\d{1,6})x(\d{1,6})", name):
        return make_partition(name, region.name, rectangles(region, int(match[1]), int(match[2])))
    if match := re.fullmatch(r"fishnet:(\d{1,3}(?:\.\d{1,6})?)", name):
        return replace(fishnet(region, float(match[1])), name=name)
    if match := re.fullmatch(r"h3:(\d{1,2})", name):
        from geogame.partitions.hexagons import hexagons

        return replace(hexagons(region, int(match[1])), name=name)
    return None
