"""Places: each part of a region, such as a city, is a cell."""

import shapely

from geogame.partitions.base import Partition, make_partition
from geogame.regions import Region


def places(region: Region) -> Partition:
    """Make a cell of each part of a region, in the order of ``region.places``."""
    return make_partition("places", region.name, list(shapely.get_parts(region.polygon)))
