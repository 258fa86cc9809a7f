"""What a partition is: a region cut into numbered cells, and which cell a point lies in."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon

from geogame.errors import PartitionError
from geogame.partitions.area import areas_km2
from geogame.partitions.lookup import CellLookup
from geogame.partitions.neighbours import steps_between


@dataclass(frozen=True)
class Cell:
    """One piece of a partition.

    Attributes
    ----------
    index
        Its number, from 0.
    polygon
        Longitude, latitude in WGS84 degrees.
    anchor_lat, anchor_lon
        The point that stands for the cell, degrees; it lies in the cell.
    area_km2
        Area on the WGS84 ellipsoid, square kilometres.
    """

    index: int
    polygon: Polygon | MultiPolygon
    anchor_lat: float
    anchor_lon: float
    area_km2: float


@dataclass(frozen=True)
class Partition:
    """A region cut into cells.

    Attributes
    ----------
    name
        Short name, the key in ``PARTITIONS``.
    region_name
        The region it cuts.
    cells
        In order: cell ``i`` stands at ``i``.
    fingerprint
        16 hexadecimal digits that change when any cell does; see `fingerprint_of`.
    """

    name: str
    region_name: str
    cells: tuple[Cell, ...]
    fingerprint: str

    def __len__(self) -> int:
        return len(self.cells)

    def locate(self, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.int64]:
        """Cells that hold points.

        A cell holds its border; where several cells hold a point, the lowest index wins. The answer is
        that of ``shapely.intersects`` with every cell in turn, only sooner.

        Parameters
        ----------
        lats, lons
            Degrees; numbers, or arrays that broadcast against each other.

        Returns
        -------
        ndarray
            int64 of that shape; -1 outside all cells, and for what is not a number.
        """
        x, y = np.broadcast_arrays(np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64))
        return self._lookup.locate(x.ravel(), y.ravel()).reshape(x.shape)

    def anchor(self, index: int) -> tuple[float, float]:
        """Latitude and longitude, in degrees, of the point that stands for a cell.

        Raises
        ------
        PartitionError
            If there is no such cell.
        """
        if not 0 <= index < len(self.cells):
            raise PartitionError(
                f"there is no cell {index}: {self.name} of {self.region_name} has cells 0 to {len(self) - 1}"
            )
        cell = self.cells[index]
        return cell.anchor_lat, cell.anchor_lon

    @cached_property
    def anchors(self) -> NDArray[np.float64]:
        """``(n, 2)`` latitude and longitude, degrees: the points that stand for the cells."""
        anchors = np.array([(cell.anchor_lat, cell.anchor_lon) for cell in self.cells], dtype=np.float64)
        anchors.setflags(write=False)
        return anchors

    @cached_property
    def centroids(self) -> NDArray[np.float64]:
        """``(n, 2)`` latitude and longitude, degrees: centres of the cells' areas, some outside their cell."""
        points = shapely.centroid(self._polygons)
        centroids = np.column_stack([shapely.get_y(points), shapely.get_x(points)])
        centroids.setflags(write=False)
        return centroids

    @cached_property
    def steps(self) -> NDArray[np.int64]:
        """``(n, n)`` steps from cell to cell through cells that touch, corners included; ``n`` where no way leads."""
        steps = steps_between(self._polygons)
        steps.setflags(write=False)
        return steps

    @cached_property
    def _polygons(self) -> NDArray[np.object_]:
        polygons = np.empty(len(self.cells), dtype=object)
        polygons[:] = [cell.polygon for cell in self.cells]
        return polygons

    @cached_property
    def _lookup(self) -> CellLookup:
        return CellLookup(self._polygons)


def make_partition(name: str, region_name: str, polygons: Sequence[Polygon | MultiPolygon]) -> Partition:
    """Make cells of polygons as they come: number, anchor, area, and a fingerprint for the whole.

    The anchor is the centroid where that lies in the cell, else a point well inside.

    Raises
    ------
    PartitionError
        If there is no polygon at all.
    """
    if not polygons:
        raise PartitionError(f"{name} of {region_name} has no cells: give a region with an area")
    shapes = np.array(polygons, dtype=object)
    anchors = shapely.centroid(shapes)
    elsewhere = ~shapely.contains(shapes, anchors)
    anchors[elsewhere] = shapely.point_on_surface(shapes[elsewhere])
    cells = tuple(
        Cell(index, *figures)
        for index, figures in enumerate(
            zip(
                polygons,
                shapely.get_y(anchors).tolist(),
                shapely.get_x(anchors).tolist(),
                areas_km2(polygons).tolist(),
                strict=True,
            )
        )
    )
    return Partition(name, region_name, cells, fingerprint_of(polygons))


def fingerprint_of(polygons: Sequence[Polygon | MultiPolygon]) -> str:
    """Name a list of cells by what they cover: 16 hexadecimal digits of a SHA-256.

    It is taken over each cell's bounds, centroid and area to a millionth of a degree, and not over the
    vertices: geometry libraries differ in a polygon's first vertex, in vertices on a straight edge and in
    the last bit of a crossing, and a checkpoint must know its cells on any machine.
    """
    shapes = np.array(polygons, dtype=object)
    centres, areas = shapely.centroid(shapes), shapely.area(shapes)
    figures = np.column_stack([shapely.bounds(shapes), shapely.get_x(centres), shapely.get_y(centres), areas])
    millionths = np.rint(figures * 1e6).astype("<i8")
    return hashlib.sha256(millionths.tobytes()).hexdigest()[:16]


def to_geojson(partition: Partition) -> dict[str, Any]:
    """Cells as a GeoJSON FeatureCollection; feature ``i`` is cell ``i``, coordinates longitude, latitude."""
    texts = shapely.to_geojson([cell.polygon for cell in partition.cells])
    features = [
        {
            "type": "Feature",
            "id": cell.index,
            "properties": {
                "cell": cell.index,
                "anchor_lat": cell.anchor_lat,
                "anchor_lon": cell.anchor_lon,
                "area_km2": cell.area_km2,
            },
            "geometry": geometry,
        }
        for cell, geometry in zip(partition.cells, json.loads(f"[{','.join(texts)}]"), strict=True)
    ]
    return {
        "type": "FeatureCollection",
        "name": f"{partition.region_name}-{partition.name}",
        "fingerprint": partition.fingerprint,
        "features": features,
    }


def geojson_text(partition: Partition) -> str:
    """Write the cells as the text of a GeoJSON file; see `to_geojson`."""
    return json.dumps(to_geojson(partition), separators=(",", ":")) + "\n"


def coarsen(partition: Partition, degrees: float) -> NDArray[np.int64]:
    """Group cells by the coarse square their anchor lies in, for a model's coarse heads.

    Parameters
    ----------
    partition
        The cells.
    degrees
        Side of the coarse squares, whose lines run at its multiples.

    Returns
    -------
    ndarray
        ``(n_cells,)`` int64: the group of each cell, numbered from 0 by columns from west to east and
        from south to north in a column, squares without a cell left out.

    Raises
    ------
    PartitionError
        If the side is not above zero.
    """
    if not degrees > 0:
        raise PartitionError(f"coarse squares of {degrees} degrees cannot be: give a side above 0")
    squares = np.floor(partition.anchors[:, ::-1] / degrees)
    _, groups = np.unique(squares, axis=0, return_inverse=True)
    return np.asarray(groups, dtype=np.int64).reshape(-1)
