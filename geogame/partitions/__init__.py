"""The ways to cut a region into cells. To add one: a file here that makes it, and a line in ``PARTITIONS``."""

from collections.abc import Callable
from functools import cache

from geogame.errors import PartitionError
from geogame.partitions.base import Cell, Partition, coarsen, to_geojson
from geogame.partitions.fishnet import fishnet
from geogame.partitions.places import places
from geogame.partitions.tenths import tenths
from geogame.regions import Region, load_region

__all__ = ["PARTITIONS", "Cell", "Partition", "coarsen", "load_partition", "to_geojson"]

PARTITIONS: dict[str, Callable[[Region], Partition]] = {"fishnet": fishnet, "tenths": tenths, "places": places}


@cache
def load_partition(name: str, region_name: str) -> Partition:
    """Partition of that name of a region, made once a process.

    Raises
    ------
    PartitionError
        If there is no partition of that name.
    RegionError
        If there is no region of that name.
    """
    if name not in PARTITIONS:
        raise PartitionError(f"there is no partition {name!r}; choose one of: {', '.join(sorted(PARTITIONS))}")
    return PARTITIONS[name](load_region(region_name))
