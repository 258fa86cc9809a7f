"""The ways to cut a region that the page offers, and the cells they come to; no Streamlit here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from geogame.errors import PartitionError
from geogame.partitions import PARTITIONS, known_partitions, load_partition
from geogame.regions import Region, load_region
from geogame.ui.map.cells import thin_partition

if TYPE_CHECKING:
    from geogame.partitions import Partition

MOST_CELLS: Final = 20_000
ADAPTIVE: Final = "adaptive"
PLACES: Final = "places"
RECTANGLES: Final = "rectangles"
SIDES_DEG: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
REMEMBERED: Final = 8


@dataclass(frozen=True)
class Cut:
    """How a region is cut.

    Attributes
    ----------
    region
        Its name.
    name
        As `load_partition` reads it; ``adaptive`` for cells that follow a dataset's training places.
    dataset
        The folder of that dataset, and a stamp that changes when it is built anew.
    at_most
        So many of its places a cell.
    """

    region: str
    name: str
    dataset: tuple[str, int] = ("", 0)
    at_most: int = 0

    @property
    def command(self) -> str:
        """What makes the same cells on the command line."""
        if self.name == ADAPTIVE:
            return f"python -m geogame partition add NAME --dataset {self.dataset[0]} --at-most {self.at_most}"
        return f"python -m geogame grid {self.region} --partition {self.name} --geojson cells.geojson"


def kinds(region: Region, *, dataset: bool) -> list[str]:
    """Name the ways to cut a region, its own first: the project's, then those kept for it.

    Parameters
    ----------
    region
        What is cut.
    dataset
        Whether there is one whose training places cells can follow.
    """
    plain = [name for name in PARTITIONS if name != PLACES or region.places]
    kept = [name for name in known_partitions(region.name) if name not in PARTITIONS]
    first = list(dict.fromkeys([PLACES if region.places else region.partition, "fishnet", RECTANGLES]))
    return [*first, *(name for name in plain if name not in first), *[ADAPTIVE] * dataset, *kept]


def finest_deg(region: Region) -> float:
    """Side of the smallest squares, degrees, that cut a region's bounding box into few enough cells."""
    west, south, east, north = region.bounds
    least = math.sqrt((east - west) * (north - south) / MOST_CELLS)
    return next((side for side in SIDES_DEG if side >= least), SIDES_DEG[-1])


def usual_deg(region: Region) -> float:
    """Side of the squares that one begins with, degrees: two, or a tenth of a region that is small."""
    west, south, east, north = region.bounds
    small = min(east - west, north - south) / 10
    return 2.0 if small > 0.5 else max((side for side in SIDES_DEG if side <= small), default=SIDES_DEG[0])


def resolutions(region: Region) -> list[int]:
    """H3's resolutions at which a region has few enough hexagons, coarse to fine."""
    import h3

    from geogame.partitions.area import area_km2

    area = area_km2(region.polygon)
    return [each for each in range(16) if area / h3.average_hexagon_area(each, unit="km^2") <= MOST_CELLS / 2]


@lru_cache(maxsize=REMEMBERED)
def cells_of(cut: Cut) -> Partition:
    """Cut the region.

    Raises
    ------
    PartitionError
        If that cannot be, or comes to more cells than a page can show.
    GeogameError
        If the dataset whose places the cells follow cannot be opened.
    """
    if cut.name != ADAPTIVE:
        partition = load_partition(cut.name, cut.region)
    else:
        from geogame.catalog import open_catalog
        from geogame.partitions.adaptive import adaptive

        train = open_catalog(cut.dataset[0]).select("train").locations
        lats, lons = train["lat"].to_numpy(float), train["lon"].to_numpy(float)
        partition = adaptive(load_region(cut.region), lats, lons, cut.at_most)
    if len(partition) > MOST_CELLS:
        message = f"{cut.name} cuts {cut.region} into {len(partition)} cells, a page shows {MOST_CELLS} at most"
        raise PartitionError(f"{message}; take larger cells")
    return partition


@lru_cache(maxsize=REMEMBERED)
def shapes_of(cut: Cut) -> dict[str, Any]:
    """Return the cells as the map draws them, made once."""
    return thin_partition(cells_of(cut))
