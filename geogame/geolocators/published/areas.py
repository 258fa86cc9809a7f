"""What an area is called in a caption: a named part of the region, else a state of the USA, else a country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from geogame.regions import load_region
from geogame.regions.countries import country_of
from geogame.regions.states import state_of

if TYPE_CHECKING:
    from geogame.geolocators.published.lattice import Lattice


def name_areas(lattice: Lattice) -> tuple[list[str], NDArray[np.int64]]:
    """Name the areas that a lattice's points lie in.

    Returns
    -------
    list of str
        The names, as a caption says them.
    ndarray
        ``(m,)`` the area of each point, -1 where none has a name.
    """
    region = load_region(lattice.partition.region_name)
    if region.places:
        parts = shapely.get_parts(region.polygon)
        points = shapely.points(lattice.points[:, ::-1])
        nearest = shapely.STRtree(parts).nearest(points)
        return list(region.places), np.asarray(nearest, np.int64)
    named = [_area(float(lat), float(lon)) for lat, lon in lattice.points]
    names = sorted({name for name in named if name})
    numbers = {name: number for number, name in enumerate(names)}
    return names, np.array([numbers.get(name, -1) for name in named], np.int64)


def _area(lat: float, lon: float) -> str:
    state = state_of(lat, lon)
    return f"{state}, United States" if state else country_of(lat, lon)
