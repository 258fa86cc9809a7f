"""Hexagons of Uber's H3 grid, clipped to a region."""

from __future__ import annotations

import h3
import shapely

from geogame.errors import PartitionError
from geogame.partitions.area import area_km2
from geogame.partitions.base import Partition, make_partition
from geogame.regions import Region
from geogame.regions.outlines import cut_at_antimeridian

RESOLUTIONS = range(16)
USUAL_CELLS = 300
MAX_CELLS = 200_000


def hexagons(region: Region, resolution: int | None = None) -> Partition:
    """Cut a region into the hexagons (and few pentagons) of H3, in the order of their H3 numbers.

    Parameters
    ----------
    region
        What to cut.
    resolution
        H3's, 0 (1,108 km an edge) to 15 (half a metre); by default the finest at which whole hexagons of the region's
        area are no more than 300.

    Returns
    -------
    Partition
        Named ``h3``. A hexagon that the border cuts into several parts stays one cell.

    Raises
    ------
    PartitionError
        If there is no such resolution, or it would make more than 200,000 cells.

    Notes
    -----
    H3: https://h3geo.org. Edges are straight in degrees here, arcs there; at the finest use the difference is metres.
    """
    area = area_km2(region.polygon)
    if resolution is None:
        fitting = (r for r in reversed(RESOLUTIONS) if area / h3.average_hexagon_area(r, unit="km^2") <= USUAL_CELLS)
        resolution = next(fitting, 0)
    if resolution not in RESOLUTIONS:
        raise PartitionError(f"there is no H3 resolution {resolution}; give 0 to 15")
    if area / h3.average_hexagon_area(resolution, unit="km^2") > MAX_CELLS:
        raise PartitionError(
            f"H3 resolution {resolution} cuts {region.name} into more than {MAX_CELLS} cells; give less"
        )
    shapely.prepare(region.polygon)
    pieces = [region.polygon.intersection(_outline(name)) for name in _covering(region, resolution)]
    areal = [[part for part in shapely.get_parts(piece) if part.area > 0] for piece in pieces]
    cells = [parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts) for parts in areal if parts]
    return make_partition("h3", region.name, cells)


def _covering(region: Region, resolution: int) -> list[str]:
    """Hexagons that may touch the region: those that meet its parts, and their neighbours."""
    found: set[str] = set()
    for part in shapely.get_parts(region.polygon):
        shape = h3.geo_to_h3shape(part)
        found.update(h3.h3shape_to_cells(shape, resolution))
        # Hexagons whose centre lies outside are found along the border, walked in steps finer than an edge.
        for ring in (part.exterior, *part.interiors):
            step = h3.average_hexagon_edge_length(resolution, unit="km") / 111.2 / 2
            found.update(h3.latlng_to_cell(y, x, resolution) for x, y in shapely.segmentize(ring, step).coords)
    return sorted({near for name in found for near in h3.grid_disk(name, 1)})


def _outline(name: str) -> shapely.Polygon | shapely.MultiPolygon:
    return cut_at_antimeridian(shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(name)]))
