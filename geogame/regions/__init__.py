"""The regions one can play in. To add one: a file here that makes it, and a line in ``REGIONS``."""

from collections.abc import Callable
from functools import cache

from geogame.errors import RegionError
from geogame.regions.added import added_region, added_regions
from geogame.regions.base import Region
from geogame.regions.cities import cities
from geogame.regions.countries import india
from geogame.regions.lincoln import lincoln
from geogame.regions.stockholm import stockholm
from geogame.regions.usa import usa

__all__ = ["REGIONS", "Region", "known_regions", "load_region"]

REGIONS: dict[str, Callable[[], Region]] = {
    "usa": usa,
    "lincoln": lincoln,
    "india": india,
    "stockholm": stockholm,
    "cities": cities,
}


def known_regions() -> list[str]:
    """Names of the project's regions, then of those added on this machine."""
    return [*REGIONS, *(name for name in added_regions() if name not in REGIONS)]


@cache
def load_region(name: str) -> Region:
    """Region of that name, read once a process.

    Raises
    ------
    RegionError
        If there is none of that name.
    """
    if name in REGIONS:
        return REGIONS[name]()
    region = added_region(name)
    if region is None:
        raise RegionError(
            f"there is no region {name!r}; choose one of: {', '.join(sorted(known_regions()))}, "
            "or add one with `region add`"
        )
    return region
