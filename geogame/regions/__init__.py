"""The regions one can play in. To add one: a file here that makes it, and a line in ``REGIONS``."""

from collections.abc import Callable
from functools import cache

from geogame.errors import RegionError
from geogame.regions.base import Region
from geogame.regions.lincoln import lincoln
from geogame.regions.usa import usa

__all__ = ["REGIONS", "Region", "load_region"]

REGIONS: dict[str, Callable[[], Region]] = {"usa": usa, "lincoln": lincoln}


@cache
def load_region(name: str) -> Region:
    """Region of that name, read once a process.

    Raises
    ------
    RegionError
        If there is none of that name.
    """
    if name not in REGIONS:
        raise RegionError(f"there is no region {name!r}; choose one of: {', '.join(sorted(REGIONS))}")
    return REGIONS[name]()
