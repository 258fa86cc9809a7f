"""What a region is: a named area on Earth and how games on it are scored."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon

from geogame.geo import ScoreScale


@dataclass(frozen=True)
class Region:
    """A named area on Earth.

    Attributes
    ----------
    name
        Short name: the key in ``REGIONS`` and in catalogs.
    title
        What people read.
    polygon
        The area; coordinates are longitude, latitude in WGS84 degrees.
    provenance
        Where the boundary comes from, and its terms.
    score_scale
        How points fall with distance.
    headings_deg
        Compass headings of a location's views, degrees clockwise from north.
    places
        Names of the polygon's parts, in order, where it consists of places with names; else empty.
    partition
        The cut it is known by, as `load_partition` reads it: the grid page begins with it.
    """

    name: str
    title: str
    polygon: Polygon | MultiPolygon
    provenance: str
    score_scale: ScoreScale
    headings_deg: tuple[float, ...]
    places: tuple[str, ...] = ()
    partition: str = "fishnet"

    @property
    def centres(self) -> dict[str, tuple[float, float]]:
        """Latitude and longitude, degrees, of the centre of each place with a name."""
        centres = shapely.centroid(shapely.get_parts(self.polygon))
        return {name: (point.y, point.x) for name, point in zip(self.places, centres, strict=False)}

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, degrees."""
        west, south, east, north = self.polygon.bounds
        return west, south, east, north

    def contains(self, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.bool_]:
        """Whether points lie in the region, its border included.

        Parameters
        ----------
        lats, lons
            Degrees; numbers or arrays of one shape.

        Returns
        -------
        ndarray
            bool, of that shape. What is not a number lies outside.
        """
        shapely.prepare(self.polygon)
        x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
        return np.asarray(shapely.intersects_xy(self.polygon, x, y), dtype=np.bool_)
